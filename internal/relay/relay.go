// Package relay is the bell: it starts and nudges workflows from what the rows say, and is the only user of the
// Temporal client. It knows no rule and changes no fact; whatever it does may be done twice, or late, without harm.
package relay

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"go.temporal.io/sdk/client"

	"duban/internal/pace"
	"duban/internal/postgres"
)

// Relay passes nudges on and keeps every process running, on the queue of its version. What a newer version runs it
// leaves alone; what an older one runs it takes over.
type Relay struct {
	DB        *postgres.DB
	Temporal  client.Client
	Namespace string // of the client
	Version   int    // of the workflow code that this process works
	Pace      pace.Pace
	Log       *slog.Logger
	Seal      func(ctx context.Context, host string) error // seals what is new in a host's record

	compareSoon atomic.Bool // a process was found that an older version runs: there are others
}

// Run passes nudges on and keeps watch until the context ends.
func (r *Relay) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, job := range []func(context.Context){r.passNudges, r.keep, r.watch, r.seal} {
		all.Go(func() { job(ctx) })
	}
	all.Wait()
}

// every runs do again and again, so far apart, until the context ends. What fails is logged and tried again.
func (r *Relay) every(ctx context.Context, apart time.Duration, what string, do func(context.Context) error) {
	for ctx.Err() == nil {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			r.Log.Warn(what, "error", err)
		}
		pause(ctx, apart)
	}
}

// pause waits, or ends early with the context.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
