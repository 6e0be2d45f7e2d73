package desk

import (
	"context"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/internal/wording"
	"duban/supervision"
)

// PhoneCall is somebody whom somebody has to ring, and what there is to say: what any message to them would.
type PhoneCall struct {
	postgres.DeliveryView
	Language wording.Language
	Lines    []wording.Line
	More     int // things that are not in Lines
}

// Calls lists whom somebody has to ring, what is urgent first and then the longest waiting: of an office, or of all if it is
// empty. What the caller may not know is not among what there is to say.
func (d *Desk) Calls(ctx context.Context, caller Caller, office string, after postgres.CallKey, limit int) ([]PhoneCall, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]PhoneCall, error) {
		now, today, err := d.hostToday(ctx, tx)
		if err != nil {
			return nil, err
		}
		waiting, err := tx.ToCall(ctx, office, now, today, after, limit)
		if err != nil || len(waiting) == 0 {
			return nil, err
		}
		ids := make([]uuid.UUID, len(waiting))
		for i := range waiting {
			ids[i] = waiting[i].MessageID
		}
		letters, err := d.letters(ctx, tx, ids...)
		return toSay(waiting, letters), err
	})
}

// toSay puts beside each call what its letter tells.
func toSay(waiting []postgres.DeliveryView, letters []Letter) []PhoneCall {
	told := make(map[uuid.UUID]*Letter, len(letters))
	for i := range letters {
		told[letters[i].MessageID] = &letters[i]
	}
	calls := make([]PhoneCall, len(waiting))
	for i := range waiting {
		calls[i].DeliveryView = waiting[i]
		if l := told[waiting[i].MessageID]; l != nil {
			calls[i].Language, calls[i].Lines, calls[i].More = l.Language, l.Facts.Lines, l.Facts.More
		}
	}
	return calls
}

// MessageLines lists what a message tells, as whoever rings says it.
func (d *Desk) MessageLines(ctx context.Context, caller Caller, message uuid.UUID) ([]postgres.NoticeRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.NoticeRow, error) {
		now, today, err := d.hostToday(ctx, tx)
		if err != nil {
			return nil, err
		}
		return tx.MessageNotices(ctx, message, now, today, MostLines)
	})
}

// TickCall records that somebody was rung up, reached or not, and what there is to say of it. Whom nobody reached may be
// reached later; ticked off the same way again, it changes nothing.
func (d *Desk) TickCall(ctx context.Context, caller Caller, message uuid.UUID, reached bool, note string) error {
	state := supervision.DeliveryNotReached
	if reached {
		state = supervision.DeliveryReached
	}
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		now, today, err := d.hostToday(ctx, tx)
		if err != nil {
			return err
		}
		if err := takeOut(ctx, tx, now, today, message); err != nil {
			return err
		}
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
		r := record{verb: "TICK_CALL", object: "messages/" + message.String(), given: state} // the note is about a person: it stands beside the call alone
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
		if t.ChannelKind == supervision.ChannelCallList && t.State == supervision.DeliveryDropped {
			return supervision.Refuse(supervision.WrongState, "该电话已从名单撤下，不必再打", "this call was taken off the list: nobody needs to be rung")
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
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return nil, err
		}
		return tx.Undelivered(ctx, office, before, beforeID, limit, zone)
	})
	for i := range rows {
		if rows[i].Reminder != "" {
			rows[i].Reason = outOfDate
		}
	}
	return rows, err
}
