package takeover_test

import (
	"context"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/workflows"
)

// Rule 10: a worker that dies while it makes calls leaves its campaign waiting for an activity that nobody does any more.
// The next worker's start does not wait until Temporal notices.
func TestADeadWorkersCampaignGoesOnAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]any{})
	w.launch(1)
	w.dieAtWork()
	began := time.Now()
	w.work(older)
	w.await("the first calls", func() bool { return len(w.query("select duty_id from call")) > 0 })
	t.Logf("first call %s after the start", time.Since(began).Round(time.Millisecond))
	w.await("the list of runs", func() bool { return len(w.runsOf("campaign/year-1")) == 2 })
	if first := w.runsOf("campaign/year-1")[0]; first.open {
		t.Error("Temporal noticed before the worker did")
	}
}

// dieAtWork is a worker that starts the campaign's process and falls silent as soon as it is to make calls.
func (w *world) dieAtWork() {
	w.t.Helper()
	dying := worker.New(w.temporal, workflows.Queue(older), worker.Options{})
	dying.RegisterWorkflowWithOptions(workflows.Campaign, workflow.RegisterOptions{Name: workflows.CampaignKind})
	own := activities.Activities{Desk: w.desk, Clock: w.pace.Now}
	dying.RegisterActivityWithOptions(own.TakeUpCampaign, activity.RegisterOptions{Name: workflows.TakeUpCampaign})
	at, over := make(chan struct{}), make(chan struct{})
	dying.RegisterActivityWithOptions(func(context.Context, workflows.Due) (workflows.Campaigning, error) {
		close(at)
		<-over
		return workflows.Campaigning{}, nil
	}, activity.RegisterOptions{Name: workflows.MakeCalls})
	must("", dying.Start())(w.t)
	w.t.Cleanup(func() { close(over) })

	y := w.years[0].Plan
	options := client.StartWorkflowOptions{ID: workflows.ID(workflows.CampaignKind, y.ID), TaskQueue: workflows.Queue(older)}
	must(w.temporal.ExecuteWorkflow(w.t.Context(), options, workflows.CampaignKind, workflows.Ref{Host: y.Host.ID, ID: y.ID}))(w.t)
	<-at
	dying.Stop()
}
