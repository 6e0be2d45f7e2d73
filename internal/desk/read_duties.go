package desk

import (
	"context"
	"maps"
	"slices"

	"duban/internal/postgres"
	"duban/supervision"
)

// Duties lists duties in the order of their last day.
func (d *Desk) Duties(ctx context.Context, caller Caller, campaign string, f postgres.DutyFilter) ([]postgres.DutyView, error) {
	return inside(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.DutyView, error) {
		views, err := tx.DutyViews(ctx, campaign, f)
		for i := range views {
			caller.keepQuota(&views[i])
		}
		return views, err
	})
}

// keepQuota keeps from a reader that of one unannounced visit, which has taken place, more are to come.
func (c Caller) keepQuota(v *postgres.DutyView) {
	if v.Unannounced && !supervision.ToldEarly(c.Has) {
		v.Quota = ""
	}
}

// callsOfDuty is the most calls shown with one duty.
const callsOfDuty = 200

// CallView is a call made or still to come.
type CallView struct {
	postgres.CallRow
	Ahead bool
}

// Duty reads one duty with its calls, made and ahead.
func (d *Desk) Duty(ctx context.Context, caller Caller, campaign, id string) (view postgres.DutyView, calls []CallView, err error) {
	calls, err = look(ctx, d, caller, func(tx *postgres.Tx) ([]CallView, error) {
		if view, err = tx.DutyView(ctx, campaign, id); err != nil {
			return nil, err
		}
		caller.keepQuota(&view)
		made, err := tx.Calls(ctx, campaign, id, supervision.Call{}, callsOfDuty)
		if err != nil {
			return nil, err
		}
		ahead, err := d.ahead(ctx, tx, campaign, []supervision.Duty{view.Duty})
		return append(madeViews(made), ahead...), err
	})
	return view, calls, err
}

// Agenda lists a campaign's calls in order, made and ahead, those after the one given. A call that is due and not made
// yet may stand before one that is made.
func (d *Desk) Agenda(ctx context.Context, caller Caller, campaign string, onlyAhead bool, after supervision.Call, limit int) ([]CallView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]CallView, error) {
		open, err := tx.OpenDuties(ctx, campaign)
		if err != nil {
			return nil, err
		}
		calls, err := d.ahead(ctx, tx, campaign, open)
		if err != nil {
			return nil, err
		}
		calls = slices.DeleteFunc(calls, func(v CallView) bool { return supervision.CompareCalls(v.call(), after) <= 0 })
		if !onlyAhead {
			made, err := tx.Calls(ctx, campaign, "", after, limit)
			if err != nil {
				return nil, err
			}
			calls = append(madeViews(made), calls...)
			slices.SortStableFunc(calls, func(a, b CallView) int { return supervision.CompareCalls(a.call(), b.call()) })
		}
		return calls[:min(limit, len(calls))], nil
	})
}

func (v CallView) call() supervision.Call {
	return supervision.Call{At: v.At, Duty: v.DutyID, Kind: v.Kind}
}

func madeViews(rows []postgres.CallRow) []CallView {
	views := make([]CallView, len(rows))
	for i, r := range rows {
		views[i] = CallView{CallRow: r}
	}
	return views
}

// ahead asks the rules which calls are still to come; a campaign that is not live has none.
func (d *Desk) ahead(ctx context.Context, tx *postgres.Tx, campaign string, duties []supervision.Duty) ([]CallView, error) {
	row, err := tx.Campaign(ctx, campaign)
	if err != nil {
		return nil, err
	}
	c, err := d.campaign(ctx, tx, row)
	if err != nil || c.State != supervision.CampaignLive {
		return nil, err
	}
	return aheadViews(ctx, tx, supervision.Agenda(duties, c.Customs), duties)
}

// aheadViews adds the titles that a reader wants.
func aheadViews(ctx context.Context, tx *postgres.Tx, agenda []supervision.Call, duties []supervision.Duty) ([]CallView, error) {
	titles, seats := map[string]string{}, map[string]bool{}
	for i := range duties {
		titles[duties[i].ID] = duties[i].Title
	}
	for _, call := range agenda {
		seats[call.To] = true
	}
	names, err := tx.SeatTitles(ctx, slices.Collect(maps.Keys(seats)))
	views := make([]CallView, len(agenda))
	for i, call := range agenda {
		views[i] = CallView{Ahead: true, CallRow: postgres.CallRow{
			DutyID: call.Duty, DutyTitle: titles[call.Duty], Kind: call.Kind, At: call.At, ToSeat: call.To, ToTitle: names[call.To],
		}}
	}
	return views, err
}
