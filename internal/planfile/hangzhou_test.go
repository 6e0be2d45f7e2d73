package planfile_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// hangzhou reads the plan that is shipped.
func hangzhou(t *testing.T) (*supervision.Plan, []supervision.Finding) {
	t.Helper()
	plan, found := planfile.Read(plans.Hangzhou2020())
	if plan == nil {
		t.Fatalf("the shipped plan is refused: %v", formatted(found))
	}
	return plan, found
}

func formatted(found []supervision.Finding) []string {
	lines := make([]string, len(found))
	for i, f := range found {
		lines[i] = planfile.Format("plan.yaml", f)
	}
	return lines
}

func entry(t *testing.T, plan *supervision.Plan, id string) supervision.Entry {
	t.Helper()
	i := slices.IndexFunc(plan.Entries, func(e supervision.Entry) bool { return e.ID == id })
	if i < 0 {
		t.Fatalf("no duty %s", id)
	}
	return plan.Entries[i]
}

func TestHangzhouHasExactlyTheWarningsOfItsSource(t *testing.T) {
	plan, found := hangzhou(t)
	var got []string
	for _, f := range found {
		if !f.Warning {
			t.Errorf("an error: %+v", f)
		}
		got = append(got, f.Field+" "+f.Code)
	}
	want := []string{
		"projects[1].indicators[3].target UNKNOWN_TARGET", // 实施个老旧高层住宅小区
		"projects[2].indicators[2].target UNKNOWN_TARGET", // “阳光厨房”家
		"projects[3].indicators[0].target UNKNOWN_TARGET", // 实施个老旧小区
		"projects[4].indicators[1].target UNKNOWN_TARGET", // 农村公路公里
		"projects[5].indicators[0].target UNKNOWN_TARGET", // 新建家以上
		"projects[6].indicators[2].target UNKNOWN_TARGET", // 教室个
		"projects[7].indicators[1].target UNKNOWN_TARGET", // 床位张
		"projects[8].indicators[0].target UNKNOWN_TARGET", // 实施户
		"projects[9].indicators[0].target UNKNOWN_TARGET", // 示范小区个
		"duties[2].window OUTSIDE_PHASE",                  // 5月11日
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	launched := plan.Launch(plan.Phases[0].Opens(plan.Zone), supervision.ChinaCalendar())
	t.Logf("%d duties, %d inspections, %d polls", plan.CountDuties(), len(launched.Inspections), len(launched.Polls))
	if plan.CountDuties() != 101 || len(launched.Duties) != 101 {
		t.Errorf("%d duties counted, %d made; want 101", plan.CountDuties(), len(launched.Duties))
	}
}

// The plan quotes its source, and the words that nobody else may have written are the published ones.
func TestHangzhouQuotesItsSource(t *testing.T) {
	source, err := os.ReadFile("../../plans/testdata/hangzhou-2020.source.txt")
	if err != nil {
		t.Fatal(err)
	}
	plan, _ := hangzhou(t)
	for _, p := range plan.Projects {
		if !strings.Contains(string(source), "。"+p.Text+"\n") {
			t.Errorf("%s: not as published: %s", p.ID, p.Text)
		}
	}
	for _, e := range plan.Entries {
		if e.Source == "" || !strings.Contains(string(source), strings.TrimSuffix(e.Source, "。")) {
			t.Errorf("%s: not in the source: %q", e.ID, e.Source)
		}
	}
}

func TestHZ05_TheKickoffIsADayAfterItsPhase(t *testing.T) {
	plan, _ := hangzhou(t)
	kickoff := entry(t, plan, "kickoff")
	if got := kickoff.Window.String(); got != "2020-05-11" || plan.Window(kickoff.Phase).Last.DaysUntil(kickoff.Window.First) != 1 {
		t.Errorf("%s in %s", got, plan.Window(kickoff.Phase))
	}
}

func TestHZ06_HZ09_HZ14_ThreePhasesOfDekadsCrossTheYearEnd(t *testing.T) {
	plan, _ := hangzhou(t)
	for i, want := range []string{"2020-04-21..2020-05-10", "2020-05-11..2020-11-30", "2020-12-01..2021-01-31"} {
		if got := plan.Phases[i].String(); got != want {
			t.Errorf("phase %d: %s, want %s", i+1, got, want)
		}
	}
}

func TestHZ16_ReportsTogetherThenDeliberationThenVote(t *testing.T) {
	plan, _ := hangzhou(t)
	gate := entry(t, plan, "joint-submission").Requires
	if !slices.Equal(gate, []string{"group-report", "completion-report"}) {
		t.Errorf("the gate waits for %v", gate)
	}
	if a, b := entry(t, plan, "deliberation").After, entry(t, plan, "satisfaction-vote").After; a != "joint-submission" || b != "deliberation" {
		t.Errorf("deliberation after %q, vote after %q", a, b)
	}
	if plan.Vote.Denominator != supervision.FullMembership || !strings.Contains(plan.Vote.Source, "非法律规定") {
		t.Errorf("%+v", plan.Vote)
	}
}

// Numbers of three digits and more are lost in the source: unknown is not nought.
func TestHangzhouTargetsAreTheNumbersThatSurvive(t *testing.T) {
	plan, _ := hangzhou(t)
	want := [10][]float64{
		{1, 100, 30},
		{400000, 90, -1, -1},
		{52, 80, -1},
		{-1, -1},
		{45, -1, -1, -1},
		{-1, -1, -1, 100},
		{70, 62000, -1, 95, 65, 50, -1, -1},
		{30, -1, -1},
		{-1, 60},
		{-1, 40, 40},
	}
	for i, p := range plan.Projects {
		var got []float64
		for _, in := range p.Indicators {
			if in.Target == nil {
				got = append(got, -1)
				continue
			}
			got = append(got, *in.Target)
		}
		if !slices.Equal(got, want[i]) {
			t.Errorf("%s: %v, want %v", p.ID, got, want[i])
		}
	}
	forms := map[supervision.Form]int{}
	for _, p := range plan.Projects {
		for _, in := range p.Indicators {
			forms[in.Form]++
		}
	}
	if forms[supervision.FullCoverage] != 2 || forms[supervision.Basically] != 2 { // 全覆盖, 基本实现
		t.Errorf("forms %v", forms)
	}
	if over90 := plan.Projects[1].Indicators[1]; !over90.AtLeast || plan.Projects[0].Indicators[2].AtLeast {
		t.Error("90%以上 is at least, 30辆 is not")
	}
}

func TestHZ18_HZ19_TagsAreTheSourcesAndYearsRunningUnknown(t *testing.T) {
	plan, _ := hangzhou(t)
	for _, p := range plan.Projects {
		if !slices.Equal(p.Tags, []string{"六稳", "六保", "普惠性", "公益性"}) || p.YearsRunning != 0 {
			t.Errorf("%s: %v, %d years", p.ID, p.Tags, p.YearsRunning)
		}
	}
}

func TestDemonstrationFallsInItsFirstInspection(t *testing.T) {
	today := supervision.Date{Year: 2026, Month: time.November, Day: 21}
	src, err := planfile.Demonstration(plans.Hangzhou2020(), today)
	if err != nil {
		t.Fatal(err)
	}
	plan, found := planfile.Read(src)
	if plan == nil {
		t.Fatal(formatted(found))
	}
	if !plan.Demonstration || plan.Host.ID != "shili" || !strings.Contains(plan.Title, "演示 Demonstration") || plan.Year != 2026 {
		t.Errorf("%s %s %v %d", plan.Host.ID, plan.Title, plan.Demonstration, plan.Year)
	}
	week := entry(t, plan, "supervision-week").Window
	if week.First.DaysUntil(today) != 4 || !plan.Window(supervision.Monitoring).Contains(today) {
		t.Errorf("today is not the fifth day of %s in %s", week, plan.Window(supervision.Monitoring))
	}
	if _, before := hangzhou(t); len(found) != len(before) {
		t.Errorf("moved, the plan has other findings: %v", formatted(found))
	}
}
