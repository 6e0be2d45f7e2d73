// Package temporal runs a real Temporal server with its web pages inside this process,
// on SQLite, listening on this machine alone.
//
// It may not know what the workflows do. Nothing it stores is worth keeping: every fact is
// in PostgreSQL, and the product starts its workflows again from there, so a store that is
// not beyond doubt is thrown away.
package temporal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/temporal"
)

// Options say where the server keeps its store and its log, and for whom.
type Options struct {
	Dir       string // of the store; made when missing
	Log       string // file that warnings are appended to
	Namespace string // made before the server starts
	Trial     Trial
}

// Server is a running Temporal server.
type Server struct {
	frontend string
	inner    temporal.Server
	pages    *pages
	store    *store
	log      *serverLog
}

// Start starts the server and its web pages; the server answers when it returns.
// A kept store that the server cannot work with is replaced by an empty one.
func Start(ctx context.Context, o Options) (*Server, error) {
	if err := errors.Join(os.MkdirAll(o.Dir, 0o700), os.MkdirAll(filepath.Dir(o.Log), 0o755)); err != nil {
		return nil, err
	}
	kept := openStore(ctx, o.Dir)
	s, err := startOn(ctx, kept, o)
	if err != nil && kept.reused && ctx.Err() == nil {
		s, err = startOn(ctx, newStore(o.Dir), o)
	}
	if err != nil {
		return nil, fmt.Errorf("the Temporal server does not start: %w (see %s)", err, o.Log)
	}
	return s, nil
}

func startOn(ctx context.Context, st *store, o Options) (*Server, error) {
	ports := newPorts(o.Trial.Port)
	cfg := serverConfig(config.DataStore{SQL: st.sql(), FaultInjection: o.Trial.Faults}, ports)
	if err := st.prepare(cfg.ClusterMetadata.CurrentClusterName, o.Namespace); err != nil {
		return nil, err
	}
	if o.Trial.Trusting {
		st.keep()
	}
	s := &Server{frontend: ports.frontendAddress(), store: st, log: newLog(o.Log)}
	if err := s.run(ctx, cfg, ports, o.Trial); err != nil {
		return nil, err
	}
	s.pages = startPages(s.frontend, o.Namespace)
	return s, nil
}

// run starts the server in a goroutine of its own, which a fatal log entry may end.
func (s *Server) run(ctx context.Context, cfg *config.Config, ports ports, trial Trial) error {
	started := make(chan error, 1)
	go func() { started <- s.start(cfg, ports, trial) }()
	select {
	case err := <-started:
		return err
	case err := <-s.log.fatal:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Server) start(cfg *config.Config, ports ports, trial Trial) (err error) {
	if s.inner, err = newServer(cfg, ports, s.log, trial); err != nil {
		return err
	}
	return s.inner.Start()
}

func newServer(cfg *config.Config, ports ports, log *serverLog, trial Trial) (temporal.Server, error) {
	return temporal.NewServer(
		temporal.WithConfig(cfg),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(ports.hosts()),
		temporal.WithLogger(log.logger),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper {
			return authorization.NewNoopClaimMapper()
		}),
		temporal.WithDynamicConfigClient(trial.settings()),
	)
}

// Address is the host and port of the frontend, for clients and workers.
func (s *Server) Address() string { return s.frontend }

// Pages is the URL of the web pages.
func (s *Server) Pages() string { return s.pages.url }

// Done delivers the error that the server cannot go on after.
func (s *Server) Done() <-chan error { return s.log.fatal }

// Stop ends the server. Its store is worth keeping only if that goes well before ctx ends;
// otherwise the next start begins with an empty one, so there is no error to tell.
func (s *Server) Stop(ctx context.Context) {
	s.pages.stop()
	stopped := make(chan error, 1)
	go func() { stopped <- s.inner.Stop() }()
	select {
	case err := <-stopped:
		if err == nil {
			s.store.keep()
		}
	case <-ctx.Done():
	}
}
