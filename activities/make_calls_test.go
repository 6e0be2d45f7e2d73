package activities_test

import (
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"

	"duban/activities"
	"duban/internal/desk"
	"duban/plans"
	"duban/supervision"
	"duban/workflows"
)

// ticker is a clock that goes on by one tick whenever somebody looks at it, and not otherwise.
type ticker struct {
	mu   sync.Mutex
	at   time.Time
	tick time.Duration
}

func (c *ticker) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(c.tick)
	return c.at
}

// second is how long a second of the wall's clock is in these tests, so that what waits a second waits a moment.
const second = time.Hour

// clerk is an activity's hands in a year that began on 20 April 2020, 08:00, by a clock with this tick.
type clerk struct {
	*year
	activities.Activities
	ticker ticker
	due    workflows.Due
}

func newClerk(t *testing.T, tick time.Duration) *clerk {
	t.Helper()
	y := newYear(t, plans.Hangzhou2020(), "2020-04-20 08:00")
	c := &clerk{year: y, ticker: ticker{at: y.start, tick: tick}, due: workflows.Due{Ref: workflows.Ref{Host: y.plan.Host.ID, ID: y.id}}}
	c.Activities = activities.Activities{
		Desk: desk.New(y.db, c.ticker.now, supervision.ChinaCalendar()), Clock: c.ticker.now, Second: second,
	}
	return c
}

// opening has duties open at instants after the year's beginning, n of them, so far apart; nothing else is due.
func (c *clerk) opening(first, apart time.Duration, n int) {
	c.t.Helper()
	conn, err := pgx.Connect(c.ctx, c.owner)
	if err != nil {
		c.t.Fatal(err)
	}
	defer conn.Close(c.ctx)
	_, err = conn.Exec(c.ctx, `update duty set next_at = null`)
	c.must(err)
	_, err = conn.Exec(c.ctx, `insert into duty (host_id, campaign_id, id, entry, kind, title, holder, to_office, group_id, project_id, convenor,
		inspection_id, phase, first_day, last_day, computed, quota, nth, need, remind_days, after, state, since, next_at)
		select $1, $2, 'opening/' || i || '/2020', 'opening', 'DOCUMENT', '材料', 'office-staff', '', '', '', '',
		'', 1, '2020-04-01', '2020-12-31', '{}', '', 0, 0, '{}', '', 'WAITING', $3::timestamptz + $4::interval * i, $3::timestamptz + $4::interval * i
		from generate_series(0, $5) i`, c.plan.Host.ID, c.id, c.start.Add(first), apart, n-1)
	c.must(err)
}

// makeCalls runs the activity once.
func (c *clerk) makeCalls(notBefore time.Duration) workflows.Campaigning {
	c.t.Helper()
	c.due.NotBefore = c.start.Add(notBefore)
	s, err := c.MakeCalls(c.ctx, c.due)
	c.must(err)
	return s
}

// acts are the instants at which the clock acted.
func (c *clerk) acts() (all []time.Time) {
	c.t.Helper()
	for _, at := range c.facts(`select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from audit where verb = 'MAKE_CALLS' order by seq`) {
		instant, err := time.Parse(time.RFC3339Nano, at)
		c.must(err)
		all = append(all, instant)
	}
	return all
}

// Rule 2: the instant in the activity's argument means "not before". It does not enter now: where the desk's own clock is
// behind, nothing is called early.
func TestMakeCalls_TheArgumentIsNoClock(t *testing.T) {
	t.Parallel()
	c := newClerk(t, 10*time.Minute)
	c.opening(10*time.Hour, time.Hour, 1)
	behind := ticker{at: c.start}
	c.Desk = desk.New(c.db, behind.now, supervision.ChinaCalendar())
	c.ticker.at = c.start.Add(40 * time.Hour) // when the activity gives up waiting for the desk's clock
	c.makeCalls(10 * time.Hour)
	c.same("", c.facts("select duty_id from call"))
	behind.at = c.start.Add(10 * time.Hour)
	c.makeCalls(10 * time.Hour)
	c.same("opening/0/2020", c.facts("select duty_id from call"))
}

// Rule 4, lead: the process is awake a second before its next call, since Temporal's timers may be a second late.
func TestTakeUp_WakesASecondBefore(t *testing.T) {
	t.Parallel()
	c := newClerk(t, 0)
	c.opening(10*time.Hour, time.Hour, 1)
	s, err := c.TakeUpCampaign(c.ctx, c.due)
	c.must(err)
	if next := c.start.Add(10 * time.Hour); !s.NextCall.Equal(next) || !s.WakeAt.Equal(next.Add(-second)) {
		t.Errorf("next call at %v, awake at %v", s.NextCall, s.WakeAt)
	}
}

// Rule 4, linger: the activity waits its instant out, makes the calls, and stays while another is due within a second.
func TestMakeCalls_StaysForACallThatIsClose(t *testing.T) {
	t.Parallel()
	c := newClerk(t, 5*time.Minute)
	c.opening(15*time.Minute, 45*time.Minute, 2)
	s := c.makeCalls(15 * time.Minute)
	if acts := c.acts(); len(acts) != 2 || acts[0].Before(c.start.Add(15*time.Minute)) || acts[1].Before(c.start.Add(time.Hour)) || s.NextCall.Before(acts[1]) {
		t.Errorf("acts at %v, the next call at %v", acts, s.NextCall)
	}
}

// Rule 4: for one that is further away it does not.
func TestMakeCalls_LeavesACallThatIsFar(t *testing.T) {
	t.Parallel()
	c := newClerk(t, 5*time.Minute)
	c.opening(15*time.Minute, 3*time.Hour, 2)
	s := c.makeCalls(15 * time.Minute)
	if acts := c.acts(); len(acts) != 1 || !s.NextCall.Equal(c.start.Add(15*time.Minute+3*time.Hour)) {
		t.Errorf("acts at %v, the next call at %v", acts, s.NextCall)
	}
}

// Rule 4: where calls are dense, 20 ms by the wall's clock lie between the end of one act of the clock and the next.
func TestMakeCalls_ActsAreApart(t *testing.T) {
	t.Parallel()
	c := newClerk(t, 10*time.Second)
	c.opening(time.Minute, 25*time.Second, 30) // of an act to the next the clock goes on by more
	var looks []time.Time
	c.Desk = desk.New(c.db, func() time.Time {
		looks = append(looks, time.Now())
		return c.ticker.now()
	}, supervision.ChinaCalendar())
	c.makeCalls(time.Minute)
	c.same("30", c.facts("select count(*)::text from call"))
	if acts := c.acts(); len(acts) < 3 || len(looks) != 2*len(acts) {
		t.Fatalf("acts at %v, and %d looks at the clock: not two an act", acts, len(looks))
	}
	for i := 2; i < len(looks); i += 2 {
		if apart := looks[i].Sub(looks[i-1]); apart < 20*time.Millisecond {
			t.Errorf("only %v between two acts", apart)
		}
	}
}

// Rule 4: and after 20 seconds the activity ends, however dense they are.
func TestMakeCalls_StaysForTwentySeconds(t *testing.T) {
	t.Parallel()
	c := newClerk(t, 12*time.Minute)
	c.opening(15*time.Minute, 15*time.Minute, 4*40)
	c.makeCalls(15 * time.Minute)
	if stayed := c.ticker.at.Sub(c.start); stayed < 20*second || stayed > 24*second {
		t.Errorf("stayed for %v", stayed)
	}
}

// Rule 4: an activity says that it is at work, however long its one transaction takes.
func TestAlive_BeatsWhileItWorks(t *testing.T) {
	t.Parallel()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&activities.Alive{Every: 10 * time.Millisecond}}})
	beats := make(chan struct{}, 10)
	env.SetOnActivityHeartbeatListener(func(*activity.Info, converter.EncodedValues) { beats <- struct{}{} })
	env.RegisterActivityWithOptions(func() (alive bool, _ error) {
		select {
		case <-beats:
			alive = true
		case <-time.After(5 * time.Second):
		}
		return alive, nil
	}, activity.RegisterOptions{Name: "long"})
	var alive bool
	done, err := env.ExecuteActivity("long")
	if err != nil || done.Get(&alive) != nil || !alive {
		t.Errorf("no beat in time: %v", err)
	}
}
