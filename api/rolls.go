package api

import (
	"context"
	"time"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/roll"
	"duban/supervision"
)

// rolls serves RollService.
type rolls struct {
	v1.UnimplementedRollServiceServer
	desk *desk.Desk
	room *room
}

func newRolls(d *desk.Desk) *rolls {
	full := supervision.Refuse(busy, "正在读取的名册文件太多，请稍后再试", "too many files of people are being read; try again in a moment")
	return &rolls{desk: d, room: newRoom(2, 5*time.Second, full)}
}

// mostEffects is how many changed rows an import lists.
const mostEffects = 500

func (s *rolls) PreviewImport(ctx context.Context, req *v1.PreviewImportRequest) (*v1.RollImport, error) {
	leave, err := s.room.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return rollImport(s.desk.PreviewImport(ctx, callerOf(ctx), req.GetFile()))
}

func (s *rolls) ImportPeople(ctx context.Context, req *v1.ImportPeopleRequest) (*v1.RollImport, error) {
	leave, err := s.room.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return rollImport(s.desk.ImportPeople(ctx, callerOf(ctx), req.GetFile(), req.GetDigest()))
}

func rollImport(i *desk.Import, err error) (*v1.RollImport, error) {
	if err != nil {
		return nil, err
	}
	m := &v1.RollImport{
		Digest: i.Digest, Added: count(i.Count(roll.Added)), Changed: count(i.Count(roll.Changed)),
		Ended: count(i.Count(roll.Ended)), Unchanged: count(i.Count(roll.Unchanged)),
	}
	for _, e := range i.Effects {
		if e.Kind != roll.Unchanged && len(m.GetEffects()) < mostEffects {
			m.Effects = append(m.Effects, effect(e))
		}
	}
	return m, nil
}

func effect(e roll.Effect) *v1.RollImport_Effect {
	return &v1.RollImport_Effect{
		Kind: v1.RollImport_Kind(v1.RollImport_Kind_value[string(e.Kind)]), Line: count(e.Row.Line),
		Number: e.Row.Number, Name: e.Row.Name, Seat: e.Row.Seat,
		Differences: each(e.Differences, func(d roll.Difference) *v1.RollImport_Difference {
			return &v1.RollImport_Difference{Column: d.Column, Was: d.Was, Is: d.Is}
		}),
	}
}

func (s *rolls) ExportPeople(ctx context.Context, req *v1.ExportPeopleRequest) (*v1.PeopleFile, error) {
	write := roll.WriteExcel
	m := &v1.PeopleFile{Name: "名册.xlsx", ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	if req.GetFormat() == v1.ExportPeopleRequest_CSV {
		write, m.Name, m.ContentType = roll.WriteCSV, "名册.csv", "text/csv; charset=utf-8"
	}
	leave, err := s.room.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	if req.GetTemplate() {
		m.File, err = write(nil)
	} else {
		m.File, err = s.desk.ExportPeople(ctx, callerOf(ctx), write)
	}
	return m, err
}
