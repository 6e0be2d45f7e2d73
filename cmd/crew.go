package cmd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/internal/channels"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/relay"
	"duban/workflows"
)

const (
	// atOnce is the number of activities at work. Most of them wait for an instant, and must keep no other from its own;
	// the database has its own limit.
	atOnce = 200
	// graceTime is how long activities under way may take to end.
	graceTime = 2 * time.Second
	// askAgain is the time between two attempts to reach Temporal.
	askAgain = 500 * time.Millisecond
	// stickyTime is how long a step of a workflow waits for the worker that took the one before, which may be dead.
	stickyTime = 2 * time.Second
)

// crew runs the processes: the worker and the relay.
type crew struct {
	temporal client.Client
	worker   worker.Worker
	stop     context.CancelFunc // of the relay, and of activities that wait
	relayed  chan struct{}      // closed when the relay has ended
}

func hireCrew(ctx context.Context, c Config, db *postgres.DB, d *desk.Desk, fail func(error)) (*crew, error) {
	temporal, err := reach(ctx, c)
	if err != nil {
		return nil, err
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	w := &crew{temporal: temporal, stop: stop, relayed: make(chan struct{}), worker: newWorker(working, temporal, c, d, fail)}
	if err := w.worker.Start(); err != nil {
		stop()
		temporal.Close()
		return nil, fmt.Errorf("start worker: %w", err)
	}
	go func() {
		defer close(w.relayed)
		(&relay.Relay{
			DB: db, Temporal: temporal, Namespace: c.Namespace, Version: c.version(), Pace: c.Pace, Log: c.Log, Seal: d.ChainAudit,
		}).Run(working)
	}()
	return w, nil
}

func newWorker(working context.Context, temporal client.Client, c Config, d *desk.Desk, fail func(error)) worker.Worker {
	w := worker.New(temporal, workflows.Queue(c.version()), worker.Options{
		BackgroundActivityContext:          working,
		Interceptors:                       []interceptor.WorkerInterceptor{&activities.Alive{}, c.Pace.Workflows()},
		MaxConcurrentActivityExecutionSize: atOnce,
		MaxHeartbeatThrottleInterval:       activities.BeatEvery,
		StickyScheduleToStartTimeout:       stickyTime,
		WorkerStopTimeout:                  graceTime,
		OnFatalError:                       func(err error) { fail(fmt.Errorf("worker failed: %w", err)) },
	})
	for kind, process := range workflows.Processes() {
		w.RegisterWorkflowWithOptions(process, workflow.RegisterOptions{Name: kind})
	}
	w.RegisterActivity(&activities.Activities{
		Desk: d, Clock: c.Pace.Now, Second: c.Pace.Second(), Post: &channels.Post{Log: channels.NewLogFile(c.CourierLog)}, Site: c.Site,
	})
	return w
}

// reach connects to Temporal, and waits while it or its namespace is not there yet.
func reach(ctx context.Context, c Config) (client.Client, error) {
	for {
		temporal, err := dial(ctx, c)
		if err == nil {
			return temporal, nil
		}
		c.Log.WarnContext(ctx, "Temporal is not there yet", "address", c.Temporal, "namespace", c.Namespace, "error", err)
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("reach Temporal at %s: %w", c.Temporal, errors.Join(ctx.Err(), err))
		case <-time.After(askAgain):
		}
	}
}

func dial(ctx context.Context, c Config) (client.Client, error) {
	temporal, err := client.DialContext(ctx, client.Options{
		HostPort: c.Temporal, Namespace: c.Namespace, Logger: log.NewStructuredLogger(c.Log),
	})
	if err != nil {
		return nil, err
	}
	if _, err := temporal.WorkflowService().DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: c.Namespace}); err != nil {
		temporal.Close()
		return nil, err
	}
	return temporal, nil
}

// dismiss ends the worker, which takes up nothing more, and then the relay. An activity that only waits for its
// instant ends at once; it is run again when its time has come.
func (w *crew) dismiss(ctx context.Context) error {
	w.stop()
	stopped := within(ctx, "worker", w.worker.Stop)
	relayed := within(ctx, "relay", func() { <-w.relayed })
	w.temporal.Close()
	return errors.Join(stopped, relayed)
}
