package relay

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// everything is how many processes the launched campaign has: its own, the courier's, twenty inspections', a vote's.
const everything = 1 + 1 + 20 + 1

// after is the keeper of a relay whose clock shows an instant so long after the first day's calls are due.
func (r *Relay) after(d time.Duration) *keeper {
	k := &keeper{Relay: r.of(r.Version)}
	k.Pace.LimitAt = func(time.Time) time.Time { return firstCalls.Add(d) }
	return k
}

func (k *keeper) mustLook(t *testing.T) {
	t.Helper()
	if err := k.look(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Rule 10: at its start the keeper starts every process that has no run.
func TestKeeper_StartsEveryProcess(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	r.after(-time.Hour).mustLook(t)
	asked := f.sinceLast()
	kinds := map[string]int{}
	for _, a := range asked {
		kind, _, _ := strings.Cut(a, "/")
		kinds[kind]++
	}
	want := map[string]int{"start campaign": 1, "start courier": 1, "start inspection": 20, "start vote": 1}
	if asked[0] != "start "+campaign || !maps.Equal(kinds, want) {
		t.Errorf("asked %v, the campaign first; want %v", kinds, want)
	}
}

// Rule 10, for each kind of process: one that is lost is started by the next comparison, five minutes later.
func TestKeeper_StartsWhatIsLost(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"campaign", "inspection", "vote", "courier"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			r, f := launched(t)
			k := r.after(-time.Hour)
			k.mustLook(t)
			f.sinceLast()
			lost := f.lose(kind)
			if len(lost) == 0 {
				t.Fatal("there was none to lose")
			}
			k.Pace = r.after(-time.Hour + 5*time.Minute - time.Second).Pace
			k.mustLook(t)
			if asked := f.sinceLast(); asked != nil {
				t.Errorf("asked %v before five minutes were over", asked)
			}
			k.Pace = r.after(-time.Hour + 5*time.Minute).Pace
			k.mustLook(t)
			asked := f.sinceLast()
			for _, id := range lost {
				if !slices.Contains(asked, "start "+id) {
					t.Errorf("%s was not started", id)
				}
			}
			if len(asked) != len(lost) {
				t.Errorf("lost %d, asked %v", len(lost), asked)
			}
		})
	}
}

// A store of Temporal's that was lost and made anew is noticed at once.
func TestKeeper_NoticesALostStore(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	k := r.after(-time.Hour)
	k.mustLook(t)
	f.loseStore()
	f.sinceLast()
	k.mustLook(t)
	if asked := f.sinceLast(); len(asked) != everything {
		t.Errorf("asked %v", asked)
	}
}

// While Temporal is away the keeper has compared nothing.
func TestKeeper_ComparesAgainAfterAFailure(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	k := r.after(-time.Hour)
	f.refuse = errors.New("away")
	if err := k.look(t.Context()); !errors.Is(err, f.refuse) {
		t.Error(err)
	}
	f.refuse = nil
	k.mustLook(t)
	if asked := f.sinceLast(); len(asked) != everything {
		t.Errorf("asked %v", asked)
	}
}

// At a worker's start a campaign that is behind, or due within the time that an activity lingers, may hang on an
// activity of the worker that has died: its run is ended and another is started, once and before all else.
func TestKeeper_BeginsAnewWhatCannotWait(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	r.after(-time.Hour).mustLook(t) // everything runs
	f.sinceLast()
	for _, c := range []struct {
		after time.Duration
		asked []string
	}{
		{-hangs, nil},
		{-hangs + time.Microsecond, []string{"end " + campaign, "start " + campaign}},
		{time.Hour, []string{"end " + campaign, "start " + campaign}},
	} {
		k := r.after(c.after)
		k.mustLook(t)
		if asked := f.sinceLast(); !slices.Equal(asked, c.asked) {
			t.Errorf("started %v after the calls were due: asked %v, want %v", c.after, asked, c.asked)
		}
		k.mustLook(t)
		if asked := f.sinceLast(); asked != nil {
			t.Errorf("looking again: asked %v", asked)
		}
	}
}

// A campaign that fails to begin anew keeps nothing else from being started.
func TestKeeper_BeginsAnewOnce(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	k := r.after(time.Hour)
	f.refuse = errors.New("away")
	if err := k.look(t.Context()); !errors.Is(err, f.refuse) {
		t.Error(err)
	}
	f.refuse = nil
	k.mustLook(t)
	if asked := f.sinceLast(); len(asked) != everything || slices.Contains(asked, "end "+campaign) {
		t.Errorf("asked %v", asked)
	}
}
