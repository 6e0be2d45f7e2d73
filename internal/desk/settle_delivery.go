package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/supervision"
)

// Outcome is what became of a message that was handed to a channel: accepted, unless a reason says why not.
type Outcome struct {
	TakenAt   time.Time     // when the message was taken up
	Reference string        // what the other side calls it
	Said      string        // what the other side answered
	Reason    string        // why it failed
	Channel   bool          // the channel has failed, and would fail any other message
	Again     bool          // this message alone may be tried later
	Unknown   bool          // nobody knows whether it arrived all the same
	After     time.Duration // how long the other side wants to be left alone
}

// SettleDelivery records what became of a message, and answers whether nothing more of what was taken up with it is to be sent.
// Where the channel has failed, it rests, and the message waits; where the message was refused, the next channel is tried; and
// where the channel was changed meanwhile, the message waits to be sent as the channel is now. Accepted again, it changes
// nothing; and what was not accepted is not settled by whom another has taken it over from.
func (d *Desk) SettleDelivery(ctx context.Context, host, channel string, message uuid.UUID, o Outcome) (rests bool, err error) {
	if o.Reason == "" {
		return false, d.db.In(ctx, host, func(tx *postgres.Tx) error {
			changed, err := accept(ctx, tx, channel, message, o, d.clock())
			if err != nil || !changed {
				return err
			}
			return tx.ReviveChannel(ctx, channel)
		})
	}
	err = d.onChannel(ctx, host, channel, func(tx *postgres.Tx, c postgres.ChannelRow) error {
		rests = false
		try, err := tx.Try(ctx, channel, message, o.TakenAt)
		if errors.Is(err, postgres.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		rests, err = d.notAccepted(ctx, tx, &c, message, try, o)
		return err
	})
	return rests, err
}

// notAccepted notes of a channel that it failed or did not take a message, and has what else was taken up with the message wait
// again where the channel rests, or was changed since: of the channel as it is now that says nothing.
func (d *Desk) notAccepted(ctx context.Context, tx *postgres.Tx, c *postgres.ChannelRow, message uuid.UUID, try postgres.TryRow, o Outcome,
) (rests bool, err error) {
	changed := c.ChangedSince(o.TakenAt)
	rests = o.Channel || changed || c.Refusals+1 >= supervision.MostRefused
	if err := d.again(ctx, tx, c, message, try, o, rests); err != nil {
		return false, err
	}
	if !changed {
		err = d.blame(ctx, tx, c, o, rests)
	}
	if err != nil || !rests {
		return rests, err
	}
	return rests, tx.Release(ctx, c.ID, o.TakenAt, o.TakenAt)
}

// blame notes of a channel what it did not take, and has it rest: but for a test that waits, whose answer is to be its own,
// unless the other side asks for the rest.
func (d *Desk) blame(ctx context.Context, tx *postgres.Tx, c *postgres.ChannelRow, o Outcome, rests bool) error {
	if !o.Channel {
		if err := tx.CountRefusal(ctx, c.ID); err != nil {
			return err
		}
	}
	if !rests {
		return nil
	}
	now, asked := d.clock(), time.Time{}
	until := now.Add(supervision.Pause(c.Failures+1, o.After))
	if o.After > 0 {
		asked = now.Add(o.After)
	} else if testing, err := tx.Testing(ctx, c.ID); err != nil {
		return err
	} else if testing {
		until = now
	}
	return tx.PauseChannel(ctx, c.ID, o.Reason, until, asked)
}

// again has a message wait that may be sent again on its channel, for as long as that may keep it, or else fall to the next.
// A test is tried once.
func (d *Desk) again(ctx context.Context, tx *postgres.Tx, c *postgres.ChannelRow, message uuid.UUID, try postgres.TryRow, o Outcome, rests bool) error {
	repeats := (rests || o.Again) && (!o.Unknown || c.Kind.Repeatable()) && try.Kind != supervision.MessageTest
	if now := d.clock(); repeats && now.Before(try.GiveUpAt) {
		// Behind all others, for it may be this very message that fails its channel.
		return tx.Postpone(ctx, c.ID, message, o.Reason, now.Add(supervision.Pause(try.Attempts+1, o.After)))
	}
	_, err := d.fail(ctx, tx, c, o.Reason, time.Time{}, message)
	return err
}

// accept records that a channel has taken a message, and reports whether that is news.
func accept(ctx context.Context, tx *postgres.Tx, channel string, message uuid.UUID, o Outcome, now time.Time) (changed bool, err error) {
	s := postgres.Settlement{Message: message, Channel: channel, State: supervision.DeliveryAccepted, At: now, Reference: o.Reference, Reason: o.Said}
	if changed, err = tx.Settle(ctx, s); err != nil || !changed {
		return false, err
	}
	return true, errors.Join(arrived(ctx, tx, channel, message, now), settled(ctx, tx, now, channel, s.State, s.Reference, message))
}

// arrived records that a message was told by a channel: no other way is tried any more.
func arrived(ctx context.Context, tx *postgres.Tx, channel string, message uuid.UUID, now time.Time) error {
	spared := postgres.Settlement{Message: message, Channel: channel, At: now, Reason: arrivedOtherwise}
	return errors.Join(tx.MarkTold(ctx, now, message), tx.SpareOthers(ctx, spared))
}

// arrivedOtherwise is why a message goes by a channel no more.
const arrivedOtherwise = "已由其他渠道送达 / it has arrived by another channel"

// settled leaves the line of how messages have ended on a channel: when somebody was told must be as hard to change as what.
func settled(ctx context.Context, tx *postgres.Tx, now time.Time, channel string, state supervision.DeliveryState, reason string,
	messages ...uuid.UUID,
) error {
	r := record{verb: "SETTLE_DELIVERY", object: "channels/" + channel, reason: reason, given: state, outcome: messages}
	return r.append(ctx, tx, now, Clockwork(""))
}

// mostGivenUp is how many messages fall to their next channels in one transaction.
const mostGivenUp = 500

// GiveUpDeliveries has what has waited too long for a channel that is down or slow, or all that waits for one that is off,
// fall to the next channels. It reports whether there may be more.
func (d *Desk) GiveUpDeliveries(ctx context.Context, host, channel string, slow bool) (more bool, err error) {
	err = d.onChannel(ctx, host, channel, func(tx *postgres.Tx, c postgres.ChannelRow) error {
		more = false
		reason, beyond := switchedOff, time.Time{}
		switch {
		case c.On() && c.Failures > 0:
			reason, beyond = c.PauseReason, d.clock()
		case c.On() && slow:
			reason, beyond = tooSlow, d.clock()
		case c.On():
			return nil
		}
		n, err := d.fail(ctx, tx, &c, reason, beyond)
		more = n == mostGivenUp
		return err
	})
	return more, err
}

// switchedOff is why something failed whose channel is off, and tooSlow why it did where others took so long that its turn never
// came.
const (
	switchedOff = "渠道已停用 / the channel is off"
	tooSlow     = "渠道太慢 / the channel is too slow"
)

// fail ends deliveries on a channel and has their messages tried on the next ones. It answers how many.
func (d *Desk) fail(ctx context.Context, tx *postgres.Tx, c *postgres.ChannelRow, reason string, beyond time.Time, messages ...uuid.UUID) (int, error) {
	now := d.clock()
	fallen, err := tx.Fail(ctx, c.ID, reason, now, beyond, mostGivenUp, messages...)
	if err != nil || len(fallen) == 0 {
		return 0, err
	}
	w, err := waysOf(ctx, tx)
	if err != nil {
		return 0, err
	}
	if err := w.fall(ctx, tx, now, fallen); err != nil {
		return 0, err
	}
	return len(fallen), settled(ctx, tx, now, c.ID, supervision.DeliveryFailed, cause(reason), fell(fallen)...)
}

// cause is the word with which a reason begins. It is all that the record keeps of it: of what the other side said beside,
// something may be about a person, and what stands in the record stands there for ever.
func cause(reason string) string {
	word, _, _ := strings.Cut(reason, ": ")
	return word
}

// fell are the messages of rows.
func fell(rows []postgres.FallenRow) (ids []uuid.UUID) {
	for i := range rows {
		ids = append(ids, rows[i].MessageID)
	}
	return ids
}

// fall has messages tried on the next of their channels. Nothing follows what was for a group.
func (w *ways) fall(ctx context.Context, tx *postgres.Tx, now time.Time, fallen []postgres.FallenRow) error {
	var steps []postgres.NextStep
	var over []uuid.UUID
	channels := map[string]bool{}
	for i := range fallen {
		next, found := w.next(&fallen[i])
		if !found {
			over = append(over, fallen[i].MessageID)
			continue
		}
		if begun(next) == supervision.DeliveryQueued {
			channels[next.ID] = true
		}
		steps = append(steps, postgres.NextStep{
			Message: fallen[i].MessageID, Channel: next.ID, Step: len(fallen[i].Tried), State: begun(next), GiveUp: now.Add(fallen[i].Kind.Patience()),
		})
	}
	tx.InsertSteps(now, steps)
	if err := tx.SettleMessages(ctx, now, over...); err != nil {
		return err
	}
	return nudgeDeliveries(ctx, tx, channels)
}

// next is the first channel that has not been tried for a message.
func (w *ways) next(f *postgres.FallenRow) (next supervision.Channel, found bool) {
	if f.PersonID == "" || f.Kind == supervision.MessageTest {
		return next, false
	}
	route := w.to(&f.RecipientRow)
	i := slices.IndexFunc(route, func(c supervision.Channel) bool { return !slices.Contains(f.Tried, c.ID) })
	if i < 0 {
		return next, false
	}
	return route[i], true
}
