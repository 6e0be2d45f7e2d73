package supervision

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// smallPlan is a whole year with nothing wrong in it.
func smallPlan() Plan {
	target := 30.0
	return Plan{
		ID: "a-2020", Title: "专项监督", Host: Host{ID: "a", Name: "市人大常委会", Kind: "CONGRESS"},
		Year: 2020, Zone: time.UTC, Source: "公告",
		Phases: [3]Window{days("2020-04-21..2020-05-10"), days("2020-05-11..2020-11-30"), days("2020-12-01..2021-01-31")},
		Offices: []Office{
			{"sc", "常委会", StandingCommittee},
			{"office", "办公厅", GeneralOffice},
			{"u1", "牵头单位", ResponsibleUnit},
		},
		Seats: []Seat{
			{"clerk", "office", RoleStaff, "联络员"},
			{"m1", "sc", RoleMember, "组成人员"},
			{"u1-official", "u1", RoleOfficial, "牵头单位联络员"},
			{"d1", "", RoleDeputy, "召集人"},
			{"d2", "", RoleDeputy, "代表"},
		},
		Projects: []Project{{ID: "p1", Title: "救护车", Text: "新增\n30辆", Unit: "u1", Indicators: []Indicator{{Name: "救护车", Target: &target, Unit: "辆"}}}},
		Groups:   []Group{{ID: "g1", Name: "第一组", Project: "p1", Convenor: "d1", Members: []string{"d2"}, LeadDepartment: "sc", Cooperating: []string{"sc"}}},
		Entries: []Entry{
			{ID: "inspect", Kind: InspectionDuty, Title: "督查", Window: days("2020-06-01..2020-06-10"), Phase: Monitoring, Each: EachGroup},
			{ID: "reply", Kind: Document, Title: "答复", Window: days("2020-08-01..2020-08-31"), Phase: Monitoring, Each: EachProject, Holder: HolderUnit},
			{ID: "diary", Kind: Document, Title: "日志", Window: days("2020-09-01..2020-09-30"), Phase: Monitoring, Each: EachDeputy, Holder: HolderDeputy},
			{ID: "report", Kind: Report, Title: "监督报告", Window: days("2020-12-01..2020-12-31"), Phase: Evaluation, Each: EachGroup, Holder: HolderConvenor},
			{ID: "joint", Kind: JointSubmission, Title: "一并提交", Window: days("2021-01-01..2021-01-10"), Phase: Evaluation, Holder: "clerk", Requires: []string{"report"}},
			{ID: "debate", Kind: Deliberation, Title: "审议", Window: days("2021-01-11..2021-01-20"), Phase: Evaluation, Holder: "clerk", After: "joint"},
			{ID: "vote", Kind: Vote, Title: "测评", Window: days("2021-01-21..2021-01-31"), Phase: Evaluation, After: "debate"},
		},
		Vote: VoteRule{Denominator: FullMembership, Source: "缺省"},
	}
}

// The entries of smallPlan.
const (
	inspect = iota
	reply
	diary
	report
	joint
	debate
	vote
)

func days(text string) Window {
	w, err := ParseWindow(text, 0)
	if err != nil {
		panic(err)
	}
	return w
}

func TestCheckFindsNothingWrongInASoundPlan(t *testing.T) {
	if found := smallPlan().Check(); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
}

func TestCheckNamesThePlaceOfEveryError(t *testing.T) {
	cases := []struct {
		field, code string
		spoil       func(p *Plan)
	}{
		{"offices[2].id", "DUPLICATE_ID", func(p *Plan) { p.Offices = append(p.Offices[:2], p.Offices[0], p.Offices[2]) }},
		{"seats[5].id", "DUPLICATE_ID", func(p *Plan) { p.Seats = append(p.Seats, p.Seats[4]) }},
		{"projects[1].id", "DUPLICATE_ID", func(p *Plan) { p.Projects = append(p.Projects, p.Projects[0]) }},
		{"groups[1].id", "DUPLICATE_ID", func(p *Plan) { p.Groups = append(p.Groups, p.Groups[0]) }},
		{"duties[7].id", "DUPLICATE_ID", func(p *Plan) { p.Entries = append(p.Entries, p.Entries[reply]) }},
		{"seats[5].id", "RESERVED_ID", func(p *Plan) { p.Seats = append(p.Seats, Seat{"unit", "sc", RoleMember, "x"}) }},
		{"seats[1].office", "UNKNOWN_OFFICE", func(p *Plan) { p.Seats[1].Office = "cs" }},
		{"seats[1].office", "REQUIRED", func(p *Plan) { p.Seats[1].Office = "" }},
		{"seats[4].office", "UNKNOWN_OFFICE", func(p *Plan) { p.Seats[4].Office = "nowhere" }},
		{"seats", "NO_OFFICE_STAFF", func(p *Plan) { p.Seats[0].Office = "sc" }},
		{"projects[0].unit", "UNKNOWN_UNIT", func(p *Plan) { p.Projects[0].Unit = "u9" }},
		{"projects[0].unit", "UNKNOWN_UNIT", func(p *Plan) { p.Projects[0].Unit = "sc" }},
		{"projects[0].unit", "UNKNOWN_UNIT", func(p *Plan) { p.Offices = p.Offices[:2] }},
		{"projects[0].unit", "REQUIRED", func(p *Plan) { p.Projects[0].Unit = "" }},
		{"groups[0].project", "REQUIRED", func(p *Plan) { p.Groups[0].Project = "" }},
		{"groups[0].project", "UNKNOWN_PROJECT", func(p *Plan) { p.Groups[0].Project = "p2" }},
		{"groups[0].convenor", "REQUIRED", func(p *Plan) { p.Groups[0].Convenor = "" }},
		{"groups[0].convenor", "UNKNOWN_SEAT", func(p *Plan) { p.Groups[0].Convenor = "d3" }},
		{"groups[0].convenor", "NOT_A_DEPUTY", func(p *Plan) { p.Groups[0].Convenor = "m1" }},
		{"groups[0].members[0]", "NOT_A_DEPUTY", func(p *Plan) { p.Groups[0].Members[0] = "clerk" }},
		{"groups[0].members[0]", "CONVENOR_REPEATED", func(p *Plan) { p.Groups[0].Members[0] = "d1" }},
		{"groups[0].lead_department", "UNKNOWN_OFFICE", func(p *Plan) { p.Groups[0].LeadDepartment = "x" }},
		{"groups[0].cooperating[0]", "UNKNOWN_OFFICE", func(p *Plan) { p.Groups[0].Cooperating[0] = "x" }},
		{"phases[1].window", "PHASE_ORDER", func(p *Plan) { p.Phases[1].First = p.Phases[0].Last }},
		{"phases[2].window", "PHASE_ORDER", func(p *Plan) { p.Phases[2] = days("2020-01-01..2020-01-31") }},
		{"phases[0].window", "NO_WINDOW", func(p *Plan) { p.Phases[0] = Window{} }},
		{"duties[0].window", "NO_WINDOW", func(p *Plan) { p.Entries[inspect].Window = Window{} }},
		{"duties[0].for_each", "WRONG_SUBJECT", func(p *Plan) { p.Entries[inspect].Each = EachUnit }},
		{"duties[0].holder", "WRONG_HOLDER", func(p *Plan) { p.Entries[inspect].Holder = "clerk" }},
		{"duties[0].kind", "NO_SUBJECT", func(p *Plan) { p.Groups = nil }},
		{"duties[1].holder", "NO_HOLDER", func(p *Plan) { p.Entries[reply].Holder = "" }},
		{"duties[1].holder", "NO_HOLDER", func(p *Plan) { p.Seats[2].Role = RoleStaff }},
		{"duties[1].holder", "NO_HOLDER", func(p *Plan) { p.Entries[reply].Each = EachCampaign }},
		{"duties[1].holder", "UNKNOWN_SEAT", func(p *Plan) { p.Entries[reply].Holder = "cleric" }},
		{"duties[2].holder", "NO_HOLDER", func(p *Plan) { p.Entries[diary].Each = EachGroup }},
		{"duties[3].holder", "NO_HOLDER", func(p *Plan) { p.Entries[report].Each = EachUnit }},
		{"duties[3].requires", "WRONG_REQUIRES", func(p *Plan) { p.Entries[report].Requires = []string{"report"} }},
		{"duties[4].for_each", "WRONG_SUBJECT", func(p *Plan) { p.Entries[joint].Each = EachGroup }},
		{"duties[4].requires", "REQUIRED", func(p *Plan) { p.Entries[joint].Requires = nil }},
		{"duties[4].requires[1]", "UNKNOWN_DUTY", func(p *Plan) { p.Entries[joint].Requires = []string{"report", "raport"} }},
		{"duties[4].requires[0]", "NOT_A_REPORT", func(p *Plan) { p.Entries[joint].Requires = []string{"diary"} }},
		{"duties[7].kind", "ONLY_ONE", func(p *Plan) { again(p, joint) }},
		{"duties[7].kind", "ONLY_ONE", func(p *Plan) { again(p, debate) }},
		{"duties[7].kind", "ONLY_ONE", func(p *Plan) { again(p, vote) }},
		{"duties[5].after", "UNKNOWN_DUTY", func(p *Plan) { p.Entries[debate].After = "nothing" }},
		{"duties[5].after", "CYCLE", func(p *Plan) { p.Entries[debate].After = "debate" }},
		{"duties[4].requires[0]", "CYCLE", func(p *Plan) { p.Entries[report].After = "joint" }},
		{"duties[5].after", "CYCLE", func(p *Plan) { p.Entries[joint].After = "vote" }},
		{"duties[6].for_each", "WRONG_SUBJECT", func(p *Plan) { p.Entries[vote].Each = EachProject }},
		{"duties[6].holder", "WRONG_HOLDER", func(p *Plan) { p.Entries[vote].Holder = "m1" }},
		{"duties[6].kind", "NO_SUBJECT", func(p *Plan) { p.Seats[1].Role = RoleStaff }},
		{"duties[6].kind", "NO_VOTE_RULE", func(p *Plan) { p.Vote = VoteRule{} }},
		{"title", "CONTROL_CHARACTER", func(p *Plan) { p.Title = "专项\n监督" }},
		{"host.name", "CONTROL_CHARACTER", func(p *Plan) { p.Host.Name = "市\u202e人大" }},
		{"source", "CONTROL_CHARACTER", func(p *Plan) { p.Source = "\x1b[2J" }},
		{"vote.source", "CONTROL_CHARACTER", func(p *Plan) { p.Vote.Source = "\x00" }},
		{"offices[0].name", "CONTROL_CHARACTER", func(p *Plan) { p.Offices[0].Name = "常\x07委会" }},
		{"seats[3].title", "CONTROL_CHARACTER", func(p *Plan) { p.Seats[3].Title = "召集\t人" }},
		{"projects[0].title", "CONTROL_CHARACTER", func(p *Plan) { p.Projects[0].Title = "a\u2028b" }},
		{"projects[0].text", "CONTROL_CHARACTER", func(p *Plan) { p.Projects[0].Text = "a\rb" }},
		{"projects[0].tags[1]", "CONTROL_CHARACTER", func(p *Plan) { p.Projects[0].Tags = []string{"六稳", "六\n保"} }},
		{"projects[0].indicators[0].name", "CONTROL_CHARACTER", func(p *Plan) { p.Projects[0].Indicators[0].Name = "\u0085" }},
		{"projects[0].indicators[0].unit", "CONTROL_CHARACTER", func(p *Plan) { p.Projects[0].Indicators[0].Unit = "辆\n" }},
		{"groups[0].name", "CONTROL_CHARACTER", func(p *Plan) { p.Groups[0].Name = "第\x7f一组" }},
		{"duties[0].title", "CONTROL_CHARACTER", func(p *Plan) { p.Entries[0].Title = "督\n查" }},
		{"duties[0].source", "CONTROL_CHARACTER", func(p *Plan) { p.Entries[0].Source = "a\nb" }},
	}
	for _, c := range cases {
		t.Run(c.field+" "+c.code, func(t *testing.T) {
			p := smallPlan()
			c.spoil(&p)
			f, ok := finding(p.Check(), c.field, c.code)
			if !ok {
				t.Fatalf("not found; found %+v", p.Check())
			}
			if f.Warning || f.Zh == "" || f.En == "" || strings.ContainsAny(f.Zh+f.En, "\n") {
				t.Errorf("want an error in one line of each language, got %+v", f)
			}
		})
	}
}

// again adds an entry of the same kind under another id.
func again(p *Plan, i int) {
	e := p.Entries[i]
	e.ID += "-2"
	p.Entries = append(p.Entries, e)
}

func finding(found []Finding, field, code string) (Finding, bool) {
	for _, f := range found {
		if f.Field == field && f.Code == code {
			return f, true
		}
	}
	return Finding{}, false
}

func TestCheckReportsEverythingAtOnce(t *testing.T) {
	p := smallPlan()
	p.Title, p.Projects[0].Unit, p.Groups[0].Convenor, p.Entries[reply].Holder = "\x00", "u2", "m1", ""
	p.Phases[1].First = p.Phases[0].First
	for _, want := range []string{"title", "phases[1].window", "projects[0].unit", "groups[0].convenor", "duties[1].holder"} {
		if !hasField(p.Check(), want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func hasField(found []Finding, field string) bool {
	for _, f := range found {
		if f.Field == field {
			return true
		}
	}
	return false
}

func TestCheckSuggestsWhatWasMeant(t *testing.T) {
	p := smallPlan()
	p.Groups[0].Convenor = "clark"
	f, _ := finding(p.Check(), "groups[0].convenor", "UNKNOWN_SEAT")
	for _, want := range []string{"是否指 clerk？", "可用：clerk、m1、u1-official、d1、d2"} {
		if !strings.Contains(f.Zh, want) {
			t.Errorf("%q does not say %q", f.Zh, want)
		}
	}
	if want := "no seat has the id clark; expected one of clerk, m1, u1-official, d1, d2; did you mean clerk?"; f.En != want {
		t.Errorf("got  %s\nwant %s", f.En, want)
	}
}

func TestNearestIDIsASlipAway(t *testing.T) {
	for _, c := range []struct{ id, want string }{
		{"u01", "u1"}, {"un1", "u1"}, {"offcie", "office"}, {"ofice", "office"}, {"x", ""}, {"", ""}, {"zzzzzz", ""},
	} {
		if got := nearest(c.id, []string{"sc", "office", "u1", ""}); got != c.want {
			t.Errorf("nearest(%q) = %q, want %q", c.id, got, c.want)
		}
	}
}

func TestHZ05_OutsideItsPhaseIsAWarning(t *testing.T) {
	p := smallPlan()
	p.Entries[inspect].Phase, p.Entries[inspect].Window = Deployment, days("2020-05-11")
	found := p.Check()
	f, ok := finding(found, "duties[0].window", "OUTSIDE_PHASE")
	if !ok || !f.Warning || HasErrors(found) {
		t.Errorf("want a warning and no error, got %+v", found)
	}
}

func TestOutsideEveryPhaseIsAWarning(t *testing.T) {
	p := smallPlan()
	p.Entries[vote].Window = days("2021-01-21..2021-02-28")
	found := p.Check()
	if f, ok := finding(found, "duties[6].window", "OUTSIDE_PERIOD"); !ok || !f.Warning || len(found) != 1 {
		t.Errorf("want one warning, got %+v", found)
	}
}

func TestHZ04_EveryProjectIsSupervisedAndEveryDeputyHasATask(t *testing.T) {
	p := smallPlan()
	p.Seats = append(p.Seats, Seat{"d3", "", RoleDeputy, "代表"})
	p.Projects = append(p.Projects, Project{ID: "p2", Title: "无人监督", Unit: "u1"})
	p.Entries[reply].Each, p.Entries[reply].Holder = EachCampaign, "clerk"
	found := p.Check()
	for _, want := range []struct{ field, code string }{{"projects[1].id", "UNSUPERVISED"}, {"seats[5].id", "IDLE_DEPUTY"}} {
		if f, ok := finding(found, want.field, want.code); !ok || !f.Warning {
			t.Errorf("%s %s: got %+v", want.field, want.code, found)
		}
	}
	if HasErrors(found) || len(found) != 2 {
		t.Errorf("want two warnings, got %+v", found)
	}
}

func TestUnknownTargetsAreOneWarningAProject(t *testing.T) {
	p := smallPlan()
	p.Projects[0].Indicators = append(p.Projects[0].Indicators, Indicator{Name: "公路"}, Indicator{Name: "停靠"})
	found := p.Check()
	f, ok := finding(found, "projects[0].indicators[1].target", "UNKNOWN_TARGET")
	if !ok || !f.Warning || len(found) != 1 || !strings.Contains(f.Zh, "公路、停靠") {
		t.Errorf("got %+v", found)
	}
}

func TestCheckCountsDutiesWithoutMakingThem(t *testing.T) {
	p := smallPlan()
	for i := range 50_001 - p.CountDuties() { // one too many
		p.Entries = append(p.Entries, Entry{ID: fmt.Sprint("e", i), Kind: Document, Title: "x", Window: p.Phases[1], Phase: Monitoring, Holder: "clerk"})
	}
	if f, ok := finding(p.Check(), "duties", "TOO_MANY_DUTIES"); !ok || !strings.Contains(f.En, "50001") {
		t.Errorf("50,001 duties are accepted: %+v", f)
	}
	p.Entries = p.Entries[:len(p.Entries)-1]
	if found := p.Check(); len(found) > 0 {
		t.Errorf("50,000 duties are refused: %+v", found)
	}
}

func TestCheckOfTheLargestPlanTakesSeconds(t *testing.T) {
	p := smallPlan()
	for i := range 2_000 {
		g := Group{ID: fmt.Sprint("g", i), Name: "x", Project: "p1", Convenor: fmt.Sprint("c", i)}
		p.Seats = append(p.Seats, Seat{ID: g.Convenor, Role: RoleDeputy, Title: "x"})
		for j := range 9 {
			g.Members = append(g.Members, fmt.Sprint("d", i, "-", j))
			p.Seats = append(p.Seats, Seat{ID: g.Members[j], Role: RoleDeputy, Title: "x"})
		}
		p.Groups = append(p.Groups, g)
		p.Entries = append(p.Entries, Entry{ID: fmt.Sprint("e", i), Kind: Document, Window: p.Phases[1], Phase: Monitoring, Each: EachDeputy, Holder: HolderUnit, After: fmt.Sprint("e", i+1)})
	}
	start := time.Now()
	if _, ok := finding(p.Check(), "duties", "TOO_MANY_DUTIES"); !ok {
		t.Error("40 million duties are accepted")
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
}
