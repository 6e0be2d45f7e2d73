package desk

import (
	"context"

	"duban/supervision"
)

// AcceptSubmission accepts a report. Accepting again changes nothing.
func (d *Desk) AcceptSubmission(ctx context.Context, caller Caller, campaign, id string) error {
	r := record{verb: "ACCEPT_SUBMISSION", object: "campaigns/" + campaign + "/submissions/" + id}
	return d.judge(ctx, caller, campaign, id, r, supervision.Accepted)
}

// ReturnSubmission hands a report back with a reason: its duty's original due date lives again. Returning again
// changes nothing.
func (d *Desk) ReturnSubmission(ctx context.Context, caller Caller, campaign, id, reason string) error {
	r := record{verb: "RETURN_SUBMISSION", object: "campaigns/" + campaign + "/submissions/" + id, reason: reason}
	return d.judge(ctx, caller, campaign, id, r, supervision.Returned)
}

func (d *Desk) judge(ctx context.Context, caller Caller, campaign, id string, r record, verdict supervision.SubmissionState) error {
	return d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) error {
		s, err := a.seenSubmission(ctx, campaign, id)
		if err != nil {
			return err
		}
		changed, err := s.State.Judge(verdict, s.DutyKind)
		if err != nil {
			return err
		}
		if !changed {
			return errUnchanged
		}
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		a.images.add("submission", columns{{"state", verdict}}, id)
		if err := a.JudgeSubmission(ctx, campaign, id, verdict, r.reason, a.now); err != nil {
			return err
		}
		return a.answer(ctx, s.DutyID, verdict, r.reason)
	})
}

// answer tells the duty's holder the verdict; a return unproves the duty, and a date already past lapses at once.
func (a *act) answer(ctx context.Context, id string, verdict supervision.SubmissionState, reason string) error {
	duty, err := a.duty(ctx, id)
	if err != nil {
		return err
	}
	if verdict == supervision.Accepted {
		a.tell(duty.Holder, duty, supervision.NoticeAccepted, "", a.now)
		return nil
	}
	duty.Unprove(a.now, a.campaign.Customs.Zone)
	a.tell(duty.Holder, duty, supervision.NoticeReturned, reason, a.now)
	return nil
}
