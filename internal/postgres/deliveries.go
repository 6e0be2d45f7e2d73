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
	MessageID            uuid.UUID
	Kind                 supervision.MessageKind
	PersonID, OfficeID   string
	Name, Email, Phone   string
	Language             string // empty: Chinese
	HostName, OfficeName string
	Day                  time.Time
	NextAt               time.Time // since when it waits, in whose order they are sent
	TakenAt              time.Time // when it was taken up, by which it is known whose it is
}

// letterColumns are a LetterRow of the message m, but for since when it waits.
const letterColumns = `m.id as message_id, m.kind, m.person_id, m.office_id, m.day, coalesce(r.name, '') as name, coalesce(r.email, '') as email,
	coalesce(r.phone, '') as phone, coalesce(r.language, '') as language, h.name as host_name, coalesce(o.name, '') as office_name`

const joinLetter = `join host h on h.id = m.host_id left join office o on (o.host_id, o.id) = (m.host_id, m.office_id)
		left join roll r on (r.host_id, r.person_id) = (m.host_id, m.person_id)`

// Letters lists messages by their ids, whatever has become of them.
func (tx *Tx) Letters(ctx context.Context, messages ...uuid.UUID) ([]LetterRow, error) {
	return many[LetterRow](ctx, tx, `select `+letterColumns+`, m.composed_at as next_at, m.composed_at as taken_at from message m `+joinLetter+`
		where m.host_id = $1 and m.id = any($2) order by m.id`, tx.host, keys(messages))
}

// TakeUp marks as being sent what waits longest on a channel, at most limit messages, and notes that the channel is used.
func (tx *Tx) TakeUp(ctx context.Context, channel string, now time.Time, limit int) ([]LetterRow, error) {
	return many[LetterRow](ctx, tx, `with due as materialized ( -- once: a limit that is looked up again would be another
				select message_id from delivery where host_id = $1 and channel_id = $2 and state = 'QUEUED' and next_at <= $3
				order by next_at, message_id limit $4 for update),
			taken as (update delivery set state = 'SENDING', sent_at = $3
				where host_id = $1 and channel_id = $2 and message_id in (select message_id from due) returning message_id, next_at),
			used as (update channel set last_sent_at = $3 where host_id = $1 and id = $2 and exists (select from taken))
		select `+letterColumns+`, t.next_at, $3::timestamptz as taken_at from taken t join message m on m.host_id = $1 and m.id = t.message_id `+joinLetter+`
		order by t.next_at, m.person_id, m.id`, tx.host, channel, now, limit)
}

// WaitingRow says what waits on a channel.
type WaitingRow struct {
	NextAt   *time.Time // when the first of it may be sent; null: nothing waits
	GiveUpAt *time.Time // when the first of it has waited too long for a channel that is down
}

// Waiting says what waits on a channel. What is being sent is its sender's for as long as the hold, and waits from then on.
func (tx *Tx) Waiting(ctx context.Context, channel string, hold time.Duration) (WaitingRow, error) {
	return one[WaitingRow](ctx, tx, `select min(free_at) as next_at, min(greatest(give_up_at, case state when 'SENDING' then free_at end)) as give_up_at
		from (select state, give_up_at, case state when 'SENDING' then sent_at + $3 else next_at end as free_at
			from delivery where host_id = $1 and channel_id = $2 and state in ('QUEUED', 'SENDING')) w`, tx.host, channel, hold)
}

// Hush has messages of a kind that wait on a channel wait until an instant, and no longer than until another.
func (tx *Tx) Hush(ctx context.Context, channel string, kind supervision.MessageKind, until, giveUp time.Time) error {
	return tx.exec(ctx, `update delivery d set next_at = $4, give_up_at = greatest(give_up_at, $5) from message m
		where d.host_id = $1 and d.channel_id = $2 and d.state = 'QUEUED' and d.next_at < $4
		and (m.host_id, m.id) = (d.host_id, d.message_id) and m.kind = $3`, tx.host, channel, kind, until, giveUp)
}

// Rouse has what waits for an instant later than this one, and not since it was tried, wait no longer, and nudges its channels:
// where hours are quiet still, it is hushed again.
func (tx *Tx) Rouse(ctx context.Context, now time.Time) error {
	return tx.exec(ctx, `with roused as (update delivery set next_at = $2
				where host_id = $1 and state = 'QUEUED' and attempts = 0 and next_at > $2 returning channel_id),
			nudged as (insert into nudge (kind, host_id, id) select distinct 'delivery', $1, $1 || '/' || channel_id from roused returning 1)
		select pg_notify('nudge', '') from nudged limit 1`, tx.host, now)
}

// Abandoned lists what is being sent on a channel since an instant or longer.
func (tx *Tx) Abandoned(ctx context.Context, channel string, since time.Time) ([]uuid.UUID, error) {
	rows, err := tx.Query(ctx, `select message_id from delivery
		where host_id = $1 and channel_id = $2 and state = 'SENDING' and sent_at <= $3 limit 1000`, tx.host, channel, since)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// PutFirst has a message wait on a channel since before all others, so that it is the next to be sent there.
func (tx *Tx) PutFirst(ctx context.Context, channel string, message uuid.UUID) error {
	return tx.exec(ctx, `update delivery set next_at = (select min(next_at) - interval '1 us' from delivery
			where host_id = $1 and channel_id = $2 and state in ('QUEUED', 'SENDING')) -- what is being sent may come back
		where host_id = $1 and channel_id = $2 and message_id = $3 and state = 'QUEUED'`, tx.host, channel, message)
}

// Testing reports whether a test waits on a channel or is being sent there.
func (tx *Tx) Testing(ctx context.Context, channel string) (testing bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from delivery d join message m on (m.host_id, m.id) = (d.host_id, d.message_id)
		where d.host_id = $1 and d.channel_id = $2 and d.state in ('QUEUED', 'SENDING') and m.kind = 'TEST')`, tx.host, channel).Scan(&testing)
	return testing, err
}

// NudgeDelivery asks, when the transaction commits, that whatever delivers on a channel look again.
func (tx *Tx) NudgeDelivery(ctx context.Context, channel string) error {
	return tx.Nudge(ctx, "delivery", tx.host+"/"+channel)
}

// Release has what was taken up on a channel between two instants, both included, wait again.
func (tx *Tx) Release(ctx context.Context, channel string, from, to time.Time) error {
	return tx.exec(ctx, `update delivery set state = 'QUEUED' where host_id = $1 and channel_id = $2 and state = 'SENDING' and sent_at between $3 and $4`,
		tx.host, channel, from, to)
}

// Postpone has one message wait again after a failure, until an instant if that is not zero.
func (tx *Tx) Postpone(ctx context.Context, channel string, message uuid.UUID, reason string, until time.Time) error {
	return tx.exec(ctx, `update delivery set state = 'QUEUED', attempts = attempts + 1, reason = $4, next_at = greatest(next_at, $5)
		where host_id = $1 and channel_id = $2 and message_id = $3 and state = 'SENDING'`, tx.host, channel, message, reason, null(until))
}

// TryRow is how often a message was tried on a channel, and until when it may be.
type TryRow struct {
	Kind     supervision.MessageKind
	Attempts int
	GiveUpAt time.Time
}

// Try reads how a message fares on a channel that was taken up at an instant. There is none where it is not being sent any
// more, or another has taken it up since.
func (tx *Tx) Try(ctx context.Context, channel string, message uuid.UUID, takenAt time.Time) (TryRow, error) {
	return one[TryRow](ctx, tx, `select m.kind, d.attempts, d.give_up_at from delivery d join message m on (m.host_id, m.id) = (d.host_id, d.message_id)
		where d.host_id = $1 and d.channel_id = $2 and d.message_id = $3 and d.state = 'SENDING' and d.sent_at = $4`, tx.host, channel, message, takenAt)
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

// Settle ends a delivery that is under way, and reports whether there was one to end. What a worker that was taken for dead
// has brought about counts too. What is dropped was not tried.
func (tx *Tx) Settle(ctx context.Context, s Settlement) (settled bool, err error) {
	err = tx.QueryRow(ctx, `with d as (update delivery set state = $4, settled_at = $5, reason = $6, reference = $7,
				attempts = attempts + case when state = 'SENDING' and $4 <> 'DROPPED' then 1 else 0 end
			where host_id = $1 and channel_id = $2 and message_id = $3 and state in ('QUEUED', 'SENDING', 'FAILED') returning 1)
		select exists (select from d)`,
		tx.host, s.Channel, s.Message, s.State, s.At, s.Reason, s.Reference).Scan(&settled)
	return settled, err
}

// SpareOthers ends what waits on all other channels of a message that has arrived by one: nobody is to be told twice.
func (tx *Tx) SpareOthers(ctx context.Context, s Settlement) error {
	return tx.exec(ctx, `update delivery set state = 'DROPPED', settled_at = $4, reason = $5
		where host_id = $1 and message_id = $2 and channel_id <> $3 and state in ('QUEUED', 'TO_CALL')`, tx.host, s.Message, s.Channel, s.At, s.Reason)
}

// FallenRow is a message whose channel has failed it, and how its recipient can be reached otherwise.
type FallenRow struct {
	MessageID uuid.UUID
	Kind      supervision.MessageKind
	RecipientRow
	Tried []string // channels
}

// Fail ends deliveries on a channel, at most limit: of the messages given, or else of all that waited beyond an instant and
// are not being sent.
func (tx *Tx) Fail(ctx context.Context, channel, reason string, at, beyond time.Time, limit int, messages ...uuid.UUID) ([]FallenRow, error) {
	return many[FallenRow](ctx, tx, `with due as materialized (
				select message_id from delivery where host_id = $1 and channel_id = $3 and state in ('QUEUED', 'SENDING')
				and ($5::timestamptz is null or give_up_at <= $5) and case when $6::uuid[] is null then state = 'QUEUED' else message_id = any($6) end
				order by next_at, message_id limit $7 for update),
			failed as (update delivery set state = 'FAILED', settled_at = $2, reason = $4, attempts = attempts + case state when 'SENDING' then 1 else 0 end
				where host_id = $1 and channel_id = $3 and message_id in (select message_id from due) returning message_id)
		select m.id as message_id, m.kind, `+recipientColumns+`,
			exists (select from notice n where `+toldIn+` and n.state <> 'DROPPED' and n.unannounced) as unannounced,
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

// DeliveryView is a message on one channel, with whom it is for.
type DeliveryView struct {
	MessageID             uuid.UUID
	Kind                  supervision.MessageKind
	Day                   time.Time
	PersonID, Name, Phone string
	OfficeID, OfficeName  string
	ChannelID             string
	ChannelKind           supervision.ChannelKind
	State                 supervision.DeliveryState
	Attempts              int
	At                    time.Time // since when it is in that state
	Reason                string    // why it failed, or what the other side answered
	Reminder              string    // title of the one that alone was dropped; empty: it is about the whole message
	// On which channel it was tried next, and what became of it there; empty: on none.
	NextID    string
	NextKind  supervision.ChannelKind
	NextState supervision.DeliveryState
	// What the channels are called; may be empty.
	ChannelTitle, NextTitle string
}

// UnderWay reports whether it is not known yet how the message goes.
func (d *DeliveryView) UnderWay() bool {
	return d.State == supervision.DeliveryQueued || d.State == supervision.DeliverySending
}

const selectDelivery = `select m.id as message_id, m.kind, m.day, m.person_id, coalesce(r.name, '') as name, coalesce(r.phone, '') as phone,
	m.office_id, coalesce(o.name, '') as office_name, d.channel_id, c.kind as channel_kind, d.state, d.attempts,
	coalesce(d.settled_at, d.sent_at, d.next_at) as at, d.reason, '' as reminder,
	coalesce(y.channel_id, '') as next_id, coalesce(y.kind, '') as next_kind, coalesce(y.state, '') as next_state,
	c.title as channel_title, coalesce(y.title, '') as next_title
	from delivery d join message m on (m.host_id, m.id) = (d.host_id, d.message_id) join channel c on (c.host_id, c.id) = (d.host_id, d.channel_id)
	left join roll r on (r.host_id, r.person_id) = (m.host_id, m.person_id) left join office o on (o.host_id, o.id) = (m.host_id, m.office_id)
	left join lateral (select x.channel_id, k.kind, k.title, x.state from delivery x join channel k on (k.host_id, k.id) = (x.host_id, x.channel_id)
		where (x.host_id, x.message_id) = (d.host_id, d.message_id) and x.step > d.step order by x.step limit 1) y on true
	where d.host_id = $1 `

// Deliveries lists the channels on which a message was tried, in their order.
func (tx *Tx) Deliveries(ctx context.Context, message uuid.UUID) ([]DeliveryView, error) {
	return many[DeliveryView](ctx, tx, selectDelivery+`and d.message_id = $2 order by d.step limit 100`, tx.host, message)
}

// CallKey is where a list of calls has come to; the zero CallKey: it begins.
type CallKey struct {
	Patient bool // the urgent ones are past
	At      time.Time
	Message uuid.UUID
}

// Key is the call's place in the list.
func (d *DeliveryView) Key() CallKey {
	return CallKey{Patient: d.Kind != supervision.MessageUrgent, At: d.At, Message: d.MessageID}
}

// ToCall lists whom somebody has to ring at an instant of a day, what is urgent first and then the longest waiting: of an office, or
// of all if it is empty. To whom nothing is left to say is not listed.
func (tx *Tx) ToCall(ctx context.Context, office string, at time.Time, today supervision.Date, after CallKey, limit int) ([]DeliveryView, error) {
	return many[DeliveryView](ctx, tx, selectDelivery+`and d.channel_id = 'calls' and d.state = 'TO_CALL' and ($2 = '' or m.office_id = $2)
		and `+toSay("$7", "$8")+`
		and (m.kind <> 'URGENT', d.next_at, d.message_id) > ($3, $4, $5) order by m.kind <> 'URGENT', d.next_at, d.message_id limit $6`,
		tx.host, office, after.Patient, after.At, after.Message, limit, at, day(today))
}

// toSay is the SQL for whether a message m tells anything at an instant of a day.
func toSay(at, day string) string {
	return `exists (select from notice n ` + joinNotice + joinDuty + `where ` + toldIn + ` and ` + tells(at, day) + `)`
}

// Undelivered lists what did not arrive by the channel on which it was tried, and each reminder for which it was too late though
// the rest of its message went out, the newest first, those before an instant and id: of an office, or of all if it is empty.
// A message that nobody needed any more, as all of it was done or is told to others, is no loss. What was in no message is of the
// day in the zone on which it was to be told.
func (tx *Tx) Undelivered(ctx context.Context, office string, before time.Time, beforeID uuid.UUID, limit int, zone *time.Location,
) ([]DeliveryView, error) {
	return many[DeliveryView](ctx, tx, `(`+selectDelivery+`and ($2 = '' or m.office_id = $2)
			and (d.state in ('FAILED', 'NOT_REACHED')
				or d.state = 'DROPPED' and `+missed+` and exists (select from notice n where `+toldIn+` and n.dropped_at is not null))
			and m.kind <> 'TEST' -- whoever pressed the button is told
			and ($3::timestamptz is null or (d.settled_at, d.message_id) < ($3, $4)) order by d.settled_at desc, d.message_id desc limit $5)
			union all
			(`+selectDropped+`and ($2 = '' or o.id = $2)
			and ($3::timestamptz is null or (n.dropped_at, n.id) < ($3, $4)) order by n.dropped_at desc, n.id desc limit $5)
		order by at desc, message_id desc limit $5`,
		tx.host, office, null(before), beforeID, limit, zone.String())
}

// missed is the SQL for whether a message m has arrived by no channel.
const missed = `not exists (select from delivery x where (x.host_id, x.message_id) = (m.host_id, m.id) and x.state in ('ACCEPTED', 'READ', 'REACHED'))`

// selectDropped has the shape of selectDelivery: a reminder that was dropped by itself, on no channel.
const selectDropped = `select n.id as message_id, case when n.urgent then 'URGENT' else 'DIGEST' end as kind,
	coalesce(n.digest_day, (n.at at time zone $6)::date) as day, n.person_id, coalesce(r.name, '') as name, coalesce(r.phone, '') as phone,
	coalesce(o.id, '') as office_id, coalesce(o.name, '') as office_name, '' as channel_id, '' as channel_kind, 'DROPPED' as state,
	0 as attempts, n.dropped_at as at, '' as reason, d.title as reminder,
	'' as next_id, '' as next_kind, '' as next_state, '' as channel_title, '' as next_title
	from notice n join duty d on (d.host_id, d.campaign_id, d.id) = (n.host_id, n.campaign_id, n.duty_id)
	join seat s on (s.host_id, s.id) = (n.host_id, n.seat_id)
	left join roll r on (r.host_id, r.person_id) = (n.host_id, n.person_id)
	left join office o on (o.host_id, o.id) = (s.host_id, coalesce(s.office_id, ` + ownOffice + `))
	where n.host_id = $1 and n.dropped_at is not null and not exists (select from ` + telling + `
		join delivery y on (y.host_id, y.message_id) = (m.host_id, m.id) where y.state = 'DROPPED' and ` + missed + `)
	and not (n.kind = 'INVITED' and exists (select from notice v -- the reminder says as much, and is told or listed
		where (v.host_id, v.person_id, v.campaign_id, v.duty_id, v.kind) = (n.host_id, n.person_id, n.campaign_id, n.duty_id, 'VISIT'))) `

// CountToCall is how many ToCall lists, counted up to a limit.
func (tx *Tx) CountToCall(ctx context.Context, at time.Time, today supervision.Date, limit int) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from (select from delivery d join message m on (m.host_id, m.id) = (d.host_id, d.message_id)
			where d.host_id = $1 and d.channel_id = 'calls' and d.state = 'TO_CALL' and `+toSay("$2", "$3")+` limit $4) c`,
		tx.host, at, day(today), limit).Scan(&n)
	return n, err
}

// Tick ends a call, and reports whether there was one to end: one that is waiting, or one made in vain that reaches somebody
// after all.
func (tx *Tx) Tick(ctx context.Context, s Settlement) (ticked bool, err error) {
	err = tx.QueryRow(ctx, `with t as (update delivery set state = $3, settled_at = $4, reason = $5, attempts = attempts + 1
			where host_id = $1 and channel_id = 'calls' and message_id = $2
				and (state = 'TO_CALL' or state = 'NOT_REACHED' and $3 = 'REACHED') returning 1)
		select exists (select from t)`, tx.host, s.Message, s.State, s.At, s.Reason).Scan(&ticked)
	return ticked, err
}

// Untick has a call that was ticked off, in vain or not, wait again, its message untold, and reports whether there was one: none
// where the message has arrived by another channel.
func (tx *Tx) Untick(ctx context.Context, message uuid.UUID) (unticked bool, err error) {
	err = tx.QueryRow(ctx, `with t as (update delivery d set state = 'TO_CALL', settled_at = null
			where host_id = $1 and channel_id = 'calls' and message_id = $2 and state in ('REACHED', 'NOT_REACHED') and not exists (
				select from delivery x where (x.host_id, x.message_id) = (d.host_id, d.message_id) and x.state in ('ACCEPTED', 'READ')) returning 1),
			m as (update message set settled_at = null where host_id = $1 and id = $2 and exists (select from t) returning *),
			n as (update notice n set state = 'QUEUED' from m where `+toldIn+` and n.state = 'DELIVERED')
		select exists (select from t)`, tx.host, message).Scan(&unticked)
	return unticked, err
}

// MarkRead records that the other side says that a message was read.
func (tx *Tx) MarkRead(ctx context.Context, channel string, message uuid.UUID) error {
	return tx.exec(ctx, `update delivery set state = 'READ' where host_id = $1 and channel_id = $2 and message_id = $3
		and state in ('QUEUED', 'SENDING', 'ACCEPTED', 'FAILED')`, tx.host, channel, message)
}

// Reopen takes back that a channel has accepted a message, as it has said since that it could not deliver it, and that its reader
// was told; unless another channel has told them. It reports whether it did.
func (tx *Tx) Reopen(ctx context.Context, channel string, message uuid.UUID) (reopened bool, err error) {
	err = tx.QueryRow(ctx, `with d as (update delivery d set state = 'QUEUED'
			where d.host_id = $1 and d.channel_id = $2 and d.message_id = $3 and d.state = 'ACCEPTED' and not exists (select from delivery x
				where (x.host_id, x.message_id) = (d.host_id, d.message_id) and x.channel_id <> d.channel_id
				and x.state in ('ACCEPTED', 'READ', 'REACHED')) returning 1),
			m as (update message set settled_at = null where host_id = $1 and id = $3 and exists (select from d) returning *),
			untold as (update notice n set state = 'QUEUED' from m where `+toldIn+` and n.state = 'DELIVERED')
		select exists (select from d)`, tx.host, channel, message).Scan(&reopened)
	return reopened, err
}
