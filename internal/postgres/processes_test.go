package postgres_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/postgres"
)

func (m *memory) nudge(host, kind, id string) {
	m.Helper()
	m.must(m.In(m.Context(), host, func(tx *postgres.Tx) error { return tx.Nudge(m.Context(), kind, id) }))
}

// outbox is what is in the outbox, oldest first.
func (m *memory) outbox() (names []string, seqs []int64) {
	m.Helper()
	rows, err := m.Nudges(m.Context(), 1, 100)
	m.must(err)
	for _, n := range rows {
		names, seqs = append(names, n.HostID+" "+n.Kind+"/"+n.ID), append(seqs, n.Seq)
	}
	return names, seqs
}

func TestNudge_IsOfTheTransaction(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	failed := errors.New("failed after the nudge")
	err := m.In(t.Context(), "hangzhou", func(tx *postgres.Tx) error {
		return errors.Join(tx.Nudge(t.Context(), "campaign", "c1"), failed)
	})
	if !errors.Is(err, failed) {
		t.Error(err)
	}
	m.nudge("hangzhou", "campaign", "c2")
	names, _ := m.outbox()
	m.same([]string{"hangzhou campaign/c2"}, names)
}

// One written while the others were passed on stays, though it names the same process.
func TestNudge_DroppedIsOnlyWhatWasPassedOn(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.nudge("hangzhou", "campaign", "c1")
	m.nudge("ningbo", "inspection", "i1")
	names, seqs := m.outbox()
	m.same([]string{"hangzhou campaign/c1", "ningbo inspection/i1"}, names)
	m.nudge("hangzhou", "campaign", "c1")
	m.must(m.DropNudges(t.Context(), seqs))
	names, _ = m.outbox()
	m.same([]string{"hangzhou campaign/c1"}, names)
}

// Whoever listens hears a nudge that is written before they wait, and one written while they wait.
func TestNudge_WakesWhoeverListens(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	bell, err := m.Listen(ctx)
	m.must(err)
	defer bell.Close(ctx)
	m.nudge("hangzhou", "campaign", "c1")
	m.must(bell.Await(ctx, time.Hour))
	woken := make(chan error)
	go func() { woken <- bell.Await(ctx, time.Hour) }()
	time.Sleep(10 * time.Millisecond)
	m.nudge("hangzhou", "campaign", "c1")
	m.must(<-woken)
}

func TestNudge_ListeningEnds(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	bell, err := m.Listen(t.Context())
	m.must(err)
	m.must(bell.Await(t.Context(), 10*time.Millisecond)) // nobody nudged: look again in any case
	_, err = m.app.Exec(t.Context(), "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen nudge' and datname = current_database()")
	m.must(err)
	if bell.Await(t.Context(), 30*time.Second) == nil {
		t.Error("the connection is lost, and nobody says so")
	}
	m.must(bell.Close(t.Context()))
}

// running walks the processes that should be running, or those that are behind an instant, a page of ten at a time.
func (m *memory) running(behind time.Time) (all []string) {
	m.Helper()
	for after := ""; ; {
		rows, err := m.Running(m.Context(), after, 10)
		if !behind.IsZero() {
			rows, err = m.Behind(m.Context(), behind, 1, after, 10)
		}
		m.must(err)
		for _, r := range rows {
			all = append(all, r.Workflow)
			after = r.Workflow
		}
		if len(rows) < 10 {
			return all
		}
	}
}

func TestRunning_NamesEveryProcessOfEveryHost(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.launch("hangzhou")
	m.launch("ningbo")
	all := m.running(time.Time{})
	count := map[string]int{}
	for _, workflow := range all {
		kind, _, _ := strings.Cut(workflow, "/")
		count[kind]++
	}
	if count["campaign"] != 2 || count["inspection"] != 40 || count["courier"] != 2 || count["vote"] != 0 {
		t.Errorf("%v", count)
	}
	if !slices.IsSorted(all) || len(slices.Compact(all)) != 44 {
		t.Errorf("not each once and in order: %v", all)
	}
}

func TestRunning_OnlyWhatIsBehind(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.launch("hangzhou") // next on 23 April, 09:00
	next := time.Date(2020, 4, 23, 1, 0, 0, 0, time.UTC)
	m.same(nil, m.running(next))
	m.same([]string{"campaign/hangzhou-2020"}, m.running(next.Add(time.Microsecond)))
}

// The campaign over, only what has still to end is named: its inspections, and the courier while something is queued.
func TestRunning_OfACampaignThatIsOver(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	campaign := m.launch("hangzhou")
	staff := m.caller("hangzhou", "office-staff")
	m.must(m.desk.CancelCampaign(t.Context(), staff, campaign, "机构改革"))
	all := m.running(time.Time{})
	if len(all) != 21 || all[0] != "courier/hangzhou" || !strings.HasPrefix(all[1], "inspection/") {
		t.Errorf("%v", all)
	}
}

// Whoever is of an older version than the one that runs a campaign sees neither what is late there nor what its processes
// should be told; every other campaign's it sees as before.
func TestClaim_OlderVersionsAreToldNothing(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.launch("hangzhou")
	m.launch("ningbo")
	late := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	m.claim("hangzhou", 0, 2)
	for version, seen := range map[int]int{1: 1, 2: 2, 3: 2} {
		behind, err := m.Behind(t.Context(), late, version, "", 10)
		m.must(err)
		nudges, err := m.Nudges(t.Context(), version, 100)
		m.must(err)
		kinds := map[string]int{}
		for _, n := range nudges {
			kinds[n.Kind]++
		}
		want := map[string]int{"campaign": seen, "inspection": 20 * seen, "courier": seen}
		if len(behind) != seen || !maps.Equal(kinds, want) {
			t.Errorf("version %d: %d campaigns are late, nudges for %v; want %d, %v", version, len(behind), kinds, seen, want)
		}
	}
}

// Every process is of the version that has claimed its campaign, the poll's too; the courier of the host's newest.
func TestClaim_IsOfEveryProcess(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.launch("hangzhou")
	_, err := m.owner.Exec(t.Context(), "update poll set state = 'CALLED'")
	m.must(err)
	m.claim("hangzhou", 0, 3)
	rows, err := m.Running(t.Context(), "", 100)
	m.must(err)
	kinds := map[string]int{}
	for _, r := range rows {
		if kinds[r.Kind]++; r.Version != 3 {
			t.Errorf("%s is of version %d", r.Workflow, r.Version)
		}
	}
	if want := (map[string]int{"campaign": 1, "inspection": 20, "courier": 1, "vote": 1}); !maps.Equal(kinds, want) {
		t.Errorf("%v, want %v", kinds, want)
	}
}

// A version only ever rises.
func TestClaim_OnlyUpwards(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.launch("hangzhou")
	m.claim("hangzhou", 0, 2)
	m.claim("hangzhou", 2, 1)
	m.claim("hangzhou", 2, 2)
	m.claim("hangzhou", 2, 3)
	m.claim("hangzhou", 3, 2)
}

// claim claims a host's campaign and asserts which version ran it before.
func (m *memory) claim(host string, before, version int) {
	m.Helper()
	p := postgres.Process{Kind: "campaign", HostID: host, ID: host + "-2020"}
	if got, err := m.Claim(m.Context(), p, version); got != before || err != nil {
		m.Errorf("claimed for %d: it was %d, %v; want %d", version, got, err, before)
	}
}
