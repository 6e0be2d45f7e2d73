package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/internal/secrets"
	"duban/supervision"
)

// handful is how many messages are taken up at a time where one that is sent twice is known by its key.
const handful = 20

// deliver is the one step of a delivery's process.
const deliver = "DELIVER"

// Mailbag is what is to be sent on a channel next. For as long as [supervision.Hold] from before it is taken up, it is its
// taker's alone; after that nothing of it may be sent.
type Mailbag struct {
	Channel postgres.ChannelRow
	Secret  secrets.Secret
	Letters []Letter
}

// nudgeDeliveries asks the processes that deliver on channels to look again.
func nudgeDeliveries(ctx context.Context, tx *postgres.Tx, channels map[string]bool) error {
	for _, id := range slices.Sorted(maps.Keys(channels)) {
		if err := tx.NudgeDelivery(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// onChannel runs do on a channel that is locked. On one that is not there, there is nothing to do.
func (d *Desk) onChannel(ctx context.Context, host, channel string, do func(*postgres.Tx, postgres.ChannelRow) error) error {
	return d.db.In(ctx, host, func(tx *postgres.Tx) error {
		c, err := tx.LockChannel(ctx, channel)
		if errors.Is(err, postgres.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		return do(tx, c)
	})
}

// DeliveryStanding reads when something is to be sent on a channel, or is to be given up there. It is over while nothing
// waits.
func (d *Desk) DeliveryStanding(ctx context.Context, host, channel string) (p Process, err error) {
	err = d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		c, err := tx.Channel(ctx, channel)
		if errors.Is(err, postgres.ErrNone) {
			p = Process{Over: true}
			return nil
		}
		if err != nil {
			return err
		}
		waiting, err := tx.Waiting(ctx, channel, supervision.Hold)
		if err != nil || waiting.NextAt == nil {
			p = Process{Over: true}
			return err
		}
		p = Process{Step: deliver, At: c.Health().Looks(*waiting.NextAt, *waiting.GiveUpAt)}
		return nil
	})
	return p, err
}

// ResumeDeliveries takes up what was being sent on a channel when whoever sent it died, once that is over for certain. Where
// nobody can know whether it arrived, and it must not come twice, it has failed.
func (d *Desk) ResumeDeliveries(ctx context.Context, host, channel string) error {
	return d.onChannel(ctx, host, channel, func(tx *postgres.Tx, c postgres.ChannelRow) error {
		since := d.clock().Add(-supervision.Hold)
		if c.Kind.Repeatable() {
			return tx.Release(ctx, channel, time.Time{}, since)
		}
		abandoned, err := tx.Abandoned(ctx, channel, since)
		if err != nil || len(abandoned) == 0 {
			return err
		}
		_, err = d.fail(ctx, tx, &c, unknownOutcome, time.Time{}, abandoned...)
		return err
	})
}

// ReturnDeliveries gives back what was taken up on a channel at an instant and is not begun.
func (d *Desk) ReturnDeliveries(ctx context.Context, host, channel string, takenAt time.Time) error {
	return d.onChannel(ctx, host, channel, func(tx *postgres.Tx, _ postgres.ChannelRow) error {
		return tx.Release(ctx, channel, takenAt, takenAt)
	})
}

// unknownOutcome is why something failed of which nobody knows whether it arrived.
const unknownOutcome = "结果不明 / outcome unknown"

// NextDeliveries takes up what is to be sent on a channel next: nothing while it rests.
func (d *Desk) NextDeliveries(ctx context.Context, host, channel string) (bag Mailbag, err error) {
	err = d.onChannel(ctx, host, channel, func(tx *postgres.Tx, c postgres.ChannelRow) error {
		bag = Mailbag{Channel: c}
		now := d.clock()
		if !c.On() || c.Health().Sends(now).After(now) {
			return nil
		}
		secret, err := d.open(ctx, tx, c.ID)
		if err != nil {
			return tx.PauseChannel(ctx, c.ID, noKey, now.Add(supervision.Pause(c.Failures+1, 0)), time.Time{})
		}
		bag.Secret = secret
		rows, err := tx.TakeUp(ctx, channel, now, capacity(c.Kind))
		if err != nil || len(rows) == 0 {
			return err
		}
		bag.Letters, err = d.write(ctx, tx, channel, now, rows)
		return err
	})
	return bag, err
}

// capacity is how many messages are taken up at a time.
func capacity(k supervision.ChannelKind) int {
	if k.Repeatable() && k.Gap() == 0 {
		return handful
	}
	return 1
}

// drop ends messages that have nothing left to tell.
func drop(ctx context.Context, tx *postgres.Tx, channel string, now time.Time, messages []uuid.UUID) error {
	for _, id := range messages {
		s := postgres.Settlement{Message: id, Channel: channel, State: supervision.DeliveryDropped, At: now, Reason: nothingLeft}
		if _, err := tx.Settle(ctx, s); err != nil {
			return err
		}
	}
	if len(messages) == 0 {
		return nil
	}
	return errors.Join(tx.SettleMessages(ctx, now, messages...), settled(ctx, tx, now, channel, supervision.DeliveryDropped, nothingLeft, messages...))
}

// nothingLeft is why a message was dropped: what it told is out of date or done, or told to somebody else. And outOfDate is why a
// single reminder was.
const (
	nothingLeft = "已无须告知 / nothing left to tell"
	outOfDate   = "期限已过 / out of date"
)
