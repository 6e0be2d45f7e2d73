package desk

import (
	"context"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/supervision"
)

// TestChannel sends a message on a channel, to the caller where it goes to people, and answers by which id DeliveriesOf tells
// what the other side said. A channel that rests is woken for it. The same test again, by its id, is the same message.
func (d *Desk) TestChannel(ctx context.Context, caller Caller, channel string, test uuid.UUID) (message uuid.UUID, err error) {
	err = absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		c, err := tx.LockChannel(ctx, channel)
		if err != nil {
			return err
		}
		if !c.Kind.Carries(supervision.MessageTest) {
			return supervision.Refuse(supervision.InvalidRequest, "这种渠道不能试发", "nothing can be sent on this kind of channel")
		}
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return err
		}
		now := d.clock()
		m := postgres.NewMessage{
			Kind: supervision.MessageTest, Person: caller.Person, Office: c.OfficeID, Notice: test, Channel: channel, State: supervision.DeliveryQueued,
		}
		if message, err = m.ID(caller.Host, ""), tx.WakeChannel(ctx, channel); err != nil {
			return err
		}
		if err := post(ctx, tx, supervision.DateOf(now, zone), now, []postgres.NewMessage{m}); err != nil {
			return err
		}
		r := record{verb: "TEST_CHANNEL", object: "channels/" + channel}
		return r.append(ctx, tx, now, caller)
	}))
	return message, err
}

// DeliveriesOf lists the channels on which a message was tried, in their order, with what became of it there. Where there is
// none, there is no such message, or it is not the caller's to see.
func (d *Desk) DeliveriesOf(ctx context.Context, caller Caller, message uuid.UUID) ([]postgres.DeliveryView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.DeliveryView, error) {
		tried, err := tx.Deliveries(ctx, message)
		if err == nil && len(tried) == 0 {
			return nil, postgres.ErrNone
		}
		return tried, err
	})
}
