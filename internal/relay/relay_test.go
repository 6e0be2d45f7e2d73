package relay

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/internal/pace"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/plans"
	"duban/supervision"
)

// launched is a relay over a database in which the Hangzhou campaign was launched on its first day and its poll called,
// its outbox full.
func launched(t *testing.T) (*Relay, *temporal) {
	t.Helper()
	dsn, owner := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	clock := func() time.Time { return firstDay }
	d := desk.New(db, clock, supervision.ChinaCalendar())
	system := desk.System("hangzhou")
	_, created := d.CreateCampaign(t.Context(), system, plans.Hangzhou2020())
	if err := errors.Join(created, d.LaunchCampaign(t.Context(), system, "hangzhou-2020")); err != nil {
		t.Fatal(err)
	}
	callPoll(t, owner)
	f := &temporal{runs: map[string]run{}, ended: map[string]bool{}, store: "store"}
	return &Relay{DB: db, Temporal: f, Version: 2, Pace: pace.Pace{LimitAt: func(time.Time) time.Time { return firstDay }}, Log: slog.New(slog.DiscardHandler), Seal: d.ChainAudit}, f
}

// of is another relay, that of a worker of some version.
func (r *Relay) of(version int) *Relay {
	return &Relay{DB: r.DB, Temporal: r.Temporal, Version: version, Pace: r.Pace, Log: r.Log, Seal: r.Seal}
}

func callPoll(t *testing.T, owner string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "update poll set state = 'CALLED'"); err != nil {
		t.Fatal(err)
	}
}

var (
	firstDay   = time.Date(2020, 4, 21, 0, 30, 0, 0, time.UTC)
	firstCalls = firstDay // which the launch itself brings
)

const campaign = "campaign/hangzhou-2020"

func (r *Relay) write(t *testing.T, kind, id string) {
	t.Helper()
	if err := r.DB.In(t.Context(), "hangzhou", func(tx *postgres.Tx) error { return tx.Nudge(t.Context(), kind, id) }); err != nil {
		t.Fatal(err)
	}
}

func (r *Relay) left(t *testing.T) int {
	t.Helper()
	rows, err := r.DB.Nudges(t.Context(), 99, atOnce)
	if err != nil {
		t.Fatal(err)
	}
	return len(rows)
}

// eventually waits for what another goroutine does.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 3000 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

// Run passes on what is in the outbox and what is written later, starts what should be running, and ends with its
// context.
func TestRun(t *testing.T) {
	t.Parallel()
	r, f := launched(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(ctx)
	}()
	var asked []string
	has := func(what string) func() bool {
		return func() bool {
			asked = append(asked, f.sinceLast()...)
			return slices.Contains(asked, what)
		}
	}
	eventually(t, "the outbox is empty", func() bool { return r.left(t) == 0 })
	eventually(t, "the campaign was nudged", has("nudge "+campaign))
	eventually(t, "a poll that nobody nudged was started", has("start vote/hangzhou-2020.satisfaction-vote"))
	r.write(t, "inspection", "i1")
	eventually(t, "a later nudge was passed on", has("nudge inspection/i1"))
	cancel()
	<-done
}
