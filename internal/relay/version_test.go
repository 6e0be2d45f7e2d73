package relay

import (
	"maps"
	"slices"
	"testing"
	"time"

	"duban/internal/postgres"
)

// version is which version of the workflow code runs the campaign.
func (r *Relay) version(t *testing.T) int {
	t.Helper()
	rows, err := r.DB.Running(t.Context(), "", 1)
	if err != nil || rows[0].Workflow != campaign {
		t.Fatalf("%v, %v", rows, err)
	}
	return rows[0].Version
}

// Rule 11: a newer worker's keeper claims what an older version runs, ends the old run of every process and starts it on
// its own queue in the same instant. The older worker's keeper, started again, leaves it alone, however late it is.
func TestVersions_TheNewerTakesOver(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	r.after(-time.Hour).mustLook(t)
	newer := r.of(3)
	newer.after(-time.Hour).mustLook(t)
	if got := f.versions(); r.version(t) != 3 || !maps.Equal(got, map[int]int{3: everything}) {
		t.Errorf("campaign of version %d, runs %v", r.version(t), got)
	}
	f.sinceLast()
	r.after(time.Hour).mustLook(t)
	w := watcher{Relay: r}
	if err := w.look(t.Context(), firstCalls.Add(time.Hour)); err != nil {
		t.Error(err)
	}
	if asked := f.sinceLast(); asked != nil || r.version(t) != 3 {
		t.Errorf("the older worker asked %v; campaign of version %d", asked, r.version(t))
	}
}

// What the older relay may not tell stays in the outbox until the newer one comes.
func TestVersions_NudgesWaitForTheNewer(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	r.of(3).after(-time.Hour).mustLook(t)
	f.sinceLast()
	written := r.left(t)
	if n, err := r.passSome(t.Context()); n != 0 || err != nil || r.left(t) != written || f.sinceLast() != nil {
		t.Errorf("passed %d, %v; %d of %d left", n, err, r.left(t), written)
	}
	if n, err := r.of(3).passSome(t.Context()); n != written || err != nil || r.left(t) != 0 {
		t.Errorf("passed %d of %d, %v", n, written, err)
	}
}

// A nudge that was read before the newer version claimed its campaign is not passed on by the older relay either.
func TestVersions_ANudgeReadTooEarlyStays(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	rows, err := r.DB.Nudges(t.Context(), r.Version, atOnce)
	i := slices.IndexFunc(rows, func(n postgres.NudgeRow) bool { return n.Kind == "campaign" })
	if err != nil || i < 0 {
		t.Fatal(rows, err)
	}
	r.of(3).after(-time.Hour).mustLook(t)
	f.sinceLast()
	if err := r.tell(t.Context(), rows[i]); err == nil || f.sinceLast() != nil {
		t.Errorf("told: %v", err)
	}
}

// A campaign just launched is of nobody: the first relay that passes its nudge on claims it. One that the older claims is
// the newer's as soon as its relay hears of it, with all its processes.
func TestVersions_TheFirstNudgeClaims(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	newer := r.of(3)
	k := keeper{Relay: newer, begun: true, compared: firstDay, store: f.store} // before the launch
	if _, err := r.passSome(t.Context()); err != nil || r.version(t) != 2 || !maps.Equal(f.versions(), map[int]int{2: everything - 1}) {
		t.Fatalf("%v: campaign of version %d, runs %v", err, r.version(t), f.versions())
	}
	k.mustLook(t)
	if got := f.versions(); !maps.Equal(got, map[int]int{2: everything - 1}) {
		t.Fatalf("runs %v", got)
	}
	r.write(t, "campaign", "hangzhou-2020")
	if _, err := newer.passSome(t.Context()); err != nil || r.version(t) != 3 {
		t.Fatalf("%v: campaign of version %d", err, r.version(t))
	}
	k.mustLook(t)
	if got := f.versions(); !maps.Equal(got, map[int]int{3: everything}) {
		t.Errorf("runs %v", got)
	}
}

// What is no process by the rows, because an older version called it otherwise or its workers are gone before it ended, is
// ended by the newer version; by no equal, under which it may just have begun. What is on another queue is not ours.
func TestVersions_TheNewerEndsWhatIsNoProcess(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	r.after(-time.Hour).mustLook(t)
	f.runs["delivery/hangzhou"], f.runs["another/program"] = run{id: "left over", version: 2}, run{id: "foreign"}
	f.sinceLast()
	r.after(-time.Hour).mustLook(t)
	if asked := f.sinceLast(); asked != nil {
		t.Errorf("an equal asked %v", asked)
	}
	k := r.of(3).after(-time.Hour)
	k.mustLook(t)
	if asked := f.sinceLast(); len(asked) != everything+1 || asked[everything] != "end delivery/hangzhou" {
		t.Errorf("asked %v", asked)
	}
	k.mustLook(t) // at once: the rows may have changed
	if got := f.versions(); f.sinceLast() != nil || !maps.Equal(got, map[int]int{3: everything, 0: 1}) || k.mustCompare(k.store, k.Pace.Now()) {
		t.Errorf("runs %v", got)
	}
}

// Two workers of one version share: neither ends what the other has started.
func TestVersions_EqualsShare(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	r.after(-time.Hour).mustLook(t)
	f.sinceLast()
	r.of(r.Version).after(-time.Hour).mustLook(t)
	if asked := f.sinceLast(); asked != nil {
		t.Errorf("asked %v", asked)
	}
}
