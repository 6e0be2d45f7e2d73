package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// submissions serves SubmissionService.
type submissions struct {
	v1.UnimplementedSubmissionServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *submissions) SubmitDocument(ctx context.Context, req *v1.SubmitDocumentRequest) (*v1.Submission, error) {
	paper := desk.Paper{ID: req.GetId(), Duty: req.GetDuty(), Title: req.GetTitle(), Text: req.GetText()}
	row, err := s.desk.SubmitDocument(ctx, callerOf(ctx), req.GetCampaign(), paper)
	if err != nil {
		return nil, err
	}
	return submissionFor(callerOf(ctx))(row), nil
}

func (s *submissions) GetSubmission(ctx context.Context, req *v1.GetSubmissionRequest) (*v1.Submission, error) {
	return s.show(ctx, req.GetCampaign(), req.GetId())
}

func (s *submissions) show(ctx context.Context, campaign, id string) (*v1.Submission, error) {
	row, err := s.desk.Submission(ctx, callerOf(ctx), campaign, id)
	if err != nil {
		return nil, err
	}
	return submissionFor(callerOf(ctx))(row), nil
}

func (s *submissions) ListSubmissions(ctx context.Context, req *v1.ListSubmissionsRequest) (*v1.ListSubmissionsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after moment, limit int) ([]desk.SubmissionRow, error) {
			return s.desk.Submissions(ctx, callerOf(ctx), req.GetCampaign(), req.GetDuty(), after.At, after.ID, limit)
		},
		func(r desk.SubmissionRow) moment { return moment{r.SubmittedAt, r.ID} }, always(submissionFor(callerOf(ctx))))
	return &v1.ListSubmissionsResponse{Submissions: items, NextPageToken: next}, err
}

func (s *submissions) ApproveSubmission(ctx context.Context, req *v1.ApproveSubmissionRequest) (*v1.Submission, error) {
	if err := s.desk.ApproveSubmission(ctx, callerOf(ctx), req.GetCampaign(), req.GetId()); err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetCampaign(), req.GetId())
}

func (s *submissions) SendBackSubmission(ctx context.Context, req *v1.SendBackSubmissionRequest) (*v1.Submission, error) {
	if err := s.desk.SendBackSubmission(ctx, callerOf(ctx), req.GetCampaign(), req.GetId(), req.GetReason()); err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetCampaign(), req.GetId())
}

func (s *submissions) AcceptSubmission(ctx context.Context, req *v1.AcceptSubmissionRequest) (*v1.Submission, error) {
	if err := s.desk.AcceptSubmission(ctx, callerOf(ctx), req.GetCampaign(), req.GetId()); err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetCampaign(), req.GetId())
}

func (s *submissions) ReturnSubmission(ctx context.Context, req *v1.ReturnSubmissionRequest) (*v1.Submission, error) {
	if err := s.desk.ReturnSubmission(ctx, callerOf(ctx), req.GetCampaign(), req.GetId(), req.GetReason()); err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetCampaign(), req.GetId())
}
