package api_test

import (
	"io"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	v1 "duban/api/supervisionv1"
)

// wire is the way to the database, which a test can cut.
type wire struct {
	socket, server string

	mu       sync.Mutex
	listener net.Listener
	conns    []net.Conn
}

// newWire leads to the server of a connection string, and returns the string that goes through it.
func newWire(t *testing.T, dsn string) (w *wire, through string) {
	t.Helper()
	c, err := pgconn.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	network, server := pgconn.NetworkAddress(c.Host, c.Port)
	if network != "unix" {
		t.Fatalf("the test server listens at %s %s", network, server)
	}
	w = &wire{socket: filepath.Join(dir, ".s.PGSQL.5432"), server: server}
	w.mend(t)
	t.Cleanup(w.cut)
	return w, "host=" + dir + " port=5432 user=" + c.User + " dbname=" + c.Database
}

func (w *wire) mend(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("unix", w.socket)
	if err != nil {
		t.Fatal(err)
	}
	w.listener = listener
	go w.carry(listener)
}

func (w *wire) carry(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", w.server)
		if err != nil {
			client.Close()
			continue
		}
		w.mu.Lock()
		w.conns = append(w.conns, client, server)
		w.mu.Unlock()
		go func() { _, _ = io.Copy(server, client) }()
		go func() { _, _ = io.Copy(client, server) }()
	}
}

func (w *wire) cut() {
	w.listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.conns {
		c.Close()
	}
	w.conns = nil
}

// While the database is away callers are told to try later; when it is back, so are we.
func TestDatabaseAway(t *testing.T) {
	s, w := newSiteByWire(t)
	token := s.token(staff)
	s.ok(token, http.MethodGet, "/v1/me", "", &v1.WhoAmIResponse{})
	w.cut()
	for range 3 {
		s.refused(http.StatusServiceUnavailable, "TRY_LATER", token, http.MethodGet, "/v1/me", "")
	}
	w.mend(t)
	s.ok(token, http.MethodGet, "/v1/me", "", &v1.WhoAmIResponse{})
}
