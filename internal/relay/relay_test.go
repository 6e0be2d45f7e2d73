package relay

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"duban/internal/desk"
	"duban/internal/pace"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/plans"
	"duban/supervision"
	"duban/workflows"
)

// temporal takes down what it is asked and can be made to refuse. A real one is in the tests of the whole program; this
// one fails when a test wants it to.
type temporal struct {
	client.Client

	mu     sync.Mutex
	asked  []string // `nudge campaign/hangzhou-2020`
	refuse error
	before func() // runs before each answer
}

func (f *temporal) ask(what, id string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.before != nil {
		f.before()
	}
	if f.refuse != nil {
		return f.refuse
	}
	f.asked = append(f.asked, what+" "+id)
	return nil
}

// sinceLast is what was asked since the last time somebody wanted to know.
func (f *temporal) sinceLast() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	asked := f.asked
	f.asked = nil
	return asked
}

func (f *temporal) SignalWithStartWorkflow(_ context.Context, id, signal string, arg any, o client.StartWorkflowOptions, kind any, _ ...any) (client.WorkflowRun, error) {
	if signal != workflows.LookAgain || arg != nil || o.ID != id || !strings.HasPrefix(id, kind.(string)+"/") {
		return nil, errors.New("not how a process is nudged")
	}
	return nil, f.ask("nudge", id)
}

func (f *temporal) ExecuteWorkflow(_ context.Context, o client.StartWorkflowOptions, _ any, _ ...any) (client.WorkflowRun, error) {
	if o.WorkflowIDConflictPolicy != enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING || o.TaskQueue != workflows.Queue {
		return nil, errors.New("not how a process is started")
	}
	return nil, f.ask("start", o.ID)
}

func (f *temporal) TerminateWorkflow(_ context.Context, id, _, _ string, _ ...any) error {
	return f.ask("end", id)
}

// launched is a relay over a database in which the Hangzhou campaign was launched on its first day, its outbox full.
func launched(t *testing.T) (*Relay, *temporal) {
	t.Helper()
	dsn, _ := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	clock := func() time.Time { return firstDay }
	d := desk.New(db, clock, supervision.ChinaCalendar())
	system := desk.Caller{Person: "system", Host: "hangzhou"}
	_, created := d.CreateCampaign(t.Context(), system, plans.Hangzhou2020())
	if err := errors.Join(created, d.LaunchCampaign(t.Context(), system, "hangzhou-2020")); err != nil {
		t.Fatal(err)
	}
	f := &temporal{}
	return &Relay{DB: db, Temporal: f, Pace: pace.Pace{Limit: clock}, Log: slog.New(slog.DiscardHandler)}, f
}

var firstDay = time.Date(2020, 4, 21, 0, 30, 0, 0, time.UTC)

const campaign = "campaign/hangzhou-2020"

func (r *Relay) write(t *testing.T, kind, id string) {
	t.Helper()
	if err := r.DB.In(t.Context(), "hangzhou", func(tx *postgres.Tx) error { return tx.Nudge(t.Context(), kind, id) }); err != nil {
		t.Fatal(err)
	}
}

func (r *Relay) left(t *testing.T) int {
	t.Helper()
	rows, err := r.DB.Nudges(t.Context(), atOnce)
	if err != nil {
		t.Fatal(err)
	}
	return len(rows)
}

// eventually waits for what another goroutine does.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 3000 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

// Run passes on what is in the outbox and what is written later, starts what should be running, and ends with its
// context.
func TestRun(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(ctx)
	}()
	var asked []string
	has := func(what string) func() bool {
		return func() bool {
			asked = append(asked, f.sinceLast()...)
			return slices.Contains(asked, what)
		}
	}
	eventually(t, "the outbox is empty", func() bool { return r.left(t) == 0 })
	eventually(t, "the campaign was nudged", has("nudge "+campaign))
	eventually(t, "the courier was started", has("start delivery/hangzhou"))
	r.write(t, "inspection", "i1")
	eventually(t, "a later nudge was passed on", has("nudge inspection/i1"))
	cancel()
	<-done
}
