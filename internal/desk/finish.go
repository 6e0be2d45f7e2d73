package desk

import (
	"context"
	"maps"
	"slices"
	"time"

	"duban/supervision"
)

// finish writes what the command led to, in the order of the design: calls, duties, notices, campaign, record, nudge.
func (a *act) finish(ctx context.Context) error {
	if err := a.flush(ctx); err != nil {
		return err
	}
	if err := a.saveCampaign(ctx); err != nil {
		return err
	}
	slices.SortFunc(a.calls, supervision.CompareCalls)
	return a.record.append(ctx, a.Tx, a.now, a.caller, a.calls)
}

// flush writes the calls made so far with their duties and notices. What follows in the same transaction sees them.
func (a *act) flush(ctx context.Context) error {
	if err := a.InsertCalls(ctx, a.campaign.ID, a.calls[a.written:], a.now); err != nil {
		return err
	}
	a.written = len(a.calls)
	if err := a.save(ctx); err != nil {
		return err
	}
	queued := a.notices
	a.notices = nil
	return a.QueueNotices(ctx, a.campaign.ID, a.noticeState(), queued)
}

// save stores the duties loaded so far, each with the instant of its next call.
func (a *act) save(ctx context.Context) error {
	duties := make([]supervision.Duty, 0, len(a.duties))
	for _, id := range slices.Sorted(maps.Keys(a.duties)) {
		duties = append(duties, *a.duties[id])
	}
	clear(a.duties)
	return a.SaveDuties(ctx, a.campaign.ID, duties, a.nextCall)
}

func (a *act) nextCall(d *supervision.Duty) time.Time { return d.Next(a.campaign.Customs) }

func (a *act) noticeState() string {
	if a.campaign.HeldSince.IsZero() {
		return "QUEUED"
	}
	return "SILENCED"
}

// saveCampaign stores the campaign with the next instant at which something is due, and nudges its process if that
// came earlier or another step is next.
func (a *act) saveCampaign(ctx context.Context) error {
	a.campaign.ClockAt = a.now
	step, stepAt, err := a.desk.nextStep(ctx, a.Tx, &a.campaign)
	if err != nil {
		return err
	}
	next := time.Time{}
	if a.campaign.State == supervision.CampaignLive {
		if next, err = a.NextCall(ctx, a.campaign.ID); err != nil {
			return err
		}
		next = supervision.Earliest(next, stepAt)
	}
	if err := a.SaveCampaign(ctx, &a.campaign, next); err != nil {
		return err
	}
	sooner := !next.IsZero() && (a.nextAt.IsZero() || next.Before(a.nextAt))
	if !a.record.own && (sooner || step != a.step || !stepAt.Equal(a.stepAt)) {
		return a.Nudge(ctx, "campaign", a.campaign.ID)
	}
	return nil
}
