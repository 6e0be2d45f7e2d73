package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// people serves PeopleService.
type people struct {
	v1.UnimplementedPeopleServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *people) ListPeople(ctx context.Context, req *v1.ListPeopleRequest) (*v1.ListPeopleResponse, error) {
	filter := desk.PeopleFilter{Word: req.GetQ(), Office: req.GetOffice()}
	if req.GetRole() != v1.Seat_UNSPECIFIED {
		filter.Role = supervision.Role(req.GetRole().String())
	}
	items, next, err := list(ctx, s.pages, req,
		func(after named, limit int) ([]desk.PersonView, error) {
			filter.AfterName, filter.AfterID, filter.Limit = after.Name, after.ID, limit
			return s.desk.People(ctx, callerOf(ctx), filter)
		},
		func(p desk.PersonView) named { return named{p.Sorted, p.ID} }, always(person))
	return &v1.ListPeopleResponse{People: items, NextPageToken: next}, err
}

func (s *people) GetPerson(ctx context.Context, req *v1.GetPersonRequest) (*v1.Person, error) {
	return s.show(ctx, req.GetId())
}

func (s *people) show(ctx context.Context, id string) (*v1.Person, error) {
	p, err := s.desk.Person(ctx, callerOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return person(p), nil
}

// done shows a person after a command, unless that was refused.
func (s *people) done(ctx context.Context, id string, err error) (*v1.Person, error) {
	if err != nil {
		return nil, err
	}
	return s.show(ctx, id)
}

func (s *people) SavePerson(ctx context.Context, req *v1.SavePersonRequest) (*v1.Person, error) {
	p := supervision.Person{ID: req.GetId(), Name: req.GetName(), Phone: req.GetPhone(), Email: req.GetEmail()}
	return s.done(ctx, req.GetId(), s.desk.SavePerson(ctx, callerOf(ctx), p))
}

func (s *people) SeatPerson(ctx context.Context, req *v1.SeatPersonRequest) (*v1.Person, error) {
	first, err := parseDayOrNone("first_day", req.GetFirstDay())
	if err != nil {
		return nil, err
	}
	last, err := parseDayOrNone("last_day", req.GetLastDay())
	if err != nil {
		return nil, err
	}
	seating := desk.Seating{Person: req.GetId(), Seat: req.GetSeat(), First: first, Last: last}
	return s.done(ctx, req.GetId(), s.desk.SeatPerson(ctx, callerOf(ctx), seating))
}

func (s *people) EndTerm(ctx context.Context, req *v1.EndTermRequest) (*v1.Person, error) {
	last, err := parseDayOrNone("last_day", req.GetLastDay())
	if err != nil {
		return nil, err
	}
	leaving := desk.Leaving{Person: req.GetId(), Seat: req.GetSeat(), Last: last, Successors: map[string]string{}}
	for _, successor := range req.GetSuccessors() {
		leaving.Successors[successor.GetSeat()] = successor.GetPerson()
	}
	return s.done(ctx, req.GetId(), s.desk.EndTerm(ctx, callerOf(ctx), leaving))
}

func (s *people) ExportPerson(ctx context.Context, req *v1.ExportPersonRequest) (*v1.ExportPersonResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after factKey, limit int) ([]desk.FactRow, error) {
			return s.desk.Facts(ctx, callerOf(ctx), req.GetId(), desk.FactRow{At: after.At, Kind: after.Kind, ID: after.ID}, limit)
		},
		func(f desk.FactRow) factKey { return factKey{f.At, f.Kind, f.ID} }, always(fact))
	if err != nil {
		return nil, err
	}
	p, err := s.show(ctx, req.GetId())
	return &v1.ExportPersonResponse{Person: p, Facts: items, NextPageToken: next}, err
}

func (s *people) ReducePerson(ctx context.Context, req *v1.ReducePersonRequest) (*v1.Person, error) {
	return s.done(ctx, req.GetId(), s.desk.ReducePerson(ctx, callerOf(ctx), req.GetId(), req.GetReason()))
}
