package desk_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"duban/supervision"
)

// After weeks of standing still the calls are made in their true order, with their true instants; a reminder that
// something later has overtaken is recorded, and nobody is told.
func TestCatchUp_TrueOrderAndTrueInstants(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-05-20 12:00")
	w.makeCalls()
	w.calls(plan1, `
		04-21 08:30 OPEN
		05-03 09:00 REMIND PASSED
		05-07 09:00 REMIND PASSED
		05-09 09:00 REMIND PASSED
		05-11 00:00 LAPSE
		05-11 09:00 ESCALATE
		05-14 09:00 ESCALATE`)
	w.notices("g01-convenor", plan1, "LAPSE QUEUED\nOPEN QUEUED")
	w.counted(0, "call where made_at <> $1", w.now())
	w.counted(0, "notice n join call c using (duty_id, kind, at) where c.passed")
}

// The one line of the record lists the calls in order, whichever duty they belong to.
func TestCatchUp_TheRecordListsCallsInOrder(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-06-20 12:00")
	made := w.makeCalls().Made
	listed := w.query(`select concat_ws(' ', c->>'At', c->>'Duty', array_position(array['OPEN', 'REMIND', 'LAPSE', 'ESCALATE'], c->>'Kind'))
		from audit join audit_payload using (host_id, seq), jsonb_array_elements(payload::jsonb->'calls') c where verb = 'MAKE_CALLS'`)
	for i := 1; i < len(listed); i++ {
		if listed[i-1] >= listed[i] {
			t.Errorf("%q before %q", listed[i-1], listed[i])
		}
	}
	if len(listed) != made || made != w.count("call") {
		t.Errorf("%d made, %d listed, %d stored", made, len(listed), w.count("call"))
	}
}

// A year lived instant by instant and a year made up for in one go make the same calls at the same instants.
func TestCatchUp_MakesWhatLivingWouldHaveMade(t *testing.T) {
	t.Parallel()
	const calls = "select concat_ws(' ', at, duty_id, kind, to_seat) from call order by at, duty_id, kind"
	lived, stood := launched(t, firstDay), launched(t, firstDay)
	lived.live("2021-02-10 00:00")
	stood.turn("2021-02-10 00:00")
	stood.makeCalls()
	lived.same(strings.Join(stood.query(calls), "\n"), lived.query(calls))
	lived.counted(0, "call where passed")
}

func TestMakeCalls_TwiceChangesNothing(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-05-11 00:00")
	w.makeCalls()
	before := w.everything()
	if again := w.makeCalls(); again.Made != 0 || !again.NextCall.After(w.now()) {
		t.Errorf("made %d again, next at %v", again.Made, again.NextCall)
	}
	w.same(strings.Join(before, "\n"), w.everything())
}

func TestMakeCalls_NotBeforeTheirInstant(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.makeCalls()
	w.turn("2020-04-23 08:59:59")
	s := w.makeCalls()
	if s.Made != 0 || !s.NextCall.Equal(instant(t, "2020-04-23 09:00")) {
		t.Errorf("made %d, next at %v", s.Made, s.NextCall)
	}
	w.turn("2020-04-23 09:00")
	if s = w.makeCalls(); s.Made != 1 {
		t.Errorf("made %d, want the reminder of the overall plan", s.Made)
	}
}

// However many workers ask at once, each call is made by one.
func TestMakeCalls_AtOnceMakesEachOnce(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-06-11 09:00")
	var workers sync.WaitGroup
	var made [4]int
	for i := range made {
		workers.Go(func() {
			s, err := w.desk.MakeCalls(w.ctx, w.plan.Host.ID, w.id)
			if made[i] = s.Made; err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	if sum := made[0] + made[1] + made[2] + made[3]; sum == 0 || sum != w.count("call") {
		t.Errorf("made %v, stored %d", made, w.count("call"))
	}
	w.counted(1, "audit where verb = 'MAKE_CALLS'")
	w.counted(w.count("call where not passed"), "notice")
}

// A command while the clock is set back acts no earlier than what has been done already.
func TestClock_RunningBackwards(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-07 09:00")
	calls := w.count("call")
	w.turn("2020-04-22 09:00")
	w.makeCalls()
	w.counted(calls, "call")
	row, err := w.submit("g01-convenor", plan1, "plan")
	w.must(err)
	if !row.SubmittedAt.Equal(instant(t, "2020-05-07 09:00")) {
		t.Errorf("submitted at %v, before the last call", row.SubmittedAt)
	}
	w.counted(1, "campaign where clock_at = $1", instant(t, "2020-05-07 09:00"))
}

// MakeCalls turns no phase, and phases make no calls: each is a step of its own.
func TestMakeCalls_TurnsNoPhase(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-07-01 09:00")
	if s := w.makeCalls(); s.Phase != supervision.Deployment || s.Step != supervision.StepOpenMonitoring {
		t.Errorf("in %v, next step %s", s.Phase, s.Step)
	}
}

// many adds duties of the office that open on 31 August.
func (w *world) many(n int) {
	w.t.Helper()
	w.unrecorded = true
	_, err := w.owner.Exec(w.ctx, `insert into duty (host_id, campaign_id, id, entry, kind, title, holder, to_office, group_id, project_id, convenor,
		inspection_id, phase, first_day, last_day, computed, quota, nth, need, remind_days, after, state, since, next_at)
		select 'hangzhou', $1, 'many/' || i || '/2020', 'many', 'DOCUMENT', '材料', 'office-staff', '', '', '', '',
		'', 2, '2020-08-31', '2020-08-31', '{}', '', 0, 0, '{}', '', 'WAITING', $2, $3 from generate_series(1, $4) i`,
		w.id, w.now(), instant(w.t, "2020-08-31 00:00"), n)
	w.must(err)
	_, err = w.owner.Exec(w.ctx, "select refresh_statistics()") // as a launch does
	w.must(err)
}

// manyDue is a campaign in which so many duties have just fallen due.
func manyDue(t *testing.T, n int) *world {
	t.Helper()
	w := launched(t, "2020-08-30 10:00")
	w.makeCalls()
	w.many(n)
	w.turn("2020-08-31 00:00")
	return w
}

func TestMakeCalls_TwentyThousandAtOneInstant(t *testing.T) {
	t.Parallel()
	w := manyDue(t, 20_000)
	began := time.Now()
	s := w.makeCalls()
	t.Logf("20,000 calls in %v", time.Since(began))
	if s.Made != 20_000 {
		t.Errorf("made %d", s.Made)
	}
	w.counted(20_000, "duty where entry = 'many' and state = 'OPEN'")
}

// A campaign that ends makes all that is due first, be it more than one transaction of the clock would take.
func TestCancel_MakesAllThatIsDue(t *testing.T) {
	t.Parallel()
	w := manyDue(t, 20_001)
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	w.counted(20_001, "call where duty_id like 'many/%'")
}
