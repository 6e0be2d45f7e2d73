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
	a.campaign.ClockAt = a.now
	step, stepAt, err := a.desk.nextStep(ctx, a.Tx, &a.campaign)
	if err != nil {
		return err
	}
	return a.conclude(ctx, step, stepAt)
}

// conclude stores the campaign, nudges its process and appends the record.
func (a *act) conclude(ctx context.Context, step supervision.Step, stepAt time.Time) error {
	a.campaign.ClockAt = a.now
	a.SaveCampaign(&a.campaign, stepAt, &a.ahead)
	if !a.record.own && a.mustLook(step, stepAt) {
		if err := a.Nudge(ctx, "campaign", a.campaign.ID); err != nil {
			return err
		}
	}
	if err := a.nudgeCourier(ctx); err != nil {
		return err
	}
	return a.line(ctx)
}

// nudgeCourier has what is urgent go out at once.
func (a *act) nudgeCourier(ctx context.Context) error {
	if !a.urgent {
		return nil
	}
	return a.Nudge(ctx, "courier", a.campaign.Host)
}

// line appends what was done to the record.
func (a *act) line(ctx context.Context) error {
	if !audited {
		return nil
	}
	slices.SortFunc(a.calls, supervision.CompareCalls)
	a.record.calls, a.record.images = a.calls, a.images.all()
	return a.record.append(ctx, a.Tx, a.now, a.caller)
}

// flush writes the calls made so far with their duties and notices. What follows in the same transaction sees them.
func (a *act) flush(ctx context.Context) error {
	if err := a.InsertCalls(ctx, a.campaign.ID, a.calls[a.written:], a.now); err != nil {
		return err
	}
	a.written = len(a.calls)
	a.saveSettled()
	a.save()
	queued := a.notices
	a.notices = nil
	return a.QueueNotices(ctx, a.campaign.ID, a.noticeState(), a.campaign.Customs.Office, a.now, queued)
}

// saveSettled stores the duties of which only calls were made.
func (a *act) saveSettled() {
	a.SettleDuties(a.campaign.ID, a.settled, a.nextCall)
	a.settled = nil
}

// save stores the duties loaded so far, each with the instant of its next call.
func (a *act) save() {
	duties := make([]supervision.Duty, 0, len(a.duties))
	for _, id := range slices.Sorted(maps.Keys(a.duties)) {
		duties = append(duties, *a.duties[id])
		a.images.save(*a.duties[id])
	}
	clear(a.duties)
	a.SaveDuties(a.campaign.ID, duties, a.now, a.nextCall)
}

// nextCall is the instant of a duty's next call.
func (a *act) nextCall(d *supervision.Duty) time.Time {
	next := d.Next(a.campaign.Customs)
	a.soonest = supervision.Earliest(a.soonest, next)
	return next
}

func (a *act) noticeState() string {
	if a.campaign.HeldSince.IsZero() {
		return "QUEUED"
	}
	return "SILENCED"
}

// mustLook reports whether the campaign's process must look again: something is due sooner than it knows, or another
// step is next.
func (a *act) mustLook(step supervision.Step, stepAt time.Time) bool {
	next := supervision.Earliest(a.soonest, stepAt)
	sooner := a.campaign.State == supervision.CampaignLive && !next.IsZero() && (a.nextAt.IsZero() || next.Before(a.nextAt))
	return sooner || step != a.step || !stepAt.Equal(a.stepAt)
}
