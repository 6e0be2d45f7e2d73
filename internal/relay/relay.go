// Package relay is the bell: it starts and nudges workflows from what the rows say, and is the only user of the
// Temporal client. It knows no rule and changes no fact; whatever it does may be done twice, or late, without harm.
package relay

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"duban/internal/pace"
	"duban/internal/postgres"
	"duban/workflows"
)

// Relay passes nudges on and keeps every process running.
type Relay struct {
	DB       *postgres.DB
	Temporal client.Client
	Pace     pace.Pace
	Log      *slog.Logger
}

// Run passes nudges on and keeps watch until the context ends.
func (r *Relay) Run(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.keep(ctx)
	}()
	r.passNudges(ctx)
	<-done
}

// options start a process under its own id: one that is running is left alone, one that has ended may start anew.
func options(p postgres.Process) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID:                       workflows.ID(p.Kind, p.ID),
		TaskQueue:                workflows.Queue,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
	}
}

// nudge starts the process if it is not running and asks it to look again.
func (r *Relay) nudge(ctx context.Context, p postgres.Process) error {
	_, err := r.Temporal.SignalWithStartWorkflow(ctx, workflows.ID(p.Kind, p.ID), workflows.LookAgain, nil,
		options(p), p.Kind, ref(p))
	return err
}

// start starts the process if it is not running.
func (r *Relay) start(ctx context.Context, p postgres.Process) error {
	_, err := r.Temporal.ExecuteWorkflow(ctx, options(p), p.Kind, ref(p))
	return err
}

func ref(p postgres.Process) workflows.Ref { return workflows.Ref{Host: p.HostID, ID: p.ID} }

// pause waits, or ends early with the context.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
