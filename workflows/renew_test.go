package workflows_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"duban/supervision"
	"duban/workflows"
)

var (
	eight = time.Date(2021, 1, 4, 8, 0, 0, 0, time.UTC) // when a first run begins
	nine  = eight.Add(time.Hour)
	ref   = workflows.Ref{Host: "h", ID: "c"}
)

// rows stand for the database: when the one thing that a process must do is due, and when it was done.
type rows struct {
	t    *testing.T
	now  time.Time
	due  time.Time
	done []time.Time
	env  *testsuite.TestWorkflowEnvironment
	read func() // has something happen as soon as a run has taken up
}

// run lives one run of a process and reports whether another follows it.
func (r *rows) run(kind string, prepare func()) (renewed bool) {
	r.t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	r.env, r.read = suite.NewTestWorkflowEnvironment(), func() {}
	r.env.SetStartTime(r.now)
	for name, process := range workflows.Processes() {
		r.env.RegisterWorkflowWithOptions(process, workflow.RegisterOptions{Name: name})
	}
	r.register()
	prepare()
	r.env.ExecuteWorkflow(kind, ref)
	r.now = r.env.Now()
	err := r.env.GetWorkflowError()
	var next *workflow.ContinueAsNewError
	if renewed = errors.As(err, &next); renewed != (err != nil) || renewed && next.WorkflowType.Name != kind {
		r.t.Fatalf("the run of %s ends with %v", kind, err)
	}
	return renewed
}

// register has the activities read and change the rows, as those of the product do.
func (r *rows) register() {
	over := func() bool { return len(r.done) > 0 }
	campaign := func() workflows.Campaigning {
		return workflows.Campaigning{Over: over(), Step: supervision.StepOpenMonitoring, NextCall: r.due, WakeAt: r.due}
	}
	step := func(name string) func() any {
		return func() any { return workflows.Proceeding{Over: over(), Step: name, At: r.due} }
	}
	r.looks(workflows.TakeUpCampaign, func() any { return campaign() })
	r.does(workflows.MakeCalls, func() any { return campaign() })
	r.looks(workflows.TakeUpInspection, step(string(supervision.InspectionStepClose)))
	r.does(workflows.CloseInspection, step(""))
	r.looks(workflows.TakeUpVote, step(string(supervision.PollStepClose)))
	r.does(workflows.CloseVote, step(""))
	r.looks(workflows.TakeUpDelivery, step(workflows.DeliverStep))
	r.does(workflows.Deliver, step(workflows.DeliverStep))
	r.looks(workflows.TakeUpCourier, func() any {
		m := workflows.Mornings{Last: r.due.AddDate(0, 0, -1), Next: r.due, Idle: len(r.done) > 1}
		if !r.env.Now().Before(r.due) {
			m.Last, m.Next = r.due, r.due.AddDate(0, 0, 1)
		}
		return m
	})
	r.does(workflows.ComposeDigests, func() any { return nil })
}

func (r *rows) activity(name string, act func(workflows.Due) any) {
	r.env.RegisterActivityWithOptions(func(_ context.Context, due workflows.Due) (any, error) { return act(due), nil },
		activity.RegisterOptions{Name: name})
}

func (r *rows) looks(name string, answer func() any) {
	r.activity(name, func(workflows.Due) any {
		standing := answer()
		r.read()
		return standing
	})
}

func (r *rows) does(name string, answer func() any) {
	r.activity(name, func(due workflows.Due) any {
		r.done = append(r.done, due.NotBefore.UTC())
		return answer()
	})
}

// Continue-as-new carries a nudge that comes in the very task in which the run ends: what it was about is in the rows that
// the next run takes up from. Here something is due half an hour earlier than the first run had read.
func TestRenew_ANudgeInTheLastTask(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{workflows.CampaignKind, workflows.InspectionKind, workflows.VoteKind, workflows.DeliveryKind} {
		r := &rows{t: t, now: eight, due: nine}
		earlier := nine.Add(-30 * time.Minute)
		renewed := r.run(kind, func() {
			r.env.SetContinueAsNewSuggested(true)
			r.read = func() {
				r.due = earlier
				r.env.SignalWorkflow(workflows.LookAgain, nil)
			}
		})
		if again := r.run(kind, func() {}); !renewed || again || !slices.Equal(r.done, []time.Time{earlier}) {
			t.Errorf("%s: renewed %v, %v; done at %v, want %v", kind, renewed, again, r.done, earlier)
		}
	}
}

// It carries what is due at the instant at which the run ends: calls, the close of an open poll, the digests of a morning.
// The courier made up for the morning before in its first run.
func TestRenew_ATimerDueInThatInstant(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string][]time.Time{
		workflows.CampaignKind: {nine}, workflows.InspectionKind: {nine}, workflows.VoteKind: {nine},
		workflows.DeliveryKind: {nine}, workflows.CourierKind: {nine.AddDate(0, 0, -1), nine},
	} {
		r := &rows{t: t, now: eight, due: nine}
		renewed := r.run(kind, func() {
			r.env.RegisterDelayedCallback(func() { r.env.SetContinueAsNewSuggested(true) }, time.Hour-time.Millisecond)
		})
		if !r.now.Equal(nine) {
			t.Errorf("%s: the first run ended at %v", kind, r.now)
		}
		if again := r.run(kind, func() {}); !renewed || again || !slices.Equal(r.done, want) {
			t.Errorf("%s: renewed %v, %v; done at %v, want %v", kind, renewed, again, r.done, want)
		}
	}
}
