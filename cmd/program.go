package cmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"duban/internal/postgres"
)

// Program is a running program.
type Program struct {
	db    *postgres.DB
	doors *doors // nil where it only works
	crew  *crew  // nil where it only serves
	done  chan error
}

// Start starts a program and returns when it answers and works. It waits for Temporal as long as ctx lasts; after an
// error nothing runs.
func Start(ctx context.Context, c Config) (*Program, error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	p := &Program{done: make(chan error, 1)}
	if err := p.start(ctx, c); err != nil {
		return nil, errors.Join(err, p.Close(context.WithoutCancel(ctx)))
	}
	return p, nil
}

func (p *Program) start(ctx context.Context, c Config) (err error) {
	if p.db, err = postgres.Open(ctx, c.DSN); err != nil {
		return err
	}
	d, err := deskOf(c, p.db)
	if err != nil {
		return err
	}
	if c.Listen != "" {
		if p.doors, err = openDoors(ctx, c, d, p.fail); err != nil {
			return err
		}
	}
	if c.Temporal != "" {
		p.crew, err = hireCrew(ctx, c, p.db, d, p.fail)
	}
	return err
}

// fail reports the first fatal failure; the others follow from it.
func (p *Program) fail(err error) {
	select {
	case p.done <- err:
	default:
	}
}

// Done delivers one error when a part has failed after the start; the rest still has to be closed.
func (p *Program) Done() <-chan error { return p.done }

// REST is the host and port of REST and console; empty where the program only works.
func (p *Program) REST() string {
	if p.doors == nil {
		return ""
	}
	return p.doors.rest.Addr().String()
}

// GRPC is the host and port of gRPC; empty where the program only works.
func (p *Program) GRPC() string {
	if p.doors == nil {
		return ""
	}
	return p.doors.grpc.Addr().String()
}

// Close takes no more requests and answers those it has, ends the work under way, and lets the database go. When ctx
// ends, what is left is cut off: it is taken up again by the next start.
func (p *Program) Close(ctx context.Context) error {
	var failed error
	if p.doors != nil {
		failed = p.doors.close(ctx)
	}
	if p.crew != nil {
		failed = errors.Join(failed, p.crew.dismiss(ctx))
	}
	if p.db != nil {
		failed = errors.Join(failed, within(ctx, "database connections", p.db.Close))
	}
	return failed
}

// within waits for something to end, but no longer than ctx lasts.
func within(ctx context.Context, what string, end func()) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		end()
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: cut off: %w", what, ctx.Err())
	}
}
