package activities

import (
	"context"

	"duban/internal/failpoint"
	"duban/workflows"
)

// TakeUpCourier finds the working mornings around an instant, and when the next urgent message may go out.
func (a *Activities) TakeUpCourier(ctx context.Context, due workflows.Due) (workflows.Mornings, error) {
	m, err := a.Desk.Mornings(ctx, due.Host, due.NotBefore)
	return workflows.Mornings(m), err
}

// ComposeDigests gathers what is queued up to a morning into one digest a person.
func (a *Activities) ComposeDigests(ctx context.Context, due workflows.Due) error {
	if err := a.until(ctx, due.NotBefore); err != nil {
		return err
	}
	_, err := a.Desk.ComposeDigests(ctx, due.Host, due.NotBefore)
	failpoint.Reach(failpoint.Composed)
	return err
}

// ComposeUrgent composes what the plan wants people to be told at once.
func (a *Activities) ComposeUrgent(ctx context.Context, due workflows.Due) error {
	if err := a.until(ctx, due.NotBefore); err != nil {
		return err
	}
	_, err := a.Desk.ComposeUrgent(ctx, due.Host)
	failpoint.Reach(failpoint.Composed)
	return err
}
