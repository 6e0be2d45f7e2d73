package desk

import (
	"context"
	"errors"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// maxBatch is the most duties that one transaction of the clock turns.
const maxBatch = 20_000

// Standing is where a campaign's process stands.
type Standing struct {
	Over     bool
	Phase    supervision.Phase
	Step     supervision.Step
	StepAt   time.Time // zero: somebody must act first
	NextCall time.Time // zero: nothing is due
	Made     int       // calls made by the act that answers this
}

// Standing reads where a campaign's process stands.
func (d *Desk) Standing(ctx context.Context, host, id string) (s Standing, err error) {
	err = d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		row, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		c, err := d.campaign(ctx, tx, row)
		if err != nil {
			return err
		}
		s.Over, s.Phase = c.State != supervision.CampaignLive, c.Phase
		if s.Step, s.StepAt, err = d.nextStep(ctx, tx, &c); err != nil {
			return err
		}
		s.NextCall, err = tx.NextCall(ctx, id)
		return err
	})
	return s, err
}

// MakeCalls makes every call of a campaign that is due, each once and with its true instant, and turns no phase. It takes
// two exchanges with the database: the lock with what is due, and what comes of it with the commit.
func (d *Desk) MakeCalls(ctx context.Context, host, id string) (Standing, error) {
	var a *act
	err := d.db.In(ctx, host, func(tx *postgres.Tx) (err error) {
		a, err = d.makeDueOf(ctx, tx, host, id)
		return err
	})
	if errors.Is(err, errUnchanged) {
		return d.Standing(ctx, host, id)
	}
	if err != nil {
		return Standing{}, absent(err)
	}
	return Standing{Phase: a.campaign.Phase, Step: a.step, StepAt: a.stepAt, NextCall: a.ahead, Made: len(a.calls)}, nil
}

// makeDueOf is one act of the clock. What is asked for with the lock is what was due a moment before it; what has fallen
// due since is left to the next act. Calls change no step.
func (d *Desk) makeDueOf(ctx context.Context, tx *postgres.Tx, host, id string) (*act, error) {
	at := d.clock()
	row, due, err := tx.LockCampaignDue(ctx, id, at, maxBatch)
	if err != nil {
		return nil, err
	}
	due, err = withVotes(ctx, tx, id, due, func() ([]supervision.Duty, error) { return tx.DutiesDue(ctx, id, at, maxBatch) })
	if err != nil {
		return nil, err
	}
	a, err := d.newActOf(ctx, tx, Clockwork(host), row)
	if err != nil {
		return nil, err
	}
	if len(due) == 0 || a.campaign.RequireLive() != nil {
		return nil, errUnchanged
	}
	a.record = record{own: true, verb: "MAKE_CALLS", object: "campaigns/" + id}
	a.settleAll(due)
	if err := a.flush(ctx); err != nil {
		return nil, err
	}
	return a, a.conclude(ctx, a.step, a.stepAt)
}

func (a *act) settleAll(due []supervision.Duty) {
	for i := range due {
		a.settle(&due[i])
	}
	a.settled = append(a.settled, due...)
}

// makeAllDue makes and writes every call that is due, however many acts of the clock that would be. Whoever asks for that
// may change any duty.
func (a *act) makeAllDue(ctx context.Context) error {
	if err := a.LockOpenPolls(ctx, a.campaign.ID); err != nil {
		return err
	}
	for n := maxBatch; n == maxBatch; {
		due, err := a.DutiesDue(ctx, a.campaign.ID, a.now, maxBatch)
		if err != nil {
			return err
		}
		a.settleAll(due)
		if err := a.flush(ctx); err != nil {
			return err
		}
		n = len(due)
	}
	return nil
}
