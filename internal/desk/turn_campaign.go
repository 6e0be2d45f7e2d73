package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// HoldCampaign silences a campaign's messages. Its deadlines run on. Holding again changes nothing.
func (d *Desk) HoldCampaign(ctx context.Context, caller Caller, id, reason string) error {
	r := record{verb: "HOLD_CAMPAIGN", object: "campaigns/" + id, reason: reason}
	return d.onCampaign(ctx, caller, id, r, func(ctx context.Context, a *act) error {
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		if !a.campaign.HeldSince.IsZero() {
			return errUnchanged
		}
		a.campaign.HeldSince = a.now
		return a.SilenceNotices(ctx, id)
	})
}

// droppedShown is the most dropped reminders that a resume lists; the inbox has them all.
const droppedShown = 1000

// ResumeCampaign ends a hold: silenced reminders that are stale are dropped and listed, the others go out with the
// next digest. Resuming again changes nothing.
func (d *Desk) ResumeCampaign(ctx context.Context, caller Caller, id string) (dropped []postgres.NoticeRow, err error) {
	r := record{verb: "RESUME_CAMPAIGN", object: "campaigns/" + id}
	err = d.onCampaign(ctx, caller, id, r, func(ctx context.Context, a *act) error {
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		if a.campaign.HeldSince.IsZero() {
			return errUnchanged
		}
		// What falls due up to now fell due under the hold.
		if err := a.makeAllDue(ctx); err != nil {
			return err
		}
		dropped, err = a.endHold(ctx)
		return err
	})
	return dropped, err
}

// endHold drops and lists the silenced reminders that are stale and lets the others go out.
func (a *act) endHold(ctx context.Context) ([]postgres.NoticeRow, error) {
	dropped, err := a.DropStale(ctx, a.campaign.ID, supervision.DateOf(a.now, a.campaign.Customs.Zone), droppedShown)
	if err != nil {
		return nil, err
	}
	a.campaign.HeldSince = time.Time{}
	urgent, err := a.ReleaseSilenced(ctx, a.campaign.ID)
	a.urgent = a.urgent || urgent
	return dropped, err
}

// AdvanceCampaign opens the next phase before its first day, with a reason. The same again changes nothing.
func (d *Desk) AdvanceCampaign(ctx context.Context, caller Caller, id string, phase supervision.Phase, reason string) error {
	r := record{verb: "ADVANCE_CAMPAIGN", object: "campaigns/" + id, reason: reason, given: phase.String()}
	return d.onCampaign(ctx, caller, id, r, func(ctx context.Context, a *act) error {
		return a.enter(ctx, phase, reason, a.now)
	})
}

// enter turns the campaign to a phase and records the instant from which it is in it.
func (a *act) enter(ctx context.Context, phase supervision.Phase, reason string, at time.Time) error {
	if a.campaign.Phase == phase {
		return errUnchanged
	}
	if err := a.campaign.Enter(phase); err != nil {
		return err
	}
	return a.EnterPhase(ctx, a.campaign.ID, phase, at, reason)
}

// CancelCampaign ends a campaign for good, with a reason. Cancelling again changes nothing.
func (d *Desk) CancelCampaign(ctx context.Context, caller Caller, id, reason string) error {
	r := record{verb: "CANCEL_CAMPAIGN", object: "campaigns/" + id, reason: reason}
	return d.onCampaign(ctx, caller, id, r, func(ctx context.Context, a *act) error {
		switch a.campaign.State {
		case supervision.CampaignCancelled:
			return errUnchanged
		case supervision.CampaignClosed:
			return a.campaign.RequireLive()
		case supervision.CampaignDraft, supervision.CampaignLive:
		}
		return a.end(ctx, supervision.CampaignCancelled)
	})
}

// end makes the calls that are due, closes the record and tells the campaign's processes.
func (a *act) end(ctx context.Context, state supervision.CampaignState) error {
	if err := a.makeAllDue(ctx); err != nil {
		return err
	}
	if !a.campaign.HeldSince.IsZero() {
		if _, err := a.endHold(ctx); err != nil {
			return err
		}
	}
	a.campaign.State = state
	left, err := a.LeaveOpen(ctx, a.campaign.ID, a.now)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		a.images.add("duty", columns{{"state", supervision.LeftOpen}}, left...)
	}
	if err := a.LeavePhase(ctx, a.campaign.ID, a.campaign.Phase, a.now); err != nil {
		return err
	}
	return a.NudgeProcesses(ctx, a.campaign.ID)
}
