package activities_test

import (
	"testing"
	"time"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// Each shipped plan is launched on the morning of its first day and lives its whole year while nobody does anything:
// every call of the year in memory is made by the processes, once, in order, at its own instant, every inspection opens
// on its first day, and everything ends where it ends in memory.
func TestEveryPlanLivesItsYear(t *testing.T) {
	t.Parallel()
	for _, name := range plans.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, _ := plans.Source(name)
			memory := livedOut(t, source)
			y := newYear(t, source, memory.start)
			y.live(memory.end)
			y.sameAs(memory.Year)
			y.punctual()
			y.inspectionsOpened()
		})
	}
}

// inMemory is a year that the rules alone have lived, from the first morning to well after its last call.
type inMemory struct {
	*supervision.Year
	start, end string
}

// livedOut lives a plan in memory, with nothing done but these deeds.
func livedOut(t *testing.T, source []byte, deeds ...supervision.Deed) inMemory {
	t.Helper()
	plan, findings := planfile.Read(source)
	if supervision.HasErrors(findings) {
		t.Fatal(findings)
	}
	start := plan.Period.Opens(plan.Zone).Add(8*time.Hour + 30*time.Minute)
	y := supervision.NewYear(*plan, start, supervision.ChinaCalendar())
	for _, deed := range deeds {
		if err := y.Do(deed); err != nil {
			t.Fatal(err)
		}
	}
	y.LiveOut()
	if len(y.Calls) == 0 {
		t.Fatal("the year makes no calls")
	}
	end := supervision.Later(plan.Period.Closes(plan.Zone), y.Calls[len(y.Calls)-1].At).AddDate(0, 0, 7)
	return inMemory{y, stamp(start), stamp(end)}
}
