package desk

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/supervision"
)

// TestChannel sends a message on a channel before whatever else waits there, to the caller where it goes to people, and answers
// by which id DeliveriesOf tells what the other side said. It is tried once. A channel that rests is woken for it, unless the
// other side has asked for the rest, and has one test at a time. The same test again, by its id, is the same message.
func (d *Desk) TestChannel(ctx context.Context, caller Caller, channel string, test uuid.UUID) (message uuid.UUID, err error) {
	err = unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		c, err := tx.LockChannel(ctx, channel)
		if err != nil {
			return err
		}
		m := postgres.NewMessage{
			Kind: supervision.MessageTest, Person: caller.Person, Office: c.OfficeID, Notice: test, Channel: channel, State: supervision.DeliveryQueued,
		}
		message = m.ID(caller.Host, "")
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return err
		}
		now := d.clock()
		if err := testable(ctx, tx, &c, caller, message, now.In(zone)); err != nil {
			return err
		}
		if err := post(ctx, tx, supervision.DateOf(now, zone), now, []postgres.NewMessage{m}); err != nil {
			return err
		}
		if err := errors.Join(tx.WakeChannel(ctx, channel), tx.PutFirst(ctx, channel, message)); err != nil {
			return err
		}
		r := record{verb: "TEST_CHANNEL", object: "channels/" + channel}
		return r.append(ctx, tx, now, caller)
	})))
	return message, err
}

// testable refuses a test on a channel that takes none at an instant in the host's zone, or of which its caller could receive none.
func testable(ctx context.Context, tx *postgres.Tx, c *postgres.ChannelRow, caller Caller, test uuid.UUID, now time.Time) error {
	if !c.Kind.Carries(supervision.MessageTest) {
		return supervision.Refuse(supervision.InvalidRequest, "这种渠道不能试发", "nothing can be sent on this kind of channel")
	}
	before, err := tx.Deliveries(ctx, test)
	if err != nil {
		return err
	}
	if len(before) > 0 {
		return errUnchanged
	}
	if c.AskedUntil != nil && c.AskedUntil.After(now) {
		until := c.AskedUntil.In(now.Location()).Format("01-02 15:04")
		return supervision.Refuse(supervision.WrongState, "对方要求暂停发送，请在"+until+"之后再试："+c.PauseReason,
			"the other side wants nothing before "+until+": "+c.PauseReason)
	}
	testing, err := tx.Testing(ctx, c.ID)
	if err == nil && testing {
		err = supervision.Refuse(supervision.WrongState, "上一次试发还没有结果", "the test before has no outcome yet")
	}
	if err != nil || c.Kind != supervision.ChannelMail {
		return err
	}
	return reachable(ctx, tx, caller)
}

// reachable refuses whoever has no address on the roll to which a mail could be sent.
func reachable(ctx context.Context, tx *postgres.Tx, caller Caller) error {
	known, err := tx.Names(ctx, caller.Person)
	if err == nil && (len(known) == 0 || known[0].Email == "") {
		err = supervision.Refuse(supervision.WrongState, "人员名册上没有您的邮箱，请先登记再试发", "the roll has no address of yours: enter one first")
	}
	return err
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
