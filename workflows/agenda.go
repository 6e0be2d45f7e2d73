package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// agenda keeps a campaign's calls: one timer for all that is due at one instant, one activity for all its calls.
type agenda struct {
	Campaigning
	ref    Ref
	nudges workflow.ReceiveChannel
}

// until keeps the agenda until the step's instant has come; false when the campaign is over or already past the step.
func (k *agenda) until(ctx workflow.Context, step supervision.Step) (bool, error) {
	for !k.Over && !k.Step.Past(step) {
		if err := renew(ctx, CampaignKind, k.ref, k.nudges); err != nil {
			return false, err
		}
		now := workflow.Now(ctx)
		var err error
		switch {
		case reached(k.WakeAt, now) && !k.first(step):
			err = k.do(ctx, MakeCalls, "make calls of "+k.NextCall.Format(time.RFC3339), Due{Ref: k.ref, NotBefore: k.NextCall})
		case k.Step == step && reached(k.StepAt, now):
			return true, nil
		default:
			err = k.sleep(ctx)
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

// first reports whether a step comes before the next call: after an outage both may be due.
func (k *agenda) first(step supervision.Step) bool {
	return k.Step == step && !k.StepAt.IsZero() && k.StepAt.Before(k.NextCall)
}

// sleep waits for the next instant or for a nudge, and after a nudge looks again.
func (k *agenda) sleep(ctx workflow.Context) error {
	nudged, err := await(ctx, k.nudges, supervision.Earliest(k.WakeAt, k.StepAt), "next call")
	if err != nil || !nudged {
		return err
	}
	return k.do(ctx, TakeUpCampaign, "look again", Due{Ref: k.ref})
}

// do runs one activity, which answers where the campaign stands after it.
func (k *agenda) do(ctx workflow.Context, activity, summary string, due Due) error {
	ctx = workflow.WithActivityOptions(ctx, acting(summary))
	err := workflow.ExecuteActivity(ctx, activity, due).Get(ctx, &k.Campaigning)
	workflow.SetCurrentDetails(ctx, k.Phase.String()+" · "+string(k.Step))
	return err
}

// reached reports whether an instant has come; the zero instant never does.
func reached(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }
