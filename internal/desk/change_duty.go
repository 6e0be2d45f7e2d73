package desk

import (
	"context"

	"duban/supervision"
)

// ExtendDuty moves a duty's last day later, with a reason. What has been called stays called. The same again changes
// nothing.
func (d *Desk) ExtendDuty(ctx context.Context, caller Caller, campaign, id string, last supervision.Date, reason string) error {
	r := record{verb: "EXTEND_DUTY", object: "campaigns/" + campaign + "/duties/" + id, reason: reason, given: last}
	return d.onDuty(ctx, caller, campaign, id, r, func(_ context.Context, a *act, duty *supervision.Duty) error {
		if duty.Window.Last == last && duty.Reason == reason {
			return errUnchanged
		}
		if err := duty.Extend(last, reason, a.now, a.campaign.Customs.Zone); err != nil {
			return err
		}
		a.tell(duty.Holder, duty, supervision.NoticeExtended, reason, a.now)
		return nil
	})
}

// ExcuseDuty frees the holder of a duty, with a reason. What waited for it opens. The same again changes nothing.
func (d *Desk) ExcuseDuty(ctx context.Context, caller Caller, campaign, id, reason string) error {
	r := record{verb: "EXCUSE_DUTY", object: "campaigns/" + campaign + "/duties/" + id, reason: reason}
	return d.onDuty(ctx, caller, campaign, id, r, func(ctx context.Context, a *act, duty *supervision.Duty) error {
		if duty.State == supervision.Excused {
			return errUnchanged
		}
		if err := duty.Excuse(reason); err != nil {
			return err
		}
		a.tell(duty.Holder, duty, supervision.NoticeExcused, reason, a.now)
		return a.release(ctx, duty.Entry)
	})
}

// onDuty runs do on one settled duty of a live campaign.
func (d *Desk) onDuty(ctx context.Context, caller Caller, campaign, id string, r record,
	do func(context.Context, *act, *supervision.Duty) error,
) error {
	return d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) error {
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		duty, err := a.duty(ctx, id)
		if err != nil {
			return err
		}
		return do(ctx, a, duty)
	})
}
