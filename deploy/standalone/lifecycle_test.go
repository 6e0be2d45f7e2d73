package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asProgram makes this test program behave as the program it tests.
const asProgram = "DUBAN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The limits that the product promises.
const (
	longestStop        = 10 * time.Second
	longestSecondStart = 10 * time.Second
)

func TestSecondStartContinues(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	p := launch(t, data)
	p.awaitReady(t)
	if !strings.Contains(p.output(), "Demonstration sign-ins") {
		t.Errorf("the first start shows no sign-ins:\n%s", p.output())
	}
	write(t, data, "kept")
	p.interrupt(t)

	p = launch(t, data)
	if took := p.awaitReady(t); took > longestSecondStart {
		t.Errorf("the second start took %v", took)
	}
	if strings.Contains(p.output(), "sign-ins") {
		t.Errorf("the second start shows sign-ins again:\n%s", p.output())
	}
	if got := read(t, data); got != "kept" {
		t.Errorf("read %q, want kept", got)
	}
	p.interrupt(t)
}

func TestKillLosesNothing(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	p := launch(t, data)
	p.awaitReady(t)
	write(t, data, "kept")
	p.kill()
	p = launch(t, data)
	if took := p.awaitReady(t); took > longestSecondStart {
		t.Errorf("the start after kill -9 took %v", took)
	}
	if got := read(t, data); got != "kept" {
		t.Errorf("read %q after kill -9, want kept", got)
	}
	p.interrupt(t)
}

func TestTemporalStoreIsDisposable(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	p := launch(t, data)
	p.awaitReady(t)
	p.interrupt(t)
	if err := os.RemoveAll(filepath.Join(data, "temporal")); err != nil {
		t.Fatal(err)
	}
	p = launch(t, data)
	p.awaitReady(t)
	p.interrupt(t)
}

func TestStopWhileStarting(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	p := launch(t, data)
	p.awaitFile(t, filepath.Join(data, "postgresql", "lock"))
	p.interrupt(t)
	p = launch(t, data)
	p.awaitReady(t)
	p.interrupt(t)
}

func TestDatabaseThatDiesEndsAll(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	p := launch(t, data)
	p.awaitReady(t)
	write(t, data, "kept")
	killPostgreSQL(t, data)
	p.wantFailure(t, "PostgreSQL ended by itself")
	p = launch(t, data)
	p.awaitReady(t)
	if got := read(t, data); got != "kept" {
		t.Errorf("read %q after the database died, want kept", got)
	}
	p.interrupt(t)
}

func TestSecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	first := launch(t, data)
	first.awaitReady(t)
	launch(t, data).wantRefusal(t, "already running", data)
	write(t, data, "unharmed")
	first.interrupt(t)
}

func TestTakenPortIsRefusedFirst(t *testing.T) {
	t.Parallel()
	taken := listen(t)
	for variable, flag := range map[string]string{"DUBAN_LISTEN": "--listen", "DUBAN_GRPC": "--grpc"} {
		data := dataDir(t)
		launch(t, data, flag, taken).wantRefusal(t, variable, taken)
		if _, err := os.Stat(data); err == nil {
			t.Errorf("%s: the data directory was made although the port is taken", variable)
		}
	}
}

func TestOtherMajorIsRefused(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	old := filepath.Join(data, "postgresql", "pg10")
	if err := os.MkdirAll(old, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, "PG_VERSION"), []byte("10\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	launch(t, data).wantRefusal(t, "PostgreSQL 10", data)
	if _, err := os.Stat(old); err != nil {
		t.Errorf("the old data are gone: %v", err)
	}
}

func TestDemoSignIns(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	launchCommand(t, "demo-signins", "--data", data).wantRefusal(t, "start Duban on it first")
	p := launch(t, data)
	p.awaitReady(t)
	running := signIns(t, data)
	p.interrupt(t)
	stopped := signIns(t, data)
	if running == stopped {
		t.Error("the same sign-ins twice")
	}
}

func signIns(t *testing.T, data string) string {
	t.Helper()
	p := launchCommand(t, "demo-signins", "--data", data)
	if err := p.await(t, time.Minute); err != nil {
		t.Fatalf("%v\n%s", err, p.output())
	}
	return p.output()
}
