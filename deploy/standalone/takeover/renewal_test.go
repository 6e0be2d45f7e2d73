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
	defer func() { <-ended }()
	living := w.t.Context()
	go func() {
		defer close(ended)
		for i := 0; living.Err() == nil && w.pace.Now().Before(renewalEnd); i++ {
			w.nudge(w.years[i%len(w.years)])
			time.Sleep(30 * time.Millisecond)
		}
	}()
	w.live(renewalEnd.In(china).Format(time.DateOnly))
	w.sameCalls()
	renewed := map[string]int{}
	for _, r := range w.runs() {
		if r.renewed {
			renewed[r.process]++
		}
	}
	for _, process := range []string{"campaign/year-1", "campaign/year-2", "delivery/host-1"} {
		if renewed[process] < 5 {
			t.Errorf("%s was continued as new %d times", process, renewed[process])
		}
	}
	t.Logf("continued as new: %v", renewed)
}

// renewalEnd is the day to which the campaigns are lived.
var renewalEnd = time.Date(2021, 1, 13, 16, 0, 0, 0, time.UTC)
