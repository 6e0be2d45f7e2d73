package main

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"golang.org/x/sync/errgroup"

	"duban/deploy/bench/apart"
	"duban/workflows"
)

// A province: so many counties, each with so many campaigns of so many duties.
const (
	counties    = 100
	eachCounty  = 10
	allAsleep   = counties * eachCounty
	eachAsleep  = 20
	compareTime = 5 * time.Minute // between two comparisons of the keeper
)

// idling is what campaigns cost that only sleep.
type idling struct {
	awakening

	window  time.Duration // between two comparisons, in which
	quiet   spending      // is what sleep takes
	compare spending      // what one comparison takes
}

// awakening is a start after Temporal's store was lost.
type awakening struct {
	running, asleep time.Duration // from the start of both processes until all processes run; until all have taken up
	cpu             spending      // until then
}

// share is that of a core in the long run. Sleep gives nothing back: what is less than nothing is noise.
func (c idling) share() float64 {
	return max(c.quiet.sum(), 0).Seconds()/c.window.Seconds() + c.compare.sum().Seconds()/compareTime.Seconds()
}

// campaigns measures an installation with sleeping campaigns beside an empty one, at the same time, so that whatever
// else this machine does is the same for both.
func (b *bench) campaigns(ctx context.Context, window time.Duration) (c idling, err error) {
	empty, err := establish(ctx, b.path("empty"), sleeping)
	if err != nil {
		return c, err
	}
	defer empty.close()
	full, err := establish(ctx, b.path("full"), sleeping)
	if err != nil {
		return c, err
	}
	defer full.close()
	if err := full.launchProvince(ctx); err != nil {
		return c, err
	}
	for _, i := range []*installation{empty, full} {
		if err := i.begin(1); err != nil {
			return c, err
		}
	}
	if err := full.awaitAsleep(ctx, allAsleep); err != nil {
		return c, err
	}
	if c.awakening, err = full.startAnew(ctx); err != nil {
		return c, err
	}
	c.window = window
	if c.quiet, err = dearer(ctx, empty, full, tidy, window); err != nil {
		return c, err
	}
	c.compare, err = dearer(ctx, empty, full, restart, settleTime)
	return c, err
}

// launchProvince launches every campaign; which is faster side by side, and not what is measured.
func (i *installation) launchProvince(ctx context.Context) error {
	together, ctx := errgroup.WithContext(ctx)
	together.SetLimit(4)
	for n := range counties {
		together.Go(func() error {
			host := fmt.Sprintf("county-%02d", n)
			for m := range eachCounty {
				id := fmt.Sprintf("%s-%02d", host, m)
				if err := i.launch(ctx, host, id, autumn(host, id, eachAsleep)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return together.Wait()
}

// startAnew loses Temporal's store and starts Temporal and the program again.
func (i *installation) startAnew(ctx context.Context) (a awakening, err error) {
	i.killProgram()
	if err := i.loseTemporal(); err != nil {
		return a, err
	}
	before, err := i.spent()
	if err != nil {
		return a, err
	}
	began := time.Now()
	if err := i.startTemporal(); err != nil {
		return a, err
	}
	if err := i.startProgram(); err != nil {
		return a, err
	}
	if err := i.awaitRunning(ctx, allAsleep); err != nil {
		return a, err
	}
	a.running = time.Since(began)
	if err := i.awaitAsleep(ctx, allAsleep); err != nil {
		return a, err
	}
	a.asleep = time.Since(began)
	after, err := i.spent()
	a.cpu = after.less(before)
	return a, err
}

// settleTime is how long an installation may take to come to rest.
const settleTime = 20 * time.Second

// dearer does something to both installations and tells how much more the second spends from then on.
func dearer(
	ctx context.Context, empty, full *installation, do func(context.Context, *installation) (before spending, err error), window time.Duration,
) (more spending, err error) {
	both := []*installation{empty, full}
	var took [2]spending
	for n, i := range both {
		if took[n], err = do(ctx, i); err != nil {
			return more, err
		}
	}
	if err := sleep(ctx, time.Now().Add(window)); err != nil {
		return more, err
	}
	for n, i := range both {
		after, err := i.spent()
		if err != nil {
			return more, err
		}
		took[n] = after.less(took[n])
	}
	return took[1].less(took[0]), nil
}

// restart starts the program anew: it compares its processes with Temporal, where all of them run.
func restart(_ context.Context, i *installation) (before spending, err error) {
	i.stopProgram()
	if before, err = i.spent(); err != nil {
		return before, err
	}
	return before, i.startProgram()
}

// tidy has PostgreSQL do what the launch has left it to do, so that it is not taken for the cost of sleep.
func tidy(ctx context.Context, i *installation) (before spending, err error) {
	for _, statement := range []string{"vacuum analyze", "checkpoint"} {
		if _, err := i.facts.Exec(ctx, statement); err != nil {
			return before, err
		}
	}
	if err := sleep(ctx, time.Now().Add(settleTime/2)); err != nil { // twice: once for each
		return before, err
	}
	return i.spent()
}

// awaitRunning waits until so many campaigns' processes run.
func (i *installation) awaitRunning(ctx context.Context, n int) error {
	c, err := client.DialContext(ctx, client.Options{HostPort: i.frontend, Namespace: apart.Namespace, Logger: quiet{}})
	if err != nil {
		return err
	}
	defer c.Close()
	query := "ExecutionStatus = 'Running' and WorkflowType = '" + workflows.CampaignKind + "'"
	return await(ctx, 250*time.Millisecond, 3*time.Minute, fmt.Sprint(n, " processes running"), func() (bool, error) {
		r, err := c.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{Namespace: apart.Namespace, Query: query})
		return err == nil && r.GetCount() == int64(n), err
	})
}

// awaitAsleep waits until so many campaigns' processes have taken up and sleep.
func (i *installation) awaitAsleep(ctx context.Context, n int) error {
	if err := i.awaitRunning(ctx, n); err != nil {
		return err
	}
	c, err := client.DialContext(ctx, client.Options{HostPort: i.frontend, Namespace: apart.Namespace, Logger: quiet{}})
	if err != nil {
		return err
	}
	defer c.Close()
	rows, err := i.db.Running(ctx, "", 10*allAsleep)
	for _, row := range rows {
		if err != nil || row.Kind != workflows.CampaignKind {
			continue
		}
		err = await(ctx, 20*time.Millisecond, 3*time.Minute, row.Workflow+" asleep", func() (bool, error) {
			d, err := c.DescribeWorkflowExecution(ctx, row.Workflow, "")
			return err == nil && len(d.GetPendingActivities()) == 0 && d.GetPendingWorkflowTask() == nil &&
				d.GetWorkflowExecutionInfo().GetHistoryLength() > firstEvents, err
		})
	}
	return err
}

// firstEvents are those before a process has taken up: it is started, its first task and activity are scheduled, begun
// and done.
const firstEvents = 9

// quiet is a log that nobody reads.
type quiet struct{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}
