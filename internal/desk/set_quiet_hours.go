package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/supervision"
)

// aDay is how many minutes a day has.
const aDay = 24 * 60

// QuietHours are when the host's messages wait.
func (d *Desk) QuietHours(ctx context.Context, caller Caller) (supervision.QuietHours, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (supervision.QuietHours, error) { return tx.QuietHours(ctx) })
}

// SetQuietHours sets when the host's messages wait. The same again changes nothing.
func (d *Desk) SetQuietHours(ctx context.Context, caller Caller, q supervision.QuietHours) error {
	if q.From < 0 || q.From >= aDay || q.To < 0 || q.To >= aDay {
		return supervision.Refuse(supervision.InvalidRequest, "时间须在一天之内", "the hours are within a day")
	}
	return unlessUnchanged(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := tx.LockHost(ctx); err != nil {
			return err
		}
		before, err := tx.QuietHours(ctx)
		if err != nil {
			return err
		}
		if before == q {
			return errUnchanged
		}
		if err := tx.SaveQuietHours(ctx, q); err != nil {
			return err
		}
		now := d.clock()
		if err := errors.Join(tx.Nudge(ctx, "courier", caller.Host), tx.Rouse(ctx, now)); err != nil {
			return err
		}
		r := record{verb: "SET_QUIET_HOURS", object: "hosts/" + caller.Host, given: q, outcome: before}
		return r.append(ctx, tx, now, caller)
	}))
}
