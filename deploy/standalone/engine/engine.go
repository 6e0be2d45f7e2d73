// Package engine is the whole product in one process: PostgreSQL, Temporal with its web
// pages, the worker, the API and the console, on one data directory.
//
// It may not know any rule, workflow or table: it only starts the parts in their order,
// watches them, and stops them in the other order.
package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"duban/cmd"
	"duban/deploy/postgresql"
	"duban/deploy/standalone/temporal"
	"duban/internal/links"
)

// namespace is where the product's workflows live in Temporal.
const namespace = "duban"

// Config says where the data are and where to listen.
type Config struct {
	Data     string // directory, made when missing; PostgreSQL's user must be able to reach it
	Listen   string // REST and console, host:port; port 0 takes any that is free
	GRPC     string // gRPC, host:port; port 0 takes any that is free
	Record   cmd.Record
	Entrance cmd.Entrance
	Keys     cmd.Keys   // none: the data directory has its own
	Site     links.Site // where people sign in: messages and calendars lead there
	Progress Progress   // may be nil
}

// Progress is told of each part that is ready, and how long it took.
type Progress func(zh, en string, took time.Duration)

// Engine is the product, running.
type Engine struct {
	config   Config
	postgres *postgresql.Server
	temporal *temporal.Server
	program  *cmd.Program
	signIns  []cmd.SignIn
	log      *os.File
	done     chan error
}

// Start starts all parts and returns when the API answers. An error is one line, names
// the part at fault, and leaves nothing running.
func Start(ctx context.Context, c Config) (*Engine, error) {
	data, err := filepath.Abs(c.Data)
	if err != nil {
		return nil, err
	}
	c.Data = data
	e := &Engine{config: c, done: make(chan error, 1)}
	if err := e.start(ctx); err != nil {
		stopped := e.Close(context.WithoutCancel(ctx))
		return nil, errors.Join(err, stopped)
	}
	go e.watch()
	return e, nil
}

func (e *Engine) start(ctx context.Context) error {
	if err := e.checkIn(ctx); err != nil {
		return err
	}
	for _, step := range e.steps() {
		began := time.Now()
		if err := step.take(ctx); err != nil {
			return err
		}
		if e.config.Progress != nil {
			e.config.Progress(step.zh, step.en, time.Since(began))
		}
	}
	return nil
}

// step is one part of a start, named by what is true after it.
type step struct {
	zh, en string
	take   func(context.Context) error
}

func (e *Engine) steps() []step {
	all := []step{
		{"数据库就绪", "PostgreSQL ready", e.startPostgreSQL},
		{"数据表就绪", "Schema ready", e.migrate},
		{"示范数据就绪", "Demonstration ready", e.welcome},
		{"流程引擎就绪", "Temporal ready", e.startTemporal},
		{"接口与控制台就绪", "API and console ready", e.startProgram},
	}
	if e.welcomed() {
		all = slices.Delete(all, 2, 3)
	}
	return all
}

func (e *Engine) startPostgreSQL(ctx context.Context) (err error) {
	e.postgres, err = postgresql.Start(ctx, postgresql.Options{Dir: postgresDir(e.config.Data)})
	return err
}

func (e *Engine) migrate(ctx context.Context) error {
	owner := e.postgres.DSN(postgresql.Owner, postgresql.Database)
	if err := cmd.Migrate(ctx, owner); err != nil {
		return err
	}
	return e.config.Record.Begin(ctx, owner)
}

func (e *Engine) startTemporal(ctx context.Context) (err error) {
	e.temporal, err = temporal.Start(ctx, temporal.Options{
		Dir: e.path("temporal"), Log: e.logFile("temporal.log"), Namespace: namespace,
	})
	return err
}

func (e *Engine) startProgram(ctx context.Context) (err error) {
	if e.log, err = os.OpenFile(e.logFile("duban.log"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600); err != nil {
		return err
	}
	keys, err := e.keys()
	if err != nil {
		return err
	}
	e.program, err = cmd.Start(ctx, cmd.Config{
		DSN:           e.DSN(),
		Keys:          keys,
		Site:          e.config.Site,
		Temporal:      e.temporal.Address(),
		Namespace:     namespace,
		Listen:        e.config.Listen,
		GRPC:          e.config.GRPC,
		TemporalPages: e.temporal.Pages(),
		Entrance:      e.config.Entrance,
		CourierLog:    e.path("log", "courier.log"),
		Log:           slog.New(slog.NewTextHandler(e.log, nil)),
	})
	return err
}

// watch reports the first part that fails. None can go on without the others.
func (e *Engine) watch() {
	select {
	case err := <-e.postgres.Done():
		e.done <- err
	case err := <-e.temporal.Done():
		e.done <- fmt.Errorf("the Temporal server failed: %w", err)
	case err := <-e.program.Done():
		e.done <- err
	}
}

// Done delivers one error when a part has failed; the rest still has to be closed.
func (e *Engine) Done() <-chan error { return e.done }

// temporalStop and programStop leave PostgreSQL, whose clean stop matters most, the rest of the ten seconds.
const (
	programStop  = 4 * time.Second
	temporalStop = 3 * time.Second
)

// Close stops all parts, the last started first; what a part has not finished when its
// time is up is taken up again by the next start.
func (e *Engine) Close(ctx context.Context) error {
	var failed []error
	if e.program != nil {
		brief, cancel := context.WithTimeout(ctx, programStop)
		defer cancel()
		failed = append(failed, e.program.Close(brief))
	}
	if e.temporal != nil {
		brief, cancel := context.WithTimeout(ctx, temporalStop)
		defer cancel()
		e.temporal.Stop(brief)
	}
	if e.postgres != nil {
		failed = append(failed, e.postgres.Stop(ctx))
	}
	if e.log != nil {
		failed = append(failed, e.log.Close())
	}
	return errors.Join(failed...)
}

// REST is the host and port of the REST API and the console.
func (e *Engine) REST() string { return e.program.REST() }

// GRPC is the host and port of the gRPC API.
func (e *Engine) GRPC() string { return e.program.GRPC() }

// Temporal is the host and port of Temporal's frontend.
func (e *Engine) Temporal() string { return e.temporal.Address() }

// TemporalPages is the URL of Temporal's web pages.
func (e *Engine) TemporalPages() string { return e.temporal.Pages() }

// DSN connects to the database as the application does.
func (e *Engine) DSN() string { return e.postgres.DSN(postgresql.Application, postgresql.Database) }

// SignIns are the demonstration's, on the first start of a data directory and never again.
func (e *Engine) SignIns() []cmd.SignIn { return e.signIns }
