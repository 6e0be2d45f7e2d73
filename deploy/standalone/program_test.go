package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/deploy/postgresql"
)

// program is a running copy of the product.
type program struct {
	command *exec.Cmd
	began   time.Time
	exited  chan error

	mu   sync.Mutex
	said bytes.Buffer
}

func (p *program) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.Write(text)
}

func (p *program) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// launch runs the product on a data directory, on ports that the kernel picks.
func launch(t *testing.T, data string, flags ...string) *program {
	t.Helper()
	return launchCommand(t, append([]string{"run", "--data", data, "--listen", "127.0.0.1:0", "--grpc", "127.0.0.1:0"}, flags...)...)
}

func launchCommand(t *testing.T, args ...string) *program {
	t.Helper()
	p := &program{command: exec.Command(os.Args[0], args...), began: time.Now(), exited: make(chan error, 1)}
	p.command.Env = append(os.Environ(), asProgram+"=1")
	p.command.Stdout, p.command.Stderr = p, p
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.exited <- p.command.Wait(); close(p.exited) }()
	t.Cleanup(p.kill)
	return p
}

// awaitReady returns how long it took to print the addresses.
func (p *program) awaitReady(t *testing.T) time.Duration {
	t.Helper()
	p.awaitCondition(t, "ready", func() bool { return strings.Contains(p.output(), "Temporal    http://") })
	return time.Since(p.began)
}

func (p *program) awaitFile(t *testing.T, path string) {
	t.Helper()
	p.awaitCondition(t, path, func() bool {
		_, err := os.Stat(path)
		return err == nil
	})
}

func (p *program) awaitCondition(t *testing.T, name string, condition func() bool) {
	t.Helper()
	for !condition() {
		select {
		case err := <-p.exited:
			t.Fatalf("ended before %s: %v\n%s", name, err, p.output())
		case <-time.After(10 * time.Millisecond):
		}
		if time.Since(p.began) > 2*time.Minute {
			t.Fatalf("no %s after two minutes:\n%s", name, p.output())
		}
	}
}

func (p *program) interrupt(t *testing.T) {
	t.Helper()
	if err := p.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := p.await(t, longestStop); err != nil {
		t.Errorf("after Ctrl-C: %v\n%s", err, p.output())
	}
}

func (p *program) await(t *testing.T, limit time.Duration) error {
	t.Helper()
	select {
	case err := <-p.exited:
		return err
	case <-time.After(limit):
		t.Fatalf("has not ended after %v:\n%s", limit, p.output())
		return nil
	}
}

// kill is kill -9, and does nothing to a program that has ended.
func (p *program) kill() {
	_ = p.command.Process.Kill()
	for range p.exited { // until it is closed
	}
}

// wantRefusal expects the program to end by itself, having said one line.
func (p *program) wantRefusal(t *testing.T, words ...string) {
	t.Helper()
	p.wantFailure(t, words...)
	if said := strings.TrimSpace(p.output()); strings.Contains(said, "\n") {
		t.Errorf("more than one line:\n%s", said)
	}
}

// wantFailure expects the program to end by itself with status 1, and its last line to say why.
func (p *program) wantFailure(t *testing.T, words ...string) {
	t.Helper()
	if err := p.await(t, time.Minute); err == nil || p.command.ProcessState.ExitCode() != 1 {
		t.Errorf("ended with %v, want exit status 1\n%s", err, p.output())
	}
	lines := strings.Split(strings.TrimSpace(p.output()), "\n")
	for _, word := range words {
		if last := lines[len(lines)-1]; !strings.Contains(last, word) {
			t.Errorf("the last line %q does not say %q", last, word)
		}
	}
}

// dataDir does not exist yet, and PostgreSQL's user can reach it when the test is root.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

func listen(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener.Addr().String()
}

func killPostgreSQL(t *testing.T, data string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(data, "postgresql", "pg*", "postmaster.pid"))
	if len(files) != 1 {
		t.Fatalf("found %v", files)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func connect(t *testing.T, data string) *pgx.Conn {
	t.Helper()
	address, running, err := postgresql.Running(filepath.Join(data, "postgresql"))
	if err != nil || !running {
		t.Fatalf("no server on %s: %v", data, err)
	}
	conn, err := pgx.Connect(t.Context(), address.DSN(postgresql.Owner, postgresql.Database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func write(t *testing.T, data, word string) {
	t.Helper()
	if _, err := connect(t, data).Exec(t.Context(), "CREATE TABLE lifecycle AS SELECT '"+word+"' AS word"); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, data string) (word string) {
	t.Helper()
	if err := connect(t, data).QueryRow(t.Context(), "SELECT word FROM lifecycle").Scan(&word); err != nil {
		t.Fatal(err)
	}
	return word
}
