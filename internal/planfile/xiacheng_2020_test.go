package planfile_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/supervision"
)

func TestXiachengAsPublished(t *testing.T) {
	a := shipped(t, "xiacheng")
	a.quotes()
	a.targets([][]float64{
		{12}, {3, 4, 2}, {50, 7}, {60}, {15}, {2, -1}, {3, 4}, {20}, {32, 100}, {5, 8},
	})
	a.open("p02", "p10")
	if full := a.Projects[8].Indicators[1]; full.Form != supervision.FullCoverage {
		t.Errorf("全覆盖 is of form %q", full.Form)
	}
	a.warned(
		"EVENT_PROVISIONAL events[0].expected",            // 主任会议通过审议意见
		"EVENT_UNDATED events[1].id",                      // 收到审议意见
		"UNKNOWN_TARGET projects[5].indicators[1].target", // 为户困难老年人
	)
}

// districtProjects are those of the host's own level.
func districtProjects(a arrangement) []supervision.Project {
	return slices.DeleteFunc(slices.Clone(a.Projects), func(p supervision.Project) bool {
		return cmp.Or(p.Level, a.Host.Level) != supervision.DistrictLevel
	})
}

func ids(projects []supervision.Project) (ids []string) {
	for _, p := range projects {
		ids = append(ids, p.ID)
	}
	return ids
}

// XC-01: 区级项目常委会领导联系制度.
func TestXC01_EveryDistrictProjectHasAContactLeader(t *testing.T) {
	a := shipped(t, "xiacheng")
	if n := len(districtProjects(a)); n != 10 {
		t.Fatalf("%d district projects", n)
	}
	for i, p := range districtProjects(a) {
		leader := fmt.Sprintf("leader%02d", i+1)
		if s := a.seat(p.ContactLeader); s.ID != leader || s.Role != supervision.RoleMember || a.kinds()[s.Office] != supervision.StandingCommittee {
			t.Errorf("%s is led by %+v", p.ID, s)
		}
		a.expect("leader-guidance/"+p.ID+"/2020", supervision.Meeting, "2020-05-11..2020-11-30", leader)
	}
	a.reminds("leader-guidance/p01/2020", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	a.asks("leader-guidance", supervision.InviteUnit)
	if n := len(a.made("leader-guidance")); n != 10 {
		t.Errorf("%d projects are guided", n)
	}
}

// XC-02: 相关工委责任制度.
func TestXC02_EveryDistrictProjectHasAResponsibleCommittee(t *testing.T) {
	a := shipped(t, "xiacheng")
	for i, p := range districtProjects(a) {
		if p.Committee != fmt.Sprintf("c%02d", i+1) || a.kinds()[p.Committee] != supervision.WorkingCommittee {
			t.Errorf("%s: %q is responsible", p.ID, p.Committee)
		}
		a.expect("supervision-letter/"+p.ID+"/2020", supervision.Document, "2020-05-01..2020-05-10", p.Committee+"-staff")
	}
}

// XC-03: 街道级项目人大街道工委和专业代表小组监督制度.
func TestXC03_AStreetProjectHasItsStreetCommitteeAndDeputies(t *testing.T) {
	a := shipped(t, "xiacheng")
	g := a.group("s1-group")
	i := slices.IndexFunc(a.Projects, func(p supervision.Project) bool { return p.ID == g.Project })
	if i < 0 || a.Projects[i].Level != supervision.StreetLevel || a.Projects[i].Committee != g.Street || a.kinds()[g.Street] != supervision.StreetCommittee {
		t.Errorf("%+v watches %d", g, i)
	}
	a.expect("street-inspection/s1-group/2020", supervision.InspectionDuty, "2020-05-11..2020-11-30", "s1-convenor")
	a.reminds("street-inspection/s1-group/2020", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	a.expect("joint-appraisal/p-street/2020", supervision.InspectionDuty, "2020-09-01..2020-11-30", "s1-staff")
	if level := entry(t, a.Plan, "street-inspection").Level; level != supervision.StreetLevel {
		t.Errorf("the visit is of level %q", level)
	}
}

// XC-04: 组织街道居民议事组织成员共同参与监督.
func TestXC04_AResidentTakesPartInTheInspection(t *testing.T) {
	a := shipped(t, "xiacheng")
	if s := a.seat("s1-r1"); s.Role != supervision.RoleResident || s.Office != "" {
		t.Errorf("%+v", s)
	}
	a.expect("street-inspection/s1-group/2020/s1-r1", supervision.InspectionDuty, "2020-05-11..2020-11-30", "s1-r1")
	a.reminds("street-inspection/s1-group/2020/s1-r1", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	if slices.Contains(a.ids("at-liaison-station"), "at-liaison-station/s1-r1/2020") {
		t.Error("代表进联络站 is for deputies only")
	}
}

// XC-05: 根据区政府民生实事项目《任务书》.
func TestXC05_TheGovernmentHandsInItsTaskLetter(t *testing.T) {
	a := shipped(t, "xiacheng")
	a.expect("task-letter/campaign/2020", supervision.Document, "2020-04-21..2020-04-30", "gov-official")
	a.reminds("task-letter/campaign/2020", "04-23 09:00", "04-27 09:00", "04-29 09:00")
	a.goes("task-letter/campaign/2020", "sc", supervision.Deployment)
	if d := a.duty("task-letter/campaign/2020"); d.Shut() {
		t.Errorf("it waits for %q", d.After)
	}
}

// XC-06: 制定人大《监督书》: derived from the Task Letter, so it opens when that is there.
func TestXC06_TheSupervisionLetterComesAfterTheTaskLetter(t *testing.T) {
	a := shipped(t, "xiacheng")
	if n := len(a.made("supervision-letter")); n != 10 {
		t.Errorf("%d letters, want one for each district project", n)
	}
	for _, d := range a.made("supervision-letter") {
		if d.After != "task-letter" || !d.Shut() {
			t.Errorf("%s opens after %q", d.ID, d.After)
		}
	}
	a.reminds("supervision-letter/p01/2020", "05-03 09:00", "05-07 09:00", "05-09 09:00")
}

// XC-07: 街道居民议事、定向视察、代表统一活动日、主任接待日、代表进联络站.
func TestXC07_FiveChannelsEachWithItsHolder(t *testing.T) {
	a := shipped(t, "xiacheng")
	for _, c := range []struct {
		id     string
		kind   supervision.DutyKind
		holder string
		method supervision.Method
	}{
		{"resident-council/s1/2020", supervision.Meeting, "s1-staff", "RESIDENT_COUNCIL"},
		{"targeted-inspection/p07/2020", supervision.InspectionDuty, "c07-staff", "TARGETED_INSPECTION"},
		{"activity-day/s1-group/2020", supervision.InspectionDuty, "s1-convenor", "ACTIVITY_DAY"},
		{"reception-day/campaign/2020", supervision.Meeting, "office-staff", "RECEPTION_DAY"},
		{"at-liaison-station/s1-d1/2020", supervision.InspectionDuty, "s1-d1", "AT_LIAISON_STATION"},
	} {
		a.expect(c.id, c.kind, "2020-05-11..2020-11-30", c.holder)
		a.reminds(c.id, "11-23 09:00", "11-27 09:00", "11-29 09:00")
		if got := entry(t, a.Plan, a.duty(c.id).Entry).Methods; !slices.Equal(got, []supervision.Method{c.method}) {
			t.Errorf("%s: methods %v", c.id, got)
		}
	}
	a.asks("reception-day", "chairs")
	a.asks("at-liaison-station", "station")
	if actor := entry(t, a.Plan, "at-liaison-station").Actor; actor != supervision.Individual {
		t.Errorf("代表进联络站 is supervision by %q", actor)
	}
	if n := len(a.made("targeted-inspection")); n != 10 {
		t.Errorf("%d projects are inspected, want those of the district", n)
	}
}

// XC-08: 健全联动督查考核机制.
func TestXC08_EveryProjectIsAppraisedJointly(t *testing.T) {
	a := shipped(t, "xiacheng")
	a.expect("joint-appraisal/p05/2020", supervision.InspectionDuty, "2020-09-01..2020-11-30", "c05-staff")
	a.reminds("joint-appraisal/p05/2020", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	with := entry(t, a.Plan, "joint-appraisal").With
	if !slices.Equal(with, []string{"city", "s1"}) || a.kinds()["city"] != supervision.OtherCongress {
		t.Errorf("made with %v", with)
	}
	if n := len(a.made("joint-appraisal")); n != 12 {
		t.Errorf("%d projects are appraised, want all of the three levels", n)
	}
}

// XC-09: 三级项目全覆盖: city, district and street projects are all inspected.
func TestXC09_ProjectsOfThreeLevelsAreInspected(t *testing.T) {
	a := shipped(t, "xiacheng")
	inspected := map[string]bool{}
	for _, i := range a.launched.Inspections {
		inspected[i.Project] = true
	}
	levels := map[supervision.Level]int{}
	for _, p := range a.Projects {
		levels[cmp.Or(p.Level, a.Host.Level)]++
		if !inspected[p.ID] {
			t.Errorf("%s is inspected by nobody", p.ID)
		}
	}
	if levels[supervision.CityLevel] == 0 || levels[supervision.DistrictLevel] != 10 || levels[supervision.StreetLevel] == 0 {
		t.Errorf("projects by level: %v", levels)
	}
	if idle := a.idle(); idle != nil {
		t.Errorf("without a task: %v", idle)
	}
}

// XC-10: 年中、年底“双测评”: each after its report, by the same members and the same rule.
func TestXC10_TwoVotesAYear(t *testing.T) {
	a := shipped(t, "xiacheng")
	a.expect("mid-year-report/campaign/2020", supervision.Report, "2020-06-01..2020-06-30", "gov-official")
	a.reminds("mid-year-report/campaign/2020", "06-23 09:00", "06-27 09:00", "06-29 09:00")
	a.expect("mid-year-vote/leader01/2020", supervision.Vote, "2020-07-01..2020-07-20", "leader01")
	a.reminds("mid-year-vote/leader01/2020", "07-13 09:00", "07-17 09:00", "07-19 09:00")
	a.expect("completion-report/campaign/2020", supervision.Report, "2020-12-01..2020-12-10", "gov-official")
	a.expect("deliberation/campaign/2020", supervision.Deliberation, "2020-12-11..2020-12-20", "office-staff")
	a.goes("mid-year-report/campaign/2020", "sc", supervision.Monitoring)
	a.goes("completion-report/campaign/2020", "sc", supervision.Evaluation)
	if after := a.duty("deliberation/campaign/2020").After; after != "completion-report" {
		t.Errorf("deliberation comes after %q", after)
	}
	a.expect("year-end-vote/leader10/2020", supervision.Vote, "2020-12-21..2020-12-31", "leader10")
	a.reminds("year-end-vote/leader10/2020", "12-24 09:00", "12-28 09:00", "12-30 09:00")
	var polls []string
	for _, p := range a.launched.Polls {
		polls = append(polls, fmt.Sprint(p.ID, " ", p.Phase, " after ", entry(t, a.Plan, p.Entry).After, " ", p.Rule.Denominator))
	}
	for _, id := range []string{"mid-year-vote", "year-end-vote"} {
		if only := entry(t, a.Plan, id).Only; !slices.Equal(only, ids(districtProjects(a))) {
			t.Errorf("%s is about %v", id, only)
		}
	}
	if want := []string{
		"xiacheng-2020.mid-year-vote MONITORING after mid-year-report FULL_MEMBERSHIP",
		"xiacheng-2020.year-end-vote EVALUATION after deliberation FULL_MEMBERSHIP",
	}; !slices.Equal(polls, want) {
		t.Errorf("%s", strings.Join(polls, "\n"))
	}
	if a, b := len(a.made("mid-year-vote")), len(a.made("year-end-vote")); a != 10 || b != 10 {
		t.Errorf("%d members vote at mid-year, %d at year-end", a, b)
	}
}

// XC-11: 建立政府部门常态沟通机制.
func TestXC11_CommitteesKeepTalkingToTheUnits(t *testing.T) {
	a := shipped(t, "xiacheng")
	a.expect("unit-liaison/p04/2020-q2", supervision.Meeting, "2020-05-11..2020-06-30", "c04-staff")
	a.expect("unit-liaison/p04/2020-q3", supervision.Meeting, "2020-07-01..2020-09-30", "c04-staff")
	a.expect("unit-liaison/p04/2020-q4", supervision.Meeting, "2020-10-01..2020-11-30", "c04-staff")
	a.reminds("unit-liaison/p04/2020-q2", "06-23 09:00", "06-27 09:00", "06-29 09:00")
	a.asks("unit-liaison", supervision.InviteUnit)
	if rhythm := entry(t, a.Plan, "unit-liaison").Rhythm; rhythm != supervision.Daily {
		t.Errorf("常态 is %q", rhythm)
	}
	if n := len(a.made("unit-liaison")); n != 30 {
		t.Errorf("%d talks, want 10 projects in 3 quarters", n)
	}
}

// XC-12: 开出意见建议交办单.
func TestXC12_EveryUnitGetsItsAssignmentSlip(t *testing.T) {
	a := shipped(t, "xiacheng")
	for _, p := range a.Projects {
		a.expect("assignment-slip/"+p.Unit+"/2020", supervision.Document, "2020-07-21..2020-07-31", "office-staff")
	}
	a.reminds("assignment-slip/u01/2020", "07-24 09:00", "07-28 09:00", "07-30 09:00")
	if d := a.duty("assignment-slip/u01/2020"); d.After != "mid-year-vote" {
		t.Errorf("it comes after %q", d.After)
	}
}

// XC-13: 形成评估报告.
func TestXC13_AnEvaluationReportAfterTheSecondVote(t *testing.T) {
	a := shipped(t, "xiacheng")
	a.expect("evaluation-report/campaign/2020", supervision.Report, "2021-01-01..2021-01-10", "office-staff")
	a.reminds("evaluation-report/campaign/2020", "01-03 09:00", "01-07 09:00", "01-09 09:00")
	a.goes("evaluation-report/campaign/2020", "sc", supervision.Evaluation)
	if d := a.duty("evaluation-report/campaign/2020"); d.After != "year-end-vote" {
		t.Errorf("it comes after %q", d.After)
	}
}

// XC-14: 将测评结果及审议意见点对点进行反馈: to each unit; the opinions within 7 days, the answer within three months of receipt.
func TestXC14_ResultsAndOpinionsAreFedBackPointToPoint(t *testing.T) {
	a := shipped(t, "xiacheng")
	for _, p := range a.Projects {
		a.expect("feedback/"+p.Unit+"/2020", supervision.Document, "2021-01-11..2021-01-20", "office-staff")
	}
	a.reminds("feedback/u01/2020", "01-13 09:00", "01-17 09:00", "01-19 09:00")
	if d := a.duty("feedback/u01/2020"); d.After != "evaluation-report" {
		t.Errorf("it comes after %q", d.After)
	}
	a.expect("hand-over-opinions/campaign/2020", supervision.Document, "2021-01-01..2021-01-08", "office-staff")
	a.reminds("hand-over-opinions/campaign/2020", "01-01 09:00", "01-05 09:00", "01-07 09:00")
	a.goes("hand-over-opinions/campaign/2020", "gov", supervision.Evaluation)
	if c := a.duty("hand-over-opinions/campaign/2020").Computed; c.Rule != "ZJ-43" || !c.Unsettled {
		t.Errorf("%+v", c)
	}
	a.goes("handling-report/campaign/2020", "sc", supervision.Evaluation)
	answer := a.duty("handling-report/campaign/2020")
	if !answer.Undated() || answer.Computed.Rule != "ZJ-44" || !answer.Computed.Provisional || answer.Holder != "gov-official" {
		t.Errorf("%s %+v held by %s", answer.Window, answer.Computed, answer.Holder)
	}
	if calls := supervision.Agenda([]supervision.Duty{answer}, a.customs); len(calls) != 0 {
		t.Errorf("nobody knows the day, yet there are calls: %v", calls)
	}
}

// XC-14: three months from receipt, and not into a rest day: 2021-04-11 is a Sunday.
func TestXC14_TheReceiptSettlesTheAnswersDay(t *testing.T) {
	src := strings.Replace(source(t, "xiacheng-2020.yaml"), "    title: 区政府收到审议意见\n", "    title: 区政府收到审议意见\n    date: 2021-01-11\n", 1)
	a := launched(t, src)
	a.expect("handling-report/campaign/2020", supervision.Report, "2021-01-11..2021-04-12", "gov-official")
	a.reminds("handling-report/campaign/2020", "04-05 09:00", "04-09 09:00", "04-11 09:00")
}
