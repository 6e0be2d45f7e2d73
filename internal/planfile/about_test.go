package planfile

import (
	"strings"
	"testing"

	"duban/plans"
	"duban/supervision"
)

// Every field of something that has an id leads to that id.
func TestFindingsNameWhatTheyAreAbout(t *testing.T) {
	plan := &supervision.Plan{
		Events: []supervision.Event{{ID: "e"}}, Windows: []supervision.NamedWindow{{ID: "w"}}, Offices: []supervision.Office{{ID: "o"}},
		Seats: []supervision.Seat{{ID: "s"}}, Projects: []supervision.Project{{ID: "p0"}, {ID: "p1"}}, Groups: []supervision.Group{{ID: "g"}},
		Entries: []supervision.Entry{{ID: "d"}},
	}
	for field, want := range map[string]string{
		"events[0].expected": "e", "windows[0].window": "w", "offices[0].id": "o", "seats[0].role": "s", "groups[0].members[3]": "g",
		"projects[1].indicators[0].target": "p1", "duties[0].due.from": "d", "duties[0]": "d",
		"phases[0].window": "", "vote.options": "", "duties": "", "": "", "projects[2].id": "",
	} {
		if got := about(plan, []supervision.Finding{{Field: field}})[0].Subject; got != want {
			t.Errorf("%s is about %q, want %q", field, got, want)
		}
	}
	if got := about(plan, []supervision.Finding{{Field: "seats[0].id", Subject: "2020"}})[0].Subject; got != "2020" {
		t.Errorf("it is about %s now", got)
	}
}

// No finding of a shipped plan leaves its reader to count the items of a list.
func TestShippedPlansFindingsHaveSubjects(t *testing.T) {
	for _, name := range plans.Names() {
		src, _ := plans.Source(name)
		_, findings := Read(src)
		for _, f := range findings {
			if strings.Contains(f.Field, "[") && !strings.HasPrefix(f.Field, "phases[") && f.Subject == "" {
				t.Errorf("%s: %s at %s names nothing", name, f.Code, f.Field)
			}
		}
	}
}
