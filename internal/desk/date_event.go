package desk

import (
	"context"
	"errors"
	"slices"

	"duban/internal/postgres"
	"duban/supervision"
)

// aYear before or after its campaign, an event's day is a slip of the pen.
const aYear = 366

// DateEvent settles the day of an event of a live campaign, or moves it, and answers what moves with it: last days
// that are counted from it (SL-15, ZJ-44). The same day again changes nothing.
func (d *Desk) DateEvent(
	ctx context.Context, caller Caller, campaign, event string, on supervision.Date, o Revising,
) (supervision.Revision, error) {
	var shown supervision.Revision
	r := record{verb: "DATE_EVENT", object: "campaigns/" + campaign + "/events/" + event, reason: o.Reason, given: on}
	err := d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) (err error) {
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		plan, err := a.standingPlan(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(plan.Events, func(e supervision.Event) bool { return e.ID == event })
		switch {
		case i < 0:
			return postgres.ErrNone
		case on.IsZero():
			return supervision.Refuse(supervision.InvalidRequest, "须填写日期", "a day is needed")
		case on.Before(plan.Period.First.AddDays(-aYear)) || on.After(plan.Period.Last.AddDays(aYear)):
			return supervision.Refuse(supervision.InvalidRequest, "日期应在活动期间前后一年之内："+plan.Period.String(),
				"the day must lie within a year of the campaign's period, "+plan.Period.String())
		case plan.Events[i].Date == on:
			return errUnchanged
		}
		plan.Events[i].Date = on
		if err := a.DateEvent(ctx, campaign, event, on); err != nil {
			return err
		}
		shown, err = a.revise(ctx, plan, a.campaign.Customs.Calendar, o)
		return err
	})
	if errors.Is(err, errShown) {
		err = nil
	}
	return shown, err
}

// standingPlan is the campaign's plan with its events as they stand.
func (a *act) standingPlan(ctx context.Context) (*supervision.Plan, error) {
	plan, err := a.plan(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := a.Events(ctx, a.campaign.ID)
	for _, row := range rows {
		if i := slices.IndexFunc(plan.Events, func(e supervision.Event) bool { return e.ID == row.ID }); i >= 0 {
			plan.Events[i] = row.Event()
		}
	}
	return plan, err
}

// Events lists a campaign's events in the plan's order.
func (d *Desk) Events(ctx context.Context, caller Caller, campaign string) (events []supervision.Event, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		if _, err := tx.Campaign(ctx, campaign); err != nil {
			return err
		}
		rows, err := tx.Events(ctx, campaign)
		for _, row := range rows {
			events = append(events, row.Event())
		}
		return err
	})
	return events, err
}
