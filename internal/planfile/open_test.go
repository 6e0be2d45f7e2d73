package planfile_test

import (
	"testing"

	"duban/internal/planfile"
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

func TestPlaceInATextThatIsNoPlan(t *testing.T) {
	f := planfile.Open([]byte("a: [b"))
	if f.Plan != nil || !supervision.HasErrors(f.Findings) {
		t.Errorf("%v", f.Findings)
	}
	if got := f.Place([]supervision.Finding{{Code: "A", Field: "duties[1].window"}}); got[0].Line != 0 {
		t.Errorf("placed at %d in nothing", got[0].Line)
	}
}
