package desk

import (
	"context"
	"errors"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// HushDeliveries has messages that wait on a channel wait on while hours are quiet: they were composed before, or made up for just
// now, but then the channel was down, or whoever delivers. A test does not wait, for whoever pressed the button is awake; nor
// does what goes to a file, which rings nobody up.
func (d *Desk) HushDeliveries(ctx context.Context, host, channel string) error {
	return d.onChannel(ctx, host, channel, func(tx *postgres.Tx, c postgres.ChannelRow) error {
		if c.Kind == supervision.ChannelLog {
			return nil
		}
		zone, calendar, err := d.hostDays(ctx, tx)
		if err != nil {
			return err
		}
		quiet, err := tx.QuietHours(ctx)
		if err != nil {
			return err
		}
		hush := func(kind supervision.MessageKind, now time.Time) error {
			over := quiet.Of(kind).Over(now, zone, calendar)
			if !over.After(now) {
				return nil
			}
			return tx.Hush(ctx, channel, kind, over, over.Add(kind.Patience()))
		}
		now := d.clock()
		return errors.Join(hush(supervision.MessageDigest, now), hush(supervision.MessageGroup, now), hush(supervision.MessageUrgent, now))
	})
}
