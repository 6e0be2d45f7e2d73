package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// Courier composes what a host's people are told: every working morning at 09:00 it gathers what is queued into one digest a
// person, and what is urgent it lets go at once, but for quiet hours. It rests for good when the host has nothing left to
// tell. What it composes is sent by the deliveries, one for each channel.
func Courier(ctx workflow.Context, ref Ref) error {
	k := courier{ref: ref, nudges: workflow.GetSignalChannel(ctx, LookAgain)}
	if err := k.look(ctx); err != nil {
		return err
	}
	morning := k.Last // a morning missed while nobody delivered is made up for
	for {
		if err := k.compose(ctx, morning); err != nil || k.Idle && !drain(k.nudges) {
			return err
		}
		if err := k.await(ctx, morning); err != nil {
			return err
		}
		morning = k.following(morning)
		if err := renew(ctx, CourierKind, ref, k.nudges); err != nil {
			return err
		}
	}
}

// courier knows the mornings around the instant at which it last looked.
type courier struct {
	Mornings
	ref    Ref
	nudges workflow.ReceiveChannel
}

// look asks for the mornings around now. What nudges were about until now is in the answer.
func (k *courier) look(ctx workflow.Context) error {
	drain(k.nudges)
	return round(ctx, TakeUpCourier, Due{Ref: k.ref, NotBefore: workflow.Now(ctx)}, &k.Mornings)
}

// compose composes one morning's digests, then finds the next morning.
func (k *courier) compose(ctx workflow.Context, morning time.Time) error {
	if err := round(ctx, ComposeDigests, Due{Ref: k.ref, NotBefore: morning}, nil); err != nil {
		return err
	}
	return k.look(ctx)
}

// composeUrgent composes what cannot wait for the morning.
func (k *courier) composeUrgent(ctx workflow.Context) error {
	if err := round(ctx, ComposeUrgent, Due{Ref: k.ref, NotBefore: k.Urgent}, nil); err != nil {
		return err
	}
	return k.look(ctx)
}

// following is the morning to compose after one: of mornings missed, the last one gathers all.
func (k *courier) following(morning time.Time) time.Time {
	if k.Last.After(morning) {
		return k.Last
	}
	return k.Next
}

// await sleeps until the following morning has come, and composes meanwhile what is urgent. Else nothing goes out before,
// but a nudge may mean that other days are working days now, so it looks again.
func (k *courier) await(ctx workflow.Context, morning time.Time) error {
	for workflow.Now(ctx).Before(k.following(morning)) {
		if reached(k.Urgent, workflow.Now(ctx)) {
			if err := k.composeUrgent(ctx); err != nil {
				return err
			}
			continue
		}
		nudged, err := await(ctx, k.nudges, supervision.Earliest(k.Next, k.Urgent), "next morning")
		if err == nil && nudged {
			err = k.look(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func round(ctx workflow.Context, activity string, due Due, answer any) error {
	ctx = workflow.WithActivityOptions(ctx, acting(activity))
	return workflow.ExecuteActivity(ctx, activity, due).Get(ctx, answer)
}
