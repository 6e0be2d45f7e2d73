package relay

import (
	"context"
	"errors"
	"time"

	"duban/internal/failpoint"
	"duban/internal/postgres"
)

// How often the keeper compares everything and looks for campaigns that are behind; how far behind a campaign is
// nudged, how often again, and after how long it is taken for stuck and started anew; by the wall's clock.
const (
	compareEvery = 5 * time.Minute
	watchEvery   = time.Second
	behindAfter  = 2 * time.Second
	nudgeEvery   = 10 * time.Second
	stuckAfter   = 2 * time.Minute
)

// keep starts, at once and every few minutes, the workflow of every process that should have one, and watches every
// second for campaigns whose calls are late.
func (r *Relay) keep(ctx context.Context) {
	var compared time.Time
	w := watch{relay: r}
	for ctx.Err() == nil {
		now := r.Pace.Now()
		err := w.look(ctx, now)
		if err == nil && now.Sub(compared) >= r.Pace.Long(compareEvery) {
			if err = each(ctx, r.DB.Running, r.startRow); err == nil {
				compared = now
			}
		}
		if err != nil && ctx.Err() == nil {
			r.Log.Warn("keeper", "error", err)
		}
		pause(ctx, watchEvery)
	}
}

// page reads processes after the workflow id given.
type page func(ctx context.Context, after string, limit int) ([]postgres.RunningRow, error)

// each visits every process of all pages; one that fails keeps no other back.
func each(ctx context.Context, read page, visit func(context.Context, postgres.RunningRow) error) (failed error) {
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

func (r *Relay) startRow(ctx context.Context, row postgres.RunningRow) error {
	failpoint.Reach(failpoint.Keeping)
	return r.start(ctx, row.Process)
}

// watch remembers which campaigns have been behind, and since when.
type watch struct {
	relay *Relay
	late  map[string]lateness
}

type lateness struct{ since, nudged time.Time }

// look hurries every campaign that is behind and forgets those that have caught up.
func (w *watch) look(ctx context.Context, now time.Time) error {
	still := map[string]lateness{}
	behind := func(ctx context.Context, after string, limit int) ([]postgres.RunningRow, error) {
		return w.relay.DB.Behind(ctx, now.Add(-w.relay.Pace.Long(behindAfter)), after, limit)
	}
	err := each(ctx, behind, func(ctx context.Context, row postgres.RunningRow) error {
		l, err := w.hurry(ctx, row, now)
		still[row.Workflow] = l
		return err
	})
	w.late = still
	return err
}

// hurry nudges a campaign that is behind; one that stays behind is stuck: its run is ended and another started, which
// takes up where the rows stand.
func (w *watch) hurry(ctx context.Context, row postgres.RunningRow, now time.Time) (lateness, error) {
	l, seen := w.late[row.Workflow]
	if !seen {
		l.since = now
	}
	if now.Sub(l.since) > w.relay.Pace.Long(stuckAfter) {
		if err := w.relay.Temporal.TerminateWorkflow(ctx, row.Workflow, "", "stuck: calls are late"); err != nil {
			w.relay.Log.Warn("late campaign has no run to end", "workflow", row.Workflow, "error", err)
		}
		l = lateness{since: now}
	}
	if now.Sub(l.nudged) < w.relay.Pace.Long(nudgeEvery) {
		return l, nil
	}
	l.nudged = now
	return l, w.relay.nudge(ctx, row.Process)
}
