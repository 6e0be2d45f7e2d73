package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// linkages serves LinkageService.
type linkages struct {
	v1.UnimplementedLinkageServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *linkages) ShareCampaign(ctx context.Context, req *v1.ShareCampaignRequest) (*v1.ListLinkagesResponse, error) {
	err := s.desk.ShareCampaign(ctx, callerOf(ctx), req.GetCampaign(), req.GetTo(), req.GetProjects(), req.GetReason())
	if err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetCampaign())
}

func (s *linkages) UnshareCampaign(ctx context.Context, req *v1.UnshareCampaignRequest) (*v1.ListLinkagesResponse, error) {
	if err := s.desk.UnshareCampaign(ctx, callerOf(ctx), req.GetCampaign(), req.GetTo(), req.GetReason()); err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetCampaign())
}

func (s *linkages) ListLinkages(ctx context.Context, req *v1.ListLinkagesRequest) (*v1.ListLinkagesResponse, error) {
	return s.show(ctx, req.GetCampaign())
}

func (s *linkages) show(ctx context.Context, campaign string) (*v1.ListLinkagesResponse, error) {
	shared, above, err := s.desk.Linkages(ctx, callerOf(ctx), campaign)
	if err != nil {
		return nil, err
	}
	return &v1.ListLinkagesResponse{Linkages: each(shared, linkage), Above: each(above, hostAbove)}, nil
}

func (s *linkages) ListSharedCampaigns(ctx context.Context, req *v1.ListSharedCampaignsRequest) (*v1.ListSharedCampaignsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(before moment, limit int) ([]desk.SharedCampaignRow, error) {
			return s.desk.SharedCampaigns(ctx, callerOf(ctx), before.At, before.ID, limit)
		},
		func(r desk.SharedCampaignRow) moment { return moment{r.SharedAt, r.ID} }, always(sharedCampaign))
	return &v1.ListSharedCampaignsResponse{Campaigns: items, NextPageToken: next}, err
}

func (s *linkages) GetSharedCampaign(ctx context.Context, req *v1.GetSharedCampaignRequest) (*v1.SharedCampaign, error) {
	row, err := s.desk.SharedCampaign(ctx, callerOf(ctx), req.GetId())
	if err != nil {
		return nil, err
	}
	return sharedCampaign(row), nil
}

func (s *linkages) ListSharedProjects(ctx context.Context, req *v1.ListSharedProjectsRequest) (*v1.ListSharedProjectsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after place, limit int) ([]desk.SharedProjectRow, error) {
			return s.desk.SharedProjects(ctx, callerOf(ctx), req.GetCampaign(), int(after)-1, limit)
		},
		func(r desk.SharedProjectRow) place { return place(r.Ordinal + 1) }, always(sharedProject))
	return &v1.ListSharedProjectsResponse{Projects: items, NextPageToken: next}, err
}

func (s *linkages) ListSharedInspections(ctx context.Context, req *v1.ListSharedInspectionsRequest) (*v1.ListSharedInspectionsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after onDay, limit int) ([]desk.SharedInspectionRow, error) {
			return s.desk.SharedInspections(ctx, callerOf(ctx), req.GetCampaign(), after.Day, after.ID, limit)
		},
		func(r desk.SharedInspectionRow) onDay { return onDay{r.Window().First, r.ID} }, always(sharedInspection))
	return &v1.ListSharedInspectionsResponse{Inspections: items, NextPageToken: next}, err
}
