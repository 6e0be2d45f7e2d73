package postgresql

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Each refusal is one line that names the thing at fault.
func wantRefusal(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("more than one line: %q", err)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	s := startThrowaway(t, dir)
	_, err := Start(t.Context(), Options{Dir: dir})
	wantRefusal(t, err, dir)
	if !errors.Is(err, ErrInUse) {
		t.Errorf("%v is not ErrInUse", err)
	}
	write(t, s.Address, "unharmed")
}

func TestRunningLooksOnly(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	if _, running, err := Running(dir); running || err != nil {
		t.Errorf("Running() = %v, %v on an empty directory", running, err)
	}
	stop(t, startThrowaway(t, dir))
	if _, running, err := Running(dir); running || err != nil {
		t.Errorf("Running() = %v, %v on a stopped server", running, err)
	}
}

func TestOtherMajorIsRefused(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	s := start(t, dir)
	stop(t, s)
	old := filepath.Join(dir, "pg10")
	if err := os.Rename(s.home.cluster, old); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, "PG_VERSION"), []byte("10\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Dir: dir})
	wantRefusal(t, err, dir, "PostgreSQL 10", "pg_upgrade")
	if _, err := os.Stat(filepath.Join(old, "base")); err != nil {
		t.Errorf("the old data was touched: %v", err)
	}
}

func TestNoServerFound(t *testing.T) {
	t.Setenv("PG_BIN_DIR", t.TempDir())
	_, err := Start(t.Context(), Options{Dir: t.TempDir()})
	wantRefusal(t, err, "deploy/install/postgres", "apt-get install")
}

func TestServerThatDoesNotRun(t *testing.T) {
	bin := t.TempDir()
	script := "#!/bin/sh\necho 'libicu.so.99: cannot open shared object file' >&2\nexit 127\n"
	if err := os.WriteFile(filepath.Join(bin, "postgres"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PG_BIN_DIR", bin)
	_, err := Start(t.Context(), Options{Dir: t.TempDir()})
	wantRefusal(t, err, bin, "does not run", "libicu.so.99")
}

func TestServerThatIsTooOld(t *testing.T) {
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "postgres"), []byte("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PG_BIN_DIR", bin)
	_, err := Start(t.Context(), Options{Dir: t.TempDir()})
	wantRefusal(t, err, "PostgreSQL 15 or newer", "13")
}

// Nobody but root gets through a directory with no permissions at all, so this refuses
// an ordinary user and, when the test is root, PostgreSQL's user.
func TestUnreachableDirectory(t *testing.T) {
	t.Parallel()
	closed := filepath.Join(tempDir(t), "closed")
	if err := os.Mkdir(closed, 0); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Dir: filepath.Join(closed, "data")})
	wantRefusal(t, err, closed)
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	wantRefusal(t, checkSpace(dir, math.MaxUint64), dir, "full", "MB free")
	if err := checkSpace(dir, 1); err != nil {
		t.Error(err)
	}
}

func TestFailureIsTheServersLastComplaint(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"2026-01-01 [7] FATAL:  could not write lock file \"postmaster.pid\": No space left on device\n2026-01-01 [7] LOG:  database system is shut down\n": `could not write lock file "postmaster.pid": No space left on device`,
		"running bootstrap script ... initdb: error: could not create file: No space left\ninitdb: removing contents\n":                                     "could not create file: No space left",
		"LOG:  one\nLOG:  two\n": "LOG:  two",
		"":                       "",
	} {
		if got := failure([]byte(said)); got != want {
			t.Errorf("failure(%q) = %q, want %q", said, got, want)
		}
	}
}

func TestStartGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	dir := tempDir(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Start(ctx, Options{Dir: dir}); err == nil {
		t.Fatal("started within 50 ms")
	}
	startThrowaway(t, dir) // nothing is left in the way
}
