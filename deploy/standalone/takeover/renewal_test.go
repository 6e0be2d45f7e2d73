package takeover_test

import (
	"testing"
	"time"
)

// Continue-as-new carries everything: with histories that Temporal finds long after a few looks, and nudges that come at
// every moment, the one of a run's end and the one of a timer's among them, no call is missed, repeated or late.
func TestRunsAreContinuedAsNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]any{"limit.historyCount.suggestContinueAsNew": 50})
	w.launch(1, 2)
	w.work(older)
	ended := make(chan struct{})
	t.Cleanup(func() { <-ended })
	go func() {
		defer close(ended)
		w.keepNudging(renewalEnd)
	}()
	w.live(renewalEnd.In(china).Format(time.DateOnly))
	<-ended
	w.sameCalls()
	renewed := map[string]int{}
	for _, r := range w.runs() {
		if r.renewed {
			renewed[r.process]++
		}
	}
	for _, process := range []string{"campaign/year-1", "campaign/year-2", "courier/host-1"} {
		if renewed[process] < 3 {
			t.Errorf("%s was continued as new %d times", process, renewed[process])
		}
	}
	t.Logf("continued as new: %v", renewed)
}

// keepNudging nudges every campaign whenever the clock has moved, until it shows an instant. Nudges that came even while
// nothing moves would fill a history before its run has taken up.
func (w *world) keepNudging(until time.Time) {
	for last := (time.Time{}); w.t.Context().Err() == nil && last.Before(until); time.Sleep(30 * time.Millisecond) {
		now := w.pace.Now()
		if now.Equal(last) {
			continue
		}
		last = now
		for _, y := range w.years {
			w.nudge(y)
		}
	}
}

// renewalEnd is the day to which the campaigns are lived.
var renewalEnd = time.Date(2021, 1, 13, 16, 0, 0, 0, time.UTC)
