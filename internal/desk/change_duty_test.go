package desk_test

import (
	"testing"

	"duban/supervision"
)

const plan1 = "group-plan/g01/2020" // due 10 May, a Sunday (HZ-08)

func (w *world) extend(duty, last, reason string) error {
	return w.desk.ExtendDuty(w.ctx, w.staff(), w.id, duty, date(w.t, last), reason)
}

func (w *world) excuse(duty, reason string) error {
	return w.desk.ExcuseDuty(w.ctx, w.staff(), w.id, duty, reason)
}

func TestExtend_MovesOnlyWhatHasNotHappened(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-08 10:00")
	w.must(w.extend(plan1, "2020-05-20", "等待名单"))
	w.calls(plan1, `
		04-21 08:30 OPEN
		05-03 09:00 REMIND
		05-07 09:00 REMIND
		→ 05-13 09:00 REMIND
		→ 05-17 09:00 REMIND
		→ 05-19 09:00 REMIND
		→ 05-21 00:00 LAPSE
		→ 05-21 09:00 ESCALATE
		→ 05-26 09:00 ESCALATE`)
	w.live("2020-05-21 00:00")
	w.stands(supervision.Overdue, plan1)
	w.stands(supervision.Overdue, "group-plan/g02/2020")
	w.counted(0, "call where duty_id = $1 and kind = 'LAPSE' and at < $2", plan1, instant(t, "2020-05-21 00:00"))
	w.counted(1, "call where duty_id = 'group-plan/g02/2020' and kind = 'LAPSE' and at = $1", instant(t, "2020-05-11 00:00"))
}

func TestExtend_AnOverdueDutyIsOpenAgain(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-12 10:00")
	w.stands(supervision.Overdue, plan1)
	w.must(w.extend(plan1, "2020-05-15", "等待名单"))
	w.stands(supervision.Open, plan1)
	w.handIn("g01-convenor", plan1, "plan")
	if d := w.duty(plan1); d.Late {
		t.Error("late within the extension")
	}
}

// The lapse that is due comes before the extension: at the end of the window it is recorded, then the duty is open again.
func TestExtend_ComesAfterTheLapseThatIsDue(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-10 23:59")
	w.turn("2020-05-11 08:00")
	w.must(w.extend(plan1, "2020-05-12", "等待名单"))
	w.stands(supervision.Open, plan1)
	w.calls(plan1, `
		04-21 08:30 OPEN
		05-03 09:00 REMIND
		05-07 09:00 REMIND
		05-09 09:00 REMIND
		05-11 00:00 LAPSE
		→ 05-11 09:00 REMIND
		→ 05-13 00:00 LAPSE
		→ 05-13 09:00 ESCALATE
		→ 05-18 09:00 ESCALATE`)
}

// Seven days before the new end is already past: nobody is reminded as of a day when nothing had been extended yet.
func TestExtend_RemindsOfNoDayBeforeIt(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-13 10:00")
	w.must(w.extend(plan1, "2020-05-19", "等待名单"))
	w.calls(plan1, `
		04-21 08:30 OPEN
		05-03 09:00 REMIND
		05-07 09:00 REMIND
		05-09 09:00 REMIND
		05-11 00:00 LAPSE
		05-11 09:00 ESCALATE
		→ 05-16 09:00 REMIND
		→ 05-18 09:00 REMIND
		→ 05-20 00:00 LAPSE
		→ 05-20 09:00 ESCALATE
		→ 05-25 09:00 ESCALATE`)
	w.turn("2020-05-12 10:00") // and not by a clock that is set back
	w.makeCalls()
	w.counted(6, "call where duty_id = $1", plan1)
}

func TestExtend_RefusesADayThatIsNotLater(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-08 10:00")
	w.refused(supervision.InvalidRequest, w.extend(plan1, "2020-05-09", "早一天"))
	w.refused(supervision.InvalidRequest, w.extend(plan1, "2020-05-10", "同一天"))
	w.live("2020-05-20 10:00")
	w.refused(supervision.InvalidRequest, w.extend(plan1, "2020-05-19", "已过"))
	w.must(w.extend(plan1, "2020-05-20", "今天"))
	w.handIn("g01-convenor", plan1, "plan")
	w.refused(supervision.AlreadyDone, w.extend(plan1, "2020-05-30", "已办结"))
}

func TestExtend_TheSameAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.makeCalls()
	for range 2 {
		w.must(w.extend(plan1, "2020-05-20", "等待名单"))
	}
	w.counted(1, "audit where verb = 'EXTEND_DUTY' and reason = '等待名单'")
	w.counted(1, "notice where kind = 'EXTENDED' and seat_id = 'g01-convenor'")
}

// A note within its author's extension is in time, though the others' window is over.
func TestExtend_ANoteWithinItIsInTime(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.must(w.extend(partD1, "2020-06-20", "因公出差"))
	w.live("2020-06-15 10:00")
	extended, err := w.note("g01-d1", "n1")
	w.must(err)
	other, err := w.note("g01-d2", "n2")
	w.must(err)
	if extended.Late || w.duty(partD1).Late || !other.Late {
		t.Errorf("late: %v with the extension, %v without", extended.Late, other.Late)
	}
}

func TestExcuse_StopsEveryCall(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.must(w.excuse(partD1, "因公出差"))
	w.live("2020-06-30 10:00")
	w.stands(supervision.Excused, partD1)
	w.calls(partD1, "06-01 00:00 OPEN\n06-03 09:00 REMIND")
	w.counted(1, "call where duty_id = $1 and kind = 'LAPSE'", partD2)
	w.counted(1, "notice where kind = 'EXCUSED' and seat_id = 'g01-d1'")
}

func TestExcuse_AgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for range 2 {
		w.must(w.excuse(partD1, "因公出差"))
	}
	w.same("因公出差", w.query("select reason from audit where verb = 'EXCUSE_DUTY'"))
	w.counted(1, "notice where kind = 'EXCUSED'")
}

func TestExcuse_WhatIsDoneNeedsNone(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	_, err := w.note("g01-d1", "n1")
	w.must(err)
	w.refused(supervision.AlreadyDone, w.excuse(partD1, "因公出差"))
}

// Excused, a deputy may still write: the note is kept, the duty stays excused.
func TestExcuse_ANoteAllTheSame(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.must(w.excuse(partD1, "因公出差"))
	_, err := w.note("g01-d1", "n1")
	w.must(err)
	w.stands(supervision.Excused, partD1)
}

// What waited for an excused duty opens.
func TestExcuse_OpensWhatWaited(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	w.must(w.submitReports(""))
	w.must(w.excuse(deliberation, "并入下次会议"))
	w.awaits(supervision.StepCallVote)
}

func TestChange_RefusedWhenTheCampaignIsOver(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	w.refused(supervision.CampaignOver, w.extend(partD1, "2020-06-20", "补作"))
	w.refused(supervision.CampaignOver, w.excuse(partD1, "因公出差"))
}
