package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// whileLocked has somebody lock the campaign's row and change something, and a command come to wait for them. Release lets
// them commit and returns what the command says, which must then know of the change.
func (w *world) whileLocked(lock string, change func(pgx.Tx), command func() error) (release func() error) {
	w.t.Helper()
	return w.whileChanging(func(tx pgx.Tx) {
		w.execute(tx, "select from campaign where id = $1 for "+lock, w.id)
		change(tx)
	}, command)
}

// whileChanging is whileLocked for whoever locks something else.
func (w *world) whileChanging(change func(pgx.Tx), command func() error) (release func() error) {
	w.t.Helper()
	tx, err := w.owner.Begin(w.ctx)
	w.must(err)
	change(tx)
	said := make(chan error, 1)
	go func() { said <- command() }()
	if !w.waits(tx, said) {
		w.t.Error("the command did not wait")
	}
	return func() error { return errors.Join(tx.Commit(w.ctx), <-said) }
}

// waits reports whether somebody comes to wait for a transaction before they have anything to say.
func (w *world) waits(tx pgx.Tx, said chan error) (waiting bool) {
	w.t.Helper()
	for range 3000 {
		w.must(tx.QueryRow(w.ctx, `select exists (select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)))`).Scan(&waiting))
		if waiting || len(said) > 0 {
			return waiting
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func (w *world) execute(tx pgx.Tx, sql string, args ...any) {
	w.t.Helper()
	w.unrecorded = w.unrecorded || !strings.HasPrefix(sql, "select")
	_, err := tx.Exec(w.ctx, sql, args...)
	w.must(err)
}

// The locks that whoever changes a campaign must wait for: another such command's, and that of somebody who has it stand
// still and changes nothing.
var locks = []string{"no key update", "share"}

// proving proves a group's plan behind the desk's back.
func (w *world) proving(tx pgx.Tx) {
	w.execute(tx, "update duty set state = 'PROVEN', proven_at = $2, next_at = null where id = $1", plan1, w.now())
}

func (w *world) makeCallsOnce() error {
	_, err := w.desk.MakeCalls(w.ctx, w.plan.Host.ID, w.id)
	return err
}

// Rule 1: the clock reads what is due only when the campaign is its own. What was proven while it waited is not called.
func TestLock_TheClockDecidesByWhatStandsThen(t *testing.T) {
	t.Parallel()
	for _, lock := range locks {
		w := launched(t, "2020-05-10 23:00")
		w.makeCalls()
		w.turn("2020-05-11 00:00")
		w.must(w.whileLocked(lock, w.proving, w.makeCallsOnce)())
		w.stands(supervision.Proven, plan1)
		w.counted(0, "call where duty_id = $1 and kind = 'LAPSE'", plan1)
		w.counted(1, "call where duty_id = 'group-plan/g02/2020' and kind = 'LAPSE'")
	}
}

// Rule 1: and so does a command of people.
func TestLock_ACommandDecidesByWhatStandsThen(t *testing.T) {
	t.Parallel()
	for _, lock := range locks {
		w := launched(t, firstDay)
		w.refused(supervision.AlreadyDone, w.whileLocked(lock, w.proving, func() error { return w.excuse(plan1, "合并") })())
		w.stands(supervision.Proven, plan1)
	}
}

// Rule 1: whoever merely names the campaign, as every row of it does, holds up no command.
func TestLock_NamingTheCampaignHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	tx, err := w.owner.Begin(w.ctx)
	w.must(err)
	defer tx.Rollback(w.ctx) //nolint:errcheck // it has changed nothing
	w.execute(tx, "select from campaign where id = $1 for key share", w.id)
	said := make(chan error, 1)
	go func() { said <- w.excuse(plan1, "合并") }()
	if w.waits(tx, said) {
		t.Fatal("the command waits for somebody who changes nothing")
	}
	w.must(<-said)
}

// Rule 2: the instant is read when the campaign is locked: what was handed in before the deadline and had to wait beyond
// it is late, and the lapse came first.
func TestInstant_IsReadAfterTheLock(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-05-10 23:59:59")
	release := w.whileLocked("no key update", func(pgx.Tx) {}, func() error {
		_, err := w.submit("g01-convenor", plan1, "plan")
		return err
	})
	w.turn("2020-05-11 00:00:01")
	w.must(release())
	if d := w.duty(plan1); !d.Late || !d.ProvenAt.Equal(instant(t, "2020-05-11 00:00:01")) {
		t.Errorf("proven at %v, late %v", d.ProvenAt, d.Late)
	}
	w.counted(1, "call where duty_id = $1 and kind = 'LAPSE' and at = $2", plan1, instant(t, "2020-05-11 00:00"))
}

// Rule 9: a hold is turned under the lock. What was queued while it waited is silenced too.
func TestHold_IsTurnedUnderTheLock(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.must(w.whileLocked("no key update", func(tx pgx.Tx) {
		w.execute(tx, `insert into notice (host_id, id, campaign_id, person_id, seat_id, duty_id, kind, zh, en, at, state)
			select host_id, gen_random_uuid(), $1, person_id, seat_id, '', 'OPEN', '', '', $2, 'QUEUED' from sitting where seat_id = 'g01-convenor'`, w.id, w.now())
	}, func() error { return w.desk.HoldCampaign(w.ctx, w.staff(), w.id, "换届期间") })())
	w.counted(0, "notice where state <> 'SILENCED'")
	w.counted(1, "notice where state = 'SILENCED'")
}

// Rule 9: the clock reads under the lock whether it may speak: of what falls due as the hold begins nobody is told.
func TestHold_IsReadUnderTheLock(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.must(w.whileLocked("no key update", func(tx pgx.Tx) {
		w.execute(tx, "update campaign set held_since = $2 where id = $1", w.id, w.now())
	}, w.makeCallsOnce)())
	w.counted(w.count("call"), "notice where state = 'SILENCED'")
	w.counted(0, "notice where state <> 'SILENCED'")
}

// Rule 9: a phase is turned under the lock: one that somebody else has opened meanwhile is opened once.
func TestPhase_IsTurnedUnderTheLock(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-05-11 00:00")
	w.must(w.whileLocked("no key update", func(tx pgx.Tx) {
		w.execute(tx, "update campaign set phase = 2 where id = $1", w.id)
	}, func() error { return w.desk.OpenPhase(w.ctx, w.plan.Host.ID, w.id, supervision.Monitoring) })())
	w.counted(1, "campaign where phase = 2")
	w.counted(0, "audit where verb = 'OPEN_PHASE'")
}
