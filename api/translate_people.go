package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

func person(p desk.PersonView) *v1.Person {
	return &v1.Person{
		Id: p.ID, Name: p.Name, Phone: p.Phone, Email: p.Email, StandIn: p.StandIn, Terms: each(p.Terms, term),
	}
}

func term(t desk.TermView) *v1.Term {
	return &v1.Term{
		Seat: t.Seat, Title: t.Title, Role: role(t.Role), Part: part(t.Part), Office: t.Office, OfficeName: t.OfficeName,
		From: instant(t.From), To: instant(t.To),
	}
}

func fact(f desk.FactRow) *v1.PersonalFact {
	return &v1.PersonalFact{Kind: v1.PersonalFact_Kind(v1.PersonalFact_Kind_value[f.Kind]), At: instant(f.At), Object: f.Object, Text: f.Text}
}

func hostView(h desk.HostRow) *v1.HostView {
	return &v1.HostView{
		Id: h.ID, Name: h.Name, Kind: v1.Host_Kind(v1.Host_Kind_value[string(h.Kind)]),
		Level: v1.Host_Level(v1.Host_Level_value[string(h.Level)]), Parent: h.ParentID,
	}
}

func officeView(o desk.OfficeRow) *v1.OfficeView {
	return &v1.OfficeView{
		Id: o.ID, Name: o.Name, Kind: v1.Office_Kind(v1.Office_Kind_value[string(o.Kind)]), Parent: o.ParentID, HeadApproves: o.HeadApproves,
	}
}

func seatView(s desk.SeatView) *v1.SeatView {
	return &v1.SeatView{
		Id: s.ID, Office: s.Seat().Office, OfficeName: s.OfficeName, Role: role(s.Role), Title: s.Title, Part: part(s.Part),
		Person: s.PersonID, PersonName: s.PersonName,
	}
}

func vacancy(v desk.Vacancy) *v1.Vacancy {
	return &v1.Vacancy{
		Seat: v.ID, Title: v.Title, Office: v.Seat().Office, OfficeName: v.OfficeName, Duties: count(v.Duties),
		NextDay: day(v.NextDay), Since: stored(v.Since),
	}
}

func role(r supervision.Role) v1.Seat_Role { return v1.Seat_Role(v1.Seat_Role_value[string(r)]) }

func part(p supervision.Part) v1.SeatView_Part {
	return v1.SeatView_Part(v1.SeatView_Part_value[string(p)])
}
