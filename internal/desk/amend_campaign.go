package desk

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/supervision"
)

// AmendCampaign gives a live campaign a new version of its plan, with a reason, and answers the difference. What is
// proven stays proven, an event's date that staff have set stays set, and everybody concerned is told. The same plan
// again changes nothing.
func (d *Desk) AmendCampaign(ctx context.Context, caller Caller, id string, source []byte, o Revising) (supervision.Revision, error) {
	plan, err := readPlan(source)
	if err != nil {
		return supervision.Revision{}, err
	}
	var shown supervision.Revision
	r := record{verb: "AMEND_CAMPAIGN", object: "campaigns/" + id, reason: o.Reason, given: string(source)}
	err = d.onCampaign(ctx, caller, id, r, func(ctx context.Context, a *act) (err error) {
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		standing, err := a.PlanSource(ctx, id)
		if err != nil {
			return err
		}
		if bytes.Equal(standing, source) {
			return errUnchanged
		}
		old, err := readPlan(standing)
		if err != nil {
			return err
		}
		if err := plan.Amends(old); err != nil {
			return err
		}
		if err := a.settleEvents(ctx, plan, old); err != nil {
			return err
		}
		shown, err = a.amend(ctx, plan, source, o)
		return err
	})
	if errors.Is(err, errShown) {
		err = nil
	}
	return shown, err
}

// readPlan reads a plan's text, and refuses one that has errors.
func readPlan(source []byte) (*supervision.Plan, error) {
	plan, findings := planfile.Read(source)
	if supervision.HasErrors(findings) {
		return nil, invalidPlan(findings)
	}
	return plan, nil
}

func (a *act) amend(ctx context.Context, plan *supervision.Plan, source []byte, o Revising) (supervision.Revision, error) {
	if err := a.makeAllDue(ctx); err != nil { // as the plan has it up to now
		return supervision.Revision{}, err
	}
	version, err := a.AmendPlan(ctx, plan.ID, postgres.Amendment{Plan: source, At: a.now, By: a.caller.Person, Reason: o.Reason})
	if err != nil {
		return supervision.Revision{}, err
	}
	a.images.add("campaign", columns{{"version", version}}, plan.ID)
	if err := a.insertRoster(ctx, plan); err != nil {
		return supervision.Revision{}, err
	}
	if err := a.SaveHead(ctx, plan); err != nil {
		return supervision.Revision{}, err
	}
	a.campaign.Title, a.campaign.Windows, a.campaign.Period, a.campaign.Customs.Office = plan.Title, plan.Phases, plan.Period, plan.OfficeSeat()
	r, err := a.revise(ctx, plan, a.campaign.Customs.Calendar, o)
	if err != nil {
		return r, err
	}
	return r, a.InsertEvents(ctx, plan)
}

// settleEvents gives a plan's events the dates that staff have set, unless the amendment itself gives another date.
func (a *act) settleEvents(ctx context.Context, plan, old *supervision.Plan) error {
	rows, err := a.Events(ctx, a.campaign.ID)
	for _, row := range rows {
		e := eventOf(plan, row.ID)
		if e == nil {
			continue
		}
		if was := eventOf(old, row.ID); e.Date.IsZero() || was != nil && e.Date == was.Date {
			e.Date = row.Event().Date
		}
	}
	return err
}

// eventOf is a plan's event of that id; nil if it has none.
func eventOf(plan *supervision.Plan, id string) *supervision.Event {
	i := slices.IndexFunc(plan.Events, func(e supervision.Event) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return &plan.Events[i]
}
