package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// inspections serves InspectionService.
type inspections struct {
	v1.UnimplementedInspectionServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *inspections) GetInspection(ctx context.Context, req *v1.GetInspectionRequest) (*v1.Inspection, error) {
	return s.show(ctx, req.GetId())
}

func (s *inspections) show(ctx context.Context, id string) (*v1.Inspection, error) {
	row, err := s.desk.Inspection(ctx, callerOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return inspection(row), nil
}

func (s *inspections) ListInspections(ctx context.Context, req *v1.ListInspectionsRequest) (*v1.ListInspectionsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after onDay, limit int) ([]desk.InspectionRow, error) {
			return s.desk.Inspections(ctx, callerOf(ctx), req.GetCampaign(), after.Day, after.ID, limit)
		},
		func(r desk.InspectionRow) onDay { return onDay{r.Inspection().Window.First, r.ID} }, always(inspection))
	return &v1.ListInspectionsResponse{Inspections: items, NextPageToken: next}, err
}

func (s *inspections) ScheduleInspection(ctx context.Context, req *v1.ScheduleInspectionRequest) (*v1.Inspection, error) {
	day, err := parseDay("visit_day", req.GetVisitDay())
	if err != nil {
		return nil, err
	}
	if err := s.desk.ScheduleInspection(ctx, callerOf(ctx), req.GetId(), day, req.GetPlace()); err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetId())
}

func (s *inspections) SubmitNote(ctx context.Context, req *v1.SubmitNoteRequest) (*v1.Note, error) {
	row, err := s.desk.SubmitNote(ctx, callerOf(ctx), req.GetInspection(), req.GetId(), req.GetText())
	if err != nil {
		return nil, err
	}
	return note(row), nil
}

func (s *inspections) ListNotes(ctx context.Context, req *v1.ListNotesRequest) (*v1.ListNotesResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after moment, limit int) ([]desk.NoteRow, error) {
			return s.desk.Notes(ctx, callerOf(ctx), req.GetInspection(), after.At, after.ID, limit)
		},
		func(r desk.NoteRow) moment { return moment{r.SubmittedAt, r.ID} }, always(note))
	return &v1.ListNotesResponse{Notes: items, NextPageToken: next}, err
}

func (s *inspections) ConcludeInspection(ctx context.Context, req *v1.ConcludeInspectionRequest) (*v1.Inspection, error) {
	if err := s.desk.ConcludeInspection(ctx, callerOf(ctx), req.GetId(), req.GetConclusion()); err != nil {
		return nil, err
	}
	return s.show(ctx, req.GetId())
}
