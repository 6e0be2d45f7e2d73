// Package takeover_test has runs of processes follow runs on real servers: an older version's are taken over by a newer
// one, a dead worker's by the next, those of a database that was restored begin anew, and a run whose history grows long is
// continued as another. Whoever runs them, the calls are those of the year in memory.
package takeover_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"go.temporal.io/sdk/client"

	"duban/cmd"
	"duban/deploy/standalone/temporal"
	"duban/internal/desk"
	"duban/internal/pace"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/internal/yeartest"
	"duban/supervision"
)

const namespace = "duban"

// launched is when the made-up campaigns of a world are launched.
var launched = yeartest.Make(0, supervision.ChinaCalendar()).Start

// world is a database, a Temporal server and a clock that shows four days in a second, but passes no instant at which a
// campaign has something due that is not done: so nothing is late, however slow the machine.
type world struct {
	t        *testing.T
	dsn      string
	owner    *pgx.Conn
	desk     *desk.Desk
	server   *temporal.Server
	temporal client.Client
	pace     pace.Pace
	years    []*yeartest.Made
	programs atomic.Int64 // started so far

	mu     sync.Mutex
	undone time.Time // the earliest instant at which something is due
	until  time.Time // the instant at which the clock stands still
	limits []limit   // of the clock, by when they began to hold
}

type limit struct{ wall, at time.Time }

func newWorld(t *testing.T, settings map[string]any) *world {
	t.Helper()
	app, owner := pgtest.New(t)
	return worldOn(t, app, owner, settings)
}

// worldOn is a world on a database that is there.
func worldOn(t *testing.T, app, owner string, settings map[string]any) *world {
	t.Helper()
	w := &world{t: t, dsn: app, owner: must(pgx.Connect(t.Context(), owner))(t)}
	w.hold(launched, launched)
	w.pace = pace.Pace{From: launched, Began: time.Now(), Speed: 4 * 86_400, LimitAt: w.limitAt}
	db := must(postgres.Open(t.Context(), app))(t)
	w.desk = desk.New(db, w.pace.Now, supervision.ChinaCalendar())
	settings["history.timerProcessorMaxTimeShift"] = 10 * time.Millisecond
	dir := t.TempDir()
	w.server = must(temporal.Start(t.Context(), temporal.Options{
		Dir: dir, Log: filepath.Join(dir, "temporal.log"), Namespace: namespace, Trial: temporal.Trial{Settings: settings},
	}))(t)
	w.temporal = must(client.Dial(client.Options{HostPort: w.server.Address(), Namespace: namespace, Logger: quiet}))(t)
	t.Cleanup(func() {
		w.temporal.Close()
		w.server.Stop(context.Background())
		db.Close()
		w.owner.Close(context.Background())
	})
	return w
}

var quiet = slog.New(slog.DiscardHandler)

// must hands on a value, or fails the test.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// hold has the clock pass neither what is undone nor an instant at which it is to stand still; zero leaves one as it is.
func (w *world) hold(undone, until time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.undone, w.until = cmp.Or(undone, w.undone), cmp.Or(until, w.until)
	w.limits = append(w.limits, limit{time.Now().Round(0), supervision.Earliest(w.undone, w.until)})
}

// limitAt is the limit that held at an instant of the wall's.
func (w *world) limitAt(wall time.Time) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	after := sort.Search(len(w.limits), func(i int) bool { return w.limits[i].wall.After(wall) })
	return w.limits[max(after, 1)-1].at
}

// stands reports whether the clock shows an instant, and nothing is due up to it.
func (w *world) stands(at time.Time) bool {
	w.mu.Lock()
	undone := w.undone
	w.mu.Unlock()
	return undone.After(at) && !w.pace.Now().Before(at)
}

// launch launches the campaigns of some made-up years, in which nobody does anything.
func (w *world) launch(seeds ...uint64) {
	w.t.Helper()
	for _, seed := range seeds {
		y := yeartest.Make(seed, supervision.ChinaCalendar())
		if err := y.PeopleAt(w.desk).Launch(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		w.years = append(w.years, y)
	}
	go w.follow()
}

// follow keeps reading what is due first.
func (w *world) follow() {
	for w.t.Context().Err() == nil {
		if db, err := pgx.Connect(w.t.Context(), w.owner.Config().ConnString()); err == nil {
			w.read(db)
			_ = db.Close(context.Background())
		}
	}
}

func (w *world) read(db *pgx.Conn) {
	for last := (time.Time{}); ; time.Sleep(2 * time.Millisecond) {
		var due time.Time
		const earliest = "select coalesce(min(next_at), '9999-01-01') from campaign where state = 'LIVE'"
		if err := db.QueryRow(w.t.Context(), earliest).Scan(&due); err != nil {
			return
		}
		if !due.Equal(last) {
			w.hold(due, time.Time{})
			last = due
		}
	}
}

// work starts a worker of a version, which ends with the test unless it is stopped before.
func (w *world) work(version int) (stop func()) {
	w.t.Helper()
	c := cmd.Config{
		DSN: w.dsn, Temporal: w.server.Address(), Namespace: namespace, Pace: w.pace, Version: version, Log: quiet,
		CourierLog: filepath.Join(w.t.TempDir(), fmt.Sprint("courier", w.programs.Add(1))),
	}
	p := must(cmd.Start(w.t.Context(), c))(w.t)
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := p.Close(ctx); err != nil {
			w.t.Errorf("stop the worker of version %d: %v", version, err)
		}
	}
	w.t.Cleanup(stop)
	return stop
}

// live lets the clock go until a day, 00:00 in China, and waits until it stands there.
func (w *world) live(day string) {
	w.t.Helper()
	until := must(time.ParseInLocation(time.DateOnly, day, china))(w.t)
	w.hold(time.Time{}, until)
	w.await(day, func() bool { return w.stands(until) })
}

var china = time.FixedZone("China", 8*60*60)

// await waits for what a process does.
func (w *world) await(what string, happened func() bool) {
	w.t.Helper()
	for end := time.Now().Add(5 * time.Minute); !happened(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("in vain waited for %s; the clock shows %s", what, w.pace.Now().In(china))
		}
	}
}

// sameCalls holds the calls of every campaign up to an instant against those of the year in memory: each once, none
// missing, none passed over.
func (w *world) sameCalls() {
	w.t.Helper()
	for _, made := range w.years {
		y := made.TakeUp()
		y.Live(w.until)
		want := make([]string, len(y.Calls))
		for i, c := range y.Calls {
			want[i] = fmt.Sprint(c.At.In(china).Format(time.DateTime), " ", c.Kind, " ", c.Duty)
			if c.Passed {
				want[i] += " PASSED"
			}
		}
		got := w.query(`select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS ') || kind || ' ' || duty_id
			|| case when passed then ' PASSED' else '' end from call where campaign_id = $1`, made.Plan.ID)
		slices.Sort(want)
		slices.Sort(got)
		if diff := gocmp.Diff(want, got); diff != "" || len(want) == 0 {
			w.t.Errorf("%s: %d calls, want %d (-want +got):\n%s", made.Plan.ID, len(got), len(want), diff)
		}
	}
}

func (w *world) query(sql string, args ...any) []string {
	w.t.Helper()
	rows := must(w.owner.Query(w.t.Context(), sql, args...))(w.t)
	return must(pgx.CollectRows(rows, pgx.RowTo[string]))(w.t)
}

// nudge has the outbox ask a campaign to look again.
func (w *world) nudge(y *yeartest.Made) {
	w.query("insert into nudge (kind, host_id, id) values ('campaign', $1, $2) returning ''", y.Plan.Host.ID, y.Plan.ID)
}
