package planfile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/supervision"
)

func TestShangchengAsPublished(t *testing.T) {
	a := shipped(t, "shangcheng")
	a.quotes()
	a.targets([][]float64{
		{-1, 750_000}, {42, 18, 12}, {2, 1}, {10}, {3}, {10, 60}, {10, 70}, {-1}, {8}, nil,
	})
	a.open("p01", "p03", "p04", "p05", "p06", "p07")
	a.warned(
		"EVENT_PROVISIONAL events[0].expected",            // 年底
		"UNKNOWN_TARGET projects[0].indicators[0].target", // 开工万平方米
		"UNKNOWN_TARGET projects[7].indicators[0].target", // 完成户
	)
}

// SC-01: 全覆盖、全推进、全要素监督: in every street every project is visited, in every month, and everybody has a task.
func TestSC01_EveryProjectOfEveryStreetIsVisitedEveryMonth(t *testing.T) {
	a := shipped(t, "shangcheng")
	visits := map[string]int{}
	for _, d := range a.made("monthly-inspection") {
		if d.Holder == d.Convenor {
			visits[a.group(d.Group).Street+" "+d.Project]++
		}
	}
	for _, street := range []string{"s1", "s2", "s3", "s4", "s5", "s6"} {
		for _, p := range a.Projects {
			if n := visits[street+" "+p.ID]; n != 7 {
				t.Errorf("%s in %s is visited %d times, want once in each of 7 months", p.ID, street, n)
			}
		}
	}
	if idle := a.idle(); idle != nil {
		t.Errorf("without a task: %v", idle)
	}
}

func (a arrangement) group(id string) supervision.Group {
	for _, g := range a.Groups {
		if g.ID == id {
			return g
		}
	}
	return supervision.Group{}
}

// SC-02: 市区联动督查, for some projects which the source does not name: one visit, made with the city's congress.
func TestSC02_OneInspectionIsMadeWithTheCity(t *testing.T) {
	a := shipped(t, "shangcheng")
	a.expect("joint-inspection/campaign/2020", supervision.InspectionDuty, "2020-09-01..2020-11-30", "office-staff")
	a.reminds("joint-inspection/campaign/2020", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	with := entry(t, a.Plan, "joint-inspection").With
	if len(a.made("joint-inspection")) != 1 || !slices.Equal(with, []string{"city"}) || a.kinds()["city"] != supervision.OtherCongress {
		t.Errorf("made with %v", with)
	}
}

// SC-03: 全年开展集中视察活动不少于2次.
func TestSC03_TwoCollectiveToursAYear(t *testing.T) {
	a := shipped(t, "shangcheng")
	if got := a.ids("collective-tour"); !slices.Equal(got, []string{"collective-tour/campaign/2020", "collective-tour/campaign/2020.2"}) {
		t.Fatalf("%v", got)
	}
	for i, d := range a.made("collective-tour") {
		a.expect(d.ID, supervision.InspectionDuty, "2020-05-11..2020-11-30", "office-staff")
		a.reminds(d.ID, "11-23 09:00", "11-27 09:00", "11-29 09:00")
		if d.Quota != "collective-tour/campaign/2020" || d.Nth != i+1 || d.Need != 2 {
			t.Errorf("%s counts as %d of %d towards %s", d.ID, d.Nth, d.Need, d.Quota)
		}
	}
	if got := entry(t, a.Plan, "collective-tour").Methods; !slices.Equal(got, []supervision.Method{"COLLECTIVE_TOUR"}) {
		t.Errorf("methods %v", got)
	}
}

// SC-04: 年中专题听取项目推进情况报告.
func TestSC04_ProgressIsHeardAtMidYear(t *testing.T) {
	a := shipped(t, "shangcheng")
	a.expect("progress-hearing/campaign/2020", supervision.Hearing, "2020-06-01..2020-07-31", "office-staff")
	a.reminds("progress-hearing/campaign/2020", "07-24 09:00", "07-28 09:00", "07-30 09:00")
	a.asks("progress-hearing", "gov")
}

// SC-05: 年底听取项目完成情况报告,并进行满意度测评; the papers come 20, 10 and 7 days before the session, whose day is not settled.
func TestSC05_CompletionIsHeardAtYearEndThenVotedOn(t *testing.T) {
	a := shipped(t, "shangcheng")
	a.expect("completion-draft/campaign/2020", supervision.Document, "2020-12-01..2020-12-04", "gov-official") // the 5th is a Saturday
	a.reminds("completion-draft/campaign/2020", "11-27 09:00", "12-01 09:00", "12-03 09:00")
	a.expect("completion-report/campaign/2020", supervision.Report, "2020-12-01..2020-12-15", "gov-official")
	a.reminds("completion-report/campaign/2020", "12-08 09:00", "12-12 09:00", "12-14 09:00")
	a.expect("papers-to-members/campaign/2020", supervision.Document, "2020-12-01..2020-12-18", "office-staff")
	a.reminds("papers-to-members/campaign/2020", "12-11 09:00", "12-15 09:00", "12-17 09:00")
	a.expect("completion-hearing/campaign/2020", supervision.Hearing, "2020-12-25", "office-staff")
	a.reminds("completion-hearing/campaign/2020", "12-18 09:00", "12-22 09:00", "12-24 09:00")
	a.asks("completion-hearing", "gov")
	a.goes("completion-draft/campaign/2020", "body", supervision.Evaluation)
	a.goes("completion-report/campaign/2020", "sc", supervision.Evaluation)
	a.goes("papers-to-members/campaign/2020", "", supervision.Evaluation)
	a.goes("completion-hearing/campaign/2020", "", supervision.Evaluation)
	for _, id := range []string{"completion-draft", "completion-report", "papers-to-members", "completion-hearing"} {
		if c := a.duty(id + "/campaign/2020").Computed; !c.Provisional || !c.Unsettled || c.Event != "year-end-session" {
			t.Errorf("%s is not provisional: %+v", id, c)
		}
	}
	if rule := a.duty("completion-draft/campaign/2020").Computed.Rule; rule != "SL-15a" {
		t.Errorf("the draft's day follows %q", rule)
	}
	for i := range 5 {
		id := fmt.Sprintf("satisfaction-vote/sc-m%d/2020", i+1)
		a.expect(id, supervision.Vote, "2020-12-25..2020-12-31", fmt.Sprintf("sc-m%d", i+1))
		a.reminds(id, "12-24 09:00", "12-28 09:00", "12-30 09:00")
	}
	if after := entry(t, a.Plan, "satisfaction-vote").After; after != "completion-hearing" {
		t.Errorf("the vote comes after %q", after)
	}
}

// SC-05: when the session has its date, everything that hangs on it has one too.
func TestSC05_TheSessionsDateSettlesThePapers(t *testing.T) {
	src := strings.Replace(source(t, "shangcheng-2020.yaml"), "expected: 12月25日..31日", "date: 2020-12-28", 1)
	a := launched(t, src)
	for id, want := range map[string]string{
		"completion-draft": "2020-12-01..2020-12-08", "completion-report": "2020-12-01..2020-12-18",
		"papers-to-members": "2020-12-01..2020-12-21", "completion-hearing": "2020-12-28",
	} {
		if d := a.duty(id + "/campaign/2020"); d.Window.String() != want || d.Computed.Unsettled {
			t.Errorf("%s: %s, unsettled %t; want %s", id, d.Window, d.Computed.Unsettled, want)
		}
	}
}

// SC-06: 区人大机关各工委与街道工委结对,建立6个专业督查组.
func TestSC06_SixTeamsPairACommitteeWithAStreet(t *testing.T) {
	a := shipped(t, "shangcheng")
	committees, streets := map[string]bool{}, map[string]bool{}
	for _, g := range a.Groups {
		if g.Kind != supervision.ProfessionalGroup {
			continue
		}
		committees[g.LeadDepartment], streets[g.Street] = true, true
		if a.kinds()[g.LeadDepartment] != supervision.WorkingCommittee || a.kinds()[g.Street] != supervision.StreetCommittee {
			t.Errorf("%s pairs %s with %s", g.ID, g.LeadDepartment, g.Street)
		}
		if s := a.seat(g.Convenor); s.Role != supervision.RoleStaff || s.Office != g.LeadDepartment {
			t.Errorf("%s is convened by %+v", g.ID, s)
		}
	}
	if len(committees) != 6 || len(streets) != 6 {
		t.Errorf("%d committees are paired with %d streets", len(committees), len(streets))
	}
}

// SC-07: 每季度督查不少于1次: the second quarter begins, and the fourth ends, with the phase.
func TestSC07_EveryTeamInspectsEveryQuarter(t *testing.T) {
	a := shipped(t, "shangcheng")
	for i := range 6 {
		visit, holder := fmt.Sprintf("pair-inspection/pair%d/", i+1), fmt.Sprintf("c%d-staff", i+1)
		a.expect(visit+"2020-q2", supervision.InspectionDuty, "2020-05-11..2020-06-30", holder)
		a.expect(visit+"2020-q3", supervision.InspectionDuty, "2020-07-01..2020-09-30", holder)
		a.expect(visit+"2020-q4", supervision.InspectionDuty, "2020-10-01..2020-11-30", holder)
		a.reminds(visit+"2020-q3", "09-23 09:00", "09-27 09:00", "09-29 09:00")
		if d := a.duty(visit + "2020-q3"); d.Quota != visit+"2020-q3" || d.Need != 1 {
			t.Errorf("%s is %d of %d towards %s", d.ID, d.Nth, d.Need, d.Quota)
		}
	}
	if n := len(a.made("pair-inspection")); n != 18 {
		t.Errorf("%d visits, want 6 teams in 3 quarters", n)
	}
}

// SC-08: 11月底前向区人大常委会提交监督报告.
func TestSC08_TeamsReportToTheStandingCommitteeByTheEndOfNovember(t *testing.T) {
	a := shipped(t, "shangcheng")
	if a.kinds()["sc"] != supervision.StandingCommittee {
		t.Errorf("sc is a %s", a.kinds()["sc"])
	}
	for i := range 6 {
		id := fmt.Sprintf("pair-report/pair%d/2020", i+1)
		a.expect(id, supervision.Report, "2020-05-11..2020-11-30", fmt.Sprintf("c%d-staff", i+1))
		a.goes(id, "sc", supervision.Monitoring)
		a.reminds(id, "11-23 09:00", "11-27 09:00", "11-29 09:00")
	}
}

// SC-09: 各街道工委…按项目进行分类,每个民生实事项目建立一个专项监督小组.
func TestSC09_StreetsClassifyAndFormAGroupForEachProject(t *testing.T) {
	a := shipped(t, "shangcheng")
	for i := range 6 {
		id := fmt.Sprintf("classify-projects/s%d/2020", i+1)
		a.expect(id, supervision.Document, "2020-04-21..2020-05-10", fmt.Sprintf("s%d-staff", i+1))
		a.reminds(id, "05-03 09:00", "05-07 09:00", "05-09 09:00")
	}
	formed := map[string]int{}
	for _, g := range a.Groups {
		if g.Kind == supervision.SpecialGroup {
			formed[g.Street+" "+g.Project]++
		}
	}
	for i := range 6 {
		for _, p := range a.Projects {
			if n := formed[fmt.Sprintf("s%d %s", i+1, p.ID)]; n != 1 {
				t.Errorf("street %d has %d groups for %s", i+1, n, p.ID)
			}
		}
	}
	if len(formed) != 60 {
		t.Errorf("%d groups", len(formed))
	}
}

// SC-10: 每月督查不少于1次.
func TestSC10_EverySpecialGroupInspectsEveryMonth(t *testing.T) {
	a := shipped(t, "shangcheng")
	for month, window := range map[string]string{
		"05": "2020-05-11..2020-05-31", "06": "2020-06-01..2020-06-30", "07": "2020-07-01..2020-07-31", "08": "2020-08-01..2020-08-31",
		"09": "2020-09-01..2020-09-30", "10": "2020-10-01..2020-10-31", "11": "2020-11-01..2020-11-30",
	} {
		a.expect("monthly-inspection/s6-p10/2020-"+month, supervision.InspectionDuty, window, "s6-p10-c")
		a.expect("monthly-inspection/s6-p10/2020-"+month+"/s6-p10-d", supervision.InspectionDuty, window, "s6-p10-d")
	}
	a.reminds("monthly-inspection/s1-p01/2020-07", "07-24 09:00", "07-28 09:00", "07-30 09:00")
	if n := len(a.made("monthly-inspection")); n != 840 {
		t.Errorf("%d duties, want 60 groups of two in 7 months", n)
	}
	if level := entry(t, a.Plan, "monthly-inspection").Level; level != supervision.StreetLevel {
		t.Errorf("the visits are of level %q", level)
	}
}

// SC-11: 半年向街道工委提交一份督查小结.
func TestSC11_EverySpecialGroupSumsUpEveryHalfYear(t *testing.T) {
	a := shipped(t, "shangcheng")
	a.expect("half-year-summary/s2-p03/2020-h1", supervision.Report, "2020-05-11..2020-06-30", "s2-p03-c")
	a.expect("half-year-summary/s2-p03/2020-h2", supervision.Report, "2020-07-01..2020-11-30", "s2-p03-c")
	a.reminds("half-year-summary/s2-p03/2020-h1", "06-23 09:00", "06-27 09:00", "06-29 09:00")
	a.reminds("half-year-summary/s2-p03/2020-h2", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	for _, d := range a.made("half-year-summary") {
		a.goes(d.ID, d.ID[len("half-year-summary/"):][:len("s1")], supervision.Monitoring) // the group's own street
	}
	if n := len(a.made("half-year-summary")); n != 120 {
		t.Errorf("%d summaries, want 60 groups in 2 half-years", n)
	}
}

// SC-12: “一对一”“包干式”监督: nobody in a special group answers for a second project, or in a second street.
func TestSC12_EveryDeputyAnswersForOneProjectInOneStreet(t *testing.T) {
	a := shipped(t, "shangcheng")
	charge := map[string]string{}
	for _, g := range a.Groups {
		if g.Kind != supervision.SpecialGroup {
			continue
		}
		for _, seat := range append([]string{g.Convenor}, g.Members...) {
			if other, taken := charge[seat]; taken {
				t.Errorf("%s answers for %s and for %s %s", seat, other, g.Street, g.Project)
			}
			charge[seat] = g.Street + " " + g.Project
		}
	}
	if len(charge) != 120 {
		t.Errorf("%d deputies are in charge of something", len(charge))
	}
	for _, d := range a.launched.Duties {
		if mine, deputy := charge[d.Holder]; deputy && mine != a.group(d.Group).Street+" "+d.Project {
			t.Errorf("%s holds %s, in charge of %s", d.Holder, d.ID, mine)
		}
	}
}
