// Package activities holds the hands of the processes: each activity waits for its instant, lets the desk do one thing
// and answers where the process stands. Each is safe to run twice, because the desk is.
package activities

import (
	"context"
	"time"

	"duban/internal/channels"
	"duban/internal/desk"
	"duban/workflows"
)

// Activities are registered with the worker under their methods' names.
type Activities struct {
	Desk    *desk.Desk
	Clock   desk.Clock
	Channel channels.Channel
	// Lead is how long before a call's instant its activity is running already: Temporal's own timers may fire up to a
	// second late. Zero under a test clock.
	Lead time.Duration
}

// How long MakeCalls stays for calls that follow closely, and how far apart it makes them.
const (
	linger      = 20 * time.Second
	lingerApart = 20 * time.Millisecond
	lingerFor   = time.Second
)

// until waits for an instant by the injected clock.
func (a *Activities) until(ctx context.Context, at time.Time) error {
	for {
		rest := at.Sub(a.Clock())
		if at.IsZero() || rest <= 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(rest, time.Second)):
		}
	}
}

// campaigning reads a standing as the workflow needs it.
func (a *Activities) campaigning(s desk.Standing) workflows.Campaigning {
	c := workflows.Campaigning{Over: s.Over, Phase: s.Phase, Step: s.Step, StepAt: s.StepAt, NextCall: s.NextCall}
	if !c.NextCall.IsZero() {
		c.WakeAt = c.NextCall.Add(-a.Lead)
	}
	return c
}
