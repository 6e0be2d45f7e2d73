package yeartest_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/yeartest"
	"duban/supervision"
)

// After every step of every year in memory the rules of the clock hold: each call once, none before it is due, none after
// what ends it, overdue exactly what is past its end, and an extension moves only what has not happened.
func TestInMemory(t *testing.T) {
	yeartest.Each(t, yeartest.Seeds(t, 50, 1000), "./internal/yeartest", func(t *testing.T, seed uint64) {
		t.Helper()
		made := yeartest.Make(seed, yeartest.Unannounced())
		y := made.TakeUp()
		w := yeartest.NewWatch(yeartest.Remembered(y))
		look := func(at time.Time, after string) {
			y.Live(at)
			for _, wrong := range w.Look(yeartest.Remembered(y), at) {
				t.Errorf("%s, %s: %s", at.In(made.Plan.Zone), after, wrong)
			}
		}
		for _, deed := range made.Deeds {
			for at := y.Campaign.ClockAt; at.Before(deed.At); at = at.Add(12 * time.Hour) {
				look(at, "waiting")
			}
			look(deed.At, "before "+string(deed.Kind)+" "+deed.Duty)
			_ = y.Do(deed) // what is refused changes nothing
			look(deed.At, "after "+string(deed.Kind)+" "+deed.Duty)
		}
		look(made.End, "the end")
	})
}

// One seed makes one year, whenever it is made.
func TestMake_OneSeedOneYear(t *testing.T) {
	for seed := range uint64(3) {
		a, b := yeartest.Make(seed, yeartest.Unannounced()), yeartest.Make(seed, yeartest.Unannounced())
		if diff := cmp.Diff(a.Deeds, b.Deeds); diff != "" || len(a.Deeds) == 0 {
			t.Errorf("seed %d: %s", seed, diff)
		}
	}
	if cmp.Equal(yeartest.Make(1, yeartest.Unannounced()).Deeds, yeartest.Make(2, yeartest.Unannounced()).Deeds) {
		t.Error("two seeds make one year")
	}
}

// Fifty years together have everything in them: each kind of deed done and refused, each kind of call made, both polls
// closed, campaigns that end and campaigns that do not.
func TestMake_HasEverything(t *testing.T) {
	done, refused, calls, ends := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for seed := range uint64(50) {
		made := yeartest.Make(seed, yeartest.Unannounced())
		y := made.TakeUp()
		for _, deed := range made.Deeds {
			if err := y.Do(deed); err != nil {
				refused[string(deed.Kind)]++
			} else {
				done[string(deed.Kind)]++
			}
		}
		y.Live(made.End)
		for _, c := range y.Calls {
			calls[string(c.Kind)]++
		}
		for _, p := range y.Polls() {
			ends[p.Entry+" "+string(p.State)]++
		}
		ends[string(y.Campaign.State)]++
	}
	t.Log(done, refused, calls, ends)
	has := func(what map[string]int, keys ...string) {
		for _, k := range keys {
			if what[k] == 0 {
				t.Errorf("%s is not among %v", k, slices.Sorted(maps.Keys(what)))
			}
		}
	}
	has(done, "DONE", "NOTED", "ACCEPTED", "RETURNED", "EXTENDED", "EXCUSED", "ADVANCED", "SUBMITTED", "DATED", "CLOSED", "HELD", "RESUMED", "ANNOUNCED")
	has(refused, "DONE", "RETURNED", "EXTENDED", "EXCUSED", "ADVANCED", "SUBMITTED", "DATED", "ANNOUNCED")
	has(calls, "OPEN", "REMIND", "WARN", "LAPSE", "ESCALATE")
	has(ends, "mid-vote FED_BACK", "satisfaction-vote FED_BACK", string(supervision.CampaignClosed), string(supervision.CampaignLive))
}
