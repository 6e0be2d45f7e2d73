// Package activities holds the hands of the processes: each activity waits for its instant, lets the desk do one thing
// and answers where the process stands. Each is safe to run twice, because the desk is.
package activities

import (
	"context"
	"time"

	"duban/internal/channels"
	"duban/internal/desk"
	"duban/internal/links"
	"duban/workflows"
)

// Activities are registered with the worker under their methods' names.
type Activities struct {
	Desk  *desk.Desk
	Clock desk.Clock
	Post  *channels.Post
	// Site is where people sign in; a message leads there.
	Site links.Site
	// Second is how long a second of the wall's clock is by Clock. Zero under a clock that nobody can wait by.
	Second time.Duration
}

// How MakeCalls waits, in seconds of the wall's clock: it runs already before its instant, since Temporal's own timers
// may fire a second late, and it stays for calls that follow closely.
const (
	lead      = 1
	linger    = 20
	lingerFor = 1
)

// lingerApart is how far apart it makes them at least.
const lingerApart = 20 * time.Millisecond

// seconds of the wall's clock, by Clock.
func (a *Activities) seconds(n int64) time.Duration { return time.Duration(n * int64(a.Second)) }

// until waits for an instant by the injected clock.
func (a *Activities) until(ctx context.Context, at time.Time) error {
	for {
		rest := at.Sub(a.Clock())
		if at.IsZero() || rest <= 0 {
			return nil
		}
		if err := pause(ctx, a.nap(rest)); err != nil {
			return err
		}
	}
}

// pause waits by the wall's clock, or fails with the context.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// nap is how long to wait by the wall's clock before looking again: what rests by Clock, but at most a second. A clock
// that was held back is looked at every millisecond.
func (a *Activities) nap(rest time.Duration) time.Duration {
	if a.Second > 0 {
		rest = time.Duration(rest.Seconds() / a.Second.Seconds() * float64(time.Second))
	}
	return max(min(rest, time.Second), time.Millisecond)
}

// campaigning reads a standing as the workflow needs it. A step that comes before the next call is not kept waiting by the
// activity that would be early for that call.
func (a *Activities) campaigning(s desk.Standing) workflows.Campaigning {
	c := workflows.Campaigning{Over: s.Over, Phase: s.Phase, Step: s.Step, StepAt: s.StepAt, NextCall: s.NextCall}
	if stepsFirst(s) {
		c.WakeAt = c.NextCall
	} else if !c.NextCall.IsZero() {
		c.WakeAt = c.NextCall.Add(-a.seconds(lead))
	}
	return c
}

// stepsFirst reports whether the campaign takes a step before its next call.
func stepsFirst(s desk.Standing) bool { return !s.StepAt.IsZero() && s.StepAt.Before(s.NextCall) }
