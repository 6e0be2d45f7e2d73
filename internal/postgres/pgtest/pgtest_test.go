package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/deploy/postgresql"
)

// userVariable makes a copy of this test program use the shared server of a directory until it is killed.
const userVariable = "DUBAN_TEST_SERVER_USER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(userVariable); dir != "" {
		useUntilKilled(shared{dir: dir, linger: 100 * time.Millisecond})
	}
	os.Exit(m.Run())
}

func useUntilKilled(s shared) {
	if _, err := s.attach(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout.WriteString("attached")
	select {}
}

func TestDatabasesAreIsolated(t *testing.T) {
	t.Parallel()
	for i := range 20 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			app, owner := New(t)
			execute(t, owner, "CREATE TABLE mine (i int)") // fails if a neighbour's table is seen
			if _, err := connect(t, app).Exec(t.Context(), "CREATE TABLE theirs (i int)"); err == nil {
				t.Error("the application may create tables")
			}
		})
	}
}

func TestDatabaseHasTheSchema(t *testing.T) {
	t.Parallel()
	app, _ := New(t)
	var tables int
	query := "SELECT count(*) FROM pg_tables WHERE tableowner = $1 AND schemaname NOT IN ('pg_catalog', 'information_schema')"
	if err := connect(t, app).QueryRow(t.Context(), query, postgresql.Owner).Scan(&tables); err != nil || tables == 0 {
		t.Errorf("%d tables, %v", tables, err)
	}
}

func TestDatabaseIsDropped(t *testing.T) {
	t.Parallel()
	var dsn string
	t.Run("use", func(t *testing.T) { dsn, _ = New(t) })
	if conn, err := pgx.Connect(t.Context(), dsn); err == nil {
		conn.Close(t.Context())
		t.Error("the database outlived its test")
	}
}

func TestTemplateIsMadeOnce(t *testing.T) {
	t.Parallel()
	server, err := attach(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tmpl := template{server: server, name: fmt.Sprintf("template_once_%d", os.Getpid())}
	t.Cleanup(func() { tmpl.drop(tmpl.name) })
	var made atomic.Int32
	made.Store(-1) // the first attempt dies half-way
	migrate := func(_ context.Context, owner string) error {
		execute(t, owner, "CREATE TABLE of_the_schema ()")
		if made.Add(1) == 0 {
			return errors.New("killed")
		}
		return nil
	}
	if err := tmpl.ensure(t.Context(), migrate); err == nil {
		t.Fatal("a failed migration made a template")
	}
	t.Run("processes", func(t *testing.T) {
		for range 8 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				if err := tmpl.ensure(t.Context(), migrate); err != nil {
					t.Error(err)
				}
			})
		}
	})
	if n := made.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
}

// Two processes share one server; it stays when the one that started it is killed, and
// ends by itself when the last one is.
func TestServerLivesAsLongAsItsUsers(t *testing.T) {
	t.Parallel()
	s := shared{dir: tempDir(t)}
	first, second := startUser(t, s), startUser(t, s)
	kill(t, first)
	time.Sleep(500 * time.Millisecond) // several times the time to linger
	address, running, err := postgresql.Running(s.server())
	if !running || err != nil || !answers(t.Context(), address) {
		t.Fatalf("the server ended with the process that started it: %v, %v", running, err)
	}
	kill(t, second)
	awaitEnd(t, s)
	if left, _ := filepath.Glob(filepath.Join(s.server(), "pg*", "base")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestServerComesBackAfterItsKeeperIsKilled(t *testing.T) {
	t.Parallel()
	s := shared{dir: tempDir(t)}
	startUser(t, s)
	killKeeper(t, s)
	startUser(t, s)
	if address, running, err := postgresql.Running(s.server()); !running || err != nil || !answers(t.Context(), address) {
		t.Errorf("no server: %v, %v", running, err)
	}
}

func TestMissingServerSaysWhatToType(t *testing.T) {
	t.Setenv("PG_BIN_DIR", t.TempDir())
	if _, err := attach(t.Context()); err == nil || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("attach() = %v", err)
	}
}

// killKeeper kills the parent of the server.
func killKeeper(t *testing.T, s shared) {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(s.server(), "pg*", "postmaster.pid"))
	if len(found) != 1 {
		t.Fatalf("found %v", found)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	pid, _, _ := strings.Cut(string(text), "\n")
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		t.Fatal(err)
	}
	var keeper int
	if _, err := fmt.Sscanf(string(stat), pid+" (postgres) S %d", &keeper); err != nil {
		t.Fatalf("%s: %v", stat, err)
	}
	if err := syscall.Kill(keeper, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func awaitEnd(t *testing.T, s shared) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, running, _ := postgresql.Running(s.server()); !running {
			return
		}
	}
	t.Fatal("the server does not end")
}

func startUser(t *testing.T, s shared) *exec.Cmd {
	t.Helper()
	user := exec.Command(os.Args[0])
	user.Env = append(os.Environ(), userVariable+"="+s.dir)
	user.Stderr = os.Stderr
	out, err := user.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := user.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(t, user) })
	if _, err := out.Read(make([]byte, len("attached"))); err != nil {
		t.Fatalf("the user did not attach: %v", err)
	}
	return user
}

func kill(t *testing.T, user *exec.Cmd) {
	t.Helper()
	if user.ProcessState != nil {
		return
	}
	if err := user.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = user.Wait()
}

// tempDir is one that PostgreSQL's user can reach when the test is root. It is removed
// only once the server in it has ended, as the cleanups of the users come first.
func tempDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { awaitEnd(t, shared{dir: dir}) })
	return dir
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func execute(t *testing.T, dsn, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
