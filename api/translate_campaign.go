package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

func campaign(r desk.CampaignRow) *v1.Campaign {
	return &v1.Campaign{
		Id: r.ID, Host: r.HostID, HostName: r.HostName, Title: r.Title,
		State: v1.Campaign_State(v1.Campaign_State_value[string(r.State)]),
		Phase: phaseName(r.Phase), Held: r.HeldSince != nil, Demonstration: r.Demonstration, TimeZone: r.Zone,
		CreatedAt: instant(r.CreatedAt), LaunchedAt: stored(r.LaunchedAt), GateOpenedAt: stored(r.GateOpenedAt),
		NextCallAt: stored(r.NextAt), Source: r.Source, FirstDay: r.Period().First.String(), LastDay: r.Period().Last.String(),
	}
}

func phase(r desk.PhaseRow) *v1.Phase {
	w := r.Window()
	return &v1.Phase{
		Name: phaseName(r.Phase), FirstDay: w.First.String(), LastDay: w.Last.String(),
		EnteredAt: stored(r.EnteredAt), LeftAt: stored(r.LeftAt), Reason: r.Reason,
	}
}

func finding(f supervision.Finding) *v1.Finding {
	return &v1.Finding{
		Severity: severity(f), Line: count(f.Line), Column: count(f.Column), Field: f.Field, Code: f.Code, Subject: f.Subject,
		Message: f.Zh, MessageEn: f.En,
	}
}

func severity(f supervision.Finding) v1.Finding_Severity {
	return v1.Finding_Severity(v1.Finding_Severity_value[f.Severity()])
}

func projectView(r desk.ProjectRow) (*v1.ProjectView, error) {
	p, err := r.Project()
	if err != nil {
		return nil, err
	}
	return &v1.ProjectView{
		Project: project(p), UnitName: r.UnitName, Group: r.GroupID,
		Duties: count(r.Duties), Proven: count(r.Proven), Overdue: count(r.Overdue),
	}, nil
}

func project(p supervision.Project) *v1.Project {
	out := &v1.Project{
		Id: p.ID, Title: p.Title, Text: p.Text, Unit: p.Unit, Tags: p.Tags, Indicators: each(p.Indicators, indicator),
	}
	if p.YearsRunning > 0 {
		out.YearsRunning = new(count(p.YearsRunning))
	}
	return out
}

func indicator(i supervision.Indicator) *v1.Indicator {
	return &v1.Indicator{Name: i.Name, Target: i.Target, Unit: i.Unit, AtLeast: i.AtLeast}
}

func groupView(r desk.GroupRow) (*v1.GroupView, error) {
	g, err := r.Group()
	if err != nil {
		return nil, err
	}
	return &v1.GroupView{
		Group: group(g), ConvenorTitle: r.ConvenorTitle,
		Duties: count(r.Duties), Proven: count(r.Proven), Overdue: count(r.Overdue),
	}, nil
}

func group(g supervision.Group) *v1.Group {
	return &v1.Group{
		Id: g.ID, Name: g.Name, Project: g.Project, Convenor: g.Convenor, Members: g.Members,
		LeadDepartment: g.LeadDepartment, Cooperating: g.Cooperating,
	}
}

func seat(s supervision.Seat) *v1.Seat {
	return &v1.Seat{Id: s.ID, Office: s.Office, Role: v1.Seat_Role(v1.Seat_Role_value[string(s.Role)]), Title: s.Title}
}
