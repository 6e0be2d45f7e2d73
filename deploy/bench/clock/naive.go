package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	temporalworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// naive is what Temporal seems to be made for: a workflow for each duty, which waits for each of its calls with a timer,
// makes it with an activity, and is told by signals when the duty is proven or extended.
type naive struct{}

func (naive) sleeps() string { return "" }

func (naive) made(ctx context.Context, t *trial) (outcome, error) { return t.madePlain(ctx) }

func (naive) lay(ctx context.Context, t *trial) error {
	if err := t.layPlain(ctx, ""); err != nil {
		return err
	}
	address, err := t.hire("temporal")
	if err != nil {
		return err
	}
	if err = t.markEmpty(ctx); err != nil {
		return err
	}
	if _, err = t.hire("naive"); err != nil {
		return err
	}
	t.begin(4*time.Second + time.Duration(len(t.duties))*10*time.Millisecond)
	if err = errors.Join(startDuties(ctx, t, address), t.db.settle(ctx)); err != nil {
		return err
	}
	_, err = t.hire("naive-deeds")
	return err
}

const naiveQueue = "naive"

func startDuties(ctx context.Context, t *trial, address string) error {
	c, err := dial(ctx, address)
	if err != nil {
		return err
	}
	defer c.Close()
	failed := make(chan error, len(t.duties))
	free := make(chan struct{}, hands)
	for _, d := range t.duties {
		free <- struct{}{}
		go func() {
			_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: dutyID(d.N), TaskQueue: naiveQueue}, remind, d.N, walls(t.clock(), d.Calls))
			failed <- err
			<-free
		}()
	}
	for range t.duties {
		if err := <-failed; err != nil {
			return err
		}
	}
	return nil
}

func dutyID(n int) string { return fmt.Sprint("duty/", n) }

func dial(ctx context.Context, address string) (client.Client, error) {
	return client.DialContext(ctx, client.Options{HostPort: address, Namespace: namespace, Logger: silent{}})
}

// silent says nothing: what goes wrong is seen in the rows.
type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}

var _ log.Logger = silent{}

// The two signals.
const (
	proven   = "proven"
	extended = "extended" // carries the calls that come instead
)

// remind is one duty's workflow.
func remind(ctx workflow.Context, duty int, calls []time.Time) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
	done := false
	for len(calls) > 0 && !done {
		timing, cancel := workflow.WithCancel(ctx)
		due := false
		timer := workflow.NewTimer(timing, calls[0].Sub(workflow.Now(ctx)))
		workflow.NewSelector(ctx).
			AddFuture(timer, func(workflow.Future) { due = true }).
			AddReceive(workflow.GetSignalChannel(ctx, proven), func(workflow.ReceiveChannel, bool) { done = true }).
			AddReceive(workflow.GetSignalChannel(ctx, extended), func(c workflow.ReceiveChannel, _ bool) { c.Receive(ctx, &calls) }).
			Select(ctx)
		cancel()
		if !due {
			continue
		}
		if err := workflow.ExecuteActivity(ctx, callActivity, duty, calls[0]).Get(ctx, nil); err != nil {
			return err
		}
		calls = calls[1:]
	}
	return nil
}

const callActivity = "call"

// workNaive runs workflows and activities with the SDK's defaults.
func workNaive(ctx context.Context, o orders) (string, func(), error) {
	db, err := connect(ctx, o.DSN)
	if err != nil {
		return "", nil, err
	}
	c, err := dial(ctx, o.Temporal)
	if err != nil {
		return "", nil, err
	}
	w := temporalworker.New(c, naiveQueue, temporalworker.Options{})
	w.RegisterWorkflow(remind)
	w.RegisterActivityWithOptions(func(ctx context.Context, duty int, at time.Time) error {
		_, err := db.Exec(ctx, makeCall, duty, at)
		return err
	}, activity.RegisterOptions{Name: callActivity})
	if err = w.Start(); err != nil {
		return "", nil, err
	}
	return "", func() { w.Stop(); c.Close(); db.Close() }, nil
}

// actOnNaive notes what was done and tells the duty's workflow.
func actOnNaive(ctx context.Context, o orders) (string, func(), error) {
	db, err := connect(ctx, o.DSN)
	if err != nil {
		return "", nil, err
	}
	c, err := dial(ctx, o.Temporal)
	if err != nil {
		return "", nil, err
	}
	acted := o.act(ctx, func(ctx context.Context, d duty) error { return o.signal(ctx, db, c, d) })
	return "", func() { acted(); c.Close(); db.Close() }, nil
}

func (o orders) signal(ctx context.Context, db *pgxpool.Pool, c client.Client, d duty) error {
	if d.Deed.Last == 0 {
		if _, err := db.Exec(ctx, proveDuty, d.N); err != nil {
			return err
		}
		return c.SignalWorkflow(ctx, dutyID(d.N), "", proven, nil)
	}
	if _, err := db.Exec(ctx, extendDuty, d.N); err != nil {
		return err
	}
	return c.SignalWorkflow(ctx, dutyID(d.N), "", extended, o.newCalls(d))
}
