package relay

import (
	"errors"
	"slices"
	"testing"
)

func TestPassSome_EachProcessOnce(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	for range 5 {
		r.write(t, "campaign", "hangzhou-2020")
	}
	written := r.left(t)
	if n, err := r.passSome(t.Context()); n != written || err != nil {
		t.Errorf("passed %d of %d, %v", n, written, err)
	}
	asked := f.sinceLast()
	if distinct := slices.Compact(slices.Sorted(slices.Values(asked))); len(distinct) != len(asked) || !slices.Contains(asked, "nudge "+campaign) {
		t.Errorf("asked %v", asked)
	}
	if r.left(t) != 0 {
		t.Errorf("%d left", r.left(t))
	}
}

// A nudge leaves the outbox only after it was taken.
func TestPassSome_NothingIsLostWhileTemporalIsAway(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	written := r.left(t)
	f.refuse = errors.New("away")
	if _, err := r.passSome(t.Context()); !errors.Is(err, f.refuse) || r.left(t) != written {
		t.Errorf("%v, %d of %d left", err, r.left(t), written)
	}
	f.refuse = nil
	if n, err := r.passSome(t.Context()); n != written || err != nil {
		t.Errorf("passed %d of %d, %v", n, written, err)
	}
}

// What is written while its process is being nudged may tell of something newer: it is passed on too.
func TestPassSome_OneWrittenMeanwhileStays(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	written := false
	f.before = func() {
		if !written {
			written = true
			r.write(t, "campaign", "hangzhou-2020")
		}
	}
	if _, err := r.passSome(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := r.left(t); left != 1 {
		t.Errorf("%d left, want the new one", left)
	}
}
