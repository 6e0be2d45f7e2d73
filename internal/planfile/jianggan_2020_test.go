package planfile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/supervision"
)

func TestJiangganAsPublished(t *testing.T) {
	a := shipped(t, "jianggan")
	a.quotes()
	a.targets([][]float64{
		{6, -1}, {6, -1}, {7, 6, 20}, {7, -1, -1}, {22_000, -1}, {200_000, 137_000, -1, -1}, {1, 4}, {60}, {50}, {1, 2},
	})
	a.open("p01", "p02", "p04", "p05", "p07", "p09", "p10")
	if !a.Projects[1].Indicators[1].AtLeast {
		t.Error("不少于 is at least")
	}
	a.warned(
		"UNKNOWN_TARGET projects[0].indicators[1].target", // 个小区
		"UNKNOWN_TARGET projects[1].indicators[1].target", // 不少于1个
		"UNKNOWN_TARGET projects[3].indicators[1].target", // 幢、约8套
		"UNKNOWN_TARGET projects[4].indicators[1].target", // 培养高技能人才人
		"UNKNOWN_TARGET projects[5].indicators[2].target", // 回迁安置户、套
	)
}

// JG-01: 将人大代表和街道居民议事会议成员全员分工督办.
func TestJG01_EveryDeputyAndResidentHasATaskOfHisOwn(t *testing.T) {
	a := shipped(t, "jianggan")
	roles := map[supervision.Role]int{}
	for _, s := range a.Seats {
		if s.Role == supervision.RoleDeputy || s.Role == supervision.RoleResident {
			roles[s.Role]++
			a.expect("assigned-supervision/"+s.ID+"/2020", supervision.InspectionDuty, "2020-05-11..2020-11-30", s.ID)
		}
	}
	if roles[supervision.RoleDeputy] != 20 || roles[supervision.RoleResident] != 10 || len(a.made("assigned-supervision")) != 30 {
		t.Errorf("%v hold %d tasks", roles, len(a.made("assigned-supervision")))
	}
	a.reminds("assigned-supervision/g04-r1/2020", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	if actor := entry(t, a.Plan, "assigned-supervision").Actor; actor != supervision.Individual {
		t.Errorf("分工 is supervision by %q", actor)
	}
	watched := map[string]bool{}
	for _, g := range a.Groups {
		watched[g.Project] = true
	}
	if len(watched) != 10 { // 事事有监督
		t.Errorf("%d projects are watched", len(watched))
	}
}

// JG-02: 分事前、事中、事后三阶段开展督查: each project has its own stages.
func TestJG02_InspectionsBeforeDuringAndAfterEachProject(t *testing.T) {
	a := shipped(t, "jianggan")
	for i := range 10 {
		group, holder := fmt.Sprintf("g%02d", i+1), fmt.Sprintf("g%02d-convenor", i+1)
		a.expect("inspection-before/"+group+"/2020", supervision.InspectionDuty, "2020-04-21..2020-05-10", holder)
		a.expect("inspection-during/"+group+"/2020", supervision.InspectionDuty, "2020-05-11..2020-11-30", holder)
		a.expect("inspection-after/"+group+"/2020", supervision.InspectionDuty, "2020-12-01..2021-01-31", holder)
	}
	a.goes("inspection-before/g01/2020", "", supervision.Deployment)
	a.goes("inspection-during/g01/2020", "", supervision.Monitoring)
	a.goes("inspection-after/g01/2020", "", supervision.Evaluation)
	a.reminds("inspection-before/g01/2020", "05-03 09:00", "05-07 09:00", "05-09 09:00")
	a.reminds("inspection-after/g10/2020", "01-24 09:00", "01-28 09:00", "01-30 09:00")
}

// JG-02: a project that runs its own course is inspected by it, the others as before.
func TestJG02_AProjectsOwnStageMovesItsInspection(t *testing.T) {
	src := strings.Replace(source(t, "jianggan-2020.yaml"), "{stage: AFTER, window: 12月..次年1月}", "{stage: AFTER, window: 12月上旬}", 1)
	a := launched(t, src)
	a.expect("inspection-after/g01/2020", supervision.InspectionDuty, "2020-12-01..2020-12-10", "g01-convenor")
	a.expect("inspection-after/g02/2020", supervision.InspectionDuty, "2020-12-01..2021-01-31", "g02-convenor")
}

// JG-03: 与民生实事工程单位、人大街道工委及时沟通.
func TestJG03_GroupsTalkToContractorsAndStreets(t *testing.T) {
	a := shipped(t, "jianggan")
	a.expect("contacts-liaison/g09/2020", supervision.Meeting, "2020-04-21..2020-05-10", "g09-convenor")
	a.reminds("contacts-liaison/g09/2020", "05-03 09:00", "05-07 09:00", "05-09 09:00")
	a.asks("contacts-liaison", supervision.InviteContacts, supervision.InviteStreet)
	for _, p := range a.Projects {
		if len(p.Contacts) != 1 || a.kinds()[p.Contacts[0]] != supervision.Contractor {
			t.Errorf("%s: contacts %v", p.ID, p.Contacts)
		}
	}
}

// JG-04: 召开监督小组会议,明确监督目标、计划和任务.
func TestJG04_EveryGroupMeetsBeforeItInspects(t *testing.T) {
	a := shipped(t, "jianggan")
	for i := range 10 {
		id := fmt.Sprintf("group-meeting/g%02d/2020", i+1)
		a.expect(id, supervision.Meeting, "2020-04-21..2020-05-10", fmt.Sprintf("g%02d-convenor", i+1))
		a.reminds(id, "05-03 09:00", "05-07 09:00", "05-09 09:00")
	}
}

// JG-05: 代表小组开展监督时,邀请部门负责人一同参与: asked along, without a duty.
func TestJG05_TheUnitIsAskedAlong(t *testing.T) {
	a := shipped(t, "jianggan")
	for _, id := range []string{"inspection-before", "inspection-during", "inspection-after"} {
		a.asks(id, supervision.InviteUnit)
	}
	for _, d := range a.launched.Duties {
		if a.seat(d.Holder).Role == supervision.RoleOfficial {
			t.Errorf("%s holds %s", d.Holder, d.ID)
		}
	}
}

// JG-06: “周三访实事”: every Wednesday, but for the one in the holiday, to a fixed street and community.
func TestJG06_EveryWednesdayThatIsWorked(t *testing.T) {
	a := shipped(t, "jianggan")
	a.expect("wednesday-visit/g01/2020-05-13", supervision.InspectionDuty, "2020-05-13", "g01-convenor")
	a.expect("wednesday-visit/g01/2020-09-30", supervision.InspectionDuty, "2020-09-30", "g01-convenor")
	a.expect("wednesday-visit/g01/2020-09-30/g01-r1", supervision.InspectionDuty, "2020-09-30", "g01-r1")
	a.expect("wednesday-visit/g01/2020-10-14", supervision.InspectionDuty, "2020-10-14", "g01-convenor")
	a.expect("wednesday-visit/g10/2020-11-25", supervision.InspectionDuty, "2020-11-25", "g10-convenor")
	a.reminds("wednesday-visit/g01/2020-09-30", "09-29 09:00", "09-30 09:00")
	if slices.Contains(a.ids("wednesday-visit"), "wednesday-visit/g01/2020-10-07") {
		t.Error("a visit on 7 October, a holiday")
	}
	if n := len(a.made("wednesday-visit")); n != 840 {
		t.Errorf("%d duties, want 10 groups of three on 28 Wednesdays", n)
	}
	if rhythm := entry(t, a.Plan, "wednesday-visit").Rhythm; rhythm != supervision.Daily {
		t.Errorf("常态化 is %q", rhythm)
	}
	streets := map[string]bool{}
	for _, g := range a.Groups {
		streets[g.Street] = true
		if a.kinds()[g.Street] != supervision.StreetCommittee || g.Community == "" {
			t.Errorf("%s is tied to %q, %q", g.ID, g.Street, g.Community)
		}
	}
	if len(streets) != 6 {
		t.Errorf("%d streets are visited", len(streets))
	}
}

// JG-07: “监督月”活动,持续跟踪意见建议推进情况.
func TestJG07_ASupervisionMonthForWhatWasSaidBefore(t *testing.T) {
	a := shipped(t, "jianggan")
	if i := slices.IndexFunc(a.Windows, func(w supervision.NamedWindow) bool { return w.Title == "监督月" }); i < 0 || a.Windows[i].Window.String() != "2020-09-01..2020-09-30" {
		t.Errorf("%+v", a.Windows)
	}
	for i := range 10 {
		a.expect(fmt.Sprintf("follow-up/g%02d/2020", i+1), supervision.InspectionDuty, "2020-09-01..2020-09-30", fmt.Sprintf("g%02d-convenor", i+1))
	}
	a.reminds("follow-up/g01/2020", "09-23 09:00", "09-27 09:00", "09-29 09:00")
	if e := entry(t, a.Plan, "follow-up"); e.Within != "supervision-month" || e.Rhythm != supervision.Concentrated {
		t.Errorf("within %q, %s", e.Within, e.Rhythm)
	}
}
