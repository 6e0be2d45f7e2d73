package desk_test

import (
	"testing"

	"duban/supervision"
)

// returned has the first group's report submitted at one instant and handed back at another.
func returned(t *testing.T, submitted, back string) *world {
	t.Helper()
	w := reporting(t)
	w.live(submitted)
	w.handIn("g01-convenor", report, "r1")
	w.live(back)
	w.must(w.desk.ReturnSubmission(w.ctx, w.staff(), w.id, "r1", "缺少问题清单"))
	return w
}

func TestReturn_TheOriginalDueDateLivesAgain(t *testing.T) {
	t.Parallel()
	w := returned(t, "2020-12-25 10:00", "2020-12-29 10:00")
	d := w.duty(report)
	if d.State != supervision.Open || d.Window.Last != date(t, "2020-12-31") || !d.ProvenAt.IsZero() {
		t.Errorf("%s until %s, proven at %v", d.State, d.Window.Last, d.ProvenAt)
	}
	// The reminder of 28 December fell into the time when the duty was proven; the one of the 24th comes no second time.
	w.calls(report, `
		12-03 10:00 OPEN
		12-24 09:00 REMIND
		→ 12-30 09:00 REMIND
		→ 01-01 00:00 LAPSE
		→ 01-04 09:00 ESCALATE
		→ 01-07 09:00 ESCALATE`)
	w.live("2021-01-01 00:00")
	w.stands(supervision.Overdue, report)
	w.notices("g01-convenor", report, `
		LAPSE QUEUED
		REMIND QUEUED
		RETURNED QUEUED
		REMIND QUEUED
		OPEN QUEUED`)
}

func TestReturn_AfterTheDueDateLapsesAtOnce(t *testing.T) {
	t.Parallel()
	w := returned(t, "2020-12-25 10:00", "2021-01-05 15:00")
	w.makeCalls()
	w.stands(supervision.Overdue, report)
	w.live("2021-01-20 10:00")
	w.calls(report, `
		12-03 10:00 OPEN
		12-24 09:00 REMIND
		01-05 15:00 LAPSE
		01-06 09:00 ESCALATE
		01-11 09:00 ESCALATE`)
}

// A report that came late has lapsed before; handed back, it lapses once more, at an instant of its own.
func TestReturn_OfALateReportLapsesOnceMore(t *testing.T) {
	t.Parallel()
	w := returned(t, "2021-01-04 10:00", "2021-01-04 14:00")
	w.live("2021-01-20 10:00")
	w.calls(report, `
		12-03 10:00 OPEN
		12-24 09:00 REMIND
		12-28 09:00 REMIND
		12-30 09:00 REMIND
		01-01 00:00 LAPSE
		01-04 09:00 ESCALATE
		01-04 14:00 LAPSE
		01-05 09:00 ESCALATE
		01-08 09:00 ESCALATE`)
}

func TestReturn_InTheVeryInstantOfALapse(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	w.live("2021-01-01 00:00")
	w.handIn("g01-convenor", report, "r1")
	w.must(w.desk.ReturnSubmission(w.ctx, w.staff(), w.id, "r1", "缺少问题清单"))
	w.turn("2021-01-01 00:00:01")
	w.makeCalls()
	w.counted(2, "call where duty_id = $1 and kind = 'LAPSE'", report)
	w.stands(supervision.Overdue, report)
}

func TestReturn_MayBeAnsweredByANewPaper(t *testing.T) {
	t.Parallel()
	w := returned(t, "2020-12-25 10:00", "2020-12-29 10:00")
	again, err := w.submit("g01-convenor", report, "r1")
	w.must(err)
	if again.State != supervision.Returned || again.Reason != "缺少问题清单" {
		t.Errorf("the paper that was handed back is %s: %q", again.State, again.Reason)
	}
	w.stands(supervision.Open, report)
	w.handIn("g01-convenor", report, "r2")
	w.must(w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "r2"))
	w.stands(supervision.Proven, report)
	w.live("2021-01-20 10:00")
	w.counted(0, "call where duty_id = $1 and at > $2", report, instant(t, "2020-12-29 10:00"))
}

func TestJudge_AcceptedStaysProvenAndIsTold(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	w.handIn("g01-convenor", report, "r1")
	w.must(w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "r1"))
	w.stands(supervision.Proven, report)
	w.counted(1, "notice where kind = 'ACCEPTED' and seat_id = 'g01-convenor'")
	w.counted(1, "notice where kind = 'ACCEPTED'")
}

func TestJudge_TheSameAgainChangesNothingAndTheOtherIsRefused(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	w.handIn("g01-convenor", report, "r1")
	w.handIn("g02-convenor", "group-report/g02/2020", "r2")
	for range 2 {
		w.must(w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "r1"))
		w.must(w.desk.ReturnSubmission(w.ctx, w.staff(), w.id, "r2", "缺附件"))
	}
	w.counted(1, "audit where verb = 'ACCEPT_SUBMISSION'")
	w.counted(1, "audit where verb = 'RETURN_SUBMISSION'")
	w.counted(2, "notice where kind in ('ACCEPTED', 'RETURNED')")
	w.refused(supervision.AlreadyDone, w.desk.ReturnSubmission(w.ctx, w.staff(), w.id, "r1", "缺附件"))
	w.refused(supervision.AlreadyDone, w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "r2"))
}

func TestJudge_OnlyReportsAreJudged(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.makeCalls()
	w.handIn("g01-convenor", "group-plan/g01/2020", "plan")
	w.refused(supervision.WrongState, w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "plan"))
	w.refused(supervision.WrongState, w.desk.ReturnSubmission(w.ctx, w.staff(), w.id, "plan", "重写"))
	w.refused(supervision.NotFound, w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "no-such"))
	w.stands(supervision.Proven, "group-plan/g01/2020")
}
