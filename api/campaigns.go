package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"google.golang.org/protobuf/encoding/protojson"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// campaigns serves CampaignService: here what is done to a campaign, in duties.go what is read of it.
type campaigns struct {
	v1.UnimplementedCampaignServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *campaigns) CheckPlan(_ context.Context, req *v1.CheckPlanRequest) (*v1.CheckPlanResponse, error) {
	file := openPlan(req)
	answer := &v1.CheckPlanResponse{Findings: each(file.Findings, finding)}
	if file.Plan != nil {
		answer.Duties = count(file.Plan.CountDuties())
	}
	return answer, nil
}

func (s *campaigns) CreateCampaign(ctx context.Context, req *v1.CreateCampaignRequest) (*v1.Campaign, error) {
	source, err := sourceOf(req)
	if err != nil {
		return nil, err
	}
	row, err := s.desk.CreateCampaign(ctx, callerOf(ctx), source)
	if err != nil {
		return nil, withoutPlaces(err, req)
	}
	return s.show(ctx, row.ID)
}

// sourceOf is the plan as it is kept: a text byte for byte, a message as JSON, which is YAML. protojson spaces its
// output at random, so that is taken out: the same message has to give the same bytes.
func sourceOf(req *v1.CreateCampaignRequest) ([]byte, error) {
	if req.GetPlan() == nil {
		return []byte(req.GetYaml()), nil
	}
	spaced, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(req.GetPlan())
	if err != nil {
		return nil, err
	}
	var source bytes.Buffer
	err = json.Compact(&source, spaced)
	return source.Bytes(), err
}

// withoutPlaces takes lines and columns away where the caller sent no text that they could be of.
func withoutPlaces(err error, req *v1.CreateCampaignRequest) error {
	refusal, ok := errors.AsType[*supervision.Error](err)
	if req.GetPlan() == nil || !ok {
		return err
	}
	bare := *refusal
	bare.Findings = each(refusal.Findings, func(f supervision.Finding) supervision.Finding {
		f.Line, f.Column = 0, 0
		return f
	})
	return &bare
}

func (s *campaigns) GetCampaign(ctx context.Context, req *v1.GetCampaignRequest) (*v1.Campaign, error) {
	return s.show(ctx, req.GetId())
}

func (s *campaigns) LaunchCampaign(ctx context.Context, req *v1.LaunchCampaignRequest) (*v1.Campaign, error) {
	return s.done(ctx, req.GetId(), s.desk.LaunchCampaign(ctx, callerOf(ctx), req.GetId()))
}

func (s *campaigns) HoldCampaign(ctx context.Context, req *v1.HoldCampaignRequest) (*v1.Campaign, error) {
	return s.done(ctx, req.GetId(), s.desk.HoldCampaign(ctx, callerOf(ctx), req.GetId(), req.GetReason()))
}

func (s *campaigns) ResumeCampaign(ctx context.Context, req *v1.ResumeCampaignRequest) (*v1.ResumeCampaignResponse, error) {
	dropped, err := s.desk.ResumeCampaign(ctx, callerOf(ctx), req.GetId())
	if err != nil {
		return nil, err
	}
	resumed, err := s.show(ctx, req.GetId())
	return &v1.ResumeCampaignResponse{Campaign: resumed, Dropped: each(dropped, notice)}, err
}

func (s *campaigns) AdvanceCampaign(ctx context.Context, req *v1.AdvanceCampaignRequest) (*v1.Campaign, error) {
	phase := supervision.ParsePhase(req.GetPhase().String())
	return s.done(ctx, req.GetId(), s.desk.AdvanceCampaign(ctx, callerOf(ctx), req.GetId(), phase, req.GetReason()))
}

func (s *campaigns) CancelCampaign(ctx context.Context, req *v1.CancelCampaignRequest) (*v1.Campaign, error) {
	return s.done(ctx, req.GetId(), s.desk.CancelCampaign(ctx, callerOf(ctx), req.GetId(), req.GetReason()))
}

func (s *campaigns) SubmitReports(ctx context.Context, req *v1.SubmitReportsRequest) (*v1.Campaign, error) {
	return s.done(ctx, req.GetId(), s.desk.SubmitReports(ctx, callerOf(ctx), req.GetId(), req.GetOverrideReason()))
}

// done shows a campaign after a command, unless that was refused.
func (s *campaigns) done(ctx context.Context, id string, err error) (*v1.Campaign, error) {
	if err != nil {
		return nil, err
	}
	return s.show(ctx, id)
}

func (s *campaigns) show(ctx context.Context, id string) (*v1.Campaign, error) {
	row, phases, err := s.desk.CampaignWithPhases(ctx, callerOf(ctx), id)
	if err != nil {
		return nil, err
	}
	c := campaign(row)
	c.Phases = each(phases, phase)
	return c, nil
}

func (s *campaigns) ListCampaigns(ctx context.Context, req *v1.ListCampaignsRequest) (*v1.ListCampaignsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after moment, limit int) ([]desk.CampaignRow, error) {
			return s.desk.Campaigns(ctx, callerOf(ctx), after.At, after.ID, limit)
		},
		func(r desk.CampaignRow) moment { return moment{r.CreatedAt, r.ID} }, always(campaign))
	return &v1.ListCampaignsResponse{Campaigns: items, NextPageToken: next}, err
}

func (s *campaigns) ListPhases(ctx context.Context, req *v1.ListPhasesRequest) (*v1.ListPhasesResponse, error) {
	_, phases, err := s.desk.CampaignWithPhases(ctx, callerOf(ctx), req.GetId())
	return &v1.ListPhasesResponse{Phases: each(phases, phase)}, err
}
