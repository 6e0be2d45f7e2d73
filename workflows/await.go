package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// await sleeps until an instant (for ever, if zero) or until somebody nudges; all nudges waiting count as one.
func await(ctx workflow.Context, nudges workflow.ReceiveChannel, at time.Time, summary string) (nudged bool, err error) {
	if drain(nudges) {
		return true, nil
	}
	timing, cancel := workflow.WithCancel(ctx)
	defer cancel()
	s := workflow.NewSelector(ctx).AddReceive(nudges, func(workflow.ReceiveChannel, bool) { nudged = true })
	if !at.IsZero() {
		timer := workflow.NewTimerWithOptions(timing, at.Sub(workflow.Now(ctx)), workflow.TimerOptions{Summary: summary})
		s.AddFuture(timer, func(workflow.Future) {})
	}
	s.AddReceive(ctx.Done(), func(workflow.ReceiveChannel, bool) { err = ctx.Err() })
	s.Select(ctx)
	return drain(nudges) || nudged, err // one may have come with the timer, in the same task
}

// drain empties the nudges and reports whether there were any.
func drain(nudges workflow.ReceiveChannel) (nudged bool) {
	for nudges.ReceiveAsync(nil) {
		nudged = true
	}
	return nudged
}

// renew continues a process as a new run once its history grows long. Nothing is carried over but its name: the new
// run takes up from the rows, and so sees what any nudge dropped here was about.
func renew(ctx workflow.Context, kind string, ref Ref, nudges workflow.ReceiveChannel) error {
	if !workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
		return nil
	}
	drain(nudges)
	return workflow.NewContinueAsNewError(ctx, kind, ref)
}

// Silence is how long, by the wall's clock, an activity may say nothing before its worker is taken for dead. A worker that
// starts does not wait for it: see the keeper.
const Silence = 10 * time.Second

// acting are the options of every activity: it is safe to run twice, so it is retried until it succeeds. It says
// every few seconds that it is at work.
func acting(summary string) workflow.ActivityOptions {
	return workflow.ActivityOptions{
		StartToCloseTimeout: 5 * time.Minute,
		HeartbeatTimeout:    Silence,
		RetryPolicy:         &temporal.RetryPolicy{InitialInterval: 200 * time.Millisecond, MaximumInterval: time.Minute, BackoffCoefficient: 2},
		Summary:             summary,
	}
}
