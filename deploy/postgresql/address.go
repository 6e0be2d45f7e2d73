package postgresql

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// port names the socket file; nothing listens on the network.
const port = "5432"

// Address is where a running server listens: a directory that only its user may enter,
// which is why no role needs a password.
type Address struct{ socket string }

// DSN is the connection string for a role and a database.
func (a Address) DSN(role, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database}
	u.RawQuery = url.Values{"host": {a.socket}, "port": {port}}.Encode()
	return u.String()
}

// Running tells whether another process runs the server of a directory, and where that
// server listens. A server that is just starting or stopping is an error.
func Running(dir string) (Address, bool, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Address{}, false, err
	}
	if held, err := lockHeld(dir); err != nil || !held {
		return Address{}, false, err
	}
	for _, cluster := range clusters(dir) {
		if s := readStatus(cluster); s.ready {
			return Address{s.socket}, true, nil
		}
	}
	return Address{}, true, fmt.Errorf("the PostgreSQL server in %s is starting or stopping: try again in a moment", dir)
}

// status is what a server says of itself in its postmaster.pid.
type status struct {
	pid    int
	socket string
	ready  bool
}

// readStatus is zero when there is no such file: no server, or not yet.
func readStatus(cluster string) status {
	text, err := os.ReadFile(filepath.Join(cluster, "postmaster.pid"))
	if err != nil {
		return status{}
	}
	lines := append(strings.Split(string(text), "\n"), make([]string, 8)...)
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil {
		return status{}
	}
	return status{pid: pid, socket: lines[4], ready: strings.TrimSpace(lines[7]) == "ready"}
}
