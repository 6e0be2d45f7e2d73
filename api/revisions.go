package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/planfile"
)

// revisions serves RevisionService.
type revisions struct {
	v1.UnimplementedRevisionServiceServer
	desk *desk.Desk
}

func (s *revisions) ListEvents(ctx context.Context, req *v1.ListEventsRequest) (*v1.ListEventsResponse, error) {
	events, err := s.desk.Events(ctx, callerOf(ctx), req.GetCampaign())
	return &v1.ListEventsResponse{Events: each(events, eventView)}, err
}

func (s *revisions) DateEvent(ctx context.Context, req *v1.DateEventRequest) (*v1.Revision, error) {
	on, err := parseDay("date", req.GetDate())
	if err != nil {
		return nil, err
	}
	how := desk.Revising{ValidateOnly: req.GetValidateOnly(), ConfirmEarlier: req.GetConfirmEarlier(), Reason: req.GetReason()}
	made, err := s.desk.DateEvent(ctx, callerOf(ctx), req.GetCampaign(), req.GetEvent(), on, how)
	if err != nil {
		return nil, err
	}
	return revision(made, !req.GetValidateOnly()), nil
}

func (s *revisions) AmendCampaign(ctx context.Context, req *v1.AmendCampaignRequest) (*v1.Revision, error) {
	_, present, err := s.desk.PlanSource(ctx, callerOf(ctx), req.GetId())
	if err != nil {
		return nil, err
	}
	how := desk.Revising{ValidateOnly: req.GetValidateOnly(), ConfirmEarlier: req.GetConfirmEarlier(), Reason: req.GetReason()}
	made, err := s.desk.AmendCampaign(ctx, callerOf(ctx), req.GetId(), []byte(req.GetPlanSource()), how)
	if err != nil {
		return nil, err
	}
	m := revision(made, !req.GetValidateOnly())
	nameHolders(m.GetChanges(), seatTitles(present, []byte(req.GetPlanSource())))
	return m, nil
}

// seatTitles are those of all seats of some plans, the last word on each.
func seatTitles(sources ...[]byte) map[string]string {
	titles := map[string]string{}
	for _, source := range sources {
		plan, _ := planfile.Read(source)
		if plan == nil { // a stored plan that an older program took; its seats go by their ids
			continue
		}
		for _, seat := range plan.Seats {
			titles[seat.ID] = seat.Title
		}
	}
	return titles
}

func nameHolders(changes []*v1.Change, titles map[string]string) {
	for _, c := range changes {
		c.HolderTitleBefore, c.HolderTitle = titles[c.GetHolderBefore()], titles[c.GetHolder()]
	}
}
