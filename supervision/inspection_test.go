package supervision

import (
	"testing"
	"time"
)

// week is the special inspection of the Supervision Week (HZ-11) by group 3.
func week(t testing.TB) Inspection {
	t.Helper()
	return Inspection{
		ID: "hangzhou-2020.supervision-week.g03.2020", Group: "g03", Convenor: "g03-convenor",
		Window: window(t, "6月上旬"), State: InspectionPlanned,
	}
}

func TestHZ11_NoteIsTakenFromTheFirstDayAndLateAfterTheLast(t *testing.T) {
	i := week(t)
	_, err := i.Accept(on(t, "2020-05-31 23:59"), i.Window, beijing)
	refusedFor(t, err, NotOpen)
	for at, wantLate := range map[string]bool{"2020-06-01 00:00": false, "2020-06-10 23:59": false, "2020-06-11 00:00": true} {
		if late, err := i.Accept(on(t, at), i.Window, beijing); err != nil || late != wantLate {
			t.Errorf("note at %s: late %v, %v", at, late, err)
		}
	}
}

func TestNoteIsNotLateWhileItsAuthorHasTime(t *testing.T) {
	i, extended := week(t), window(t, "6月1日..6月15日")
	if late, err := i.Accept(on(t, "2020-06-12 09:00"), extended, beijing); err != nil || late {
		t.Errorf("the author's duty is extended to 15 June, yet the note of 12 June is late: %v, %v", late, err)
	}
}

// Only the convenor concludes, only then does the visit count; the same conclusion again changes nothing, another is refused.
func TestOnlyTheConvenorConcludes(t *testing.T) {
	i, now := week(t), on(t, "2020-06-04 17:00")
	refusedFor(t, i.Conclude("g03-d1", "顺利", now, beijing), NotAllowed)
	refusedFor(t, i.Conclude("", "顺利", now, beijing), NotAllowed)
	refusedFor(t, i.Conclude("g03-convenor", "顺利", on(t, "2020-05-31 17:00"), beijing), NotOpen)
	if err := i.Conclude("g03-convenor", "顺利", now, beijing); err != nil || i.State != InspectionConcluded {
		t.Fatalf("%v, state %s", err, i.State)
	}
	refusedFor(t, i.Conclude("g03-convenor", "改口", now.Add(time.Hour), beijing), AlreadyDone)
	if err := i.Conclude("g03-convenor", "顺利", now.Add(time.Hour), beijing); err != nil || !i.ConcludedAt.Equal(now) {
		t.Errorf("%v, concluded at %s", err, i.ConcludedAt)
	}
}

func TestVisitIsScheduledWithinTheWindow(t *testing.T) {
	i, now := week(t), on(t, "2020-05-28 09:00")
	refusedFor(t, i.Schedule(Date{2020, 6, 11}, "工地", i.Window, now, customs()), InvalidRequest)
	if err := i.Schedule(Date{2020, 6, 5}, "工地", i.Window, now, customs()); err != nil || i.Reminded {
		t.Fatalf("%v, reminded %v", err, i.Reminded)
	}
	if err := i.Schedule(Date{2020, 6, 2}, "工地", i.Window, on(t, "2020-06-01 12:00"), customs()); err != nil || !i.Reminded {
		t.Errorf("%v: scheduled the day before, the invitation is the reminder", err)
	}
	if err := i.Schedule(Date{2020, 6, 15}, "工地", i.Window, on(t, "2020-06-12 12:00"), customs()); err != nil {
		t.Errorf("an overdue visit cannot be made up for: %v", err)
	}
	refusedFor(t, i.Schedule(Date{2020, 6, 11}, "工地", i.Window, on(t, "2020-06-12 12:00"), customs()), InvalidRequest)
	i.State = InspectionConcluded
	refusedFor(t, i.Schedule(Date{2020, 6, 9}, "工地", i.Window, now, customs()), AlreadyDone)
}

// A visit on a Monday is reminded of on the Friday before: nobody is told on a rest day.
func TestVisitIsRemindedOnAWorkingDay(t *testing.T) {
	i := week(t)
	i.State, i.VisitDay = InspectionOpen, Date{2020, 6, 8}
	if step, at := i.NextStep(true, on(t, "2020-06-02 09:00"), customs()); step != InspectionRemindVisit || !at.Equal(on(t, "2020-06-05 09:00")) {
		t.Errorf("%s at %s", step, at.In(beijing))
	}
}

func TestStepsOfAnInspection(t *testing.T) {
	visit := func(i *Inspection) { i.VisitDay = Date{2020, 6, 5} }
	for _, c := range []struct {
		name string
		set  func(*Inspection)
		live bool
		step InspectionStep
		at   string
	}{
		{"opens with its window", func(*Inspection) {}, true, InspectionStepOpen, "2020-06-01 00:00"},
		{"open, it waits for people", func(i *Inspection) { i.State = InspectionOpen }, true, InspectionWait, ""},
		{"reminds the day before the visit", func(i *Inspection) { i.State = InspectionOpen; visit(i) }, true, InspectionRemindVisit, "2020-06-04 09:00"},
		{"once", func(i *Inspection) { i.State = InspectionOpen; visit(i); i.Reminded = true }, true, InspectionWait, ""},
		{"closes when its window is over", func(i *Inspection) { i.State = InspectionConcluded }, true, InspectionStepClose, "2020-06-11 00:00"},
		{"closes with its campaign", func(i *Inspection) { i.State = InspectionOpen }, false, InspectionStepClose, "2020-05-20 09:00"},
		{"closed, it is over", func(i *Inspection) { i.State = InspectionClosed }, false, InspectionWait, ""},
	} {
		i := week(t)
		c.set(&i)
		step, at := i.NextStep(c.live, on(t, "2020-05-20 09:00"), customs())
		if step != c.step || c.at != "" && !at.Equal(on(t, c.at)) {
			t.Errorf("%s: got %s at %s", c.name, step, at)
		}
	}
}

// What a plan says anew of an inspection is taken over until it is concluded or over. A visit outside the new window has to
// be scheduled anew; days that were over at the take-up and are ahead now make it planned again.
func TestInspectionRevised(t *testing.T) {
	later := week(t)
	later.Window = window(t, "6月中旬")
	for _, c := range []struct {
		name    string
		was     func(*Inspection)
		plan    Inspection
		changed bool
		want    func(*Inspection)
	}{
		{"the same plan", func(i *Inspection) { i.VisitDay = Date{2020, 6, 30} }, week(t), false, func(i *Inspection) { i.VisitDay = Date{2020, 6, 30} }},
		{"other days", func(*Inspection) {}, later, true, func(i *Inspection) { i.Window = later.Window }},
		{
			"a visit outside them", func(i *Inspection) { i.VisitDay, i.Place, i.Reminded = Date{2020, 6, 5}, "工地", true }, later, true,
			func(i *Inspection) { i.Window = later.Window },
		},
		{
			"a visit within them", func(i *Inspection) { i.VisitDay, i.Place = Date{2020, 6, 12}, "工地" }, later, true,
			func(i *Inspection) { i.Window, i.VisitDay, i.Place = later.Window, Date{2020, 6, 12}, "工地" },
		},
		{"concluded", concluded, later, false, concluded},
		{"over before the take-up, and ahead now", func(i *Inspection) { i.State = InspectionClosed }, later, true, func(i *Inspection) { i.Window = later.Window }},
		{
			"closed after its conclusion", func(i *Inspection) { concluded(i); i.State = InspectionClosed }, later, false,
			func(i *Inspection) { concluded(i); i.State = InspectionClosed },
		},
	} {
		got, want := week(t), week(t)
		c.was(&got)
		c.want(&want)
		if changed := got.Revise(c.plan); changed != c.changed || got != want {
			t.Errorf("%s: changed %v, %+v", c.name, changed, got)
		}
	}
}

func concluded(i *Inspection) {
	i.State, i.ConcludedAt = InspectionConcluded, time.Date(2020, 6, 4, 9, 0, 0, 0, time.UTC)
}
