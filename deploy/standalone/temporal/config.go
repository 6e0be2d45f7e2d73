package temporal

import (
	"fmt"
	"time"

	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/common/testing/freeport"
)

const (
	loopback    = "127.0.0.1"
	clusterName = "active"
	storeName   = "sqlite"
)

// ports are the server's internal doors, each chosen by the kernel.
type ports map[primitives.ServiceName]int

// newPorts chooses them all, but the frontend's only where that is 0.
func newPorts(frontend int) ports {
	p := ports{}
	for _, service := range []primitives.ServiceName{
		primitives.FrontendService, primitives.HistoryService, primitives.MatchingService, primitives.WorkerService,
	} {
		p[service] = freeport.MustGetFreePort()
	}
	if frontend != 0 {
		p[primitives.FrontendService] = frontend
	}
	return p
}

func (p ports) frontendAddress() string { return address(p[primitives.FrontendService]) }

func address(port int) string { return fmt.Sprintf("%s:%d", loopback, port) }

// hosts replaces the membership gossip of a cluster, and its ports, by a list of one.
func (p ports) hosts() map[primitives.ServiceName]static.Hosts {
	hosts := map[primitives.ServiceName]static.Hosts{}
	for service, port := range p {
		hosts[service] = static.SingleLocalHost(address(port))
	}
	return hosts
}

func (p ports) services() map[string]config.Service {
	services := map[string]config.Service{}
	for service, port := range p {
		services[string(service)] = config.Service{RPC: config.RPC{GRPCPort: port, BindOnLocalHost: true}}
	}
	return services
}

// serverConfig is a cluster of one machine with one history shard: SQLite has one writer anyway.
func serverConfig(store config.DataStore, p ports) *config.Config {
	return &config.Config{
		Global: config.Global{Membership: config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: loopback}},
		Persistence: config.Persistence{
			DefaultStore: storeName, VisibilityStore: storeName, NumHistoryShards: 1,
			DataStores: map[string]config.DataStore{storeName: store},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10, MasterClusterName: clusterName, CurrentClusterName: clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: p.frontendAddress()},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services:            p.services(),
		Archival:            noArchival,
		NamespaceDefaults:   noNamespaceArchival,
		PublicClient:        config.PublicClient{HostPort: p.frontendAddress()},
	}
}

var (
	noArchival = config.Archival{
		History:    config.HistoryArchival{State: "disabled"},
		Visibility: config.VisibilityArchival{State: "disabled"},
	}
	noNamespaceArchival = config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
		History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
		Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
	}}
)
