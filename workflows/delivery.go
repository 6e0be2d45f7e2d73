package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"
)

// Delivery is a host's courier: every working morning at 09:00 it gathers what is queued into one digest a person and
// hands the digests over. It rests for good when the host has nothing left to deliver.
func Delivery(ctx workflow.Context, ref Ref) error {
	var m Mornings
	nudges := workflow.GetSignalChannel(ctx, LookAgain)
	if err := round(ctx, TakeUpDelivery, Due{Ref: ref, NotBefore: workflow.Now(ctx)}, &m); err != nil {
		return err
	}
	morning := m.Last // a morning missed while nobody delivered is made up for
	for {
		if err := deliverMorning(ctx, ref, morning, &m); err != nil || m.Idle && !drain(nudges) {
			return err
		}
		if m.Last.After(morning) { // of mornings missed, the last one gathers all
			morning = m.Last
			continue
		}
		morning = m.Next
		if err := awaitMorning(ctx, nudges, morning); err != nil {
			return err
		}
		if err := renew(ctx, DeliveryKind, ref, nudges); err != nil {
			return err
		}
	}
}

// deliverMorning composes one morning's digests and delivers them, then finds the next morning.
func deliverMorning(ctx workflow.Context, ref Ref, morning time.Time, m *Mornings) error {
	due := Due{Ref: ref, NotBefore: morning}
	if err := round(ctx, ComposeDigests, due, nil); err != nil {
		return err
	}
	if err := round(ctx, Deliver, due, nil); err != nil {
		return err
	}
	return round(ctx, TakeUpDelivery, Due{Ref: ref, NotBefore: workflow.Now(ctx)}, m)
}

// awaitMorning sleeps until the morning; a nudge changes nothing, for nothing goes out before.
func awaitMorning(ctx workflow.Context, nudges workflow.ReceiveChannel, morning time.Time) error {
	for workflow.Now(ctx).Before(morning) {
		if _, err := await(ctx, nudges, morning, "next morning"); err != nil {
			return err
		}
	}
	return nil
}

func round(ctx workflow.Context, activity string, due Due, answer any) error {
	ctx = workflow.WithActivityOptions(ctx, acting(activity))
	return workflow.ExecuteActivity(ctx, activity, due).Get(ctx, answer)
}
