// Package ways_test lives made-up years on a real Temporal server, with the program as it is deployed and a real
// PostgreSQL, in compressed real time: the third way to the one answer.
package ways_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/cmd"
	"duban/deploy/standalone/temporal"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/internal/yeartest"
	"duban/supervision"
)

// One answer, three times: the year of a seed that the whole program lives is the year in memory: the same deeds are
// refused for the same reasons, the same calls fall on the same instants, everybody is told of them on the morning after, once,
// and everything ends where it ends in memory; at every instant the rules of the clock hold in the rows. (The second way is in
// activities.)
func TestThreeWays_RealServer(t *testing.T) {
	t.Parallel()
	yeartest.Each(t, yeartest.Seeds(t, 2, 20), "-C deploy/standalone ./ways", func(t *testing.T, seed uint64) {
		t.Helper()
		t.Parallel()
		y := start(t, yeartest.Make(seed, supervision.ChinaCalendar()))
		began := time.Now()
		y.live()
		if diff := yeartest.Differ(yeartest.Remembered(y.memory), y.standing()); diff != "" {
			t.Errorf("the rows differ from the year in memory (-memory +rows):\n%.6000s", diff)
		}
		y.sameMessages()
		t.Logf("%d deeds, %d calls, %s", len(y.made.Deeds), len(y.memory.Calls), time.Since(began).Round(time.Millisecond))
	})
}

// year is lived by a program and in memory.
type year struct {
	t       *testing.T
	ctx     context.Context
	made    *yeartest.Made
	clock   *patient
	db      *postgres.DB
	owner   *pgx.Conn
	people  *yeartest.People
	memory  *supervision.Year
	watch   *yeartest.Watch
	holds   []spell
	courier string // the log of messages
}

// start starts a server and a program on a database of their own.
func start(t *testing.T, made *yeartest.Made) *year {
	t.Helper()
	appDSN, ownerDSN := pgtest.New(t)
	y := &year{t: t, ctx: context.WithoutCancel(t.Context()), made: made, clock: holdAt(made.Start), memory: made.TakeUp()}
	var err error
	y.db, err = postgres.Open(y.ctx, appDSN)
	y.must(err)
	t.Cleanup(y.db.Close)
	y.owner, err = pgx.Connect(y.ctx, ownerDSN)
	y.must(err)
	t.Cleanup(func() { y.owner.Close(y.ctx) })
	y.hire(appDSN)
	y.people = made.PeopleAt(desk.New(y.db, y.clock.Now, made.Calendar))
	y.must(y.people.Launch(y.ctx))
	return y
}

func (y *year) hire(dsn string) {
	y.t.Helper()
	dir := y.t.TempDir()
	y.must(os.Chmod(filepath.Dir(dir), 0o755))
	server, err := temporal.Start(y.ctx, temporal.Options{
		Dir: filepath.Join(dir, "temporal"), Log: filepath.Join(dir, "temporal.log"), Namespace: "duban",
		// Its timers would be up to a second late otherwise, which is six days by this clock.
		Trial: temporal.Trial{Settings: map[string]any{"history.timerProcessorMaxTimeShift": 10 * time.Millisecond}},
	})
	y.must(err)
	y.t.Cleanup(func() { y.brief(func(ctx context.Context) { server.Stop(ctx) }) })
	y.courier = filepath.Join(dir, "courier.log")
	program, err := cmd.Start(y.ctx, cmd.Config{
		DSN: dsn, Temporal: server.Address(), Namespace: "duban", CourierLog: y.courier,
		Log: slog.New(slog.NewTextHandler(y.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})), Pace: y.clock.Pace,
	})
	y.must(err)
	y.t.Cleanup(func() { y.brief(func(ctx context.Context) { y.must(program.Close(ctx)) }) })
}

func (y *year) brief(stop func(context.Context)) {
	ctx, cancel := context.WithTimeout(y.ctx, 10*time.Second)
	defer cancel()
	stop(ctx)
}

// live goes from instant to instant at which something is due or somebody does something.
func (y *year) live() {
	y.watch = yeartest.NewWatch(y.standing())
	deeds := y.made.Deeds
	for now := y.made.Start; now.Before(y.made.End); {
		next := supervision.Earliest(y.settled(now), y.made.End)
		if len(deeds) > 0 {
			next = supervision.Earliest(next, deeds[0].At)
		}
		y.look(now)
		y.clock.await(next)
		if now = next; len(deeds) > 0 && deeds[0].At.Equal(now) { // at once: what falls due now may be made before or after
			y.do(deeds[0])
			deeds = deeds[1:]
		}
	}
	last := y.settled(y.made.End)
	y.memory.Live(y.made.End)
	y.look(y.made.End)
	for ; !last.IsZero(); last = y.settled(last) { // what is still to be told
		y.clock.await(last)
	}
}

// patience is how long a process may take for what is due, by the wall's clock.
const patience = time.Minute

// settled waits until everything that is due by now is done, and answers when something is due next; zero for never.
func (y *year) settled(now time.Time) time.Time {
	for began := time.Now(); ; time.Sleep(2 * time.Millisecond) {
		at, what := y.due()
		if morning := y.morning(now); at.IsZero() || !morning.IsZero() && morning.Before(at) {
			at, what = morning, "a morning's digests"
		}
		if at.IsZero() || at.After(now) {
			return at
		}
		if time.Since(began) > patience {
			y.t.Fatalf("%s is due at %s and nobody does it", what, at.In(y.made.Plan.Zone))
		}
	}
}

// due is what is due next in the rows, done or not; what has no instant of its own is due at once.
func (y *year) due() (at time.Time, what string) {
	var due *time.Time
	err := y.owner.QueryRow(y.ctx, `select at, what from (
		select next_at as at, 'call or step' as what from campaign where state = 'LIVE'
		union all select case p.state when 'OPEN' then p.closes_at else c.clock_at end, p.id from poll p join campaign c on c.id = p.campaign_id
			where c.state = 'LIVE' and p.state not in ('PLANNED', 'FED_BACK')
		union all select case when c.state <> 'LIVE' then c.clock_at when i.state = 'PLANNED' then i.first_day::timestamp at time zone c.zone
			when i.state = 'CONCLUDED' then (i.last_day + 1)::timestamp at time zone c.zone end, i.id
			from inspection i join campaign c on c.id = i.campaign_id where i.state <> 'CLOSED'
		union all select case d.state when 'QUEUED' then d.next_at else d.sent_at + interval '45 s' end, 'message' from delivery d
			where d.state in ('QUEUED', 'SENDING')
		union all select (select min(clock_at) from campaign), 'nudge' from nudge) d
		order by at nulls last limit 1`).Scan(&due, &what)
	if errors.Is(err, pgx.ErrNoRows) {
		return time.Time{}, ""
	}
	y.must(err)
	if due != nil {
		at = *due
	}
	return at, what
}

// do does a deed here and in memory.
func (y *year) do(deed supervision.Deed) {
	here, there := y.people.Do(y.ctx, deed), y.memory.Do(deed)
	y.heard(deed, here)
	if reason(here) != reason(there) {
		y.t.Errorf("%s %s %s: %v at the desk, %v in memory", deed.At.In(y.made.Plan.Zone), deed.Kind, deed.Duty, here, there)
	}
}

// reason is why something was refused: empty if it was not, and the error itself if that is none of the rules'.
func reason(err error) string {
	var e *supervision.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return string(e.Reason)
	}
	return err.Error()
}

func (y *year) look(now time.Time) {
	for _, wrong := range y.watch.Look(y.standing(), now) {
		y.t.Errorf("%s: %s", now.In(y.made.Plan.Zone), wrong)
	}
}

func (y *year) standing() *yeartest.Standing {
	y.t.Helper()
	s, err := y.made.Read(y.ctx, y.db)
	y.must(err)
	return s
}

func (y *year) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}
