package desk

import (
	"bytes"
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/supervision"
)

// Paper is what a duty's holder hands in.
type Paper struct{ ID, Duty, Title, Text string }

// SubmitDocument hands in what proves a duty, or lays it before the head of the caller's unit, where that says so: see
// ApproveSubmission. The same paper again gets the first answer.
func (d *Desk) SubmitDocument(ctx context.Context, caller Caller, campaign string, p Paper) (row postgres.SubmissionRow, err error) {
	r := record{verb: "SUBMIT_DOCUMENT", object: "campaigns/" + campaign + "/submissions/" + p.ID, given: p}
	err = d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) error {
		if row, err = a.firstSubmission(ctx, p); err != nil {
			return err
		}
		if row.ID != "" {
			return errUnchanged
		}
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		if err := a.insertPaper(ctx, p); err != nil {
			return err
		}
		row, err = a.Submission(ctx, campaign, p.ID)
		return err
	})
	return row, err
}

// firstSubmission finds the submission of a repeated request; its ID is empty when the id is free.
func (a *act) firstSubmission(ctx context.Context, p Paper) (postgres.SubmissionRow, error) {
	first, err := a.Submission(ctx, a.campaign.ID, p.ID)
	switch {
	case errors.Is(err, postgres.ErrNone):
		return postgres.SubmissionRow{}, nil
	case err != nil:
		return first, err
	case a.caller.seatAmong(first.SeatID) == "" || !bytes.Equal(first.RequestDigest, p.digest()):
		return postgres.SubmissionRow{}, errTaken
	}
	return first, nil
}

func (p Paper) digest() []byte { return requestDigest(p.Duty, p.Title, p.Text) }

// insertPaper hands a paper in, or lays it before the head of the unit where that is how papers leave it.
func (a *act) insertPaper(ctx context.Context, p Paper) error {
	duty, err := a.duty(ctx, p.Duty)
	if err != nil {
		return err
	}
	if duty.Unannounced && !supervision.ToldEarly(a.caller.Has) {
		return postgres.ErrNone // a refusal would tell that there is such a visit
	}
	house, err := a.House(ctx, duty.Holder)
	if err != nil {
		return err
	}
	if house.Approved {
		return a.draft(ctx, p, duty, house)
	}
	if err := duty.Submit(a.caller.seatAmong(duty.Holder), a.now, a.campaign.Customs.Zone); err != nil {
		return err
	}
	if err := a.insertSubmission(ctx, p, duty, supervision.Submitted); err != nil {
		return err
	}
	return a.release(ctx, duty.Entry)
}

// draft lays a paper before the heads of the unit and tells them.
func (a *act) draft(ctx context.Context, p Paper, duty *supervision.Duty, house supervision.House) error {
	if err := duty.Draft(a.caller.seatAmong(duty.Holder), house); err != nil {
		return err
	}
	a.record.verb = "DRAFT_SUBMISSION"
	for _, head := range house.Heads {
		a.tell(head, duty, supervision.NoticeDrafted, "", a.now)
	}
	return a.insertSubmission(ctx, p, duty, supervision.Drafted)
}

func (a *act) insertSubmission(ctx context.Context, p Paper, duty *supervision.Duty, state supervision.SubmissionState) error {
	a.images.add("submission", columns{{"state", state}}, p.ID)
	return a.InsertSubmission(ctx, postgres.SubmissionRow{
		ID: p.ID, CampaignID: a.campaign.ID, DutyID: duty.ID, Title: p.Title, Text: p.Text, State: state,
		SeatID: duty.Holder, SubmittedAt: a.now, Late: duty.Late, RequestDigest: p.digest(),
	})
}
