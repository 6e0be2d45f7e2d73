package desk

import (
	"context"

	"duban/internal/postgres"
	"duban/supervision"
)

// HushDeliveries has urgent messages that wait on a channel wait on while hours are quiet: they were composed before, but then
// the channel was down, or whoever delivers.
func (d *Desk) HushDeliveries(ctx context.Context, host, channel string) error {
	return d.onChannel(ctx, host, channel, func(tx *postgres.Tx, _ postgres.ChannelRow) error {
		if waits, err := tx.UrgentWaits(ctx, channel); err != nil || !waits {
			return err
		}
		zone, calendar, err := d.hostDays(ctx, tx)
		if err != nil {
			return err
		}
		quiet, err := tx.QuietHours(ctx)
		if err != nil {
			return err
		}
		now := d.clock()
		if over := quiet.Over(now, zone, calendar); over.After(now) {
			return tx.Hush(ctx, channel, over, over.Add(supervision.MessageUrgent.Patience()))
		}
		return nil
	})
}
