package pgtest

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"duban/deploy/postgresql"
)

// keeperVariable makes a test program the keeper of the shared server: how long to linger, and the directory.
const keeperVariable = "DUBAN_TEST_SERVER"

// A package has no other way to make a second program of the test program it is in.
func init() { //nolint:gochecknoinits // see above
	var s shared
	var linger string
	if _, err := fmt.Sscanf(os.Getenv(keeperVariable), "%s %s", &linger, &s.dir); err != nil {
		return
	}
	s.linger, _ = time.ParseDuration(linger)
	if err := s.keep(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// keep runs the server until it is no longer used. The lock is let go only by the end of
// the process, so that who waits for it finds no server half stopped.
func (s shared) keep() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server, err := postgresql.Start(ctx, postgresql.Options{Dir: s.server(), Throwaway: true})
	if err != nil {
		return err
	}
	select {
	case <-s.unused():
	case <-ctx.Done():
	case err := <-server.Done():
		return err
	}
	return server.Stop(context.WithoutCancel(ctx))
}

// unused is closed when no test process has held the lock for the time to linger.
func (s shared) unused() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		for {
			lock, err := s.lock("users", syscall.LOCK_EX)
			if err != nil {
				break
			}
			lock.Close()
			time.Sleep(s.linger)
			if lock, err = s.lock("users", syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
				users = append(users, lock)
				break
			}
		}
		close(done)
	}()
	return done
}
