package activities_test

import (
	"os"
	"testing"

	"duban/supervision"
)

// A government's plan has no phases and no vote: its process passes them all by, keeps its calls over the turn of the
// year, and ends it by itself once its period is over and what lapsed with it is escalated.
func TestAPlanWithoutPhasesClosesByItself(t *testing.T) {
	t.Parallel()
	source := winter(t)
	memory := livedOut(t, source)
	y := newYear(t, source, memory.start)
	y.live(memory.end)
	y.endedWithItsPeriod(memory.Year)
}

// It goes the same way if its processes are lost again and again; the reply that waits for the list of tasks is called
// for once that is handed in.
func TestAPlanWithoutPhasesSurvivesTheLossOfEveryProcess(t *testing.T) {
	t.Parallel()
	source, list := winter(t), "task-list/campaign/2020"
	memory := livedOut(t, source, supervision.Deed{At: instant(t, "2020-11-06 10:00"), Kind: supervision.DeedDone, Duty: list})
	y := newYear(t, source, memory.start)
	y.at("2020-11-06 10:00", "提交任务清单", func() { y.paper("office-staff", list) })
	for _, when := range []string{"2020-11-05 10:00", "2020-12-31 23:59", "2021-02-28 12:00"} {
		y.quietly(when, y.loseEveryProcess)
	}
	y.live(memory.end)
	y.endedWithItsPeriod(memory.Year)
}

func winter(t *testing.T) []byte {
	t.Helper()
	source, err := os.ReadFile("testdata/winter-2020.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func (y *year) endedWithItsPeriod(memory *supervision.Year) {
	y.t.Helper()
	y.sameAs(memory)
	y.punctual()
	y.inspectionsOpened()
	y.allOver()
	// Its last duties were due on the last day of the period; the fourth working day after is that of the last escalation.
	y.same("2021-03-04 01:00:00", y.facts(`select to_char(ended_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') from campaign`))
	y.same("", y.facts(`select phase::text from phase`))
}
