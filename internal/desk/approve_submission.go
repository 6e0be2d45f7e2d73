package desk

import (
	"context"

	"duban/internal/postgres"
	"duban/supervision"
)

// ApproveSubmission has the head of a unit approve what its liaison has drafted: it leaves the house now, and is handed in.
// Approving again changes nothing.
func (d *Desk) ApproveSubmission(ctx context.Context, caller Caller, campaign, id string) error {
	r := record{verb: "APPROVE_SUBMISSION", object: "campaigns/" + campaign + "/submissions/" + id}
	return d.decide(ctx, caller, campaign, id, r, supervision.Submitted)
}

// SendBackSubmission has the head of a unit send a draft back with a reason; it never leaves the house, and another may be
// drafted. Sending back again changes nothing.
func (d *Desk) SendBackSubmission(ctx context.Context, caller Caller, campaign, id, reason string) error {
	r := record{verb: "SEND_BACK_SUBMISSION", object: "campaigns/" + campaign + "/submissions/" + id, reason: reason}
	return d.decide(ctx, caller, campaign, id, r, supervision.SentBack)
}

func (d *Desk) decide(ctx context.Context, caller Caller, campaign, id string, r record, verdict supervision.SubmissionState) error {
	return d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) error {
		s, err := a.seenSubmission(ctx, campaign, id)
		if err != nil {
			return err
		}
		head, err := a.headOver(ctx, s)
		if err != nil {
			return err
		}
		changed, err := s.State.Decide(verdict)
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
		return a.letOut(ctx, s, postgres.Decision{State: verdict, Head: head, Reason: r.reason, At: a.now})
	})
}

// seenSubmission reads a submission that the caller may see.
func (a *act) seenSubmission(ctx context.Context, campaign, id string) (postgres.SubmissionRow, error) {
	row, err := a.Submission(ctx, campaign, id)
	return a.caller.seen(row, err)
}

// headOver is the caller's seat as a head of the author's unit.
func (a *act) headOver(ctx context.Context, s postgres.SubmissionRow) (string, error) {
	house, err := a.House(ctx, s.SeatID)
	if err != nil {
		return "", err
	}
	head := a.caller.seatAmong(house.Heads...)
	if head == "" {
		return "", supervision.Refuse(supervision.NotAllowed, "须由撰写单位的负责人审签", "the head of the author's unit approves this")
	}
	return head, nil
}

// letOut hands a draft in for its duty, or tells its author why not.
func (a *act) letOut(ctx context.Context, s postgres.SubmissionRow, d postgres.Decision) error {
	duty, err := a.duty(ctx, s.DutyID)
	if err != nil {
		return err
	}
	if d.State == supervision.SentBack {
		a.tell(s.SeatID, duty, supervision.NoticeSentBack, "", a.now)
		a.DecideSubmission(s.CampaignID, s.ID, d)
		return nil
	}
	if err := duty.Submit(s.SeatID, a.now, a.campaign.Customs.Zone); err != nil {
		return err
	}
	d.Late = duty.Late
	a.DecideSubmission(s.CampaignID, s.ID, d)
	return a.release(ctx, duty.Entry)
}
