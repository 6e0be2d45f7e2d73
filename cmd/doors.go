package cmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"duban/api"
	"duban/api/console"
	"duban/internal/desk"
)

// How long a caller may take for the head of a request, for the whole of it, and for reading the answer; and how long
// a connection may idle.
const (
	headTime   = 10 * time.Second
	bodyTime   = time.Minute
	answerTime = 2 * time.Minute
	idleTime   = 2 * time.Minute
)

// doors are where people and programs come in.
type doors struct {
	edge       *api.Edge
	server     *http.Server
	rest, grpc net.Listener
}

func openDoors(ctx context.Context, c Config, d *desk.Desk, fail func(error)) (*doors, error) {
	provider, err := c.Entrance.provider()
	if err != nil {
		return nil, err
	}
	if c.Entrance.Secure && len(c.Entrance.Proxies) == 0 {
		c.Log.Warn("DUBAN_SECURE is set and DUBAN_PROXY is not: all who come through the proxy are limited as one address")
	}
	key, err := d.PageKey(ctx)
	if err != nil {
		return nil, fmt.Errorf("page key: %w", err)
	}
	rest, err := listen(ctx, "REST", c.Listen)
	if err != nil {
		return nil, err
	}
	grpc, err := listen(ctx, "gRPC", c.GRPC)
	if err != nil {
		return nil, errors.Join(err, rest.Close())
	}
	edge, err := api.New(d, api.Options{PageKey: key, Log: c.Log, Provider: provider, Proxies: c.Entrance.Proxies, Site: c.Site})
	if err != nil {
		return nil, errors.Join(err, rest.Close(), grpc.Close())
	}
	o := &doors{edge: edge, rest: rest, grpc: grpc, server: server(edge, c)}
	go o.serve(fail)
	return o, nil
}

func listen(ctx context.Context, what, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s cannot listen: %w", what, err)
	}
	return l, nil
}

func server(edge *api.Edge, c Config) *http.Server {
	pages := console.New(edge.Conn(), console.Options{
		TemporalPages: c.TemporalPages, Provider: c.Entrance.providerName(), Site: c.Site, Secure: c.Entrance.Secure, Log: c.Log,
	})
	return &http.Server{
		Handler:           edge.Handler(pages),
		ReadHeaderTimeout: headTime, ReadTimeout: bodyTime, WriteTimeout: answerTime, IdleTimeout: idleTime,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(c.Log.Handler(), slog.LevelWarn),
	}
}

// serve answers at both doors and reports when one of them is shut by anyone but close.
func (o *doors) serve(fail func(error)) {
	go func() {
		if err := o.edge.ServeGRPC(o.grpc); err != nil {
			fail(fmt.Errorf("gRPC failed: %w", err))
		}
	}()
	if err := o.server.Serve(o.rest); !errors.Is(err, http.ErrServerClosed) {
		fail(fmt.Errorf("REST failed: %w", err))
	}
}

// close answers what has come in. REST is closed first: its calls go on to the services. A server that has not come to
// its door yet knows of none to shut.
func (o *doors) close(ctx context.Context) error {
	err := o.server.Shutdown(ctx)
	o.edge.Close(ctx)
	for _, door := range []net.Listener{o.rest, o.grpc} {
		if shut := door.Close(); !errors.Is(shut, net.ErrClosed) {
			err = errors.Join(err, shut)
		}
	}
	return err
}
