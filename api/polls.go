package api

import (
	"context"
	"fmt"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// polls serves PollService.
type polls struct {
	v1.UnimplementedPollServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *polls) GetPoll(ctx context.Context, req *v1.GetPollRequest) (*v1.Poll, error) {
	return s.show(ctx, req.GetId())
}

func (s *polls) show(ctx context.Context, id string) (*v1.Poll, error) {
	row, results, err := s.desk.Poll(ctx, callerOf(ctx), id)
	if err != nil {
		return nil, err
	}
	p := poll(row)
	p.Results = each(results, pollResult)
	return p, nil
}

func (s *polls) ListPolls(ctx context.Context, req *v1.ListPollsRequest) (*v1.ListPollsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after string, limit int) ([]desk.PollRow, error) {
			return s.desk.Polls(ctx, callerOf(ctx), req.GetCampaign(), after, limit)
		},
		func(r desk.PollRow) string { return r.ID }, always(poll))
	return &v1.ListPollsResponse{Polls: items, NextPageToken: next}, err
}

func (s *polls) CastBallot(ctx context.Context, req *v1.CastBallotRequest) (*v1.CastBallotResponse, error) {
	choices, err := choicesOf(req)
	if err != nil {
		return nil, err
	}
	return &v1.CastBallotResponse{}, s.desk.CastBallot(ctx, callerOf(ctx), req.GetId(), choices)
}

// choicesOf refuses a project that is graded twice; all else about a ballot is for the rules.
func choicesOf(req *v1.CastBallotRequest) (map[string]supervision.Grade, error) {
	choices := map[string]supervision.Grade{}
	for i, c := range req.GetChoices() {
		if _, twice := choices[c.GetProject()]; twice {
			return nil, invalid(fmt.Sprintf("choices[%d].project", i), "同一项目只能选一项："+c.GetProject(), "graded twice: "+c.GetProject())
		}
		choices[c.GetProject()] = supervision.Grade(c.GetGrade().String())
	}
	return choices, nil
}

func (s *polls) ClosePoll(ctx context.Context, req *v1.ClosePollRequest) (*v1.Poll, error) {
	if err := s.desk.ClosePoll(ctx, callerOf(ctx), req.GetId(), req.GetReason()); err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetId())
}
