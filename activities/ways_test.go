package activities_test

import (
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/internal/yeartest"
	"duban/supervision"
)

// One answer, three times: the year of a seed that is lived with the real workflows, the real activities and one real
// database, under the SDK's time-skipping clock, is the year in memory: the same deeds are refused for the same reasons,
// the same calls fall on the same instants, and everything ends where it ends in memory; after every step the rules of
// the clock hold in the rows. Every other year its processes forget their histories and begin again at every few looks.
// (The third way is in deploy/standalone/ways.)
func TestThreeWays_TimeSkipping(t *testing.T) {
	t.Parallel()
	db, owner := database(t)
	yeartest.Each(t, yeartest.Seeds(t, 50, 1000), "./activities", func(t *testing.T, seed uint64) {
		t.Helper()
		made := yeartest.Make(seed, yeartest.Unannounced())
		y := newYearIn(t, db, owner, made.Source, made.Start, made.Calendar)
		if seed%2 == 1 {
			y.shortHistories()
		}
		w := watched{year: y, made: made, people: made.PeopleAt(y.desk), memory: made.TakeUp()}
		y.must(w.people.Launch(y.ctx))
		w.live()
		w.endForGood()
	})
}

// watched is a made-up year under watch.
type watched struct {
	*year
	made   *yeartest.Made
	people *yeartest.People
	memory *supervision.Year
	watch  *yeartest.Watch
}

func (w *watched) live() {
	w.watch = yeartest.NewWatch(w.standing())
	for _, deed := range w.made.Deeds {
		w.quietlyAt(deed.At.Add(-time.Second), func() { w.look(deed, "before") })
		w.quietlyAt(deed.At, func() { w.do(deed) })
		w.quietlyAt(deed.At.Add(time.Second), func() { w.look(deed, "after") })
	}
	w.liveUntil(w.made.End)
	w.memory.Live(w.made.End)
	if diff := yeartest.Differ(yeartest.Remembered(w.memory), w.standing()); diff != "" {
		w.t.Errorf("the rows differ from the year in memory (-memory +rows):\n%.6000s", diff)
	}
}

// do does a deed here and in memory.
func (w *watched) do(deed supervision.Deed) {
	here, there := w.people.Do(w.ctx, deed), w.memory.Do(deed)
	if reason(here) != reason(there) {
		w.t.Errorf("%s %s %s: %v at the desk, %v in memory", stamp(deed.At), deed.Kind, deed.Duty, here, there)
	}
}

// reason is why something was refused: empty if it was not, and the error itself if that is none of the rules'.
func reason(err error) string {
	var e *supervision.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return string(e.Reason)
	}
	return err.Error()
}

func (w *watched) look(deed supervision.Deed, when string) {
	for _, wrong := range w.watch.Look(w.standing(), w.now()) {
		w.t.Errorf("%s %s %s %s: %s", when, stamp(deed.At), deed.Kind, deed.Duty, wrong)
	}
}

func (w *watched) standing() *yeartest.Standing {
	s, err := w.made.Read(w.ctx, w.db)
	w.must(err)
	return s
}

// endForGood leaves nothing of a year that the next one in the same database would meet: no campaign that runs, no nudge,
// no holiday, for the calendar is the country's.
func (w *watched) endForGood() {
	if w.memory.Campaign.State == supervision.CampaignLive {
		w.must(w.desk.CancelCampaign(w.ctx, desk.System(w.plan.Host.ID), w.id, "完"))
	}
	w.loseNudges()
	owner, err := pgx.Connect(w.ctx, w.owner)
	w.must(err)
	defer owner.Close(w.ctx)
	_, err = owner.Exec(w.ctx, `delete from holiday_year`)
	w.must(err)
}
