package desk_test

import (
	"testing"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

const report = "group-report/g01/2020"

// submit hands in a paper of the id, always with the same text.
func (w *world) submit(seat, duty, id string) (postgres.SubmissionRow, error) {
	return w.desk.SubmitDocument(w.ctx, w.as(seat), w.id, desk.Paper{ID: id, Duty: duty, Title: duty, Text: "全文"})
}

// handIn hands in a paper that must be taken.
func (w *world) handIn(seat, duty, id string) {
	w.t.Helper()
	_, err := w.submit(seat, duty, id)
	w.must(err)
}

// reporting is a world in the month of the reports (HZ-15), three days in.
func reporting(t *testing.T) *world {
	t.Helper()
	w := launched(t, "2020-12-03 10:00")
	w.makeCalls()
	return w
}

func TestSubmission_ProvesTheDutyAndStopsItsReminders(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	w.live("2020-12-25 10:00")
	w.handIn("g01-convenor", report, "r1")
	w.live("2021-01-10 10:00")
	d := w.duty(report)
	if d.State != supervision.Proven || d.Late || !d.ProvenAt.Equal(instant(t, "2020-12-25 10:00")) {
		t.Errorf("%s, late %v, proven at %v", d.State, d.Late, d.ProvenAt)
	}
	w.calls(report, "12-03 10:00 OPEN\n12-24 09:00 REMIND")
	// and no others
	w.calls("group-report/g02/2020", `
		12-03 10:00 OPEN
		12-24 09:00 REMIND
		12-28 09:00 REMIND
		12-30 09:00 REMIND
		01-01 00:00 LAPSE
		01-04 09:00 ESCALATE
		01-07 09:00 ESCALATE`)
}

func TestSubmission_AgainGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	first, err := w.submit("g01-convenor", report, "r1")
	w.must(err)
	w.turn("2020-12-20 10:00")
	again, err := w.submit("g01-convenor", report, "r1")
	w.must(err)
	if !again.SubmittedAt.Equal(first.SubmittedAt) {
		t.Errorf("submitted at %v, then at %v", first.SubmittedAt, again.SubmittedAt)
	}
	w.counted(1, "submission")
	_, err = w.desk.SubmitDocument(w.ctx, w.as("g01-convenor"), w.id, desk.Paper{ID: "r1", Duty: report, Title: report, Text: "另一稿"})
	w.refused(supervision.AlreadyExists, err)
	_, err = w.submit("g02-convenor", "group-report/g02/2020", "r1")
	w.refused(supervision.AlreadyExists, err)
	_, err = w.submit("g01-convenor", report, "r2")
	w.refused(supervision.AlreadyDone, err)
}

func TestSubmission_RefusedToWhoeverDoesNotHoldTheDuty(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	for _, seat := range []string{"g02-convenor", "g01-d1", "office-staff", "u01-official"} {
		_, err := w.submit(seat, report, "r-"+seat)
		w.refused(supervision.NotAllowed, err)
	}
	w.counted(0, "submission")
}

func TestSubmission_RefusedWhereNothingIsHandedIn(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	w.must(w.desk.AdvanceCampaign(w.ctx, w.staff(), w.id, supervision.Evaluation, ""))
	for duty, seat := range map[string]string{
		"supervision-week/g01/2020":      "g01-convenor",
		"joint-submission/campaign/2020": "office-staff",
		"satisfaction-vote/sc-m1/2020":   "sc-m1",
	} {
		_, err := w.submit(seat, duty, "x")
		w.refused(supervision.WrongState, err)
	}
	_, err := w.submit("office-staff", "deliberation/campaign/2020", "x")
	w.refused(supervision.GateShut, err)
	_, err = w.submit("office-staff", "no/such/duty", "x")
	w.refused(supervision.NotFound, err)
}

// A call at t comes before a command at t: at the very end of the window the lapse is recorded, and the proof is late,
// though nobody has kept the clock.
func TestSubmission_AtTheEndComesAfterTheLapse(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	w.turn("2021-01-01 00:00")
	row, err := w.submit("g01-convenor", report, "r1")
	w.must(err)
	if !row.Late {
		t.Error("the proof is not late")
	}
	w.calls(report, `
		12-03 10:00 OPEN
		12-24 09:00 REMIND PASSED
		12-28 09:00 REMIND PASSED
		12-30 09:00 REMIND PASSED
		01-01 00:00 LAPSE`)
	w.notices("g01-convenor", report, "LAPSE QUEUED\nOPEN QUEUED")
}

func TestSubmission_JustBeforeTheEndIsInTime(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	w.turn("2020-12-31 23:59:59")
	row, err := w.submit("g01-convenor", report, "r1")
	w.must(err)
	if row.Late {
		t.Error("the proof is late")
	}
	w.makeCalls()
	w.turn("2021-01-01 00:00")
	w.makeCalls()
	w.counted(0, "call where duty_id = $1 and kind = 'LAPSE'", report)
}
