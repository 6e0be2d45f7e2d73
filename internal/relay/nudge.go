package relay

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"duban/internal/failpoint"
	"duban/internal/postgres"
)

// The outbox is looked at this often even without word from the database.
const lookEvery = time.Second

// atOnce is how many nudges are read at a time.
const atOnce = 1000

// passNudges empties the outbox whenever something is written to it. A nudge leaves the outbox only after Temporal has
// taken it, so it may be repeated and is never lost.
func (r *Relay) passNudges(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.listenAndPass(ctx); err != nil && ctx.Err() == nil {
			r.Log.Warn("nudges not passed on", "error", err)
			pause(ctx, lookEvery)
		}
	}
}

// listenAndPass passes nudges on over one listening connection, until that or Temporal fails. It listens before it
// looks, so that nothing written in between is missed.
func (r *Relay) listenAndPass(ctx context.Context) error {
	bell, err := r.DB.Listen(ctx)
	if err != nil {
		return err
	}
	defer bell.Close(context.WithoutCancel(ctx))
	for {
		n, err := r.passSome(ctx)
		if err == nil && n == 0 {
			err = bell.Await(ctx, lookEvery)
		}
		if err != nil {
			return err
		}
	}
}

// passSome passes on the oldest nudges, each process once. One that fails stays in the outbox and keeps no other back,
// and so does one for what a newer version runs, until a relay of that version comes.
func (r *Relay) passSome(ctx context.Context) (int, error) {
	rows, err := r.DB.Nudges(ctx, r.Version, atOnce)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	told := map[postgres.Process]error{} // how it went, for each process told
	var passed []int64
	for _, n := range rows {
		if _, tried := told[n.Process]; !tried {
			told[n.Process] = r.tell(ctx, n)
		}
		if told[n.Process] == nil {
			passed = append(passed, n.Seq)
		}
	}
	failpoint.Reach(failpoint.Nudged)
	failed := errors.Join(slices.Collect(maps.Values(told))...)
	return len(passed), errors.Join(failed, r.DB.DropNudges(ctx, passed))
}

// errNewer says that a newer version has claimed a process since its nudge was read.
var errNewer = errors.New("a newer version's relay tells it")

// tell asks the process of a nudge to look again.
func (r *Relay) tell(ctx context.Context, n postgres.NudgeRow) error {
	failpoint.Reach(failpoint.Committed)
	mine, err := r.claim(ctx, n.Process, n.Version)
	if err == nil && !mine {
		err = errNewer
	}
	if err == nil {
		_, err = r.nudge(ctx, n.Process)
	}
	return err
}
