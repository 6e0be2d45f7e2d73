package postgresql

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// childDir names the directory on which a copy of this test program runs a server until it is killed.
const childDir = "DUBAN_TEST_SERVER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		runChild(dir)
	}
	os.Exit(m.Run())
}

func runChild(dir string) {
	if _, err := Start(context.Background(), Options{Dir: dir}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ready")
	select {}
}

func TestServerKeepsDataOverRestart(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	s := start(t, dir)
	write(t, s.Address, "旬")
	stop(t, s)
	s = start(t, dir)
	if got := read(t, s.Address); got != "旬" {
		t.Errorf("read %q after a restart, want 旬", got)
	}
}

func TestServerKeepsDataOverKill(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	child := startChild(t, dir)
	address, running, err := Running(dir)
	if err != nil || !running {
		t.Fatalf("Running() = %v, %v while a child runs the server", running, err)
	}
	write(t, address, "kept")
	kill(t, child)
	s := start(t, dir)
	if got := read(t, s.Address); got != "kept" {
		t.Errorf("read %q after kill -9 of the parent, want kept", got)
	}
}

// An orphan is a server whose parent died without the kernel telling it, as on systems without a death signal.
func TestStartEndsOrphan(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	s := start(t, dir)
	write(t, s.Address, "kept")
	stop(t, s)
	orphan := startOrphan(t, s.home)
	s = start(t, dir)
	if got := read(t, s.Address); got != "kept" {
		t.Errorf("read %q after an orphan, want kept", got)
	}
	select {
	case <-orphan.exited:
	default:
		t.Error("the orphan still runs")
	}
}

func startOrphan(t *testing.T, h *home) *process {
	t.Helper()
	cmd := h.command("postgres", append([]string{"-D", h.cluster}, h.settings()...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: h.account.credential, Setpgid: true}
	orphan, err := launch(cmd)
	if err != nil {
		t.Fatal(err)
	}
	if !waitUntil(t.Context(), time.Minute, func() bool { return readStatus(h.cluster).ready }) {
		t.Fatal("the orphan did not become ready")
	}
	return orphan
}

func TestStartIgnoresForeignAndDeadPids(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	s := start(t, dir)
	stop(t, s)
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	for name, pid := range map[string]int{"a stranger's": os.Getpid(), "a dead": dead.Process.Pid} {
		text := fmt.Sprintf("%d\n%s\n0\n5432\n\n\n\nready\n", pid, s.home.cluster)
		writePid(t, s.home, text)
		again, err := Start(t.Context(), Options{Dir: dir})
		if err != nil {
			t.Fatalf("with %s pid in postmaster.pid: %v", name, err)
		}
		stop(t, again)
	}
}

func writePid(t *testing.T, h *home, text string) {
	t.Helper()
	path := filepath.Join(h.cluster, "postmaster.pid")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if c := h.account.credential; c != nil {
		if err := os.Chown(path, int(c.Uid), int(c.Gid)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestServerThatDiesIsReportedAndRecovers(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	s := start(t, dir)
	write(t, s.Address, "kept")
	if err := syscall.Kill(s.postmaster.pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := <-s.Done(); !strings.Contains(err.Error(), "ended by itself") {
		t.Errorf("Done() = %v", err)
	}
	stop(t, s)
	s = start(t, dir)
	if got := read(t, s.Address); got != "kept" {
		t.Errorf("read %q after kill -9 of the server, want kept", got)
	}
}

func TestUnfinishedClusterIsMadeAgain(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	installed, err := Find(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	unfinished := filepath.Join(dir, fmt.Sprintf("pg%d.tmp", installed.Major), "base")
	if err := os.MkdirAll(unfinished, 0o755); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
	if _, err := os.Stat(unfinished); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the unfinished cluster is still there: %v", err)
	}
}

func TestThrowawayStartsEmpty(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	for range 2 {
		s := startThrowaway(t, dir)
		write(t, s.Address, "gone") // fails if the table is still there
		stop(t, s)
	}
	if left := clusters(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestServerIsNeverRoot(t *testing.T) {
	t.Parallel()
	s := startThrowaway(t, tempDir(t))
	info, err := os.Stat(fmt.Sprintf("/proc/%d", s.postmaster.pid))
	if err != nil {
		t.Fatal(err)
	}
	if uid := info.Sys().(*syscall.Stat_t).Uid; uid == 0 {
		t.Error("PostgreSQL runs as root")
	}
}

func TestRolesOwnAndUseTheDatabase(t *testing.T) {
	t.Parallel()
	s := startThrowaway(t, tempDir(t))
	write(t, s.Address, "owned") // as the owner
	app := connect(t, s.DSN(Application, Database))
	for _, forbidden := range []string{"CREATE TABLE mine ()", "CREATE SCHEMA mine", "CREATE TEMP TABLE mine ()", "SELECT * FROM kept", "CREATE ROLE mine"} {
		if _, err := app.Exec(t.Context(), forbidden); err == nil {
			t.Errorf("the application may %s", forbidden)
		}
	}
	var bypass bool
	if err := app.QueryRow(t.Context(), "SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user").Scan(&bypass); err != nil || bypass {
		t.Errorf("the application bypasses row-level security: %v, %v", bypass, err)
	}
}

func TestSocketPathMayBeLong(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(tempDir(t), strings.Repeat("long", 20), "and 'quoted' 路径")
	s := startThrowaway(t, dir)
	write(t, s.Address, "reached")
	if address, running, err := Running(dir); err != nil || !running || address != s.Address {
		t.Errorf("Running() = %v, %v, %v, want %v", address, running, err, s.Address)
	}
}

// tempDir is one that PostgreSQL's user can reach when the test is root.
func tempDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	return startWith(t, Options{Dir: dir})
}

func startThrowaway(t *testing.T, dir string) *Server {
	t.Helper()
	return startWith(t, Options{Dir: dir, Throwaway: true})
}

func startWith(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

func startChild(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(t, child) })
	if _, err := out.Read(make([]byte, 5)); err != nil {
		t.Fatalf("the child did not become ready: %v", err)
	}
	return child
}

func kill(t *testing.T, child *exec.Cmd) {
	t.Helper()
	if child.ProcessState != nil {
		return
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
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

func write(t *testing.T, a Address, word string) {
	t.Helper()
	conn := connect(t, a.DSN(Owner, Database))
	if _, err := conn.Exec(t.Context(), fmt.Sprintf("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('%s')", word)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, a Address) (word string) {
	t.Helper()
	if err := connect(t, a.DSN(Owner, Database)).QueryRow(t.Context(), "SELECT word FROM kept").Scan(&word); err != nil {
		t.Fatal(err)
	}
	return word
}
