package activities

import (
	"context"
	"time"

	"duban/internal/desk"
	"duban/internal/failpoint"
	"duban/workflows"
)

// TakeUpCampaign reads where a campaign stands.
func (a *Activities) TakeUpCampaign(ctx context.Context, due workflows.Due) (workflows.Campaigning, error) {
	s, err := a.Desk.Standing(ctx, due.Host, due.ID)
	return a.campaigning(s), err
}

// MakeCalls makes the calls that are due from an instant on, and stays while others follow closely.
func (a *Activities) MakeCalls(ctx context.Context, due workflows.Due) (workflows.Campaigning, error) {
	end := a.Clock().Add(a.seconds(linger))
	for at := due.NotBefore; ; {
		if err := a.until(ctx, at); err != nil {
			return workflows.Campaigning{}, err
		}
		s, err := a.Desk.MakeCalls(ctx, due.Host, due.ID)
		failpoint.Reach(failpoint.Made)
		if err != nil || !a.closeBy(s, end) {
			return a.campaigning(s), err
		}
		if err := pause(ctx, lingerApart); err != nil {
			return workflows.Campaigning{}, err
		}
		at = s.NextCall
	}
}

// closeBy reports whether the next call follows so soon that it is not worth another timer.
func (a *Activities) closeBy(s desk.Standing, end time.Time) bool {
	now := a.Clock()
	return !s.NextCall.IsZero() && !stepsFirst(s) && s.NextCall.Before(now.Add(a.seconds(lingerFor))) && now.Before(end)
}

// OpenPhase opens the campaign's next phase on its first day.
func (a *Activities) OpenPhase(ctx context.Context, due workflows.Due) (workflows.Campaigning, error) {
	return a.step(ctx, due, func() error { return a.Desk.OpenPhase(ctx, due.Host, due.ID, due.Phase) })
}

// CallVote tells the campaign's polls that their time has come.
func (a *Activities) CallVote(ctx context.Context, due workflows.Due) (workflows.Campaigning, error) {
	return a.step(ctx, due, func() error { return a.Desk.CallVote(ctx, due.Host, due.ID) })
}

// CloseCampaign closes a campaign whose results have been fed back.
func (a *Activities) CloseCampaign(ctx context.Context, due workflows.Due) (workflows.Campaigning, error) {
	return a.step(ctx, due, func() error { return a.Desk.CloseCampaign(ctx, due.Host, due.ID) })
}

// step waits for the instant of a step, takes it, and answers where the campaign stands.
func (a *Activities) step(ctx context.Context, due workflows.Due, take func() error) (workflows.Campaigning, error) {
	if err := a.until(ctx, due.NotBefore); err != nil {
		return workflows.Campaigning{}, err
	}
	if err := take(); err != nil {
		return workflows.Campaigning{}, err
	}
	failpoint.Reach(failpoint.Stepped)
	return a.TakeUpCampaign(ctx, due)
}
