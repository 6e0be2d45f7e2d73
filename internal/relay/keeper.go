package relay

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/api/workflowservice/v1"

	"duban/internal/failpoint"
	"duban/internal/postgres"
	"duban/workflows"
)

// By the wall's clock: how often the keeper compares everything with Temporal; how often it looks whether it must do so
// sooner; and how long an activity whose worker has died may keep its campaign waiting, which is as long as it would
// have lingered.
const (
	compareEvery = 5 * time.Minute
	keepEvery    = time.Second
	hangs        = 20 * time.Second
)

// keep starts the workflow of every process that should have one and has none: at once, every few minutes, and whenever
// Temporal's store was made anew. It begins with the campaigns that cannot wait.
func (r *Relay) keep(ctx context.Context) {
	k := keeper{Relay: r}
	r.every(ctx, keepEvery, "keeper", k.look)
}

// keeper remembers what it has done.
type keeper struct {
	*Relay
	begun    bool
	compared time.Time
	store    string // with which everything was compared
}

// look does what is due of the keeper's work.
func (k *keeper) look(ctx context.Context) error {
	now := k.Pace.Now()
	if !k.begun {
		k.begun = true // once: again and again, it would keep them from working
		if err := k.each(ctx, k.behind(now.Add(k.Pace.Long(hangs))), k.beginAnew); err != nil {
			return err
		}
	}
	store, err := k.storeID(ctx)
	if err != nil || !k.mustCompare(store, now) {
		return err
	}
	k.store = "" // until all is well
	if err := k.compare(ctx); err != nil {
		return err
	}
	k.compared, k.store = now, store
	return nil
}

func (k *keeper) mustCompare(store string, now time.Time) bool {
	return k.compareSoon.Swap(false) || store != k.store || now.Sub(k.compared) >= k.Pace.Long(compareEvery)
}

// compare sees to every process that Temporal does not list as running on this version's queue. Listing them costs a
// tenth of asking for each; what the list, which may be a moment old, does not have is asked for.
func (k *keeper) compare(ctx context.Context) error {
	listed, err := k.listed(ctx)
	if err != nil {
		return err
	}
	err = k.each(ctx, k.DB.Running, func(ctx context.Context, row postgres.RunningRow) error {
		now := listed[row.Workflow]
		delete(listed, row.Workflow)
		if row.Version == k.Version && now.version == k.Version {
			return nil
		}
		return k.keepRunning(ctx, row)
	})
	if err != nil {
		return err
	}
	return k.clear(ctx, listed)
}

// clear ends the runs of older versions that are no process by the rows: of what is over, or is called otherwise since. Once
// the workers of those versions are gone, they would be open for ever. Should the rows have changed since they were read,
// the next comparison, at once, starts what is wanted.
func (k *keeper) clear(ctx context.Context, left map[string]run) (failed error) {
	for id, now := range left {
		if 0 < now.version && now.version < k.Version { // any other queue is not ours
			failed = errors.Join(failed, k.end(ctx, id, now.id, "no process by the rows, and of an older version"))
			k.compareSoon.Store(true)
		}
	}
	return failed
}

// listed are the runs that Temporal lists as open, by workflow id.
func (k *keeper) listed(ctx context.Context) (map[string]run, error) {
	open := map[string]run{}
	ask := &workflowservice.ListWorkflowExecutionsRequest{Namespace: k.Namespace, PageSize: atOnce, Query: "ExecutionStatus = 'Running'"}
	for {
		page, err := k.Temporal.ListWorkflow(ctx, ask)
		if err != nil {
			return nil, err
		}
		for _, e := range page.GetExecutions() {
			open[e.GetExecution().GetWorkflowId()] = run{e.GetExecution().GetRunId(), workflows.VersionOf(e.GetTaskQueue())}
		}
		if ask.NextPageToken = page.GetNextPageToken(); len(ask.GetNextPageToken()) == 0 {
			return open, nil
		}
	}
}

// storeID names Temporal's store: one that was lost and made anew has another.
func (k *keeper) storeID(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ask := &workflowservice.DescribeNamespaceRequest{Namespace: k.Namespace}
	answer, err := k.Temporal.WorkflowService().DescribeNamespace(ctx, ask)
	return answer.GetNamespaceInfo().GetId(), err
}

// beginAnew ends the run of a campaign that may be waiting for an activity of a worker that is dead, and starts another,
// which takes up where the rows stand. Should the activity live after all, that costs nothing.
func (k *keeper) beginAnew(ctx context.Context, row postgres.RunningRow) error {
	now, err := k.standing(ctx, row.Process)
	if err == nil && now.version == k.Version && now.id != "" {
		err = k.end(ctx, row.Workflow, now.id, "a worker has started: the last one may have died at work")
	}
	return errors.Join(err, k.keepRunning(ctx, row))
}

// keepRunning sees to it that a process runs, and that no version older than this one runs it.
func (r *Relay) keepRunning(ctx context.Context, row postgres.RunningRow) error {
	mine, err := r.claim(ctx, row.Process, row.Version)
	if err != nil || !mine {
		return err
	}
	now, err := r.standing(ctx, row.Process)
	switch {
	case err != nil:
		return err
	case now.id == "":
		failpoint.Reach(failpoint.Keeping)
		return r.start(ctx, row.Process)
	case now.version < r.Version:
		return r.takeOver(ctx, row.Process)
	}
	return nil
}

// claim has this version run the campaign that is of an older one, and with it all its processes. It reports whether a
// process is for this version to run, as far as its rows say.
func (r *Relay) claim(ctx context.Context, p postgres.Process, version int) (mine bool, err error) {
	if version < r.Version && p.Kind == "campaign" {
		version, err = r.DB.Claim(ctx, p, r.Version)
		if 0 < version && version < r.Version {
			r.compareSoon.Store(true)
		}
	}
	return version <= r.Version, err
}

// page reads processes after the workflow id given.
type page func(ctx context.Context, after string, limit int) ([]postgres.RunningRow, error)

// behind pages through the campaigns whose next call or step is before an instant.
func (r *Relay) behind(before time.Time) page {
	return func(ctx context.Context, after string, limit int) ([]postgres.RunningRow, error) {
		return r.DB.Behind(ctx, before, r.Version, after, limit)
	}
}

// each visits every process of all pages; one that fails keeps no other back.
func (r *Relay) each(ctx context.Context, read page, visit func(context.Context, postgres.RunningRow) error) (failed error) {
	after := ""
	for {
		rows, err := read(ctx, after, atOnce)
		if err != nil {
			return errors.Join(failed, err)
		}
		for _, row := range rows {
			failed = errors.Join(failed, visit(ctx, row))
			after = row.Workflow
		}
		if len(rows) < atOnce || ctx.Err() != nil {
			return failed
		}
	}
}
