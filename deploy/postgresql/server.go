// Package postgresql runs a real PostgreSQL server as a child of this process, on a
// directory of its own, reachable through a unix socket alone. Whatever happens to this
// process (a clean stop, a crash, kill -9), the server stops too and its data stays whole.
//
// It may not know what the data is: no tables and no migrations, only the two roles and
// the one database that the product is given. It imports nothing of the product.
package postgresql

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"
)

// ErrInUse is returned by Start when another process holds the directory.
var ErrInUse = errors.New("in use by another process")

// Options say where a server keeps its data, and what that data is worth.
type Options struct {
	// Dir is made when it is missing. It holds the cluster, the socket, the log and the lock.
	Dir string
	// Throwaway trades all durability for speed: the data is made anew at every start and
	// removed at every stop. For tests.
	Throwaway bool
}

// Server is a running PostgreSQL server.
type Server struct {
	Address

	home       *home
	postmaster *process
	stopping   chan struct{}
	done       chan error
}

// Start starts the server of a directory, making its cluster, roles and database when
// they are missing, and returns when it answers. A server that a killed process left
// behind is stopped first. It waits as long as crash recovery takes, unless ctx ends.
// Every failure is one line that says what to do; ErrInUse when the directory is taken.
func Start(ctx context.Context, o Options) (*Server, error) {
	h, err := openHome(ctx, o)
	if err != nil {
		return nil, err
	}
	s, err := h.start(ctx)
	if err != nil {
		h.close()
		return nil, err
	}
	return s, nil
}

func (h *home) start(ctx context.Context) (*Server, error) {
	if err := h.endOrphan(ctx); err != nil {
		return nil, err
	}
	if err := h.prepareCluster(ctx); err != nil {
		return nil, err
	}
	if err := h.prepareSocket(); err != nil {
		return nil, err
	}
	p, err := h.launchUntilReady(ctx)
	if err != nil {
		return nil, err
	}
	s := &Server{Address: Address{h.socket}, home: h, postmaster: p, stopping: make(chan struct{}), done: make(chan error, 1)}
	if err := s.prepareDatabase(ctx); err != nil {
		return nil, errors.Join(err, p.stop(context.WithoutCancel(ctx)))
	}
	go s.watch()
	return s, nil
}

// watch reports an end that nobody asked for.
func (s *Server) watch() {
	<-s.postmaster.exited
	select {
	case <-s.stopping:
	default:
		s.done <- fmt.Errorf("PostgreSQL ended by itself: %s", s.home.log.reason(s.postmaster.err))
	}
}

// Done delivers one error if the server ends without Stop. Without its database the
// product cannot go on either.
func (s *Server) Done() <-chan error { return s.done }

// Stop ends the server: politely until ctx ends, then at once, which loses nothing but
// makes the next start replay the log. It releases the directory. A second call does nothing.
func (s *Server) Stop(ctx context.Context) error {
	select {
	case <-s.stopping:
		return nil
	default:
		close(s.stopping)
	}
	defer s.home.close()
	return s.postmaster.stop(ctx)
}

// How long each step of a stop may take before the next, harsher one.
const (
	politeStop    = 20 * time.Second
	immediateStop = 5 * time.Second
)

// stop asks with SIGINT (roll back and leave), SIGQUIT (leave at once), SIGKILL.
func (p *process) stop(ctx context.Context) error {
	polite, cancel := context.WithTimeout(ctx, politeStop)
	defer cancel()
	if p.signalAndWait(polite, syscall.SIGINT) {
		return nil
	}
	for _, sig := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGKILL} {
		brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), immediateStop)
		defer cancel()
		if p.signalAndWait(brief, sig) {
			return nil
		}
	}
	return fmt.Errorf("PostgreSQL (process %d) does not end", p.pid)
}
