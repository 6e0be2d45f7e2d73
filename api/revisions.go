package api

import (
	"cmp"
	"context"
	"slices"

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
	return revision(made, !req.GetValidateOnly(), titles), err
}

func (s *revisions) AmendCampaign(ctx context.Context, req *v1.AmendCampaignRequest) (*v1.Revision, error) {
	how := desk.Revising{ValidateOnly: req.GetValidateOnly(), ConfirmEarlier: req.GetConfirmEarlier(), Reason: req.GetReason()}
	made, err := s.desk.AmendCampaign(ctx, callerOf(ctx), req.GetId(), []byte(req.GetPlanSource()), how)
	if err != nil {
		return nil, err
	}
	titles, err := s.desk.SeatTitles(ctx, callerOf(ctx), holders(made))
	if err != nil {
		return nil, err
	}
	if req.GetValidateOnly() {
		addNewSeats(titles, []byte(req.GetPlanSource()))
	}
	return revision(made, !req.GetValidateOnly(), titles), nil
}

// holders are the seats that hold what a revision changes, before or from now on, each once.
func holders(r supervision.Revision) (seats []string) {
	for _, c := range r.Changes {
		seats = append(seats, c.HolderFrom, c.HolderTo)
	}
	slices.Sort(seats)
	return slices.Compact(seats)
}

// addNewSeats adds the titles of the seats that only a plan names yet: what is only shown stores none. A seat that is
// there already keeps its title.
func addNewSeats(titles map[string]string, source []byte) {
	plan, _ := planfile.Read(source) // not nil: the desk has taken it
	for _, seat := range plan.Seats {
		titles[seat.ID] = cmp.Or(titles[seat.ID], seat.Title)
	}
}
