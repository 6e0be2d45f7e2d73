package api

import (
	"context"
	"slices"
	"time"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/planfile"
	"duban/supervision"
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
	titles, err := s.desk.SeatTitles(ctx, callerOf(ctx), holders(made))
	if err != nil {
		return nil, err
	}
	return s.tell(ctx, req.GetCampaign(), made, !req.GetValidateOnly(), titles)
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
	return s.tell(ctx, req.GetId(), made, !req.GetValidateOnly(), seatTitles(present, []byte(req.GetPlanSource())))
}

// tell answers a revision in the days of its campaign.
func (s *revisions) tell(
	ctx context.Context, campaign string, made supervision.Revision, applied bool, titles map[string]string,
) (*v1.Revision, error) {
	row, err := s.desk.Campaign(ctx, callerOf(ctx), campaign)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(row.Zone)
	if err != nil {
		return nil, err
	}
	return revision(made, applied, titles, zone), nil
}

// holders are the seats that hold what a revision changes, before or from now on, each once.
func holders(r supervision.Revision) (seats []string) {
	for _, c := range r.Changes {
		seats = append(seats, c.HolderFrom, c.HolderTo)
	}
	slices.Sort(seats)
	return slices.Compact(seats)
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
