package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// offices serves OfficeService.
type offices struct {
	v1.UnimplementedOfficeServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *offices) GetHost(ctx context.Context, _ *v1.GetHostRequest) (*v1.GetHostResponse, error) {
	path, err := s.desk.Host(ctx, callerOf(ctx))
	if err != nil {
		return nil, err
	}
	hosts := each(path, hostView)
	return &v1.GetHostResponse{Host: hosts[0], Above: hosts[1:]}, nil
}

func (s *offices) ListHosts(ctx context.Context, req *v1.ListHostsRequest) (*v1.ListHostsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after string, limit int) ([]desk.HostRow, error) {
			return s.desk.HostsBelow(ctx, callerOf(ctx), after, limit)
		},
		func(h desk.HostRow) string { return h.ID }, always(hostView))
	return &v1.ListHostsResponse{Hosts: items, NextPageToken: next}, err
}

func (s *offices) PlaceHost(ctx context.Context, req *v1.PlaceHostRequest) (*v1.GetHostResponse, error) {
	if err := s.desk.PlaceHost(ctx, callerOf(ctx), req.GetId(), req.GetParent()); err != nil {
		return nil, err
	}
	return s.GetHost(ctx, &v1.GetHostRequest{})
}

func (s *offices) ListOffices(ctx context.Context, req *v1.ListOfficesRequest) (*v1.ListOfficesResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after string, limit int) ([]desk.OfficeRow, error) {
			return s.desk.Offices(ctx, callerOf(ctx), after, limit)
		},
		func(o desk.OfficeRow) string { return o.ID }, always(officeView))
	return &v1.ListOfficesResponse{Offices: items, NextPageToken: next}, err
}

func (s *offices) SaveOffice(ctx context.Context, req *v1.SaveOfficeRequest) (*v1.OfficeView, error) {
	o := desk.OfficeRow{
		ID: req.GetId(), Name: req.GetName(), Kind: supervision.OfficeKind(req.GetKind().String()),
		ParentID: req.GetParent(), HeadApproves: req.GetHeadApproves(),
	}
	if err := s.desk.SaveOffice(ctx, callerOf(ctx), o); err != nil {
		return nil, err
	}
	saved, err := s.desk.Office(ctx, callerOf(ctx), o.ID)
	return officeView(saved), err
}

func (s *offices) ListSeats(ctx context.Context, req *v1.ListSeatsRequest) (*v1.ListSeatsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after string, limit int) ([]desk.SeatView, error) {
			return s.desk.Seats(ctx, callerOf(ctx), req.GetOffice(), after, limit)
		},
		func(v desk.SeatView) string { return v.ID }, always(seatView))
	return &v1.ListSeatsResponse{Seats: items, NextPageToken: next}, err
}

func (s *offices) SaveSeat(ctx context.Context, req *v1.SaveSeatRequest) (*v1.SeatView, error) {
	seat := supervision.Seat{ID: req.GetId(), Office: req.GetOffice(), Role: supervision.Role(req.GetRole().String()), Title: req.GetTitle()}
	var part supervision.Part
	if req.GetPart() != v1.SeatView_UNSPECIFIED {
		part = supervision.Part(req.GetPart().String())
	}
	if err := s.desk.SaveSeat(ctx, callerOf(ctx), seat, part); err != nil {
		return nil, err
	}
	saved, err := s.desk.Seat(ctx, callerOf(ctx), seat.ID)
	return seatView(saved), err
}

func (s *offices) ListVacancies(ctx context.Context, req *v1.ListVacanciesRequest) (*v1.ListVacanciesResponse, error) {
	found, err := s.desk.Vacancies(ctx, callerOf(ctx), req.GetCampaign())
	return &v1.ListVacanciesResponse{Vacancies: each(found, vacancy)}, err
}
