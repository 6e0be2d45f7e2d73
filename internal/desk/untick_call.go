package desk

import (
	"context"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/supervision"
)

// UntickCall takes back that a call was ticked off: it waits again with its note, and what it tells has not been told. Taken back
// once more, it changes nothing. Where the message has arrived by another channel since, nobody need ring.
func (d *Desk) UntickCall(ctx context.Context, caller Caller, message uuid.UUID) error {
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		unticked, err := tx.Untick(ctx, message)
		if err != nil {
			return err
		}
		if !unticked {
			return notTicked(ctx, tx, message)
		}
		r := record{verb: "UNTICK_CALL", object: "messages/" + message.String()}
		return r.append(ctx, tx, d.clock(), caller)
	})))
}

// notTicked is why a call cannot be taken back.
func notTicked(ctx context.Context, tx *postgres.Tx, message uuid.UUID) error {
	tried, err := tx.Deliveries(ctx, message)
	if err != nil {
		return err
	}
	if len(tried) == 0 {
		return postgres.ErrNone
	}
	for _, t := range tried {
		if t.State == supervision.DeliveryToCall {
			return errUnchanged
		}
	}
	return supervision.Refuse(supervision.WrongState, "没有登记过这个电话，或消息已另行送达", "no call was ticked off, or the message has arrived otherwise")
}

// lately is how far back messages are listed.
const lately = 30 * 24 * time.Hour

// DeliveriesLately lists what became of the messages of the last thirty days in the end, the newest first, those after a key: to
// a person, or to anybody if that is empty; of calls alone, those that were ticked off.
func (d *Desk) DeliveriesLately(ctx context.Context, caller Caller, person string, ticked bool, after DeliveryKey, limit int) ([]DeliveryView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]DeliveryView, error) {
		f := postgres.DeliveryFilter{From: d.clock().Add(-lately), Person: person, Ticked: ticked}
		return tx.Delivered(ctx, f, after, limit)
	})
}

// MostCounted is up to how many calls are counted.
const MostCounted = 100

// CountCalls is how many have to be rung, MostCounted for that or more.
func (d *Desk) CountCalls(ctx context.Context, caller Caller) (int, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (int, error) {
		now, today, err := d.hostToday(ctx, tx)
		if err != nil {
			return 0, err
		}
		return tx.CountToCall(ctx, now, today, MostCounted)
	})
}
