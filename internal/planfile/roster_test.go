package planfile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/supervision"
)

func TestReadRoster(t *testing.T) {
	plan, _ := planfile.Read([]byte(small))
	roster, found := planfile.ReadRoster([]byte(`people:
  - {person: p1, name: 甲, seat: d1, to: 2020-05-31}
  - {person: p2, name: 乙, seat: d1, from: 2020-06-01}
`), plan)
	want := supervision.Roster{"d1": {
		{Person: "p1", Name: "甲", Seat: "d1", To: supervision.Date{Year: 2020, Month: 5, Day: 31}},
		{Person: "p2", Name: "乙", Seat: "d1", From: supervision.Date{Year: 2020, Month: 6, Day: 1}},
	}}
	if diff := cmp.Diff(want, roster); diff != "" || len(found) > 0 {
		t.Errorf("%v; roster (-want +got):\n%s", formatted(found), diff)
	}
}

func TestBadRosterNamesThePlace(t *testing.T) {
	plan, _ := planfile.Read([]byte(small))
	for name, c := range map[string]struct{ text, want string }{
		"nothing":         {"", "1:1: EMPTY"},
		"nobody":          {"people: []", "1:9: MIN_ITEMS"},
		"no such field":   {"people:\n  - {person: p1, seat: d1, since: 2020-05-31}", "2:28: UNKNOWN_FIELD"},
		"no seat":         {"people:\n  - {person: p1}", "2:5: MIN_LEN"},
		"an unknown seat": {"people:\n  - {person: p1, seat: d7}", "2:24: UNKNOWN_SEAT"},
		"no day":          {"people:\n  - {person: p1, seat: d1, from: 2020-06-31}", "2:42: BAD_DATE"},
		"two in one seat": {"people:\n  - {person: p1, seat: d1}\n  - {person: p2, seat: d1}", "3:24: SEAT_TAKEN"},
		"two names":       {"people:\n  - {person: p1, name: 甲, seat: d1, to: 2020-05-31}\n  - {person: p1, name: 乙, seat: d1, from: 2020-06-01}", "3:24: TWO_NAMES"},
		"a wrong type":    {"people:\n  - {person: [p1], seat: d1}", "2:14: WRONG_VALUE"},
	} {
		t.Run(name, func(t *testing.T) {
			roster, found := planfile.ReadRoster([]byte(c.text), plan)
			if got := places(found); got != c.want || roster != nil {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// People who did not come as text are read by the same rules: their findings have fields, but no lines.
func TestRosterOf(t *testing.T) {
	plan, _ := planfile.Read([]byte(small))
	roster, found := planfile.RosterOf([]*supervisionv1.Sitting{{Person: "p1", Seat: "d1", From: "2020-06-01"}}, plan)
	want := supervision.Roster{"d1": {{Person: "p1", Seat: "d1", From: supervision.Date{Year: 2020, Month: 6, Day: 1}}}}
	if diff := cmp.Diff(want, roster); diff != "" || len(found) > 0 {
		t.Errorf("%v; roster (-want +got):\n%s", formatted(found), diff)
	}
	if roster, found := planfile.RosterOf(nil, plan); roster != nil || len(found) > 0 {
		t.Errorf("of nobody: %v, %v", roster, formatted(found))
	}
	roster, found = planfile.RosterOf([]*supervisionv1.Sitting{{Person: "p1", Seat: "d1", From: "2020-06-31"}, {Person: "p2", Seat: "d7"}}, plan)
	var fields []string
	for _, f := range found {
		fields = append(fields, f.Field+": "+f.Code)
		if f.Line != 0 || f.Column != 0 {
			t.Errorf("a place in no text: %+v", f)
		}
	}
	if diff := cmp.Diff([]string{"people[0].from: BAD_DATE", "people[1].seat: UNKNOWN_SEAT"}, fields); diff != "" || roster != nil {
		t.Errorf("a roster %v; findings (-want +got):\n%s", roster, diff)
	}
}

// places writes findings as `line:column: CODE`.
func places(found []supervision.Finding) string {
	var all []string
	for _, f := range found {
		place, _, _ := strings.Cut(planfile.Format("x", f), ": 错误")
		all = append(all, strings.TrimPrefix(place, "x:")+": "+f.Code)
	}
	return strings.Join(all, "; ")
}

func TestOpenDeeds(t *testing.T) {
	plan, _ := planfile.Read([]byte(small))
	file := planfile.OpenDeeds([]byte(`events:
  - {at: 2020-06-08, kind: DONE, duty: visit/g1/2020}
  - {at: "2020-06-09 14:30", kind: EXTENDED, duty: visit/g1/2020, day: 2020-06-30, reason: 连雨}
  - {at: 2020-06-10, kind: SUBMITTED, reason: 源文未列}
`), plan)
	at := func(day, hour, minute int) time.Time { return time.Date(2020, 6, day, hour, minute, 0, 0, plan.Zone) }
	want := []supervision.Deed{
		{At: at(8, 12, 0), Kind: supervision.DeedDone, Duty: "visit/g1/2020"},
		{At: at(9, 14, 30), Kind: supervision.DeedExtended, Duty: "visit/g1/2020", Day: supervision.Date{Year: 2020, Month: 6, Day: 30}, Reason: "连雨"},
		{At: at(10, 12, 0), Kind: supervision.DeedSubmitted, Reason: "源文未列"},
	}
	if diff := cmp.Diff(want, file.Deeds); diff != "" || len(file.Findings) > 0 {
		t.Errorf("%v; deeds (-want +got):\n%s", formatted(file.Findings), diff)
	}
	later := file.Place([]supervision.Finding{{Code: "NOT_FOUND", Field: "events[1].duty"}})
	if later[0].Line != 3 || later[0].Column != 52 {
		t.Errorf("placed at %d:%d", later[0].Line, later[0].Column)
	}
}

func TestBadDeedsNameThePlace(t *testing.T) {
	plan, _ := planfile.Read([]byte(small))
	for name, c := range map[string]struct{ text, want string }{
		"no time":           {"events:\n  - {at: 2020-6-8, kind: DONE, duty: a}", "2:10: BAD_TIME"},
		"no such day":       {"events:\n  - {at: 2020-06-31, kind: DONE, duty: a}", "2:10: BAD_TIME"},
		"no kind":           {"events:\n  - {at: 2020-06-08, duty: a}", "2:5: NOT_IN"},
		"no such kind":      {"events:\n  - {at: 2020-06-08, kind: LOST, duty: a}", "2:28: WRONG_VALUE"},
		"nothing is done":   {"events:\n  - {at: 2020-06-08, kind: DONE}", "2:5: REQUIRED"},
		"until when":        {"events:\n  - {at: 2020-06-08, kind: EXTENDED, duty: a}", "2:5: REQUIRED"},
		"which event":       {"events:\n  - {at: 2020-06-08, kind: DATED, day: 2020-12-28}", "2:5: REQUIRED"},
		"a day in words":    {"events:\n  - {at: 2020-06-08, kind: DATED, event: e, day: 12月28日}", "2:50: BAD_DATE"},
		"both that are due": {"events:\n  - {at: 2020-06-08, kind: DATED}", "2:5: REQUIRED; 2:5: REQUIRED"},
	} {
		t.Run(name, func(t *testing.T) {
			file := planfile.OpenDeeds([]byte(c.text), plan)
			if got := places(file.Findings); got != c.want || file.Deeds != nil {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
