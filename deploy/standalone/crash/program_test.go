package crash_test

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is kept running by a supervisor, as systemd or a cluster would: it is started again whenever it ends.
type program struct {
	command func() *exec.Cmd
	log     string // file of its standard error
	ended   func(killed bool, code int)

	gate sync.Mutex // held while it must stay down
	mu   sync.Mutex
	life *life
	over bool
	fail func(error)
	done chan struct{} // closed when the supervisor has ended
}

// life is one process of a program, from its start to its end.
type life struct {
	cmd   *exec.Cmd
	ready chan struct{} // closed when it says so
	dead  chan struct{}
}

// supervise runs a program until the test ends.
func supervise(t *testing.T, p *program) *program {
	t.Helper()
	p.done = make(chan struct{})
	p.fail = func(err error) { t.Errorf("%s: it cannot be started: %v", p.log, err) }
	t.Cleanup(p.stop)
	go func() {
		defer close(p.done)
		for p.live() {
			time.Sleep(50 * time.Millisecond)
		}
	}()
	return p
}

// live lives one life; false when there shall be no more.
func (p *program) live() bool {
	l, over, err := p.start()
	if err != nil {
		p.fail(err)
	}
	if over || err != nil {
		return false
	}
	<-l.ready
	failed := l.cmd.Wait()
	close(l.dead)
	p.mu.Lock()
	over = p.over
	p.mu.Unlock()
	if !over {
		p.ended(how(failed))
	}
	return !over
}

func (p *program) start() (l *life, over bool, err error) {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return nil, true, nil
	}
	l, err = begin(p.command(), p.log)
	p.life = l
	return l, false, err
}

// begin starts a process that ends when this one does, for then its standard input is closed.
func begin(cmd *exec.Cmd, log string) (*life, error) {
	out, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd.Stderr = out
	_, inErr := cmd.StdinPipe()
	said, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr, cmd.Start()); err != nil {
		return nil, err
	}
	l := &life{cmd: cmd, ready: make(chan struct{}), dead: make(chan struct{})}
	go func() {
		defer close(l.ready) // at its end at the latest
		bufio.NewScanner(said).Scan()
	}()
	return l, nil
}

// how a process ended: by SIGKILL, or with a code.
func how(err error) (killed bool, code int) {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false, 0
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL, exit.ExitCode()
}

// now is its present or last life.
func (p *program) now() *life {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.life
}

// kill is kill -9; it returns when the process is dead. While the gate is held it stays so.
func (p *program) kill() {
	if l := p.now(); l != nil {
		l.kill()
		<-l.dead
	}
}

// kill is kill -9; it does not wait.
func (l *life) kill() { _ = l.cmd.Process.Kill() }

// awaitReady waits until the program says that it works.
func (p *program) awaitReady(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		l := p.now()
		if l == nil {
			continue
		}
		<-l.ready
		select {
		case <-l.dead:
		default:
			return
		}
	}
	text, _ := os.ReadFile(p.log)
	t.Fatalf("%s is not ready after a minute:\n%s", filepath.Base(p.log), text)
}

func (p *program) stop() {
	p.mu.Lock()
	p.over = true
	p.mu.Unlock()
	p.kill()
	<-p.done
}
