package planfile_test

import (
	"slices"
	"testing"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

func TestPlaceGivesLaterFindingsTheirLines(t *testing.T) {
	f := planfile.Open([]byte(small))
	given := []supervision.Finding{
		{Code: "A", Field: "duties[1].window"},
		{Code: "B", Field: "duties[1].due"}, // not written: the nearest thing around it
		{Code: "C", Field: "seats[1].id"},
		{Code: "D", Field: "seats[1].id", Line: 3, Column: 4}, // has a place already
	}
	placed := f.Place(given)
	for i, want := range [][2]int{{36, 13}, {33, 5}, {14, 10}, {3, 4}} {
		if got := [2]int{placed[i].Line, placed[i].Column}; got != want {
			t.Errorf("%s: %v, want %v", placed[i].Code, got, want)
		}
	}
	if given[0].Line != 0 {
		t.Error("the findings given were changed")
	}
}

// What the check and what the rehearsal find stands in one list, in the order of the text; a message has no order but by
// code.
func TestRehearseJoinsTheFindings(t *testing.T) {
	f := planfile.Open(plans.Hangzhou2020())
	r := f.Rehearse(supervision.Rehearsing{Calendar: supervision.ChinaCalendar()})
	alone := f.Plan.Rehearse(supervision.Rehearsing{Calendar: supervision.ChinaCalendar()})
	if len(alone.Findings) == 0 || len(f.Findings) == 0 || len(r.Findings) != len(f.Findings)+len(alone.Findings) {
		t.Errorf("%d findings, of the check %d, of the rehearsal %d", len(r.Findings), len(f.Findings), len(alone.Findings))
	}
	if !slices.IsSortedFunc(r.Findings, supervision.CompareFindings) || r.Findings[0].Line == 0 {
		t.Errorf("not in the order of the text: %v", formatted(r.Findings))
	}
	r = planfile.OpenMessage(message(f.Plan)).Rehearse(supervision.Rehearsing{Calendar: supervision.ChinaCalendar()})
	if len(r.Findings) == 0 || !slices.IsSortedFunc(r.Findings, supervision.CompareFindings) || r.Findings[0].Line != 0 {
		t.Errorf("of a message: %v", formatted(r.Findings))
	}
}

func TestPlaceInATextThatIsNoPlan(t *testing.T) {
	f := planfile.Open([]byte("a: [b"))
	if f.Plan != nil || !supervision.HasErrors(f.Findings) {
		t.Errorf("%v", f.Findings)
	}
	if got := f.Place([]supervision.Finding{{Code: "A", Field: "duties[1].window"}}); got[0].Line != 0 {
		t.Errorf("placed at %d in nothing", got[0].Line)
	}
}
