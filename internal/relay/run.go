package relay

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"duban/internal/postgres"
	"duban/workflows"
)

// patience is how long one request to Temporal may take, its repetitions included. What fails is tried again later.
const patience = 5 * time.Second

// run is what Temporal runs of a process.
type run struct {
	id      string // empty: nothing
	version int    // whose queue it is on
}

// standing asks Temporal what it runs of a process.
func (r *Relay) standing(ctx context.Context, p postgres.Process) (run, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	d, err := r.Temporal.DescribeWorkflowExecution(ctx, workflows.ID(p.Kind, p.ID), "")
	if isAbsent(err) || err == nil && d.GetWorkflowExecutionInfo().GetStatus() != enums.WORKFLOW_EXECUTION_STATUS_RUNNING {
		return run{}, nil
	}
	return run{
		id:      d.GetWorkflowExecutionInfo().GetExecution().GetRunId(),
		version: workflows.VersionOf(d.GetExecutionConfig().GetTaskQueue().GetName()),
	}, err
}

// options start a process under its own id on this version's queue: one that is running is left alone, one that has
// ended may start anew.
func (r *Relay) options(p postgres.Process) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID:                       workflows.ID(p.Kind, p.ID),
		TaskQueue:                workflows.Queue(r.Version),
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
	}
}

// nudge starts the process if it is not running and asks it to look again; it answers the run that was asked.
func (r *Relay) nudge(ctx context.Context, p postgres.Process) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	asked, err := r.Temporal.SignalWithStartWorkflow(ctx, workflows.ID(p.Kind, p.ID), workflows.LookAgain, nil,
		r.options(p), p.Kind, ref(p))
	if err != nil {
		return "", err
	}
	return asked.GetRunID(), nil
}

// start starts the process if it is not running.
func (r *Relay) start(ctx context.Context, p postgres.Process) error {
	return r.execute(ctx, p, r.options(p))
}

// takeOver ends the run of an older version and starts one of this version in the same instant, so that no nudge of an
// older relay comes between the two and starts the older once more.
func (r *Relay) takeOver(ctx context.Context, p postgres.Process) error {
	o := r.options(p)
	o.WorkflowIDConflictPolicy = enums.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING
	return r.execute(ctx, p, o)
}

func (r *Relay) execute(ctx context.Context, p postgres.Process, o client.StartWorkflowOptions) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := r.Temporal.ExecuteWorkflow(ctx, o, p.Kind, ref(p))
	return err
}

// end ends one run of a workflow and no other: if it has ended by itself, whatever runs now is left alone.
func (r *Relay) end(ctx context.Context, workflow, id, reason string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := r.Temporal.TerminateWorkflow(ctx, workflow, id, reason)
	if isAbsent(err) {
		return nil
	}
	return err
}

func isAbsent(err error) bool {
	_, absent := errors.AsType[*serviceerror.NotFound](err)
	return absent
}

func ref(p postgres.Process) workflows.Ref { return workflows.Ref{Host: p.HostID, ID: p.ID} }
