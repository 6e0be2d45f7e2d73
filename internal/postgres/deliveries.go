package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// LetterRow is a message that is taken up to be sent on a channel.
type LetterRow struct {
	MessageID          uuid.UUID
	Kind               supervision.MessageKind
	PersonID, OfficeID string
	Name, Email, Phone string
	Language           string
	Day                time.Time
	NextAt             time.Time // since when it waits, in whose order they are sent
}

// TakeUp marks as being sent what waits longest on a channel, at most limit messages, and notes that the channel is used.
func (tx *Tx) TakeUp(ctx context.Context, channel string, now time.Time, limit int) ([]LetterRow, error) {
	return many[LetterRow](ctx, tx, `with taken as (
			update delivery set state = 'SENDING', sent_at = $3 where host_id = $1 and channel_id = $2 and state = 'QUEUED' and message_id in (
				select message_id from delivery where host_id = $1 and channel_id = $2 and state = 'QUEUED' and next_at <= $3
				order by next_at, message_id limit $4 for update) returning message_id, next_at),
			used as (update channel set last_sent_at = $3 where host_id = $1 and id = $2 and exists (select from taken))
		select m.id as message_id, m.kind, m.person_id, m.office_id, m.day, t.next_at, coalesce(r.name, '') as name, coalesce(r.email, '') as email,
			coalesce(r.phone, '') as phone, coalesce(r.language, '') as language
		from taken t join message m on m.host_id = $1 and m.id = t.message_id left join roll r on (r.host_id, r.person_id) = (m.host_id, m.person_id)
		order by t.next_at, m.person_id, m.id`, tx.host, channel, now, limit)
}

// WaitingRow says what waits on a channel.
type WaitingRow struct {
	NextAt   *time.Time // when the first of it may be sent; null: nothing waits
	GiveUpAt *time.Time // when the first of it has waited too long for a channel that is down
}

// Waiting says what waits on a channel. What was being sent by a worker that may have died waits since then.
func (tx *Tx) Waiting(ctx context.Context, channel string) (WaitingRow, error) {
	return one[WaitingRow](ctx, tx, `select min(case state when 'SENDING' then sent_at else next_at end) as next_at, min(give_up_at) as give_up_at
		from delivery where host_id = $1 and channel_id = $2 and state in ('QUEUED', 'SENDING')`, tx.host, channel)
}

// Sending lists what is being sent on a channel.
func (tx *Tx) Sending(ctx context.Context, channel string) ([]uuid.UUID, error) {
	rows, err := tx.Query(ctx, `select message_id from delivery where host_id = $1 and channel_id = $2 and state = 'SENDING' limit 1000`, tx.host, channel)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// NudgeDelivery asks, when the transaction commits, that whatever delivers on a channel look again.
func (tx *Tx) NudgeDelivery(ctx context.Context, channel string) error {
	return tx.Nudge(ctx, "delivery", tx.host+"/"+channel)
}

// Release has what is being sent on a channel wait again.
func (tx *Tx) Release(ctx context.Context, channel string) error {
	return tx.exec(ctx, `update delivery set state = 'QUEUED' where host_id = $1 and channel_id = $2 and state = 'SENDING'`, tx.host, channel)
}

// Postpone has one message wait again after a failure of its channel.
func (tx *Tx) Postpone(ctx context.Context, channel string, message uuid.UUID, reason string) error {
	return tx.exec(ctx, `update delivery set state = 'QUEUED', attempts = attempts + 1, reason = $4
		where host_id = $1 and channel_id = $2 and message_id = $3 and state = 'SENDING'`, tx.host, channel, message, reason)
}

// Settlement is how the delivery of a message on a channel has ended.
type Settlement struct {
	Message   uuid.UUID
	Channel   string
	State     supervision.DeliveryState
	At        time.Time
	Reason    string
	Reference string // what the other side calls it
}

// Settle ends a delivery that is under way. What a worker that was taken for dead has brought about counts too.
func (tx *Tx) Settle(ctx context.Context, s Settlement) error {
	return tx.exec(ctx, `update delivery set state = $4, settled_at = $5, reason = $6, reference = $7, attempts = attempts + 1
		where host_id = $1 and channel_id = $2 and message_id = $3 and state in ('QUEUED', 'SENDING', 'FAILED')`,
		tx.host, s.Channel, s.Message, s.State, s.At, s.Reason, s.Reference)
}

// FallenRow is a message whose channel has failed it, and how its recipient can be reached otherwise.
type FallenRow struct {
	MessageID uuid.UUID
	Kind      supervision.MessageKind
	RecipientRow
	Tried []string // channels
}

// Fail ends deliveries on a channel, at most limit: of the messages given, or else of all that waited beyond an instant.
func (tx *Tx) Fail(ctx context.Context, channel, reason string, at, beyond time.Time, limit int, messages ...uuid.UUID) ([]FallenRow, error) {
	return many[FallenRow](ctx, tx, `with failed as (
			update delivery set state = 'FAILED', settled_at = $2, reason = $4, attempts = attempts + case state when 'SENDING' then 1 else 0 end
			where host_id = $1 and channel_id = $3 and state in ('QUEUED', 'SENDING') and message_id in (
				select message_id from delivery where host_id = $1 and channel_id = $3 and state in ('QUEUED', 'SENDING')
				and ($5::timestamptz is null or give_up_at <= $5) and ($6::uuid[] is null or message_id = any($6))
				order by next_at, message_id limit $7 for update) returning message_id)
		select m.id as message_id, m.kind, `+recipientColumns+`,
			array(select d.channel_id from delivery d where (d.host_id, d.message_id) = (m.host_id, m.id)) as tried
		from failed f join message m on m.host_id = $1 and m.id = f.message_id left join roll r on (r.host_id, r.person_id) = (m.host_id, m.person_id)
		order by m.id`, tx.host, at, channel, reason, null(beyond), messages, limit)
}

// NextStep is the next channel on which a message is tried.
type NextStep struct {
	Message uuid.UUID
	Channel string
	Step    int
	State   supervision.DeliveryState
	GiveUp  time.Time
}

// InsertSteps stores on which channels messages are tried next.
func (tx *Tx) InsertSteps(at time.Time, steps []NextStep) {
	for _, s := range steps {
		tx.later(`insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
			values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`, tx.host, s.Message, s.Channel, s.Step, s.State, at, s.GiveUp)
	}
}

// Secret is a channel's, as it is sealed; null if it has none. It is for the clock.
func (tx *Tx) Secret(ctx context.Context, channel string) (sealed []byte, err error) {
	rows, err := tx.Query(ctx, `select channel_secret($1)`, channel)
	if err != nil {
		return nil, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowTo[[]byte])
}
