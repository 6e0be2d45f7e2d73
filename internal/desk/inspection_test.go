package desk_test

import (
	"testing"

	"duban/supervision"
)

func TestConclude_OnlyTheConvenorMay(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for _, seat := range []string{"g01-d1", "g02-convenor", "office-staff", "u01-official"} {
		w.refused(supervision.NotAllowed, w.desk.ConcludeInspection(w.ctx, w.as(seat), week, "顺利"))
	}
	w.stands(supervision.Open, visit)
}

// Notes prove the parts; the visit itself counts only once it is concluded.
func TestConclude_ProvesTheVisit(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for _, seat := range []string{"g01-d1", "g01-d2"} {
		_, err := w.note(seat, "n-"+seat)
		w.must(err)
	}
	w.stands(supervision.Open, visit)
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.stands(supervision.Proven, visit)
	w.live("2020-07-01 09:00")
	w.calls(visit, "06-01 00:00 OPEN\n06-03 09:00 REMIND")
}

func TestConclude_AgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	audit := w.count("audit")
	w.turn("2020-06-09 10:00")
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.counted(audit, "audit")
	i, err := w.desk.Inspection(w.ctx, w.staff(), week)
	w.must(err)
	if i.Conclusion != "顺利" || !i.ConcludedAt.Equal(instant(t, "2020-06-04 17:00")) {
		t.Errorf("concluded %q at %v", i.Conclusion, i.ConcludedAt)
	}
}

func TestConclude_BeforeTheWindowAndAfterTheCampaignIsRefused(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.refused(supervision.NotOpen, w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.live("2020-06-04 17:00")
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	w.refused(supervision.CampaignOver, w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.stands(supervision.LeftOpen, visit)
}

func TestSchedule_InvitesTheGroupAndRemindsItTheDayBefore(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-06-01 10:00")
	w.must(w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), week, date(t, "2020-06-04"), "实验室工地"))
	for _, seat := range []string{"g01-convenor", "g01-d1", "g01-d2"} {
		w.counted(1, "notice where seat_id = $1 and kind = 'INVITED'", seat)
	}
	w.counted(3, "notice where kind = 'INVITED'")
	w.turnInspection(supervision.InspectionStepOpen)
	w.live("2020-06-03 08:59")
	w.turnInspection(supervision.InspectionRemindVisit)
	w.counted(0, "notice where kind = 'VISIT'")
	w.live("2020-06-03 09:00")
	w.turnInspection(supervision.InspectionRemindVisit)
	w.turnInspection(supervision.InspectionRemindVisit)
	w.counted(3, "notice where kind = 'VISIT'")
}

func (w *world) turnInspection(step supervision.InspectionStep) {
	w.t.Helper()
	w.must(w.desk.TurnInspection(w.ctx, w.plan.Host.ID, week, step))
}

func TestSchedule_RefusedOutsideTheWindowAndToOthers(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for _, day := range []string{"2020-05-31", "2020-06-11"} {
		w.refused(supervision.InvalidRequest, w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), week, date(t, day), "工地"))
	}
	for _, seat := range []string{"g01-d1", "g02-convenor", "u01-official"} {
		w.refused(supervision.NotAllowed, w.desk.ScheduleInspection(w.ctx, w.as(seat), week, date(t, "2020-06-08"), "工地"))
	}
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-08"), "工地"))
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.refused(supervision.AlreadyDone, w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-09"), "工地"))
}

func TestSchedule_TheSameAgainInvitesNobodyTwice(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for range 2 {
		w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-08"), "工地"))
	}
	w.counted(3, "notice where kind = 'INVITED'")
	w.counted(1, "audit where verb = 'SCHEDULE_INSPECTION'")
}

// An inspection opens with its window and closes when it is both concluded and over; each step is taken once, whoever
// asks for it again.
func TestInspection_OpensAndCloses(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turnInspection(supervision.InspectionStepOpen)
	w.inspectionStands(supervision.InspectionPlanned)
	w.live("2020-06-01 00:00")
	w.turnInspection(supervision.InspectionStepOpen)
	w.turnInspection(supervision.InspectionStepOpen)
	w.inspectionStands(supervision.InspectionOpen)
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.turnInspection(supervision.InspectionStepClose)
	w.inspectionStands(supervision.InspectionConcluded)
	w.live("2020-06-11 00:00")
	w.turnInspection(supervision.InspectionStepClose)
	w.turnInspection(supervision.InspectionStepClose)
	w.inspectionStands(supervision.InspectionClosed)
	w.counted(3, "audit where object = $1", "inspections/"+week)
	p, err := w.desk.InspectionStanding(w.ctx, w.plan.Host.ID, week)
	if err != nil || !p.Over {
		t.Errorf("over %v, %v", p.Over, err)
	}
}

func TestInspection_EndsWithItsCampaign(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	w.turnInspection(supervision.InspectionStepClose)
	w.inspectionStands(supervision.InspectionClosed)
}

func (w *world) inspectionStands(want supervision.InspectionState) {
	w.t.Helper()
	i, err := w.desk.Inspection(w.ctx, w.staff(), week)
	w.must(err)
	if i.State != want {
		w.t.Errorf("the inspection is %s, want %s", i.State, want)
	}
}
