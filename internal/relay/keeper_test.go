package relay

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestKeeper_StartsEveryProcess(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	if err := each(t.Context(), r.DB.Running, r.startRow); err != nil {
		t.Fatal(err)
	}
	asked := f.sinceLast()
	if len(asked) != 22 || asked[0] != "start "+campaign || asked[1] != "start delivery/hangzhou" {
		t.Errorf("started %v", asked)
	}
}

// A campaign whose calls are late is nudged, every ten seconds; after two minutes its run is taken for stuck and is
// ended, and the next nudge starts another. One that has caught up is forgotten.
func TestKeeper_HurriesALateCampaign(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	w := watch{relay: r}
	due := firstDay // of the first calls
	for _, step := range []struct {
		after time.Duration
		asked []string
	}{
		{2 * time.Second, nil}, // not late yet
		{2*time.Second + time.Millisecond, []string{"nudge " + campaign}},
		{11 * time.Second, nil},
		{13 * time.Second, []string{"nudge " + campaign}},
		{2*time.Minute + 2*time.Second, []string{"nudge " + campaign}},
		{2*time.Minute + 3*time.Second, []string{"end " + campaign, "nudge " + campaign}},
		{2*time.Minute + 4*time.Second, nil},
		{2*time.Minute + 14*time.Second, []string{"nudge " + campaign}},
	} {
		if err := w.look(t.Context(), due.Add(step.after)); err != nil {
			t.Fatal(err)
		}
		if asked := f.sinceLast(); !slices.Equal(asked, step.asked) {
			t.Errorf("after %v: asked %v, want %v", step.after, asked, step.asked)
		}
	}
	if err := w.look(t.Context(), due); err != nil || len(w.late) != 0 {
		t.Errorf("still late: %v, %v", w.late, err)
	}
}

// A campaign that is stuck without a run is started all the same.
func TestKeeper_NothingToEndIsNoFailure(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	w := watch{relay: r, late: map[string]lateness{campaign: {since: firstDay.Add(-time.Hour)}}}
	calls := 0
	f.before = func() {
		calls++
		f.refuse = nil
		if calls == 1 {
			f.refuse = errors.New("no such run")
		}
	}
	if err := w.look(t.Context(), firstDay.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if asked := f.sinceLast(); !slices.Equal(asked, []string{"nudge " + campaign}) {
		t.Errorf("asked %v", asked)
	}
}
