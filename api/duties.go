package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

func (s *campaigns) ListDuties(ctx context.Context, req *v1.ListDutiesRequest) (*v1.ListDutiesResponse, error) {
	filter, err := dutyFilter(ctx, req)
	if err != nil {
		return nil, err
	}
	items, next, err := list(ctx, s.pages, req,
		func(after onDay, limit int) ([]desk.DutyView, error) {
			filter.AfterDay, filter.AfterID, filter.Limit = after.Day, after.ID, limit
			return s.desk.Duties(ctx, callerOf(ctx), req.GetCampaign(), filter)
		},
		func(d desk.DutyView) onDay { return onDay{d.Window.Last, d.ID} }, always(dutyOf(req.GetCampaign())))
	return &v1.ListDutiesResponse{Duties: items, NextPageToken: next}, err
}

func dutyFilter(ctx context.Context, req *v1.ListDutiesRequest) (f desk.DutyFilter, err error) {
	f.States = each(req.GetStates(), v1.Duty_State.String)
	if req.GetMine() {
		f.Seats = callerOf(ctx).SeatIDs()
	}
	if req.GetDueBy() != "" {
		f.DueBy, err = parseDay("due_by", req.GetDueBy())
	}
	return f, err
}

func (s *campaigns) GetDuty(ctx context.Context, req *v1.GetDutyRequest) (*v1.Duty, error) {
	return s.showDuty(ctx, req.GetCampaign(), req.GetId())
}

func (s *campaigns) showDuty(ctx context.Context, campaign, id string) (*v1.Duty, error) {
	view, calls, err := s.desk.Duty(ctx, callerOf(ctx), campaign, id)
	if err != nil {
		return nil, err
	}
	d := dutyOf(campaign)(view)
	d.Calls = each(calls, call)
	d.Computation = computation(view.Computed)
	return d, nil
}

func (s *campaigns) ExtendDuty(ctx context.Context, req *v1.ExtendDutyRequest) (*v1.Duty, error) {
	last, err := parseDay("last_day", req.GetLastDay())
	if err != nil {
		return nil, err
	}
	if err := s.desk.ExtendDuty(ctx, callerOf(ctx), req.GetCampaign(), req.GetId(), last, req.GetReason()); err != nil {
		return nil, err
	}
	return s.showDuty(ctx, req.GetCampaign(), req.GetId())
}

func (s *campaigns) ExcuseDuty(ctx context.Context, req *v1.ExcuseDutyRequest) (*v1.Duty, error) {
	if err := s.desk.ExcuseDuty(ctx, callerOf(ctx), req.GetCampaign(), req.GetId(), req.GetReason()); err != nil {
		return nil, err
	}
	return s.showDuty(ctx, req.GetCampaign(), req.GetId())
}

func (s *campaigns) ListCalls(ctx context.Context, req *v1.ListCallsRequest) (*v1.ListCallsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after callKey, limit int) ([]desk.CallView, error) {
			last := supervision.Call{At: after.At, Duty: after.Duty, Kind: after.Kind}
			return s.desk.Agenda(ctx, callerOf(ctx), req.GetCampaign(), req.GetAhead(), last, limit)
		},
		func(c desk.CallView) callKey { return callKey{c.At, c.DutyID, c.Kind} }, always(call))
	return &v1.ListCallsResponse{Calls: items, NextPageToken: next}, err
}

func (s *campaigns) ListProjects(ctx context.Context, req *v1.ListProjectsRequest) (*v1.ListProjectsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after place, limit int) ([]desk.ProjectRow, error) {
			return s.desk.Projects(ctx, callerOf(ctx), req.GetCampaign(), int(after)-1, limit)
		},
		func(r desk.ProjectRow) place { return place(r.Ordinal + 1) }, projectView)
	return &v1.ListProjectsResponse{Projects: items, NextPageToken: next}, err
}

func (s *campaigns) ListGroups(ctx context.Context, req *v1.ListGroupsRequest) (*v1.ListGroupsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after place, limit int) ([]desk.GroupRow, error) {
			return s.desk.Groups(ctx, callerOf(ctx), req.GetCampaign(), int(after)-1, limit)
		},
		func(r desk.GroupRow) place { return place(r.Ordinal + 1) }, groupView)
	return &v1.ListGroupsResponse{Groups: items, NextPageToken: next}, err
}
