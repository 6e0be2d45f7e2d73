package desk_test

import (
	"testing"

	"duban/supervision"
)

const (
	completion   = "completion-report/campaign/2020"
	joint        = "joint-submission/campaign/2020"
	deliberation = "deliberation/campaign/2020"
)

// accepted is a world in which every report but those named is submitted and accepted (HZ-15).
func accepted(t *testing.T, but ...string) *world {
	t.Helper()
	w := reporting(t)
	holders := map[string]string{completion: "gov-official"}
	for _, g := range w.plan.Groups {
		holders["group-report/"+g.ID+"/2020"] = g.Convenor
	}
	for _, duty := range but {
		delete(holders, duty)
	}
	for duty, seat := range holders {
		w.handIn(seat, duty, duty)
		w.must(w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, duty))
	}
	return w
}

func (w *world) submitReports(override string) error {
	return w.desk.SubmitReports(w.ctx, w.staff(), w.id, override)
}

func TestGate_ShutWhileAReportIsMissing(t *testing.T) {
	t.Parallel()
	w := accepted(t, report)
	w.refused(supervision.GateShut, w.submitReports(""))
	w.handIn("g01-convenor", report, "r1")
	w.refused(supervision.GateShut, w.submitReports("")) // submitted, not accepted
	w.must(w.desk.ReturnSubmission(w.ctx, w.staff(), w.id, "r1", "缺附件"))
	w.refused(supervision.GateShut, w.submitReports("")) // returned
	w.handIn("g01-convenor", report, "r2")
	w.must(w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "r2"))
	w.must(w.submitReports(""))
	w.stands(supervision.Proven, joint)
}

func TestGate_ShutWhileTheCompletionReportIsMissing(t *testing.T) {
	t.Parallel()
	w := accepted(t, completion)
	w.refused(supervision.GateShut, w.submitReports(""))
}

func TestGate_AnExcusedReportCounts(t *testing.T) {
	t.Parallel()
	w := accepted(t, report)
	w.must(w.desk.ExcuseDuty(w.ctx, w.staff(), w.id, report, "小组并入第二小组"))
	w.must(w.submitReports(""))
}

func TestGate_OverrideTakesAReasonThatStaysInTheRecord(t *testing.T) {
	t.Parallel()
	w := accepted(t, report, completion)
	w.must(w.submitReports("主任会议决定先行审议"))
	w.stands(supervision.Proven, joint)
	w.same("主任会议决定先行审议", w.query("select reason from audit where verb = 'SUBMIT_REPORTS'"))
}

// Only the joint submission opens the deliberation, and only the deliberation the vote (HZ-16, HZ-17).
func TestGate_OpensDeliberationAndThenTheVote(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	w.live("2021-01-05 10:00")
	w.calls(deliberation, "")
	_, err := w.submit("office-staff", deliberation, "minutes")
	w.refused(supervision.GateShut, err)
	w.awaits(supervision.StepAwaitReports)
	w.must(w.submitReports(""))
	w.awaits(supervision.StepAwaitDeliberation)
	w.calls(deliberation, `
		→ 01-11 00:00 OPEN
		→ 01-13 09:00 REMIND
		→ 01-17 09:00 REMIND
		→ 01-19 09:00 REMIND
		→ 01-21 00:00 LAPSE
		→ 01-21 09:00 ESCALATE
		→ 01-26 09:00 ESCALATE`)
	w.live("2021-01-14 10:00")
	w.must(w.desk.CallVote(w.ctx, w.plan.Host.ID, w.id))
	w.counted(1, "poll where state = 'PLANNED'")
	w.handIn("office-staff", deliberation, "minutes")
	w.awaits(supervision.StepCallVote)
}

func (w *world) awaits(want supervision.Step) {
	w.t.Helper()
	s, err := w.desk.Standing(w.ctx, w.plan.Host.ID, w.id)
	w.must(err)
	if s.Step != want {
		w.t.Errorf("next step %s, want %s", s.Step, want)
	}
}

func TestGate_AgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	for range 2 {
		w.must(w.submitReports(""))
	}
	w.counted(1, "audit where verb = 'SUBMIT_REPORTS'")
}

func TestGate_NotBeforeTheThirdPhase(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-11-30 23:59")
	w.refused(supervision.GateShut, w.submitReports("主任会议决定"))
	w.live("2020-12-01 00:00")
	w.must(w.submitReports("主任会议决定"))
}

// A deliberation whose window went by while the gate was shut opens and lapses in the same instant, in that order.
func TestGate_OpenedAfterTheDeliberationsWindow(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	w.live("2021-01-25 10:00")
	w.must(w.submitReports(""))
	w.live("2021-02-03 10:00")
	w.calls(deliberation, `
		01-25 10:00 OPEN
		01-25 10:00 LAPSE
		01-26 09:00 ESCALATE
		01-29 09:00 ESCALATE`)
}
