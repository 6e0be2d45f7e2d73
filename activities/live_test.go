package activities_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/internal/channels"
	"duban/internal/desk"
	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/supervision"
	"duban/workflows"
)

// year lives one campaign under the SDK's time-skipping clock: real workflows, real activities, a real database.
type year struct {
	t       *testing.T
	ctx     context.Context
	env     *testsuite.TestWorkflowEnvironment
	db      *postgres.DB
	desk    *desk.Desk
	plan    *supervision.Plan
	id      string
	owner   string // the database's address, for looking at what no screen shows
	courier string
	post    *channels.Post
	events  []string
	written int

	mu      sync.Mutex
	start   time.Time
	started bool
	renewed map[string]int // how often processes of a kind were continued as new
	running map[string]bool
	begun   map[string]bool // those of which a run has begun: before that, the environment takes no signal
}

// newYear launches a plan at an instant and prepares its processes.
func newYear(t *testing.T, source []byte, start string) *year {
	t.Helper()
	return newYearKnowing(t, source, start, supervision.ChinaCalendar())
}

// newYearKnowing is newYear with what is known of holidays.
func newYearKnowing(t *testing.T, source []byte, start string, calendar supervision.Calendar) *year {
	t.Helper()
	db, owner := database(t)
	y := newYearIn(t, db, owner, source, instant(t, start), calendar)
	system := desk.System(y.plan.Host.ID)
	_, err := y.desk.CreateCampaign(y.ctx, system, source)
	y.must(err)
	y.must(y.desk.LaunchCampaign(y.ctx, system, y.id))
	return y
}

// database is one of its own, and its owner's address.
func database(t *testing.T) (db *postgres.DB, owner string) {
	t.Helper()
	appDSN, ownerDSN := pgtest.New(t)
	db, err := postgres.Open(t.Context(), appDSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db, ownerDSN
}

// newYearIn prepares a year in a database: nothing is launched yet.
func newYearIn(t *testing.T, db *postgres.DB, owner string, source []byte, start time.Time, calendar supervision.Calendar) *year {
	t.Helper()
	plan, findings := planfile.Read(source)
	if supervision.HasErrors(findings) {
		t.Fatal(findings)
	}
	y := &year{
		t: t, ctx: context.WithoutCancel(t.Context()), db: db, plan: plan, id: plan.ID, start: start,
		owner: owner, courier: filepath.Join(t.TempDir(), "courier.log"), running: map[string]bool{}, begun: map[string]bool{},
	}
	y.desk = desk.New(db, y.now, calendar)
	y.post = &channels.Post{Log: channels.NewLogFile(y.courier)}
	y.newEnvironment()
	return y
}

// atMost is how long, by the wall's clock, a year may stand still.
const atMost = 2 * time.Minute

func (y *year) newEnvironment() {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	env.SetStartTime(y.start)
	env.SetTestTimeout(atMost)
	env.SetWorkerOptions(worker.Options{
		Interceptors:             []interceptor.WorkerInterceptor{&watching{year: y}},
		DeadlockDetectionTimeout: atMost, // by the wall's clock: on a busy machine a second says nothing of a workflow
	})
	for kind, run := range workflows.Processes() {
		env.RegisterWorkflowWithOptions(run, workflow.RegisterOptions{Name: kind})
	}
	env.RegisterActivity(&activities.Activities{Desk: y.desk, Clock: y.now, Post: y.post})
	env.RegisterWorkflowWithOptions(everything, workflow.RegisterOptions{Name: "everything"})
	env.SetOnActivityCompletedListener(func(*activity.Info, converter.EncodedValue, error) { y.passNudges() })
	env.SetOnChildWorkflowCompletedListener(func(info *workflow.Info, _ converter.EncodedValue, err error) {
		if err != nil && !temporal.IsCanceledError(err) { // the keeper would begin it anew in five minutes; here nobody does
			y.t.Errorf("%s: %s failed: %v", y.now().In(shanghai).Format("2006-01-02 15:04"), info.WorkflowExecution.ID, err)
		}
		delete(y.running, info.WorkflowExecution.ID)
	})
	y.env = env
}

// now is the campaign's clock: the environment's once it runs.
func (y *year) now() time.Time {
	y.mu.Lock()
	defer y.mu.Unlock()
	if !y.started {
		return y.start
	}
	return y.env.Now().Truncate(time.Microsecond)
}

// at has people do something at an instant.
func (y *year) at(when, what string, do func()) {
	y.events = append(y.events, when+" ※ "+what)
	y.quietly(when, do)
}

// quietly has something happen at an instant that the story does not tell.
func (y *year) quietly(when string, do func()) { y.quietlyAt(instant(y.t, when), do) }

func (y *year) quietlyAt(when time.Time, do func()) {
	y.env.RegisterDelayedCallback(func() {
		do()
		y.passNudges()
	}, when.Sub(y.start))
}

// loseEveryProcess ends every process as the loss of Temporal's store would, and does what the keeper does then.
func (y *year) loseEveryProcess() {
	for id := range y.running {
		y.env.CancelWorkflowByID(id, "")
	}
	clear(y.running)
	y.env.RegisterDelayedCallback(func() {
		rows, err := y.db.Running(y.ctx, "", 10_000)
		y.must(err)
		for _, row := range rows {
			y.nudge(row.Process)
		}
	}, time.Second)
}

// loseNudges loses what processes should have been told.
func (y *year) loseNudges() {
	nudges, err := y.db.Nudges(y.ctx, workflows.Version, 10_000)
	y.must(err)
	seqs := make([]int64, len(nudges))
	for i, n := range nudges {
		seqs[i] = n.Seq
	}
	y.must(y.db.DropNudges(y.ctx, seqs))
}

// live runs everything until an instant.
func (y *year) live(until string) {
	y.t.Helper()
	y.liveUntil(instant(y.t, until))
}

func (y *year) liveUntil(until time.Time) {
	y.t.Helper()
	y.mu.Lock()
	y.started = true
	y.mu.Unlock()
	y.env.RegisterDelayedCallback(y.passNudges, 0)
	y.env.RegisterDelayedCallback(func() { y.env.SignalWorkflow("end", nil) }, until.Sub(y.start))
	y.env.ExecuteWorkflow("everything")
	if !y.env.IsWorkflowCompleted() {
		y.t.Fatal("the year did not end")
	}
	if err := y.env.GetWorkflowError(); err != nil {
		y.t.Fatal(err)
	}
}

// passNudges does what the relay does: it starts what is not running and asks the rest to look again.
func (y *year) passNudges() {
	nudges, err := y.db.Nudges(y.ctx, workflows.Version, 10_000)
	y.must(err)
	seqs := make([]int64, len(nudges))
	told := map[postgres.Process]bool{}
	for i, n := range nudges {
		seqs[i] = n.Seq
		if !told[n.Process] {
			told[n.Process] = true
			y.nudge(n.Process)
		}
	}
	if len(seqs) > 0 {
		y.must(y.db.DropNudges(y.ctx, seqs))
	}
}

func (y *year) nudge(p postgres.Process) {
	id := workflows.ID(p.Kind, p.ID)
	if !y.running[id] {
		y.running[id] = true
		y.env.SignalWorkflow("start", process{p.Kind, workflows.Ref{Host: p.HostID, ID: p.ID}})
		return
	}
	if y.begun[id] { // one that has yet to begin reads the rows when it does
		y.must(y.env.SignalWorkflowByID(id, workflows.LookAgain, nil))
	}
}

type process struct {
	Kind string
	Ref  workflows.Ref
}

// everything starts each process as a child, since the environment runs one root.
func everything(ctx workflow.Context) error {
	start, end := workflow.GetSignalChannel(ctx, "start"), workflow.GetSignalChannel(ctx, "end")
	for {
		var p process
		over := false
		workflow.NewSelector(ctx).
			AddReceive(start, func(c workflow.ReceiveChannel, _ bool) { c.Receive(ctx, &p) }).
			AddReceive(end, func(c workflow.ReceiveChannel, _ bool) { c.Receive(ctx, nil); over = true }).
			Select(ctx)
		if over {
			return nil
		}
		child := workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{WorkflowID: workflows.ID(p.Kind, p.Ref.ID)})
		run := workflow.ExecuteChildWorkflow(child, p.Kind, p.Ref)
		if err := run.GetChildWorkflowExecution().Get(ctx, nil); err != nil {
			return err
		}
	}
}

// must fails the test; inside a callback it must not end the goroutine, so it does not use Fatal.
func (y *year) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Errorf("%s: %v", y.now().In(shanghai).Format("2006-01-02 15:04"), err)
	}
}

// refused asserts that a command was refused for a reason.
func (y *year) refused(reason supervision.Reason, err error) {
	y.t.Helper()
	var e *supervision.Error
	if !errors.As(err, &e) || e.Reason != reason {
		y.t.Errorf("got %v, want a refusal %s", err, reason)
	}
}
