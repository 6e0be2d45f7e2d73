package planfile_test

import (
	"strings"
	"testing"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// HZ-02: 组建10个市人大代表监督小组, 分别对10件民生实事项目.
func TestHZ02_TenGroupsWatchTenProjectsOneEach(t *testing.T) {
	plan, _ := hangzhou(t)
	watched := map[string]int{}
	for _, g := range plan.Groups {
		watched[g.Project]++
	}
	if len(plan.Groups) != 10 || len(plan.Projects) != 10 || len(watched) != 10 {
		t.Errorf("%d groups watch %d of %d projects", len(plan.Groups), len(watched), len(plan.Projects))
	}
}

// HZ-03: 由市人大机关各部门牵头, 各区、县(市)人大常委会配合.
func TestHZ03_GroupsAreLedByADepartmentAndHelpedByTheDistricts(t *testing.T) {
	plan, _ := hangzhou(t)
	kinds := map[string]supervision.OfficeKind{}
	for _, o := range plan.Offices {
		kinds[o.ID] = o.Kind
	}
	for _, g := range plan.Groups {
		if kinds[g.LeadDepartment] != supervision.WorkingCommittee {
			t.Errorf("%s is led by %q", g.ID, g.LeadDepartment)
		}
		if len(g.Cooperating) != 1 || kinds[g.Cooperating[0]] != supervision.CooperatingCommittee {
			t.Errorf("%s is helped by %q", g.ID, g.Cooperating)
		}
	}
}

// HZ-04: 人人有任务, 事事有监督: every deputy holds a duty, every project is inspected.
func TestHZ04_EveryDeputyHasATaskAndEveryProjectIsSupervised(t *testing.T) {
	plan, _ := hangzhou(t)
	launched := plan.Launch(plan.Phases[0].Opens(plan.Zone), supervision.ChinaCalendar())
	tasks, inspected := map[string]int{}, map[string]int{}
	for _, d := range launched.Duties {
		tasks[d.Holder]++
	}
	for _, i := range launched.Inspections {
		inspected[i.Project]++
	}
	for _, s := range plan.Seats {
		if s.Role == supervision.RoleDeputy && tasks[s.ID] == 0 {
			t.Errorf("%s has no task", s.ID)
		}
	}
	for _, p := range plan.Projects {
		if inspected[p.ID] != 2 { // in the Supervision Week and in autumn
			t.Errorf("%s is inspected %d times", p.ID, inspected[p.ID])
		}
	}
}

// HZ-18: the source says that some projects run for two or three years, not which: unknown stays unknown, and a plan may say it.
func TestHZ18_YearsRunningAreUnknownUnlessThePlanSaysThem(t *testing.T) {
	plan, _ := hangzhou(t)
	for _, p := range plan.Projects {
		if p.YearsRunning != 0 {
			t.Errorf("%s runs for %d years, which nobody has said", p.ID, p.YearsRunning)
		}
	}
	said := strings.Replace(string(plans.Hangzhou2020()), "  - id: p01\n", "  - id: p01\n    years_running: 3\n", 1)
	if known, found := planfile.Read([]byte(said)); known == nil || known.Projects[0].YearsRunning != 3 {
		t.Errorf("three years were said: %v", formatted(found))
	}
}
