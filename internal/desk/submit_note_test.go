package desk_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// The first group's part in the Supervision Week, 1 to 10 June (HZ-11).
const (
	week   = "hangzhou-2020.supervision-week.g01.2020"
	visit  = "supervision-week/g01/2020"
	partD1 = visit + "/g01-d1"
	partD2 = visit + "/g01-d2"
)

// note files a note of the id, always with the same text.
func (w *world) note(seat, id string) (postgres.NoteRow, error) {
	return w.desk.SubmitNote(w.ctx, w.as(seat), week, id, "进度正常，建议公示工期")
}

// inspecting is a world in which the Supervision Week has come to 4 June, 17:00.
func inspecting(t *testing.T) *world {
	t.Helper()
	w := launched(t, firstDay)
	w.live("2020-06-04 17:00")
	return w
}

func TestNote_ProvesThatDeputysPartAndNoOther(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	_, err := w.note("g01-d1", "n1")
	w.must(err)
	w.stands(supervision.Proven, partD1)
	w.stands(supervision.Open, partD2)
	w.stands(supervision.Open, visit)
	w.live("2020-06-20 09:00")
	w.calls(partD1, "06-01 00:00 OPEN\n06-03 09:00 REMIND")
	unproven := `
		06-01 00:00 OPEN
		06-03 09:00 REMIND
		06-07 09:00 REMIND
		06-09 09:00 REMIND
		06-11 00:00 LAPSE
		06-11 09:00 ESCALATE
		06-16 09:00 ESCALATE`
	w.calls(partD2, unproven)
	w.calls(visit, unproven)
	w.calls("supervision-week/g02/2020/g02-d1", unproven)
}

func TestNote_AgainGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	first, err := w.note("g01-d1", "n1")
	w.must(err)
	w.live("2020-06-08 10:00")
	before := w.everything()
	w.sameNote(first, "n1")
	if after := w.everything(); len(after) != len(before) {
		t.Errorf("%d rows, then %d", len(before), len(after))
	}
	// even when the campaign is over
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	w.sameNote(first, "n1")
	_, err = w.note("g01-d1", "n2")
	w.refused(supervision.CampaignOver, err)
}

func (w *world) sameNote(first postgres.NoteRow, id string) {
	w.t.Helper()
	again, err := w.note("g01-d1", id)
	w.must(err)
	if again.Text != first.Text || !again.SubmittedAt.Equal(first.SubmittedAt) || again.SeatID != first.SeatID {
		w.t.Errorf("first %+v, again %+v", first, again)
	}
}

// An id that is taken is refused alike whoever bears it: the answer tells nothing of what is stored.
func TestNote_TakenIDTellsNothing(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	_, err := w.note("g01-d1", "n1")
	w.must(err)
	_, otherCaller := w.note("g01-d2", "n1")
	_, otherText := w.desk.SubmitNote(w.ctx, w.as("g01-d1"), week, "n1", "另一段话")
	_, otherVisit := w.desk.SubmitNote(w.ctx, w.as("g02-d1"), "hangzhou-2020.supervision-week.g02.2020", "n1", "进度正常，建议公示工期")
	for _, err := range []error{otherCaller, otherText, otherVisit} {
		w.refused(supervision.AlreadyExists, err)
		if err != nil && err.Error() != otherCaller.Error() {
			t.Errorf("%q differs from %q", err, otherCaller)
		}
	}
	w.counted(1, "note")
	w.stands(supervision.Open, partD2)
}

func TestNote_BeforeTheWindowIsRefused(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-05-31 23:59:59")
	_, err := w.note("g01-d1", "n1")
	w.refused(supervision.NotOpen, err)
	w.turn("2020-06-01 00:00")
	_, err = w.note("g01-d1", "n1")
	w.must(err)
	w.calls(partD1, "06-01 00:00 OPEN")
}

// A note after the window is kept and marked late; the lapse is recorded first, though nobody has kept the clock.
func TestNote_AfterTheWindowIsKeptAndLate(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.live("2020-06-10 23:59:59")
	inTime, err := w.note("g01-d1", "n1")
	w.must(err)
	w.turn("2020-06-11 00:00")
	late, err := w.note("g01-d2", "n2")
	w.must(err)
	if inTime.Late || !late.Late {
		t.Errorf("late: %v before the end, %v at the end", inTime.Late, late.Late)
	}
	d := w.duty(partD2)
	if d.State != supervision.Proven || !d.Late {
		t.Errorf("the part is %s, late %v", d.State, d.Late)
	}
	w.counted(1, "call where duty_id = $1 and kind = 'LAPSE' and at = $2", partD2, instant(t, "2020-06-11 00:00"))
	w.counted(0, "call where duty_id = $1 and kind = 'LAPSE'", partD1)
}

func TestNote_OfSomebodyElsesGroupIsRefused(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for _, seat := range []string{"g02-d1", "g02-convenor", "office-staff", "u01-official", "sc-m1"} {
		_, err := w.note(seat, "n-"+seat)
		w.refused(supervision.NotAllowed, err)
	}
	w.counted(0, "note")
}

// The convenor may write a note too, but the convenor's part is the conclusion.
func TestNote_OfTheConvenorProvesNothing(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	_, err := w.note("g01-convenor", "n1")
	w.must(err)
	w.stands(supervision.Open, visit)
}

func TestNote_TheSameTwiceAtOnceIsOneNote(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	audit := w.count("audit")
	var callers sync.WaitGroup
	var failed [8]error
	for i := range failed {
		callers.Go(func() { _, failed[i] = w.note("g01-d1", "n1") })
	}
	callers.Wait()
	w.must(errors.Join(failed[:]...))
	w.counted(1, "note")
	w.counted(audit+1, "audit")
}

// Two campaigns of one host have no lock in common, so only the note's key keeps them apart: the second is told so.
func TestNote_TakenByATransactionUnderWay(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	done := make(chan error)
	w.must(w.db.In(w.ctx, w.plan.Host.ID, func(tx *postgres.Tx) error {
		err := tx.InsertNote(w.ctx, postgres.NoteRow{
			ID: "n1", InspectionID: "hangzhou-2020.autumn-inspection.g02.2020", SeatID: "g02-d1", SubmittedAt: w.now(), RequestDigest: []byte{1},
		})
		if err == nil {
			_, err = tx.Note(w.ctx, "n1") // it is written by now
		}
		go func() {
			_, err := w.note("g01-d1", "n1")
			done <- err
		}()
		w.awaitBlocked()
		return err
	}))
	w.refused(supervision.AlreadyExists, <-done)
	w.stands(supervision.Open, partD1)
}

// awaitBlocked waits until some transaction of the database waits for another.
func (w *world) awaitBlocked() {
	w.t.Helper()
	for range 1000 {
		if w.count("pg_locks where not granted") > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.t.Error("nobody waits")
}
