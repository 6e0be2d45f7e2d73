package desk

import (
	"context"

	"duban/supervision"
)

// LaunchCampaign takes a draft up: its roster, duties, inspections and polls are made and its processes are called.
// Launching late is normal: windows already over are marked and make no calls. Launching again changes nothing.
func (d *Desk) LaunchCampaign(ctx context.Context, caller Caller, id string) error {
	r := record{verb: "LAUNCH_CAMPAIGN", object: "campaigns/" + id}
	return d.onCampaign(ctx, caller, id, r, func(ctx context.Context, a *act) error {
		if a.campaign.State == supervision.CampaignLive {
			return errUnchanged
		}
		if a.campaign.State != supervision.CampaignDraft {
			return a.campaign.RequireLive()
		}
		plan, err := a.plan(ctx)
		if err != nil {
			return err
		}
		launched := plan.Launch(a.now)
		a.campaign.State, a.campaign.Phase = supervision.CampaignLive, launched.Phase
		if err := a.EnterPhase(ctx, id, launched.Phase, a.now, ""); err != nil {
			return err
		}
		return a.takeUp(ctx, plan, launched)
	})
}

// takeUp stores what a launched plan makes and calls its processes.
func (a *act) takeUp(ctx context.Context, plan *supervision.Plan, l supervision.Launched) error {
	if err := a.InsertRoster(ctx, plan, a.now); err != nil {
		return err
	}
	if err := a.InsertDuties(ctx, plan.ID, l.Duties, a.nextCall); err != nil {
		return err
	}
	for _, i := range l.Inspections {
		if err := a.InsertInspection(ctx, plan.ID, i); err != nil {
			return err
		}
		if err := a.Nudge(ctx, "inspection", i.ID); err != nil {
			return err
		}
	}
	for i := range l.Polls {
		if err := a.InsertPoll(ctx, plan.ID, &l.Polls[i]); err != nil {
			return err
		}
	}
	return a.Nudge(ctx, "delivery", a.campaign.Host)
}
