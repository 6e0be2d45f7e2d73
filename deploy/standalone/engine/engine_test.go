package engine_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/deploy/standalone/engine"
)

// A test of the whole product needs no more than this: twice in one process, on one directory.
func TestEngineStartsTwice(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	for first := true; ; first = false {
		e := start(t, data)
		for _, address := range []string{e.REST(), e.GRPC(), e.Temporal()} {
			conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			conn.Close()
		}
		if got, want := len(e.SignIns()), map[bool]int{true: 9}[first]; got != want {
			t.Errorf("%d sign-ins on first start = %v, want %d", got, first, want)
		}
		stop(t, e)
		if !first {
			break
		}
	}
}

func TestProgressNamesEachPart(t *testing.T) {
	t.Parallel()
	var parts []string
	e, err := engine.Start(t.Context(), engine.Config{
		Data: dataDir(t), Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0",
		Progress: func(_, en string, _ time.Duration) { parts = append(parts, en) },
	})
	if err != nil {
		t.Fatal(err)
	}
	stop(t, e)
	if len(parts) != 5 || parts[0] != "PostgreSQL ready" {
		t.Errorf("progress: %q", parts)
	}
}

func TestFailedStartLeavesNothingRunning(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	c := engine.Config{Data: data, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0"}
	c.Progress = func(string, string, time.Duration) { cancel() }
	if _, err := engine.Start(ctx, c); err == nil {
		t.Fatal("started although its context ended half-way")
	}
	stop(t, start(t, data))
}

func start(t *testing.T, data string) *engine.Engine {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Config{Data: data, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func stop(t *testing.T, e *engine.Engine) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := e.Close(ctx); err != nil {
		t.Error(err)
	}
}

// dataDir is one that PostgreSQL's user can reach when the test is root.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A key that was there and is gone is not made anew: what is sealed under it could never be opened again, and nobody would know.
func TestEngineMakesNoKeyTwice(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	if err := os.WriteFile(filepath.Join(data, "channels.key"), []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Start(t.Context(), engine.Config{Data: data, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0"})
	if err == nil {
		stop(t, e)
	}
	if err == nil || !strings.Contains(err.Error(), "channels.key has no key in it") {
		t.Errorf("Start() = %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(data, "channels.key")); err != nil || string(text) != "\n" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}
