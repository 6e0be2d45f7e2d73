package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/plans"
	"duban/supervision"
)

// world is a desk over a database of its own, with a clock that only the test moves and, at first, the real Hangzhou
// plan as a draft. Nothing happens by itself: no workflow runs.
type world struct {
	t      *testing.T
	ctx    context.Context
	db     *postgres.DB
	owner  *pgx.Conn // sees every row of every host
	appDSN string
	desk   *desk.Desk
	plan   *supervision.Plan
	id     string // the campaign's

	// unrecorded: the test writes rows behind the desk's back, so that no record can tell of them.
	unrecorded bool
	reduced    int // payloads that are taken away by right

	mu    sync.Mutex
	clock time.Time
}

// firstDay is when the real campaign began: the first morning of 4月下旬.
const firstDay = "2020-04-21 08:30"

// drafted is a world at an instant with the plan as a draft.
func drafted(t *testing.T, at string) *world {
	t.Helper()
	w := blank(t, at)
	w.draft(planSource())
	return w
}

// blank is a world at an instant in which nothing has been done yet.
func blank(t *testing.T, at string) *world {
	t.Helper()
	appDSN, ownerDSN := pgtest.New(t)
	db, err := postgres.Open(t.Context(), appDSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	owner, err := pgx.Connect(t.Context(), ownerDSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { owner.Close(context.Background()) })
	w := &world{t: t, ctx: t.Context(), db: db, owner: owner, appDSN: appDSN}
	w.desk = desk.New(db, w.now, supervision.ChinaCalendar())
	w.turn(at)
	t.Cleanup(func() { w.ctx = context.Background(); w.recorded() })
	return w
}

// planSource is the real plan, as text.
func planSource() string { return string(plans.Hangzhou2020()) }

// launched is a world whose campaign was launched at an instant.
func launched(t *testing.T, at string) *world {
	t.Helper()
	w := drafted(t, at)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	return w
}

// draft stores a plan, which becomes the one that the test is about.
func (w *world) draft(source string) {
	w.t.Helper()
	plan, findings := planfile.Read([]byte(source))
	if supervision.HasErrors(findings) {
		w.t.Fatal(findings)
	}
	w.plan, w.id = plan, plan.ID
	_, err := w.desk.CreateCampaign(w.ctx, w.system(), []byte(source))
	w.must(err)
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

// turn moves the clock, in China's zone, and does nothing else.
func (w *world) turn(at string) {
	w.t.Helper()
	w.turnTo(instant(w.t, at))
}

func (w *world) turnTo(at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = at
}

// live moves the clock as the campaign's process does: every call is made, and every phase opened, at its own instant.
func (w *world) live(until string) {
	w.t.Helper()
	for end := instant(w.t, until); ; {
		s, err := w.desk.Standing(w.ctx, w.plan.Host.ID, w.id)
		w.must(err)
		next := s.NextCall
		turns := s.Step == supervision.StepOpenMonitoring || s.Step == supervision.StepOpenEvaluation
		if turns {
			next = earliest(next, s.StepAt)
		}
		if next.IsZero() || next.After(end) {
			w.turnTo(end)
			return
		}
		w.turnTo(later(next, w.now()))
		if s := w.makeCalls(); !s.NextCall.IsZero() && !s.NextCall.After(w.now()) {
			w.t.Fatalf("%s: calls are due and not made", w.now())
		}
		if turns {
			w.must(w.desk.OpenPhase(w.ctx, w.plan.Host.ID, w.id, s.Phase+1))
		}
	}
}

func (w *world) makeCalls() desk.Standing {
	w.t.Helper()
	s, err := w.desk.MakeCalls(w.ctx, w.plan.Host.ID, w.id)
	w.must(err)
	return s
}

// as is whoever sits in a seat.
func (w *world) as(seat string) desk.Caller {
	w.t.Helper()
	for _, s := range w.plan.Seats {
		if s.ID == seat {
			return desk.Caller{Person: w.plan.Host.ID + "/" + seat, Host: w.plan.Host.ID, Seats: []supervision.Seat{s}}
		}
	}
	w.t.Fatalf("no seat %s", seat)
	return desk.Caller{}
}

func (w *world) staff() desk.Caller { return w.as("office-staff") }

func (w *world) system() desk.Caller { return desk.System(w.plan.Host.ID) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%s: %v", w.now().In(shanghai).Format(time.DateTime), err)
	}
}

// refused asserts that a command was refused for a reason.
func (w *world) refused(reason supervision.Reason, err error) {
	w.t.Helper()
	var e *supervision.Error
	if !errors.As(err, &e) || e.Reason != reason {
		w.t.Errorf("got %v, want a refusal %s", err, reason)
	}
}

// same asserts that the lines are those of a text.
func (w *world) same(want string, got []string) {
	w.t.Helper()
	if diff := cmp.Diff(lines(want), got, cmpopts.EquateEmpty()); diff != "" {
		w.t.Errorf("(-want +got):\n%s", diff)
	}
}

// lines are the trimmed lines of a text, without its empty ones.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// query reads one column of text, whatever the host.
func (w *world) query(sql string, args ...any) []string {
	w.t.Helper()
	rows, err := w.owner.Query(w.ctx, sql, args...)
	w.must(err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	w.must(err)
	return all
}

// count counts rows, whatever their host.
func (w *world) count(from string, args ...any) (n int) {
	w.t.Helper()
	w.must(w.owner.QueryRow(w.ctx, "select count(*) from "+from, args...).Scan(&n))
	return n
}

// counted asserts how many rows there are.
func (w *world) counted(want int, from string, args ...any) {
	w.t.Helper()
	if got := w.count(from, args...); got != want {
		w.t.Errorf("%d rows from %s, want %d", got, from, want)
	}
}

// duty reads a duty.
func (w *world) duty(id string) postgres.DutyView {
	w.t.Helper()
	d, _, err := w.desk.Duty(w.ctx, w.staff(), w.id, id)
	w.must(err)
	return d
}

// stands asserts the state of a duty.
func (w *world) stands(want supervision.DutyState, id string) {
	w.t.Helper()
	if got := w.duty(id).State; got != want {
		w.t.Errorf("%s is %s, want %s", id, got, want)
	}
}

// calls asserts what was called and what is ahead (marked →) for a duty: `06-03 09:00 REMIND`.
func (w *world) calls(duty, want string) {
	w.t.Helper()
	_, calls, err := w.desk.Duty(w.ctx, w.staff(), w.id, duty)
	w.must(err)
	got := make([]string, len(calls))
	for i, c := range calls {
		got[i] = callLine(c)
	}
	w.same(want, got)
}

func callLine(c desk.CallView) string {
	line := c.At.In(shanghai).Format("01-02 15:04 ") + string(c.Kind)
	switch {
	case c.Ahead:
		return "→ " + line
	case c.Passed:
		return line + " PASSED"
	}
	return line
}

// notices asserts what somebody has been told of a duty, newest first: `REMIND QUEUED`.
func (w *world) notices(seat, duty, want string) {
	w.t.Helper()
	all, err := w.desk.Notices(w.ctx, w.as(seat), postgres.NoticeFilter{Campaign: w.id, Limit: 1000}, false)
	w.must(err)
	var got []string
	for _, n := range all {
		if n.DutyID == duty {
			got = append(got, n.Kind+" "+n.State)
		}
	}
	w.same(want, got)
}

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// instant reads `2020-06-03 09:00`, or with seconds, in China's zone.
func instant(t *testing.T, s string) time.Time {
	t.Helper()
	layout := "2006-01-02 15:04:05"[:len(s)]
	at, err := time.ParseInLocation(layout, s, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func date(t *testing.T, s string) supervision.Date {
	t.Helper()
	d, err := supervision.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
