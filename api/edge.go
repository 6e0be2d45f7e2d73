// Package api is the edge: it recognises who calls, refuses what is not theirs or not well formed, and translates
// between messages and the desk. It decides nothing and stores nothing. REST, gRPC and the console's pages come in
// through the same services and the same interceptors: REST and the console by a connection inside the process.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/test/bufconn"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/links"
)

// maxRequest is the largest request in bytes, over REST and gRPC alike: several times what a plan of the most duties needs.
const maxRequest = 4 << 20

// maxAnswer is the largest answer in bytes that REST and the console take; pages of lists stay well below it.
const maxAnswer = 16 << 20

// Edge is the API of one process.
type Edge struct {
	server  *grpc.Server
	health  *health.Server
	inside  *bufconn.Listener
	conn    *grpc.ClientConn
	gateway http.Handler
	feeds   *feedReaders
	proxies []netip.Prefix
}

// Options are what the edge cannot know by itself.
type Options struct {
	PageKey  []byte // seals page tokens: the same in every process of an installation
	Log      *slog.Logger
	Provider *Provider      // nil: nobody signs in by an identity provider
	Proxies  []netip.Prefix // that say truly for whom they ask (X-Forwarded-For); of others it is not heard
	Site     links.Site     // where people sign in: calendars lead there
}

// New makes the API over a desk.
func New(d *desk.Desk, o Options) (*Edge, error) {
	g := guard{desk: d, log: o.Log}
	e := &Edge{
		server: grpc.NewServer(
			grpc.MaxRecvMsgSize(maxRequest),
			grpc.ChainUnaryInterceptor(g.answer, g.recover, g.signIn, g.access, g.validate),
			grpc.StreamInterceptor(onlyOpenStreams),
		),
		health:  health.NewServer(),
		inside:  bufconn.Listen(1 << 20),
		feeds:   &feedReaders{desk: d, addresses: newAddresses(), site: o.Site, log: o.Log},
		proxies: o.Proxies,
	}
	register(e.server, d, pages{o.PageKey}, newIdentities(o.Provider))
	grpc_health_v1.RegisterHealthServer(e.server, e.health)
	reflection.Register(e.server)
	if err := e.dial(); err != nil {
		return nil, err
	}
	gateway, err := newGateway(e.conn)
	e.gateway = gateway
	return e, err
}

func register(s grpc.ServiceRegistrar, d *desk.Desk, p pages, i *identities) {
	v1.RegisterCampaignServiceServer(s, &campaigns{desk: d, pages: p})
	v1.RegisterInspectionServiceServer(s, &inspections{desk: d, pages: p})
	v1.RegisterSubmissionServiceServer(s, &submissions{desk: d, pages: p})
	v1.RegisterPollServiceServer(s, &polls{desk: d, pages: p})
	v1.RegisterNoticeServiceServer(s, &notices{desk: d, pages: p})
	v1.RegisterPlanServiceServer(s, newPlanService(d))
	v1.RegisterRevisionServiceServer(s, &revisions{desk: d})
	v1.RegisterLinkageServiceServer(s, &linkages{desk: d, pages: p})
	v1.RegisterPeopleServiceServer(s, &people{desk: d, pages: p})
	v1.RegisterRollServiceServer(s, newRolls(d))
	v1.RegisterOfficeServiceServer(s, &offices{desk: d, pages: p})
	v1.RegisterRecordServiceServer(s, &records{desk: d, pages: p})
	v1.RegisterSessionServiceServer(s, &sessions{desk: d, addresses: newAddresses(), provider: i})
	v1.RegisterAccountServiceServer(s, &accounts{desk: d, pages: p, provider: i})
	v1.RegisterWordingServiceServer(s, &wordings{desk: d})
	v1.RegisterFeedServiceServer(s, &feeds{desk: d})
	v1.RegisterChannelServiceServer(s, &channels{desk: d, pages: p, addresses: newAddresses()})
}

// dial opens the connection inside the process.
func (e *Edge) dial() (err error) {
	go func() { _ = e.server.Serve(e.inside) }() // it ends when the server is stopped, and can fail in no other way
	e.conn, err = grpc.NewClient("passthrough:///inside",
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return e.inside.DialContext(ctx) }),
		grpc.WithUnaryInterceptor(passAddress),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswer)))
	return err
}

// Conn is the connection inside the process. What comes in by it passes the same interceptors.
func (e *Edge) Conn() grpc.ClientConnInterface { return e.conn }

// ServeGRPC serves the services, health and reflection on a listener until Close, after which it returns nil.
func (e *Edge) ServeGRPC(l net.Listener) error {
	if err := e.server.Serve(l); !errors.Is(err, grpc.ErrServerStopped) {
		return err
	}
	return nil
}

// Close answers what has come in and takes no more; when ctx ends before that, it cuts off what is left.
func (e *Edge) Close(ctx context.Context) {
	e.health.Shutdown()
	done := make(chan struct{})
	go func() {
		defer close(done)
		e.server.GracefulStop()
	}()
	select {
	case <-done:
	case <-ctx.Done():
		e.server.Stop()
	}
	_ = e.conn.Close() // it can only say that it is closed already
}
