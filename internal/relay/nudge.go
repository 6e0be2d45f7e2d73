package relay

import (
	"context"
	"time"

	"duban/internal/postgres"
)

// Without word from the database the outbox is looked at this often.
const lookEvery = time.Second

// atOnce is how many nudges are read at a time.
const atOnce = 1000

// passNudges empties the outbox whenever something is written to it. A nudge leaves the outbox only after Temporal has
// taken it, so it may be repeated and is never lost.
func (r *Relay) passNudges(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := r.passSome(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			r.Log.Warn("nudges not passed on", "error", err)
			pause(ctx, lookEvery)
		case n == 0:
			r.awaitNudge(ctx)
		}
	}
}

func (r *Relay) awaitNudge(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookEvery)
	defer cancel()
	if err := r.DB.AwaitNudge(ctx); err != nil {
		<-ctx.Done() // the time is up, or the database is away: look again in any case
	}
}

// passSome passes on the oldest nudges, each process once.
func (r *Relay) passSome(ctx context.Context) (int, error) {
	rows, err := r.DB.Nudges(ctx, atOnce)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	told := map[postgres.Process]bool{}
	seqs := make([]int64, len(rows))
	for i, n := range rows {
		seqs[i] = n.Seq
		if told[n.Process] {
			continue
		}
		if err := r.nudge(ctx, n.Process); err != nil {
			return 0, err
		}
		told[n.Process] = true
	}
	return len(rows), r.DB.DropNudges(ctx, seqs)
}
