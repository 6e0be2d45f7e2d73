package relay

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// Rule 8: a campaign whose calls are late is nudged, every ten seconds; after two minutes its run is taken for stuck and
// is ended, and the nudge that follows starts another. One that has caught up is forgotten.
func TestWatch_HurriesALateCampaign(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	w := watcher{Relay: r}
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
		if err := w.look(t.Context(), firstCalls.Add(step.after)); err != nil {
			t.Fatal(err)
		}
		if asked := f.sinceLast(); !slices.Equal(asked, step.asked) {
			t.Errorf("after %v: asked %v, want %v", step.after, asked, step.asked)
		}
	}
	if err := w.look(t.Context(), firstCalls); err != nil || len(w.late) != 0 {
		t.Errorf("still late: %v, %v", w.late, err)
	}
}

// What is ended is the run that was seen to be late: another that has begun since, by itself or by another worker, has
// two minutes of its own.
func TestWatch_LeavesAnotherRunAlone(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	w := watcher{Relay: r}
	begun := 0
	for after := 3 * time.Second; after < 10*time.Minute; after += time.Second {
		if after%(90*time.Second) == 0 {
			f.lose("campaign")
		}
		if err := w.look(t.Context(), firstCalls.Add(after)); err != nil {
			t.Fatal(err)
		}
		for _, asked := range f.sinceLast() {
			if begun++; asked != "nudge "+campaign {
				t.Errorf("after %v: asked %s", after, asked)
			}
		}
	}
	if begun < 50 {
		t.Errorf("nudged %d times in ten minutes", begun)
	}
}

// While Temporal is away nothing is taken for stuck; what cannot be ended is nudged no more until it can.
func TestWatch_WhileTemporalIsAway(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	w := watcher{Relay: r}
	f.refuse = errors.New("away")
	for _, after := range []time.Duration{3 * time.Second, 5 * time.Minute} {
		if err := w.look(t.Context(), firstCalls.Add(after)); !errors.Is(err, f.refuse) {
			t.Error(err)
		}
	}
	f.refuse = nil
	for after, want := range map[time.Duration][]string{5*time.Minute + 10*time.Second: {"nudge " + campaign}} {
		if err := w.look(t.Context(), firstCalls.Add(after)); err != nil || !slices.Equal(f.sinceLast(), want) {
			t.Errorf("after %v: %v, want %v", after, err, want)
		}
	}
}
