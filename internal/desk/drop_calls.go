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
	for more := true; more; {
		err := d.db.In(ctx, host, func(tx *postgres.Tx) error {
			zone, err := d.hostZone(ctx, tx)
			if err != nil {
				return err
			}
			now := d.clock()
			if err := tx.WithdrawCalls(ctx, now); err != nil {
				return err
			}
			ids, err := tx.DropCalls(ctx, now, supervision.DateOf(now, zone), nothingLeft, mostGivenUp)
			if more = len(ids) == mostGivenUp; err != nil || len(ids) == 0 {
				return err
			}
			return errors.Join(tx.SettleMessages(ctx, now, ids...),
				settled(ctx, tx, now, supervision.CallChannel, supervision.DeliveryDropped, nothingLeft, ids...))
		})
		if err != nil {
			return err
		}
	}
	return nil
}
