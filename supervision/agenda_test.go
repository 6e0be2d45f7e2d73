package supervision

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var beijing = time.FixedZone("CST", 8*3600)

// on parses an instant in China's zone, such as `2020-06-03 09:00`.
func on(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, beijing)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func window(t testing.TB, s string) Window {
	t.Helper()
	w, err := ParseWindow(s, 2020)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func customs() Customs {
	return Customs{Zone: beijing, Calendar: ChinaCalendar(), Office: "office"}
}

// part is a deputy's part of the Supervision Week (HZ-11), taken up in April.
func part(t testing.TB) Duty {
	t.Helper()
	return Duty{
		ID: "week/g03/2020/d1", Kind: InspectionDuty, Title: "监督周", Holder: "d1", Convenor: "g03-convenor",
		Window: window(t, "6月上旬"), RemindDays: DefaultRemindDays, State: Waiting, Since: on(t, "2020-04-21 09:00"),
	}
}

// tell writes calls as lines: `06-03 09:00 REMIND d1`.
func lines(calls []Call) []string {
	out := make([]string, len(calls))
	for i, c := range calls {
		out[i] = c.At.In(beijing).Format("01-02 15:04 ") + string(c.Kind) + " " + c.To
		if c.Passed {
			out[i] += " PASSED"
		}
	}
	return out
}

func expect(t testing.TB, got []Call, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.Fields(strings.ReplaceAll(want, "\n", " ")), strings.Fields(strings.Join(lines(got), " "))); diff != "" {
		t.Errorf("calls differ (-want +got):\n%s", diff)
	}
}

// A duty opens with its window, reminds 7, 3 and 1 days before its last day at 09:00, lapses when that day is over, and
// is escalated on the first and the fourth working day after: to the convenor, then to the office.
func TestHZ11_CallsOfTheSupervisionWeek(t *testing.T) {
	d := part(t)
	expect(t, d.Ahead(customs()), `
		06-01 00:00 OPEN d1
		06-03 09:00 REMIND d1
		06-07 09:00 REMIND d1
		06-09 09:00 REMIND d1
		06-11 00:00 LAPSE d1
		06-11 09:00 ESCALATE g03-convenor
		06-16 09:00 ESCALATE office`)
}

// Working days are counted over holidays and make-up days: after 30 September 2020 come eight days of holiday.
func TestEscalationSkipsTheHoliday(t *testing.T) {
	d := part(t)
	d.Window = window(t, "9月下旬")
	got := lines(d.Ahead(customs()))
	want := []string{"10-09 09:00 ESCALATE g03-convenor", "10-13 09:00 ESCALATE office"}
	if diff := cmp.Diff(want, got[len(got)-2:]); diff != "" {
		t.Error(diff)
	}
}

func TestEscalationGoesPastAConvenorWhoHoldsTheDuty(t *testing.T) {
	d := part(t)
	d.Holder = d.Convenor
	got := lines(d.Ahead(customs()))
	if got[5] != "06-11 09:00 ESCALATE office" {
		t.Errorf("first escalation: %s", got[5])
	}
}

// Launched in the middle of its window, a duty opens at once and is not reminded of mornings that are gone.
func TestLateTakeUpOpensAtOnce(t *testing.T) {
	d := part(t)
	d.Since = on(t, "2020-06-03 10:00")
	expect(t, d.Ahead(customs())[:3], `06-03 10:00 OPEN d1 06-07 09:00 REMIND d1 06-09 09:00 REMIND d1`)
}

func TestShutOrDoneDutyHasNoCalls(t *testing.T) {
	shut := part(t)
	shut.Since = time.Time{}
	if calls := shut.Ahead(customs()); len(calls) > 0 {
		t.Errorf("a shut duty has calls: %v", lines(calls))
	}
	for _, state := range []DutyState{Proven, Excused, BeforeTakeUp, LeftOpen} {
		d := part(t)
		if d.State = state; !d.Next(customs()).IsZero() {
			t.Errorf("a duty in state %s has a next call", state)
		}
	}
}

// Calls are made in their order with their true instants; settling again at the same instant makes none.
func TestSettleMakesEachCallOnce(t *testing.T) {
	d := part(t)
	expect(t, d.Settle(on(t, "2020-06-01 00:00"), customs()), `06-01 00:00 OPEN d1`)
	if d.State != Open {
		t.Errorf("state %s after OPEN", d.State)
	}
	expect(t, d.Settle(on(t, "2020-06-01 00:00"), customs()), ``)
	expect(t, d.Settle(on(t, "2020-06-03 08:59"), customs()), ``)
	expect(t, d.Settle(on(t, "2020-06-03 09:00"), customs()), `06-03 09:00 REMIND d1`)
}

// After the clock stood still, everything is called with its true instant; a reminder that a later one or the end has
// overtaken is recorded and nobody is told.
func TestCatchUpPassesOvertakenReminders(t *testing.T) {
	d := part(t)
	expect(t, d.Settle(on(t, "2020-06-08 12:00"), customs()), `
		06-01 00:00 OPEN d1
		06-03 09:00 REMIND d1 PASSED
		06-07 09:00 REMIND d1`)
	expect(t, d.Settle(on(t, "2020-06-11 12:00"), customs()), `
		06-09 09:00 REMIND d1 PASSED
		06-11 00:00 LAPSE d1
		06-11 09:00 ESCALATE g03-convenor`)
	if d.State != Overdue {
		t.Errorf("state %s after LAPSE", d.State)
	}
}

// A proof stops what is ahead and nothing else; handed back, the original due date lives again.
func TestReturnBringsBackTheOriginalDueDate(t *testing.T) {
	d := part(t)
	d.Settle(on(t, "2020-06-02 10:00"), customs())
	d.Prove(on(t, "2020-06-02 10:00"), beijing)
	expect(t, d.Settle(on(t, "2020-06-05 10:00"), customs()), ``)
	d.Unprove(on(t, "2020-06-05 10:00"), beijing)
	expect(t, d.Ahead(customs())[:3], `06-07 09:00 REMIND d1 06-09 09:00 REMIND d1 06-11 00:00 LAPSE d1`)
	if d.State != Open || d.Late || !d.ProvenAt.IsZero() {
		t.Errorf("after the return: %s, late %v, proven at %s", d.State, d.Late, d.ProvenAt)
	}
}

// Handed back after the due date, the duty lapses at the return, and its escalations follow from there.
func TestReturnAfterTheDueDateLapsesAtOnce(t *testing.T) {
	d := part(t)
	d.Settle(on(t, "2020-06-10 10:00"), customs())
	d.Prove(on(t, "2020-06-10 10:00"), beijing)
	d.Unprove(on(t, "2020-06-15 10:00"), beijing)
	expect(t, d.Settle(on(t, "2020-06-15 10:00"), customs()), `06-15 10:00 LAPSE d1`)
	expect(t, d.Ahead(customs()), `06-16 09:00 ESCALATE g03-convenor 06-19 09:00 ESCALATE office`)
}

// A late proof handed back at the very instant of the lapse still lapses anew.
func TestReturnAtTheInstantOfACallIsAMomentLater(t *testing.T) {
	d := part(t)
	at := on(t, "2020-06-11 00:00")
	d.Settle(at, customs())
	d.Prove(at, beijing)
	d.Unprove(at, beijing)
	calls := d.Settle(at.Add(time.Second), customs())
	if len(calls) != 1 || calls[0].Kind != CallLapse || !calls[0].At.After(at) {
		t.Errorf("calls after the return: %v", lines(calls))
	}
}

// An extension moves only what has not happened.
func TestExtensionMovesOnlyWhatIsAhead(t *testing.T) {
	d := part(t)
	now := on(t, "2020-06-07 10:00")
	d.Settle(now, customs())
	if err := d.Extend(Date{2020, 6, 20}, "台风", now, beijing); err != nil {
		t.Fatal(err)
	}
	expect(t, d.Ahead(customs()), `
		06-13 09:00 REMIND d1
		06-17 09:00 REMIND d1
		06-19 09:00 REMIND d1
		06-21 00:00 LAPSE d1
		06-22 09:00 ESCALATE g03-convenor
		06-28 09:00 ESCALATE office`)
}

func TestExtensionReopensWhatIsOverdue(t *testing.T) {
	d := part(t)
	now := on(t, "2020-06-12 10:00")
	d.Settle(now, customs())
	if err := d.Extend(Date{2020, 6, 20}, "台风", now, beijing); err != nil || d.State != Open {
		t.Fatalf("%v, state %s", err, d.State)
	}
	for _, last := range []Date{{2020, 6, 20}, {2020, 6, 11}} {
		if err := d.Extend(last, "再议", now, beijing); err == nil {
			t.Errorf("a last day of %s was accepted after 2020-06-20", last)
		}
	}
}

// What waits for another duty is called only from the moment that one is done.
func TestHZ16_UnlockedDutyIsCalledFromThen(t *testing.T) {
	d := part(t)
	d.Since = time.Time{}
	d.Unlock(on(t, "2020-06-08 15:00"))
	expect(t, d.Ahead(customs())[:3], `06-08 15:00 OPEN d1 06-09 09:00 REMIND d1 06-11 00:00 LAPSE d1`)
	d.Unlock(on(t, "2020-06-09 15:00"))
	if !d.Since.Equal(on(t, "2020-06-08 15:00")) {
		t.Error("a second unlock moved the first")
	}
}

func TestAgendaIsInOrder(t *testing.T) {
	a, b := part(t), part(t)
	b.ID = "week/g01/2020/d9"
	calls := Agenda([]Duty{a, b}, customs())
	if !slices.IsSortedFunc(calls, CompareCalls) || len(calls) != 14 || calls[0].Duty != b.ID {
		t.Errorf("agenda: %v", lines(calls))
	}
}

// FuzzAgenda does anything to a duty at any moment and asserts after every step: calls come in order, never twice,
// never before they are due, never after the duty is done; it is overdue exactly when past its end and unproven.
func FuzzAgenda(f *testing.F) {
	f.Add([]byte{0, 10, 1, 3, 2, 200, 3, 5, 4, 250})
	f.Add([]byte{1, 0, 2, 0, 0, 255, 3, 40, 0, 255, 0, 255, 1, 1, 2, 255, 0, 255})
	f.Fuzz(func(t *testing.T, script []byte) {
		l := life{t: t, duty: part(t), now: on(t, "2020-05-25 00:00"), made: map[Call]bool{}}
		for i := 0; i+1 < len(script) && i < 200; i += 2 {
			l.now = l.now.Add(time.Duration(script[i+1]) * 17 * time.Minute)
			l.step(script[i] % 6)
		}
	})
}

// life is a duty to which things happen.
type life struct {
	t    *testing.T
	duty Duty
	now  time.Time
	last time.Time
	made map[Call]bool
}

func (l *life) step(what byte) {
	l.settle()
	switch what {
	case 1:
		l.duty.Prove(l.now, beijing)
	case 2:
		l.duty.Unprove(l.now, beijing)
	case 3:
		_ = l.duty.Extend(l.duty.Window.Last.AddDays(3), "延期", l.now, beijing)
	case 4:
		_ = l.duty.Excuse("免除")
	}
	l.settle()
	past := !l.now.Before(l.duty.lapseDue(beijing))
	if overdue := l.duty.State == Overdue; !l.duty.Done() && overdue != past {
		l.t.Fatalf("%s: overdue %v, past its end %v", l.now, overdue, past)
	}
}

func (l *life) settle() {
	done := l.duty.Done()
	for _, c := range l.duty.Settle(l.now, customs()) {
		key := Call{Duty: c.Duty, Kind: c.Kind, At: c.At}
		switch {
		case done:
			l.t.Fatalf("%v called although done", c)
		case l.made[key]:
			l.t.Fatalf("%v called twice", c)
		case c.At.After(l.now):
			l.t.Fatalf("%v called early, at %s", c, l.now)
		case c.At.Before(l.last):
			l.t.Fatalf("%v called out of order, after %s", c, l.last)
		}
		l.made[key], l.last = true, c.At
	}
}
