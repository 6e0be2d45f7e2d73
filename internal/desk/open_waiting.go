package desk

import (
	"context"

	"duban/supervision"
)

// openWaiting opens, after a revision, the duties and calls the polls that need not wait any more: what they waited for
// is done or excused, or the plan no longer has them wait.
func (a *act) openWaiting(ctx context.Context, planned []supervision.Duty) error {
	if err := a.flush(ctx); err != nil {
		return err
	}
	standing, err := a.AllDuties(ctx, a.campaign.ID)
	if err != nil {
		return err
	}
	after := make(map[string]string, len(planned))
	for i := range planned {
		after[planned[i].ID] = planned[i].After
	}
	undone := undoneEntries(standing)
	for _, d := range standing {
		if d.Shut() && !d.Done() && d.Kind != supervision.Vote && !undone[after[d.ID]] {
			a.take(d).Unlock(a.now)
		}
	}
	return a.callWaitingPolls(ctx, undone)
}

// undoneEntries are those that somebody still has to prove. Nobody proves what was over before the take-up, but the gate
// and the deliberation are never taken as done.
func undoneEntries(duties []supervision.Duty) map[string]bool {
	undone := map[string]bool{}
	for i := range duties {
		d := &duties[i]
		step := d.Kind == supervision.JointSubmission || d.Kind == supervision.Deliberation
		undone[d.Entry] = undone[d.Entry] || !d.Done() || step && d.State == supervision.BeforeTakeUp
	}
	return undone
}

// callWaitingPolls calls the polls before the evaluation that wait for nothing any more and whose days are not over.
func (a *act) callWaitingPolls(ctx context.Context, undone map[string]bool) error {
	rows, err := a.Polls(ctx, a.campaign.ID, "", 100)
	for _, row := range rows {
		p := row.Poll()
		over := p.Window != supervision.Window{} && !p.Window.Closes(a.campaign.Customs.Zone).After(a.now)
		if p.State != supervision.PollPlanned || p.After == "" || undone[p.After] || over {
			continue
		}
		p.State = supervision.PollCalled
		if err := a.turnPoll(ctx, &p); err != nil {
			return err
		}
	}
	return err
}
