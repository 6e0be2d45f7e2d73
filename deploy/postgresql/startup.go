package postgresql

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// glance is how often a file or a process is looked at while waiting for it.
const glance = 10 * time.Millisecond

// patience is how long each thing that a killed process left behind may take to go away.
const patience = 10 * time.Second

// endOrphan stops the server that a killed process left in the cluster. A pid file that
// names a living stranger is removed, because PostgreSQL would believe it; one that
// names a dead process is PostgreSQL's own business.
func (h *home) endOrphan(ctx context.Context) error {
	old := readStatus(h.cluster)
	if old.pid == 0 || !alive(old.pid) {
		return nil
	}
	if !runsIn(old.pid, h.cluster) {
		return os.Remove(filepath.Join(h.cluster, "postmaster.pid"))
	}
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		_ = syscall.Kill(old.pid, sig)
		if waitUntil(ctx, patience, func() bool { return !alive(old.pid) }) {
			return nil
		}
	}
	return fmt.Errorf("a PostgreSQL server that was left behind (process %d) still holds %s and does not end", old.pid, h.cluster)
}

// waitUntil tells whether the condition came true before the time was over.
func waitUntil(ctx context.Context, limit time.Duration, condition func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for !condition() {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(glance):
		}
	}
	return true
}

// launchUntilReady starts the server. After a kill -9 of the server itself its last
// children may hold their shared memory a moment longer than its pid file shows.
func (h *home) launchUntilReady(ctx context.Context) (*process, error) {
	end := time.Now().Add(patience)
	for {
		p, err := h.launchServer(ctx)
		if err == nil || !h.log.says("pre-existing shared memory block") || time.Now().After(end) {
			return p, err
		}
		time.Sleep(20 * glance)
	}
}

func (h *home) launchServer(ctx context.Context) (*process, error) {
	out, err := h.log.open()
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd := h.command("postgres", append([]string{"-D", h.cluster}, h.settings()...)...)
	cmd.Stdout, cmd.Stderr = out, out
	p, err := launch(cmd)
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not start: %w", err)
	}
	if err := h.awaitReady(ctx, p); err != nil {
		return nil, errors.Join(err, p.stop(context.WithoutCancel(ctx)))
	}
	return p, nil
}

// awaitReady has no time limit of its own: crash recovery takes as long as it takes.
func (h *home) awaitReady(ctx context.Context, p *process) error {
	for {
		if s := readStatus(h.cluster); s.ready && s.pid == p.pid {
			return nil
		}
		select {
		case <-p.exited:
			return fmt.Errorf("PostgreSQL does not start: %s", h.log.reason(p.err))
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL was not ready in time: %w", ctx.Err())
		case <-time.After(glance):
		}
	}
}
