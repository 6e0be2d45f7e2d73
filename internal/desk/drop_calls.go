package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/supervision"
)

// dropCalls takes off the call list what nobody needs to be told any more: nobody is rung up for what is done, or was to be
// done before today, nor for what they may not know any more.
func (d *Desk) dropCalls(ctx context.Context, host string) error {
	err := d.db.In(ctx, host, func(tx *postgres.Tx) error {
		now, today, err := d.hostToday(ctx, tx)
		if err != nil {
			return err
		}
		return errors.Join(tx.WithdrawCalls(ctx, now), tx.DropOutdatedCalls(ctx, now, today))
	})
	for more := true; more && err == nil; {
		more, err = d.endCalls(ctx, host)
	}
	return err
}

// endCalls ends a batch of the calls that have nothing left to tell, and reports whether there may be more.
func (d *Desk) endCalls(ctx context.Context, host string) (more bool, err error) {
	err = d.db.In(ctx, host, func(tx *postgres.Tx) error {
		now := d.clock()
		ids, err := tx.DropCalls(ctx, now, nothingLeft, mostGivenUp)
		if more = len(ids) == mostGivenUp; err != nil || len(ids) == 0 {
			return err
		}
		return errors.Join(tx.SettleMessages(ctx, now, ids...),
			settled(ctx, tx, now, supervision.CallChannel, supervision.DeliveryDropped, nothingLeft, ids...))
	})
	return more, err
}
