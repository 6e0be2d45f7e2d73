package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// DeliveryKey is where a list of deliveries has come to; the zero DeliveryKey: it begins.
type DeliveryKey struct {
	At      time.Time
	Message uuid.UUID
}

// Since is the delivery's place in a list.
func (d *DeliveryView) Since() DeliveryKey { return DeliveryKey{At: d.At, Message: d.MessageID} }

// DeliveryFilter says of which messages the deliveries are listed.
type DeliveryFilter struct {
	From   time.Time // composed then or later
	Person string    // to whom; empty: to anybody
	Ticked bool      // only calls that were ticked off
}

// Delivered lists what became of messages in the end, the newest first: each on the channel by which it arrived, or else on the
// one that was tried last.
func (tx *Tx) Delivered(ctx context.Context, f DeliveryFilter, after DeliveryKey, limit int) ([]DeliveryView, error) {
	return many[DeliveryView](ctx, tx, selectDelivery+`and m.composed_at >= $2 and ($3 = '' or m.person_id = $3)
			and (not $4 or d.state in ('REACHED', 'NOT_REACHED'))
			and d.channel_id = (select x.channel_id from delivery x where (x.host_id, x.message_id) = (d.host_id, d.message_id)
				order by x.state in ('ACCEPTED', 'READ', 'REACHED') desc, x.step desc limit 1)
			and ($5::timestamptz is null or (coalesce(d.settled_at, d.sent_at, d.next_at), d.message_id) < ($5, $6))
		order by at desc, message_id desc limit $7`,
		tx.host, f.From, f.Person, f.Ticked, null(after.At), after.Message, limit)
}
