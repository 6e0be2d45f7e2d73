package desk

import (
	"context"
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

// MakeCalls makes every call of a campaign that is due, each once and with its true instant, and turns no phase.
func (d *Desk) MakeCalls(ctx context.Context, host, id string) (Standing, error) {
	made := 0
	r := record{own: true, verb: "MAKE_CALLS", object: "campaigns/" + id}
	err := d.onCampaign(ctx, Clockwork(host), id, r, func(ctx context.Context, a *act) error {
		if a.campaign.RequireLive() != nil {
			return errUnchanged
		}
		n, err := a.makeDue(ctx)
		if err == nil && n == 0 {
			return errUnchanged
		}
		made = len(a.calls)
		return err
	})
	if err != nil {
		return Standing{}, err
	}
	s, err := d.Standing(ctx, host, id)
	s.Made = made
	return s, err
}

// makeDue settles the duties that are due and returns how many there were.
func (a *act) makeDue(ctx context.Context) (int, error) {
	due, err := a.DutiesDue(ctx, a.campaign.ID, a.now, maxBatch)
	for i := range due {
		a.take(due[i])
	}
	return len(due), err
}

// makeAllDue makes and writes every call that is due, however many acts of the clock that would be.
func (a *act) makeAllDue(ctx context.Context) error {
	for n := maxBatch; n == maxBatch; {
		var err error
		if n, err = a.makeDue(ctx); err != nil {
			return err
		}
		if err := a.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}
