package temporal

import (
	"github.com/temporalio/ui-server/v2/server"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/server_options"
	"go.temporal.io/server/common/testing/freeport"
)

// pages are Temporal's own web pages, where an operator reads a workflow's history.
type pages struct {
	url    string
	server *server.Server
}

func startPages(frontend, namespace string) *pages {
	port := freeport.MustGetFreePort()
	p := &pages{url: "http://" + address(port), server: server.NewServer(
		server_options.WithConfigProvider(&uiconfig.Config{
			TemporalGRPCAddress: frontend,
			Host:                loopback,
			Port:                port,
			EnableUI:            true,
			DefaultNamespace:    namespace,
			DisableNewsFetch:    true,
			HideLogs:            true,
			CORS:                uiconfig.CORS{CookieInsecure: true}, // plain HTTP, and never off this machine
		}),
	)}
	go func() { _ = p.server.Start() }() // returns nil when stopped, and ends the process on any other error
	return p
}

func (p *pages) stop() { p.server.Stop() }
