package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// submissionFor shows submissions to a caller.
func submissionFor(to desk.Caller) func(desk.SubmissionRow) *v1.Submission {
	return func(r desk.SubmissionRow) *v1.Submission {
		return &v1.Submission{
			Id: r.ID, Campaign: r.CampaignID, Duty: r.DutyID, Title: r.Title, Text: r.Text,
			State: v1.Submission_State(v1.Submission_State_value[string(r.State)]), Author: r.SeatID, AuthorTitle: r.AuthorTitle,
			SubmittedAt: instant(r.SubmittedAt), Late: r.Late, JudgedAt: stored(r.JudgedAt), Reason: r.Reason,
			ApprovedAt: stored(r.ApprovedAt), MayApprove: to.SitsIn(r.Heads...),
		}
	}
}
