package desk

import (
	"context"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/supervision"
)

// Calls lists whom somebody has to ring, the longest waiting first, those after an instant and message: of an office, or of
// all if it is empty.
func (d *Desk) Calls(ctx context.Context, caller Caller, office string, after time.Time, afterID uuid.UUID, limit int) ([]postgres.DeliveryView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.DeliveryView, error) {
		return tx.ToCall(ctx, office, after, afterID, limit)
	})
}

// MessageLines lists what a message tells, as whoever rings says it.
func (d *Desk) MessageLines(ctx context.Context, caller Caller, message uuid.UUID) ([]postgres.NoticeRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.NoticeRow, error) { return tx.MessageNotices(ctx, message, MostLines) })
}

// TickCall records that somebody was rung up, reached or not, and what there is to say of it. Ticked off the same way again,
// it changes nothing.
func (d *Desk) TickCall(ctx context.Context, caller Caller, message uuid.UUID, reached bool, note string) error {
	state := supervision.DeliveryNotReached
	if reached {
		state = supervision.DeliveryReached
	}
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		now := d.clock()
		ticked, err := tx.Tick(ctx, postgres.Settlement{Message: message, State: state, At: now, Reason: note})
		if err != nil {
			return err
		}
		if !ticked {
			return tickedBefore(ctx, tx, message, state)
		}
		settle := tx.SettleMessages
		if reached {
			settle = tx.MarkTold
		}
		if err := settle(ctx, now, message); err != nil {
			return err
		}
		r := record{verb: "TICK_CALL", object: "messages/" + message.String(), given: state, reason: note}
		return r.append(ctx, tx, now, caller)
	})))
}

// tickedBefore is why a call cannot be ticked off that nobody waits for.
func tickedBefore(ctx context.Context, tx *postgres.Tx, message uuid.UUID, state supervision.DeliveryState) error {
	tried, err := tx.Deliveries(ctx, message)
	if err != nil {
		return err
	}
	for _, t := range tried {
		if t.ChannelKind == supervision.ChannelCallList && t.State == state {
			return errUnchanged
		}
		if t.ChannelKind == supervision.ChannelCallList {
			return supervision.Refuse(supervision.WrongState, "该电话已登记过", "this call has been ticked off already")
		}
	}
	return postgres.ErrNone
}

// Undelivered lists what did not arrive by the channel on which it was tried, and why, and each reminder that alone came too
// late, the newest first, those before an instant and id: of an office, or of all if it is empty.
func (d *Desk) Undelivered(ctx context.Context, caller Caller, office string, before time.Time, beforeID uuid.UUID, limit int,
) ([]postgres.DeliveryView, error) {
	rows, err := look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.DeliveryView, error) {
		return tx.Undelivered(ctx, office, before, beforeID, limit)
	})
	for i := range rows {
		if rows[i].Reminder != "" {
			rows[i].Reason = outOfDate
		}
	}
	return rows, err
}
