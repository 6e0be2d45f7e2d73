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

// SubmitDocument hands in what proves a duty. The same paper again gets the first answer.
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

func (a *act) insertPaper(ctx context.Context, p Paper) error {
	duty, err := a.duty(ctx, p.Duty)
	if err != nil {
		return err
	}
	if err := duty.Submit(a.caller.seatAmong(duty.Holder), a.now, a.campaign.Customs.Zone); err != nil {
		return err
	}
	a.images.add("submission", columns{{"state", supervision.Submitted}}, p.ID)
	if err := a.InsertSubmission(ctx, postgres.SubmissionRow{
		ID: p.ID, CampaignID: a.campaign.ID, DutyID: duty.ID, Title: p.Title, Text: p.Text, State: supervision.Submitted,
		SeatID: duty.Holder, SubmittedAt: a.now, Late: duty.Late, RequestDigest: p.digest(),
	}); err != nil {
		return err
	}
	return a.release(ctx, duty.Entry)
}
