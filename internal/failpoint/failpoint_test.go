package failpoint_test

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A program built with the tag dies at the visit it was told, by SIGKILL, and nowhere else.
func TestKill(t *testing.T) {
	t.Parallel()
	visitor := build(t, "-tags", "failpoints")
	said, err := visit(visitor, "sent=kill@1 made=kill@3")
	if strings.Join(strings.Fields(said), "") != "ready12" || !killed(err) {
		t.Errorf("said %q, then %v", said, err)
	}
	if said, err := visit(visitor, ""); strings.Count(said, "\n") != 6 || err != nil {
		t.Errorf("told nothing, it said %q, then %v", said, err)
	}
}

// It stands still where it was told to.
func TestStop(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), build(t, "-tags", "failpoints"))
	cmd.Env = append(os.Environ(), "DUBAN_FAILPOINTS=made=stop")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	if !said.Scan() || said.Text() != "ready" {
		t.Fatalf("it did not begin: %s", said.Text())
	}
	timer := time.AfterFunc(300*time.Millisecond, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	if said.Scan() {
		t.Errorf("it went on: %s", said.Text())
	}
	if err := cmd.Wait(); !killed(err) {
		t.Errorf("it ended by itself: %v", err)
	}
}

// What it cannot read it refuses, for a crash test that crashes nothing proves nothing.
func TestNonsense(t *testing.T) {
	t.Parallel()
	var exit *exec.ExitError
	if said, err := visit(build(t, "-tags", "failpoints"), "made=die"); !errors.As(err, &exit) || exit.ExitCode() != 2 || said != "" {
		t.Errorf("said %q, then %v", said, err)
	}
}

// Without the tag a place is nothing, whatever the environment says.
func TestWithoutTheTag(t *testing.T) {
	t.Parallel()
	if said, err := visit(build(t), "made=kill@1"); strings.Count(said, "\n") != 6 || err != nil {
		t.Errorf("said %q, then %v", said, err)
	}
}

func build(t *testing.T, flags ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "visitor")
	args := append(append([]string{"build"}, flags...), "-o", program, "./testdata/visitor")
	if said, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return program
}

func visit(program, failpoints string) (said string, err error) {
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "DUBAN_FAILPOINTS="+failpoints)
	out, err := cmd.Output()
	return string(out), err
}

func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}
