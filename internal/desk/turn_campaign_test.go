package desk_test

import (
	"testing"

	"duban/supervision"
)

func (w *world) hold() {
	w.t.Helper()
	w.must(w.desk.HoldCampaign(w.ctx, w.staff(), w.id, "换届期间"))
}

// resume ends a hold and says what was dropped: `05-07 REMIND g01-convenor`.
func (w *world) resume() (dropped []string) {
	w.t.Helper()
	rows, err := w.desk.ResumeCampaign(w.ctx, w.staff(), w.id)
	w.must(err)
	for _, n := range rows {
		dropped = append(dropped, n.At.In(shanghai).Format("01-02 ")+n.Kind+" "+n.SeatID)
	}
	return dropped
}

// held is a world silenced in the middle of the group plans' window (HZ-08), all earlier notices delivered, and but two
// groups having handed in.
func held(t *testing.T) *world {
	t.Helper()
	w := launched(t, firstDay)
	w.live("2020-05-06 09:00")
	w.compose()
	for _, g := range w.plan.Groups[2:] {
		w.handIn(g.Convenor, "group-plan/"+g.ID+"/2020", g.ID)
	}
	w.hold()
	return w
}

func TestHold_SilencesMessagesAndStopsNoDeadline(t *testing.T) {
	t.Parallel()
	w := held(t)
	w.live("2020-05-12 09:00")
	w.stands(supervision.Overdue, plan1)
	w.calls(plan1, `
		04-21 08:30 OPEN
		05-03 09:00 REMIND
		05-07 09:00 REMIND
		05-09 09:00 REMIND
		05-11 00:00 LAPSE
		05-11 09:00 ESCALATE
		→ 05-14 09:00 ESCALATE`)
	if people := w.compose(); len(people) > 0 {
		t.Errorf("told under the hold: %v", people)
	}
	w.notices("g01-convenor", plan1, `
		LAPSE SILENCED
		REMIND SILENCED
		REMIND SILENCED
		REMIND DELIVERED
		OPEN DELIVERED`)
}

func TestHold_SilencesWhatWasQueuedBefore(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-04-21 08:45")
	w.hold()
	w.turn("2020-04-21 09:00")
	if people := w.compose(); len(people) > 0 {
		t.Errorf("told under the hold: %v", people)
	}
}

func TestResume_DropsAReminderThatALaterOneReplaced(t *testing.T) {
	t.Parallel()
	w := held(t)
	w.live("2020-05-10 10:00")
	w.same("05-07 REMIND g01-convenor\n05-07 REMIND g02-convenor\n05-08 REMIND office-staff", w.resume())
	w.notices("g01-convenor", plan1, `
		REMIND QUEUED
		REMIND DROPPED
		REMIND DELIVERED
		OPEN DELIVERED`)
	w.turn("2020-05-10 12:00")
	if again := w.resume(); len(again) > 0 {
		t.Errorf("dropped again: %v", again)
	}
}

func TestResume_DropsRemindersOfWhatIsDoneOrOverdue(t *testing.T) {
	t.Parallel()
	w := held(t)
	w.live("2020-05-08 10:00")
	w.handIn("g01-convenor", plan1, "g01")
	w.live("2020-05-11 08:00")
	w.same(`
		05-07 REMIND g01-convenor
		05-07 REMIND g02-convenor
		05-08 REMIND office-staff
		05-09 REMIND g02-convenor`, w.resume())
	w.live("2020-05-11 09:00")
	w.same(`
		g01-convenor: OPEN symposium/g01
		g02-convenor: LAPSE group-plan/g02, OPEN symposium/g02`, w.compose()[:2])
}

// What falls due up to the resumption fell due under the hold, though nobody kept the clock.
func TestResume_SettlesFirst(t *testing.T) {
	t.Parallel()
	w := held(t)
	w.turn("2020-05-09 09:00")
	w.same("", w.resume()) // the reminder of the 7th was overtaken and never written
	w.notices("g01-convenor", plan1, `
		REMIND QUEUED
		REMIND DELIVERED
		OPEN DELIVERED`)
}

func TestResume_DropsTheReminderOfAVisitThatIsOver(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-06-01 09:00")
	w.compose()
	w.turnInspection(supervision.InspectionStepOpen)
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-04"), "工地"))
	w.hold()
	w.live("2020-06-03 09:00")
	w.turnInspection(supervision.InspectionRemindVisit)
	w.counted(3, "notice where kind = 'VISIT' and state = 'SILENCED'")
	w.live("2020-06-04 08:00")
	w.resume()
	w.counted(3, "notice where kind = 'VISIT' and state = 'DROPPED'")
}

func TestHold_AgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := held(t)
	w.turn("2020-05-07 08:00")
	w.hold()
	w.counted(1, "audit where verb = 'HOLD_CAMPAIGN'")
	w.counted(1, "campaign where held_since = $1", instant(t, "2020-05-06 09:00"))
	w.resume()
	w.resume()
	w.counted(1, "audit where verb = 'RESUME_CAMPAIGN'")
}

func TestAdvance_OpensTheNextPhaseEarlyForAReason(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	advance := func(to supervision.Phase, reason string) error {
		return w.desk.AdvanceCampaign(w.ctx, w.staff(), w.id, to, reason)
	}
	w.refused(supervision.WrongState, advance(supervision.Evaluation, "跳过"))
	w.must(advance(supervision.Monitoring, "提前部署完毕"))
	w.turn("2020-04-23 08:30")
	w.must(advance(supervision.Monitoring, "又一次"))
	w.refused(supervision.WrongState, advance(supervision.Deployment, "回去"))
	w.same("1 DEPLOYMENT left\n2 提前部署完毕", w.query(`select case when left_at is not null then phase || ' DEPLOYMENT left'
		else phase || ' ' || reason end from phase where entered_at = $1 order by phase`, instant(t, firstDay)))
	// On the phase's own first day nothing more happens.
	w.live("2020-05-11 10:00")
	w.must(w.desk.OpenPhase(w.ctx, w.plan.Host.ID, w.id, supervision.Monitoring))
	w.counted(0, "audit where verb = 'OPEN_PHASE'")
}

func TestOpenPhase_NotBeforeItsDayAndOnce(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	open := func() { w.must(w.desk.OpenPhase(w.ctx, w.plan.Host.ID, w.id, supervision.Monitoring)) }
	w.turn("2020-05-10 23:59:59")
	open()
	w.counted(1, "campaign where phase = 1")
	w.turn("2020-05-11 00:00")
	open()
	open()
	w.counted(1, "campaign where phase = 2")
	w.counted(1, "audit where verb = 'OPEN_PHASE'")
}

// Cancelled, a campaign makes what is due, leaves the rest open, and takes nothing more.
func TestCancel_ClosesTheRecord(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-05-11 00:00")
	for range 2 {
		w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	}
	w.counted(1, "audit where verb = 'CANCEL_CAMPAIGN' and reason = '机构改革'")
	w.counted(1, "call where duty_id = $1 and kind = 'LAPSE'", plan1)
	w.counted(w.plan.CountDuties(), "duty where state = 'LEFT_OPEN' and next_at is null")
	w.counted(1, "campaign where state = 'CANCELLED' and next_at is null and ended_at = $1", instant(t, "2020-05-11 00:00"))
	w.turn("2020-08-01 00:00")
	if s := w.makeCalls(); !s.Over || s.Made != 0 {
		t.Errorf("over %v, made %d", s.Over, s.Made)
	}
	_, resume := w.desk.ResumeCampaign(w.ctx, w.staff(), w.id)
	_, submit := w.submit("g01-convenor", plan1, "plan")
	for _, err := range []error{
		resume, submit,
		w.desk.HoldCampaign(w.ctx, w.staff(), w.id, "x"),
		w.desk.AdvanceCampaign(w.ctx, w.staff(), w.id, supervision.Monitoring, "x"),
		w.submitReports("x"),
		w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-08"), "x"),
	} {
		w.refused(supervision.CampaignOver, err)
	}
}

func TestTurn_ADraftTakesNothing(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	staff := w.as("office-staff")
	_, resume := w.desk.ResumeCampaign(w.ctx, staff, w.id)
	for _, err := range []error{
		resume,
		w.desk.HoldCampaign(w.ctx, staff, w.id, "x"),
		w.desk.AdvanceCampaign(w.ctx, staff, w.id, supervision.Deployment, "x"),
		w.submitReports("x"),
	} {
		w.refused(supervision.WrongState, err)
	}
	w.counted(1, "audit")
}
