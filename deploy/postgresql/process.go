//go:build unix

package postgresql

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

// process is a running PostgreSQL program.
type process struct {
	pid    int
	exited chan struct{} // closed once err is set
	err    error
}

// launch starts a command that ends when this process ends. The kernel counts the death
// of the thread that forked as the death of the parent, so that thread is kept until the end.
func launch(cmd *exec.Cmd) (*process, error) {
	p := &process{exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		if err == nil {
			p.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.exited)
		}
	}()
	return p, <-started
}

// signalAndWait tells whether the process ended before ctx did.
func (p *process) signalAndWait(ctx context.Context, sig syscall.Signal) bool {
	_ = syscall.Kill(p.pid, sig)
	select {
	case <-p.exited:
		return true
	case <-ctx.Done():
		return false
	}
}

// command prepares a PostgreSQL program to run as the server's user, untouched by the
// terminal's Ctrl-C and by the settings of whoever started us.
func (h *home) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(h.installation.Bin, program), args...)
	cmd.Dir = h.dir
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(pair string) bool {
		return strings.HasPrefix(pair, "PG") || strings.HasPrefix(pair, "LC_") || strings.HasPrefix(pair, "LANG") ||
			strings.HasPrefix(pair, "DUBAN_") // keys must not stand where the sealed rows are: a superuser reads the server's environment
	}), "LC_ALL=C")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: h.account.credential, Setpgid: true}
	dieWithParent(cmd.SysProcAttr)
	return cmd
}

// run runs a program to its end, or kills it and all it started when ctx ends.
func (h *home) run(ctx context.Context, program string, args ...string) ([]byte, error) {
	var said bytes.Buffer
	cmd := h.command(program, args...)
	cmd.Stdout, cmd.Stderr = &said, &said
	p, err := launch(cmd)
	if err != nil {
		return nil, err
	}
	select {
	case <-p.exited:
		return said.Bytes(), p.err
	case <-ctx.Done():
		_ = syscall.Kill(-p.pid, syscall.SIGKILL)
		<-p.exited
		return nil, ctx.Err()
	}
}

// alive tells whether a process exists, whoever owns it.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
