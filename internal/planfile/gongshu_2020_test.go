package planfile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/supervision"
)

func TestGongshuAsPublished(t *testing.T) {
	a := shipped(t, "gongshu")
	a.quotes()
	a.targets([][]float64{
		{550_000, -1}, {91}, {2, 6}, {10}, {44, 66}, {-1, 3}, {-1}, {6}, {10}, nil,
	})
	a.open("p04", "p05", "p06")
	if paper := a.Projects[5].Indicators[0]; paper.Form != supervision.Paper {
		t.Errorf("制定三年行动计划 is of form %q", paper.Form)
	}
	a.warned(
		"UNKNOWN_TARGET projects[0].indicators[1].target", // 回迁安置0户
		"UNKNOWN_TARGET projects[6].indicators[0].target", // 视频监控点位个
	)
}

// GS-01: 采取区人大常委会和人大街道工委上下联动方式开展.
func TestGS01_TheStreetsWorkWithTheDistrict(t *testing.T) {
	a := shipped(t, "gongshu")
	if a.kinds()["streets"] != supervision.StreetCommittee {
		t.Errorf("streets are %q", a.kinds()["streets"])
	}
	for _, g := range a.Groups {
		if !slices.Equal(g.Cooperating, []string{"streets"}) {
			t.Errorf("%s is helped by %v", g.ID, g.Cooperating)
		}
	}
	for _, e := range a.Entries {
		if e.Phase == supervision.Monitoring && !slices.Equal(e.With, []string{"streets"}) {
			t.Errorf("%s is done with %v", e.ID, e.With)
		}
	}
}

// GS-02: 由主任会议成员担任牵头领导.
func TestGS02_MembersOfTheChairpersonsMeetingLead(t *testing.T) {
	a := shipped(t, "gongshu")
	for i, g := range a.Groups {
		leader := fmt.Sprintf("leader%02d", i+1)
		if s := a.seat(g.LeadLeader); s.ID != leader || s.Role != supervision.RoleMember || a.kinds()[s.Office] != supervision.ChairpersonsMeeting {
			t.Errorf("%s is led by %+v", g.ID, s)
		}
		a.expect("report-hearing/"+g.ID+"/2020", supervision.Hearing, "2020-05-11..2020-11-30", leader)
	}
	a.reminds("report-hearing/g01/2020", "11-23 09:00", "11-27 09:00", "11-29 09:00")
}

// GS-03: 常委会各工委为牵头部门.
func TestGS03_WorkingCommitteesAreTheLeadDepartments(t *testing.T) {
	a := shipped(t, "gongshu")
	for i, g := range a.Groups {
		if g.LeadDepartment != fmt.Sprintf("c%02d", i+1) || a.kinds()[g.LeadDepartment] != supervision.WorkingCommittee {
			t.Errorf("%s is led by %q", g.ID, g.LeadDepartment)
		}
		a.expect("form-group/"+g.ID+"/2020", supervision.Document, "2020-04-21..2020-05-10", g.LeadDepartment+"-staff")
	}
	a.reminds("form-group/g10/2020", "05-03 09:00", "05-07 09:00", "05-09 09:00")
}

// GS-04: 组成10个监督小组,每组负责1件实事项目.
func TestGS04_TenGroupsOneProjectEach(t *testing.T) {
	a := shipped(t, "gongshu")
	watched := map[string]int{}
	for _, g := range a.Groups {
		watched[g.Project]++
	}
	if len(a.Groups) != 10 || len(a.Projects) != 10 || len(watched) != 10 {
		t.Errorf("%d groups watch %d of %d projects", len(a.Groups), len(watched), len(a.Projects))
	}
	if idle := a.idle(); idle != nil {
		t.Errorf("without a task: %v", idle)
	}
}

// axes are the inspections' values on two of the three axes, and how often each pair occurs.
func axes(a arrangement, pair func(supervision.Entry) string) map[string]int {
	found := map[string]int{}
	for _, e := range a.Entries {
		if e.Kind == supervision.InspectionDuty {
			found[pair(e)]++
		}
	}
	return found
}

// independent checks that of two axes every pair of values occurs.
func (a arrangement) independent(pair func(supervision.Entry) string, want ...string) {
	a.t.Helper()
	found := axes(a, pair)
	for _, p := range want {
		if found[p] != 1 {
			a.t.Errorf("%s occurs %d times", p, found[p])
		}
	}
	if len(found) != len(want) {
		a.t.Errorf("pairs %v", found)
	}
}

// GS-05: 日常监督和集中监督, whether on site or online.
func TestGS05_DailyAndConcentrated(t *testing.T) {
	a := shipped(t, "gongshu")
	a.expect("daily-on-site/g01-d1/2020", supervision.InspectionDuty, "2020-05-11..2020-11-30", "g01-d1")
	a.expect("concentrated-on-site/g01/2020", supervision.InspectionDuty, "2020-09-01..2020-11-30", "g01-convenor")
	a.reminds("concentrated-on-site/g01/2020", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	a.independent(func(e supervision.Entry) string { return string(e.Rhythm) + " " + string(e.Medium) },
		"DAILY ON_SITE", "DAILY ONLINE", "CONCENTRATED ON_SITE", "CONCENTRATED ONLINE")
}

// GS-06: 线上连线监督和线下实地查看, whether by a group or by one deputy.
func TestGS06_OnlineAndOnSite(t *testing.T) {
	a := shipped(t, "gongshu")
	a.expect("daily-online/g05/2020", supervision.InspectionDuty, "2020-05-11..2020-11-30", "g05-convenor")
	a.expect("concentrated-online/g05-d2/2020", supervision.InspectionDuty, "2020-06-01..2020-06-10", "g05-d2")
	a.reminds("concentrated-online/g05-d2/2020", "06-03 09:00", "06-07 09:00", "06-09 09:00")
	a.independent(func(e supervision.Entry) string { return string(e.Medium) + " " + string(e.Actor) },
		"ON_SITE INDIVIDUAL", "ONLINE GROUP", "ON_SITE GROUP", "ONLINE INDIVIDUAL")
}

// GS-07: 代表小组集体监督与代表个人监督, whether daily or concentrated.
func TestGS07_GroupAndIndividual(t *testing.T) {
	a := shipped(t, "gongshu")
	a.independent(func(e supervision.Entry) string { return string(e.Actor) + " " + string(e.Rhythm) },
		"INDIVIDUAL DAILY", "GROUP DAILY", "GROUP CONCENTRATED", "INDIVIDUAL CONCENTRATED")
	if n := len(a.made("daily-on-site")); n != 30 {
		t.Errorf("%d deputies supervise alone", n)
	}
	if n := len(a.made("daily-online")); n != 30 {
		t.Errorf("%d duties in ten groups of three", n)
	}
	a.expect("daily-online/g05/2020/g05-d2", supervision.InspectionDuty, "2020-05-11..2020-11-30", "g05-d2")
}

// GS-08: 实地视察、听取汇报、连线询问.
func TestGS08_ThreeMethods(t *testing.T) {
	a := shipped(t, "gongshu")
	for id, want := range map[string][]supervision.Method{
		"daily-on-site":        {"SITE_INSPECTION"},
		"daily-online":         {"REMOTE_QUESTIONING"},
		"concentrated-on-site": {"SITE_INSPECTION", "HEARING_A_REPORT"},
		"concentrated-online":  {"REMOTE_QUESTIONING"},
		"report-hearing":       {"HEARING_A_REPORT"},
	} {
		if got := entry(t, a.Plan, id).Methods; !slices.Equal(got, want) {
			t.Errorf("%s: by %v, want %v", id, got, want)
		}
	}
	a.asks("report-hearing", supervision.InviteUnit)
}

// GS-09: 三是注重结果全程问效。密切…: there the source breaks off, and nothing is invented.
func TestGS09_TheTextBreaksOffAndNothingIsInvented(t *testing.T) {
	published := strings.TrimSpace(source(t, "testdata/gongshu-2020.source.txt"))
	if !strings.HasSuffix(published, "\n三是注重结果全程问效。密切") {
		t.Errorf("the source ends with %q", published[len(published)-60:])
	}
	if !strings.Contains(source(t, "gongshu-2020.yaml"), "  # 源文在此中断：“三是注重结果全程问效。密切…”。不列任务。(GS-09)\n") {
		t.Error("the plan does not say where its source breaks off")
	}
	for _, e := range shipped(t, "gongshu").Entries {
		if e.Phase == supervision.Evaluation {
			t.Errorf("%s was invented", e.ID)
		}
	}
}
