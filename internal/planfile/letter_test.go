package planfile_test

import (
	"slices"
	"strings"
	"testing"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// letter derives the Supervision Letter of a shipped plan.
func letter(t *testing.T, name string) supervision.Letter {
	t.Helper()
	source, known := plans.Source(name)
	if !known {
		t.Fatal(name)
	}
	plan, found := planfile.Read(source)
	if plan == nil {
		t.Fatal(formatted(found))
	}
	return plan.SupervisionLetter(plan.Launch(plan.Period.Opens(plan.Zone), supervision.ChinaCalendar()).Duties)
}

// XC-05, XC-06: every target of the Task Letter gets its groups, its visits and its evidence, in the plan's order; what
// could not be matched is listed for a person, and is not guessed: lost digits, 等, 全覆盖.
func TestXC05_XC06_SupervisionLetterFromTheTaskLetter(t *testing.T) {
	l := letter(t, "xiacheng-2020")
	lost, open, soft := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, u := range l.Unmatched {
		switch u.Why {
		case supervision.TargetLost:
			lost[u.Project] = true
		case supervision.ListOpen:
			open[u.Project] = true
		case supervision.CoverageSoft:
			soft[u.Project] = true
		case supervision.NoTargets, supervision.NobodyWatches, supervision.NeverInspected:
		}
	}
	// 6: 为户困难老年人 lost its number. 2 and 10 end in 等. 9: 全覆盖.
	if !lost["p06"] || !open["p02"] || !open["p10"] || !soft["p09"] || lost["p04"] || open["p04"] || soft["p04"] {
		t.Errorf("lost %v, open %v, soft %v", lost, open, soft)
	}
	i := slices.IndexFunc(l.Lines, func(line supervision.LetterLine) bool { return line.Project == "p04" })
	lift := l.Lines[i] // 完成60台既有住宅电梯加装
	if *lift.Indicator.Target != 60 || lift.Unit == "" || lift.Committee == "" || len(lift.Visits) == 0 || !strings.Contains(lift.Evidence, "抽查") {
		t.Errorf("%+v", lift)
	}
	for _, v := range lift.Visits {
		if v.Times == 0 || v.Days.Last.Before(v.Days.First) {
			t.Errorf("%+v", v)
		}
	}
}

// A project that nobody visits is for a person to decide, in every plan that is shipped.
func TestSupervisionLetterFindsWhatIsNotVisited(t *testing.T) {
	for _, name := range plans.Names() {
		for _, u := range letter(t, name).Unmatched {
			if u.Why == supervision.NobodyWatches || u.Why == supervision.NeverInspected {
				t.Errorf("%s: %+v", name, u)
			}
		}
	}
	source, _ := plans.Source("xiacheng-2020")
	plan, _ := planfile.Read(source)
	l := plan.SupervisionLetter(nil)
	if !slices.ContainsFunc(l.Unmatched, func(u supervision.Unmatched) bool { return u.Why == supervision.NeverInspected }) {
		t.Errorf("without a visit: %+v", l.Unmatched)
	}
}
