package temporal

import (
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
)

// Trial is what tests and measurements do to a server. Its zero value is the product's.
type Trial struct {
	Port     int                    // of the frontend, so that clients find it again after a crash; 0 takes any that is free
	Trusting bool                   // goes on with the store that a crash left
	Settings map[string]any         // of the dynamic configuration, by their keys
	Faults   *config.FaultInjection // of the store
}

// settings are the product's with the trial's on top.
func (t Trial) settings() dynamicconfig.StaticClient {
	s := dynamicconfig.StaticClient{
		dynamicconfig.FrontendRPS.Key():                        unlimited,
		dynamicconfig.FrontendMaxNamespaceRPSPerInstance.Key(): unlimited,
	}
	for key, value := range t.Settings {
		s[dynamicconfig.MakeKey(key)] = value
	}
	return s
}

// unlimited is a rate, in calls a second, that one machine cannot reach: the default
// limits protect a shared server from its tenants, and here is one.
const unlimited = 1_000_000
