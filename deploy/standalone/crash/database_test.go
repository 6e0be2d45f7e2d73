package crash_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/deploy/postgresql"
)

// database is a PostgreSQL server of a stage's own, as durable as the product's.
type database struct {
	t      *testing.T
	dir    string
	server *postgresql.Server
}

func startDatabase(t *testing.T, dir string) *database {
	t.Helper()
	d := &database{t: t, dir: dir}
	d.start()
	t.Cleanup(func() { _ = d.server.Stop(context.Background()) })
	return d
}

func (d *database) start() {
	d.t.Helper()
	server, err := postgresql.Start(context.Background(), postgresql.Options{Dir: d.dir})
	if err != nil {
		d.t.Error(err) // not Fatal: mishaps have goroutines of their own
		return
	}
	d.server = server
}

// kill is kill -9 of the whole server, which then recovers from its log.
func (d *database) kill() {
	d.t.Helper()
	files, _ := filepath.Glob(filepath.Join(d.dir, "pg*", "postmaster.pid"))
	if len(files) != 1 {
		d.t.Errorf("found %v", files)
		return
	}
	text, err := os.ReadFile(files[0])
	first, _, _ := strings.Cut(string(text), "\n")
	pid, unread := strconv.Atoi(first)
	if err != nil || unread != nil {
		d.t.Errorf("%v, %v", err, unread)
		return
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		d.t.Error(err)
	}
	if ended := <-d.server.Done(); ended == nil {
		d.t.Error("it was killed and says that all is well")
	}
	_ = d.server.Stop(context.Background()) // lets the directory go
	d.start()
}

// killBackend is kill -9 of one connection's process, after which the server ends all others and recovers.
func (d *database) killBackend(ctx context.Context) error {
	admin, err := pgx.Connect(ctx, d.server.AdminDSN())
	if err != nil {
		return err
	}
	defer admin.Close(ctx)
	var pid int
	if err := admin.QueryRow(ctx, `select pid from pg_stat_activity where application_name = 'duban' order by random() limit 1`).Scan(&pid); err != nil {
		return fmt.Errorf("find a connection: %w", err)
	}
	return syscall.Kill(pid, syscall.SIGKILL)
}

// freePort is one that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	address, _ := l.Addr().(*net.TCPAddr)
	return address.Port
}

func portText(port int) string { return strconv.Itoa(port) }

// pause waits by the wall's clock, or ends early with ctx.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
