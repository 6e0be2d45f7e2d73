package desk

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"duban/internal/channels"
	"duban/internal/postgres"
	"duban/supervision"
)

// SignedReceipt is what a channel's other side says later of a message, and when and how it signed that.
type SignedReceipt struct {
	Host, Channel        string
	Message              string // its key
	State                supervision.DeliveryState
	Reason               string
	Timestamp, Signature string
}

// ErrReceipt refuses a receipt, whatever is wrong with it, and so tells nobody which channels and messages there are.
var ErrReceipt = supervision.Refuse(supervision.NotAllowed, "回执未被接受", "the receipt is not accepted")

// ErrEarly is said of a failure that comes before it is known here that the message was taken: it counts when it comes again.
var ErrEarly = errors.New("the message is not known to be taken yet")

// AcceptReceipt takes in what the receiver of a webhook says of a message. It has to be signed with the channel's secret, and
// lately; nobody is signed in for it. The same again changes nothing.
func (d *Desk) AcceptReceipt(ctx context.Context, s SignedReceipt) error {
	id, err := uuid.Parse(s.Message)
	if err != nil {
		return ErrReceipt
	}
	return unlessUnchanged(d.db.In(ctx, s.Host, func(tx *postgres.Tx) error {
		c, err := tx.LockChannel(ctx, s.Channel)
		if errors.Is(err, postgres.ErrNone) {
			return ErrReceipt
		}
		if err != nil {
			return err
		}
		secret, err := d.open(ctx, tx, s.Channel)
		if err != nil || c.Kind != supervision.ChannelWebhook {
			return ErrReceipt
		}
		r := channels.Receipt{Host: s.Host, Channel: s.Channel, Key: s.Message, State: string(s.State), Reason: s.Reason}
		if err := channels.VerifyReceipt(secret, r, s.Timestamp, s.Signature, d.clock()); err != nil {
			return ErrReceipt
		}
		return d.takeReceipt(ctx, tx, &c, id, s)
	}))
}

// lateFailure is for how long after a message was accepted its receiver may say that it could not be delivered: after that nobody
// needs to be told any more what it said.
const lateFailure = 3 * 24 * time.Hour

// takeReceipt does what a receipt says. Receipts lead on, from accepted to failed and from either to read: one that comes late, or
// again from whoever has copied it, turns nothing back.
func (d *Desk) takeReceipt(ctx context.Context, tx *postgres.Tx, c *postgres.ChannelRow, message uuid.UUID, s SignedReceipt) error {
	tried, err := tx.Deliveries(ctx, message)
	if err != nil {
		return err
	}
	if s.Reason, err = veiled(ctx, tx, message, s.Reason); err != nil {
		return err
	}
	now := d.clock()
	for _, t := range tried {
		if t.ChannelID != c.ID {
			continue
		}
		switch {
		case t.State == s.State:
			return errUnchanged
		case s.State == supervision.DeliveryRead:
			return errors.Join(arrived(ctx, tx, c.ID, message, now), tx.MarkRead(ctx, c.ID, message), settled(ctx, tx, now, c.ID, s.State, "", message))
		case s.State == supervision.DeliveryFailed && t.State == supervision.DeliveryAccepted && now.Sub(t.At) <= lateFailure:
			return d.failLate(ctx, tx, c, message, s.Reason)
		case s.State == supervision.DeliveryFailed && t.UnderWay():
			return ErrEarly
		case s.State == supervision.DeliveryAccepted && t.UnderWay():
			_, err := accept(ctx, tx, c.ID, message, Outcome{Said: s.Reason}, now)
			return err
		}
		return errUnchanged
	}
	return ErrReceipt
}

// failLate has a message go another way that a channel took and could not deliver, unless another has told it.
func (d *Desk) failLate(ctx context.Context, tx *postgres.Tx, c *postgres.ChannelRow, message uuid.UUID, said string) error {
	reopened, err := tx.Reopen(ctx, c.ID, message)
	if err != nil {
		return err
	}
	if !reopened {
		return errUnchanged
	}
	_, err = d.fail(ctx, tx, c, string(channels.Refused)+": "+said, time.Time{}, message)
	return err
}

// veiled is what was said of a message, without what stands about its reader on the roll.
func veiled(ctx context.Context, tx *postgres.Tx, message uuid.UUID, said string) (string, error) {
	letters, err := tx.Letters(ctx, message)
	for _, l := range letters {
		said = channels.Recipient{Name: l.Name, Mail: l.Email, Phone: l.Phone}.Veil(said)
	}
	return said, err
}
