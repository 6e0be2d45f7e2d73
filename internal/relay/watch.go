package relay

import (
	"context"
	"time"

	"duban/internal/postgres"
)

// How often the watch looks for campaigns that are behind; how far behind a campaign is nudged, how often again, and
// after how long its run is taken for stuck and another started; by the wall's clock.
const (
	watchEvery  = time.Second
	behindAfter = 2 * time.Second
	nudgeEvery  = 10 * time.Second
	stuckAfter  = 2 * time.Minute
)

// watch looks every second for campaigns whose calls are late: so a dead relay, or Temporal's having been away, costs
// seconds.
func (r *Relay) watch(ctx context.Context) {
	w := watcher{Relay: r}
	r.every(ctx, watchEvery, "watch", func(ctx context.Context) error { return w.look(ctx, r.Pace.Now()) })
}

// watcher remembers which campaigns were behind when it last looked.
type watcher struct {
	*Relay
	late map[string]lateness
}

// lateness is how a campaign is late: the run that was asked to look, and since when it has left the campaign behind.
type lateness struct {
	run           string
	since, nudged time.Time
}

// look hurries every campaign that is behind and forgets those that have caught up.
func (w *watcher) look(ctx context.Context, now time.Time) error {
	still := map[string]lateness{}
	err := w.each(ctx, w.behind(now.Add(-w.Pace.Long(behindAfter))), func(ctx context.Context, row postgres.RunningRow) error {
		l, err := w.hurry(ctx, row, now)
		still[row.Workflow] = l
		return err
	})
	w.late = still
	return err
}

// hurry nudges a campaign that is behind. A run that leaves it behind is stuck: it is ended, and the next nudge starts
// another, which takes up where the rows stand.
func (w *watcher) hurry(ctx context.Context, row postgres.RunningRow, now time.Time) (lateness, error) {
	l := w.late[row.Workflow]
	if l.run != "" && now.Sub(l.since) > w.Pace.Long(stuckAfter) {
		if err := w.end(ctx, row.Workflow, l.run, "stuck: calls are late"); err != nil {
			return l, err
		}
		l = lateness{}
	}
	if now.Sub(l.nudged) < w.Pace.Long(nudgeEvery) {
		return l, nil
	}
	run, err := w.nudge(ctx, row.Process)
	if l.nudged = now; err == nil && run != l.run {
		l.run, l.since = run, now // it has its own time
	}
	return l, err
}
