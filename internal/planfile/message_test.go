package planfile_test

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/supervision"
)

// Protobuf's own JSON is a plan file: the same plan comes of the file, the message and the message's JSON.
func TestOneSchemaForFileAndMessage(t *testing.T) {
	fromFile, _ := hangzhou(t)
	m := message(fromFile)
	fromMessage := planfile.OpenMessage(m)
	if fromMessage.Plan == nil {
		t.Fatal(formatted(fromMessage.Findings))
	}
	text, err := protojson.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	fromJSON, found := planfile.Read(text)
	if fromJSON == nil {
		t.Fatal(formatted(found))
	}
	for _, other := range []*supervision.Plan{fromMessage.Plan, fromJSON} {
		if !proto.Equal(message(other), m) {
			t.Errorf("another plan: %+v", other)
		}
	}
}

// message writes a plan as a message, every window in full.
func message(p *supervision.Plan) *supervisionv1.Plan {
	m := &supervisionv1.Plan{
		Id: p.ID, Title: p.Title, Year: int32(p.Year), TimeZone: p.Zone.String(), Source: p.Source,
		Host: &supervisionv1.Host{Id: p.Host.ID, Name: p.Host.Name, Kind: supervisionv1.Host_Kind(supervisionv1.Host_Kind_value[string(p.Host.Kind)])},
	}
	if p.Vote.Denominator != "" {
		m.Vote = &supervisionv1.VoteRule{
			Denominator:  supervisionv1.VoteRule_Denominator(supervisionv1.VoteRule_Denominator_value[string(p.Vote.Denominator)]),
			HalfIsEnough: p.Vote.HalfIsEnough, Source: p.Vote.Source,
		}
	}
	for i, w := range p.Phases {
		m.Phases = append(m.Phases, &supervisionv1.PhaseEntry{Phase: supervisionv1.PhaseEntry_Name(i + 1), Window: w.String()})
	}
	for _, o := range p.Offices {
		m.Offices = append(m.Offices, &supervisionv1.Office{Id: o.ID, Name: o.Name, Kind: supervisionv1.Office_Kind(supervisionv1.Office_Kind_value[string(o.Kind)])})
	}
	for _, s := range p.Seats {
		m.Seats = append(m.Seats, &supervisionv1.Seat{Id: s.ID, Office: s.Office, Role: supervisionv1.Seat_Role(supervisionv1.Seat_Role_value[string(s.Role)]), Title: s.Title})
	}
	for _, pr := range p.Projects {
		project := &supervisionv1.Project{Id: pr.ID, Title: pr.Title, Text: pr.Text, Unit: pr.Unit, Tags: pr.Tags}
		for _, in := range pr.Indicators {
			project.Indicators = append(project.Indicators, &supervisionv1.Indicator{Name: in.Name, Target: in.Target, Unit: in.Unit, AtLeast: in.AtLeast})
		}
		m.Projects = append(m.Projects, project)
	}
	for _, g := range p.Groups {
		m.Groups = append(m.Groups, &supervisionv1.Group{Id: g.ID, Name: g.Name, Project: g.Project, Convenor: g.Convenor, Members: g.Members, LeadDepartment: g.LeadDepartment, Cooperating: g.Cooperating})
	}
	for _, e := range p.Entries {
		m.Duties = append(m.Duties, &supervisionv1.DutyEntry{
			Id: e.ID, Kind: supervisionv1.DutyEntry_Kind(supervisionv1.DutyEntry_Kind_value[string(e.Kind)]), Title: e.Title, Window: e.Window.String(),
			Phase: supervisionv1.PhaseEntry_Name(e.Phase), ForEach: string(e.Each), Holder: e.Holder, Requires: e.Requires, After: e.After, Source: e.Source,
		})
	}
	return m
}

func TestMessageNamesFieldsWithoutLines(t *testing.T) {
	for _, m := range []*supervisionv1.Plan{nil, {}, {Phases: []*supervisionv1.PhaseEntry{nil, nil, nil}, Duties: []*supervisionv1.DutyEntry{nil}, Projects: []*supervisionv1.Project{{Indicators: []*supervisionv1.Indicator{nil}}}}} {
		file := planfile.OpenMessage(m)
		if file.Plan != nil || !supervision.HasErrors(file.Findings) {
			t.Errorf("%v is a plan", m)
		}
		for _, f := range file.Findings {
			if f.Line != 0 || f.Column != 0 {
				t.Errorf("a place in no text: %+v", f)
			}
		}
	}
	plan, _ := hangzhou(t)
	m := message(plan)
	m.Duties[4].Window = "6月31日"
	found := planfile.OpenMessage(m).Findings
	want := "plan.yaml: duties[4].window: 错误 BAD_WINDOW: 6月没有31日 / June has 30 days"
	if !slices.Contains(formatted(found), want) {
		t.Errorf("got %v, want %s", formatted(found), want)
	}
}

func TestFormatOfAFindingWithNoPlaceAtAll(t *testing.T) {
	got := planfile.Format("plan.yaml", supervision.Finding{Code: "X", Warning: true, Zh: "甲", En: "a"})
	if want := "plan.yaml: 警告 X: 甲 / a"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
