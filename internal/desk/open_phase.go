package desk

import (
	"context"

	"duban/supervision"
)

// OpenPhase turns the campaign to a phase whose first day has come. Opening it again changes nothing.
func (d *Desk) OpenPhase(ctx context.Context, host, id string, phase supervision.Phase) error {
	r := record{own: true, verb: "OPEN_PHASE", object: "campaigns/" + id, given: phase.String()}
	return d.onCampaign(ctx, Clockwork(host), id, r, func(ctx context.Context, a *act) error {
		if a.campaign.RequireLive() != nil || a.campaign.Phase >= phase || a.stepAt.After(a.now) {
			return errUnchanged
		}
		return a.enter(ctx, phase, "", a.stepAt)
	})
}

// CloseCampaign ends a campaign whose results have been fed back. Closing again changes nothing.
func (d *Desk) CloseCampaign(ctx context.Context, host, id string) error {
	r := record{own: true, verb: "CLOSE_CAMPAIGN", object: "campaigns/" + id}
	return d.onCampaign(ctx, Clockwork(host), id, r, func(ctx context.Context, a *act) error {
		if a.step != supervision.StepClose || a.stepAt.After(a.now) {
			return errUnchanged
		}
		return a.end(ctx, supervision.CampaignClosed)
	})
}
