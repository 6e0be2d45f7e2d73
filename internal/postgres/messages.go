package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// RecipientRow is somebody who is to be told something, and how they can be reached.
type RecipientRow struct {
	PersonID string
	Offices  []string // in which they sit, or else the congress's own
	Channels []supervision.ChannelKind
	Mail     bool // an address is known
	// Unannounced: they are told of an unannounced visit too.
	Unannounced bool
}

// recipientColumns are a RecipientRow of the roll r, as of the instant $2; of a group, nobody.
const recipientColumns = `coalesce(r.person_id, '') as person_id, coalesce(r.channels, '{}') as channels, coalesce(r.email, '') <> '' as mail,
	coalesce(nullif(array(select distinct s.office_id from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
		where (t.host_id, t.person_id) = (r.host_id, r.person_id) and t.from_at <= $2 and (t.to_at is null or t.to_at > $2)
		and s.office_id is not null order by 1), '{}'), array_remove(array[` + ownOffice + `], null)) as offices`

// ownOffice is the SQL for the congress's own office, to which whoever has none belongs, as deputies do: that of the seat at
// which escalations of its newest campaign end; null if there is none.
const ownOffice = `(select s.office_id from campaign c join seat s on (s.host_id, s.id) = (c.host_id, c.office_seat)
	where c.host_id = $1 and s.office_id is not null order by c.state = 'LIVE' desc, c.launched_at desc nulls last, c.id limit 1)`

// BindDigests puts the notices queued up to an instant into the digests of a day, one a person, and lists who has one. A
// digest that is there already may be on its way: what was queued after it waits for the next day. Notices of a held
// campaign are not queued, so they stay out.
func (tx *Tx) BindDigests(ctx context.Context, d supervision.Date, upTo, at time.Time) ([]RecipientRow, error) {
	return many[RecipientRow](ctx, tx, `with bound as (
			update notice n set digest_day = $3 where n.host_id = $1 and n.state = 'QUEUED' and n.digest_day is null and n.at <= $4
			and not n.urgent and n.person_id <> '' and not exists (select from message m where m.host_id = $1 and m.kind = 'DIGEST' and m.day = $3
				and m.person_id = n.person_id) returning n.person_id, n.unannounced)
		select `+recipientColumns+`, b.unannounced from (select person_id, bool_or(unannounced) as unannounced from bound group by 1) b
		join roll r on r.host_id = $1 and r.person_id = b.person_id order by r.person_id`, tx.host, at, day(d), upTo)
}

// UrgentRow is a notice that goes out in a message of its own, and to whom.
type UrgentRow struct {
	NoticeID uuid.UUID
	RecipientRow
}

// queuedUrgent are the notices that are queued and go out at once. (An index has these alone.)
const queuedUrgent = `notice where host_id = $1 and urgent and state = 'QUEUED' and digest_day is null and person_id <> ''`

// UrgentSince is since when something urgent is queued; zero if nothing is.
func (tx *Tx) UrgentSince(ctx context.Context) (time.Time, error) {
	var since *time.Time
	err := tx.QueryRow(ctx, `select min(at) from `+queuedUrgent, tx.host).Scan(&since)
	return instant(since), err
}

// BindUrgent gives a day to what is queued and urgent, so that it is in no digest, and lists it.
func (tx *Tx) BindUrgent(ctx context.Context, d supervision.Date, at time.Time) ([]UrgentRow, error) {
	return many[UrgentRow](ctx, tx, `with bound as (
			update notice set digest_day = $3 where host_id = $1 and digest_day is null and (campaign_id, at, id) in (
				select campaign_id, at, id from `+queuedUrgent+` and at <= $2) returning id, at, person_id, unannounced)
		select b.id as notice_id, `+recipientColumns+`, b.unannounced from bound b join roll r on r.host_id = $1 and r.person_id = b.person_id
		order by b.at, r.person_id, b.id`, tx.host, at, day(d))
}

// QuietHours are the host's.
func (tx *Tx) QuietHours(ctx context.Context) (q supervision.QuietHours, err error) {
	err = tx.QueryRow(ctx, `select quiet_from, quiet_to, rest_days from host where id = $1`, tx.host).Scan(&q.From, &q.To, &q.RestDays)
	return q, err
}

// NewMessage is a message on its first channel.
type NewMessage struct {
	Kind    supervision.MessageKind
	Person  string    // empty: the group of an office
	Office  string    // on whose page it is listed; may be empty
	Notice  uuid.UUID // of a message of its own
	Channel string
	State   supervision.DeliveryState
}

// ID names the message after what it is: to whom, on what day or about what.
func (m *NewMessage) ID(host, day string) uuid.UUID {
	about := day
	switch m.Kind {
	case supervision.MessageUrgent:
		about = m.Notice.String()
	case supervision.MessageTest:
		about = m.Notice.String() + "\x00" + m.Channel
	case supervision.MessageGroup:
		about += "\x00" + m.Channel
	case supervision.MessageDigest:
	}
	return uuid.NewSHA1(uuid.Nil, []byte(strings.Join([]string{host, string(m.Kind), m.Person, about}, "\x00")))
}

// Sheet is what messages composed together have in common.
type Sheet struct {
	Day    supervision.Date
	At     time.Time
	GiveUp time.Time // where the channel is down by then, the next one is tried
}

// InsertMessages stores messages, each with its first delivery, in one statement. The same again is the same row.
func (tx *Tx) InsertMessages(ctx context.Context, s Sheet, messages []NewMessage) error {
	if len(messages) == 0 {
		return nil
	}
	var c messageColumns
	for i := range messages {
		c.add(&messages[i], tx.host, s.Day.String())
	}
	return tx.exec(ctx, `with u as (select id, kind, person, office, notice, channel, state
				from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::text[], $11::text[])
				as u (id, kind, person, office, notice, channel, state)),
			m as (insert into message (host_id, id, kind, person_id, office_id, day, notice_id, composed_at)
				select $1, id, kind, person, office, $2, notice, $3 from u on conflict do nothing returning id)
		insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
			select $1, u.id, u.channel, 0, u.state, $3, $4 from m join u on u.id = m.id`,
		tx.host, day(s.Day), s.At, s.GiveUp, c.ids, c.kinds, c.people, c.offices, c.notices, c.channels, c.states)
}

type messageColumns struct {
	ids                                      []uuid.UUID
	kinds, people, offices, channels, states []string
	notices                                  []*uuid.UUID
}

func (c *messageColumns) add(m *NewMessage, host, day string) {
	c.ids, c.kinds = append(c.ids, m.ID(host, day)), append(c.kinds, string(m.Kind))
	c.people, c.offices = append(c.people, m.Person), append(c.offices, m.Office)
	c.channels, c.states = append(c.channels, m.Channel), append(c.states, string(m.State))
	var notice *uuid.UUID
	if m.Notice != uuid.Nil {
		notice = &m.Notice
	}
	c.notices = append(c.notices, notice)
}

// resultTitle is the SQL for the title in a notice of a result, which has no duty: as it is quoted now, or as it once was.
const resultTitle = `coalesce(translate(substring(n.zh from '^“([^”]*)”'), '‘’', '“”'), substring(n.zh from '^「([^」]*)」'))`

// LetterNotice is a notice in a message.
type LetterNotice struct {
	MessageID uuid.UUID
	ToldRow
}

// toldIn joins the notices n of messages m.
const toldIn = `n.host_id = m.host_id and n.digest_day = m.day and n.person_id = m.person_id
	and case m.kind when 'DIGEST' then not n.urgent when 'URGENT' then n.urgent and n.id = m.notice_id else false end`

// waived is the SQL for whether a notice n of a message m, of a campaign c and perhaps of a duty d, waits to be told and will not
// be: it is late by a day, or on hold. Withdraw and DropOutdated make it so.
func waived(day string) string {
	return `(n.state = 'QUEUED' and (` + late(day) + ` or m.kind = 'DIGEST' and c.held_since is not null)) is true`
}

const joinDuty = `left join duty d on (d.host_id, d.campaign_id, d.id) = (n.host_id, n.campaign_id, n.duty_id) `

// NoticesIn lists what messages tell at an instant of a day, in order, of each at most limit lines. What was dropped or is out of
// date is not told, nor what is on hold, and what their readers may not know any more neither.
func (tx *Tx) NoticesIn(ctx context.Context, at time.Time, today supervision.Date, limit int, messages ...uuid.UUID) ([]LetterNotice, error) {
	rows, err := tx.Query(ctx, `select m.id, n.campaign_id, n.duty_id, n.kind, n.unannounced, n.at, c.title, s.title,
			coalesce(d.title, case n.kind when 'RESULT' then `+resultTitle+` end, ''), d.last_day,
			coalesce(d.inspection_id, ''), case when d.inspection_id <> '' then (select i.visit_day from inspection i
				where (i.host_id, i.id) = (d.host_id, d.inspection_id)) end, coalesce(n.seat_id = d.convenor, false),
			coalesce(case n.kind when 'ESCALATE' then (select g.body->>'Name' from supervision_group g
				where (g.host_id, g.campaign_id, g.id) = (d.host_id, d.campaign_id, d.group_id)) end, '')
		from message m cross join lateral (select n.host_id, n.campaign_id, n.seat_id, n.duty_id, n.id, n.kind, n.zh, n.unannounced, n.at, n.state
			from notice n where `+toldIn+` and n.state <> 'DROPPED' and not `+withheld("m.person_id", "$4")+`
			order by n.at, n.kind, n.duty_id, n.id limit $3) n `+joinNotice+joinDuty+`
		where m.host_id = $1 and m.id = any($2) and not `+waived("$5")+` order by m.id, n.at, n.kind, n.duty_id, n.id`,
		tx.host, keys(messages), limit, at, day(today))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, letterNotice)
}

// letterNotice reads a row by the places of its columns: there are as many as all people have notices of a morning.
func letterNotice(row pgx.CollectableRow) (n LetterNotice, err error) {
	err = row.Scan((*[16]byte)(&n.MessageID), &n.CampaignID, &n.DutyID, &n.Kind, &n.Unannounced, &n.At, &n.CampaignTitle, &n.SeatTitle,
		&n.DutyTitle, &n.LastDay, &n.InspectionID, &n.VisitDay, &n.ToConvenor, &n.GroupName)
	return n, err
}

// MessageNotices lists the notices that a message tells at an instant of a day, in order, at most limit, as NoticesIn does.
func (tx *Tx) MessageNotices(ctx context.Context, message uuid.UUID, at time.Time, today supervision.Date, limit int) ([]NoticeRow, error) {
	return many[NoticeRow](ctx, tx, selectNotice+joinDuty+`join message m on `+toldIn+`
		where m.host_id = $1 and m.id = $2 and `+tells("$4", "$5")+`
		order by n.at, n.kind, n.duty_id, n.id limit $3`, tx.host, message, limit, at, day(today))
}

// tells is the SQL for whether a message m tells a notice n, of a campaign c and perhaps of a duty d, at an instant of a day: not
// to whoever has left since.
func tells(at, day string) string {
	return `n.state <> 'DROPPED' and not ` + withheld("m.person_id", at) + ` and not ` + waived(day) + `
		and (n.state <> 'QUEUED' or not ` + gone("m.person_id", at) + `)`
}

// Withdraw takes out of messages what their readers may not know any more, as they have come into a unit since or have left, and
// what a campaign is silent about that is on hold. It is queued, or silenced, as if it had been in no message, and the courier is
// nudged to tell others: see Readdress. (What goes out at once is silenced only until it is in a message.)
func (tx *Tx) Withdraw(ctx context.Context, at time.Time, messages ...uuid.UUID) error {
	return tx.exec(ctx, withdraw("m.id = any($3)"), tx.host, at, keys(messages))
}

// WithdrawCalls does so on the call list.
func (tx *Tx) WithdrawCalls(ctx context.Context, at time.Time) error {
	return tx.exec(ctx, withdraw(`m.id in (select x.message_id from delivery x
		where x.host_id = $1 and x.channel_id = 'calls' and x.state = 'TO_CALL')`), tx.host, at)
}

// withdraw is the SQL of Withdraw for those messages m.
func withdraw(those string) string {
	return `with withdrawn as (update notice n set digest_day = null, state = case when c.held_since is null then 'QUEUED' else 'SILENCED' end
			from message m, campaign c
			where m.host_id = $1 and ` + those + ` and ` + toldIn + ` and n.state = 'QUEUED' and (c.host_id, c.id) = (n.host_id, n.campaign_id)
			and (` + withheld("m.person_id", "$2") + ` or ` + gone("m.person_id", "$2") + ` or m.kind = 'DIGEST' and c.held_since is not null) returning 1),
			nudged as (insert into nudge (kind, host_id, id) select 'courier', $1, $1 from withdrawn limit 1 returning 1)
		select pg_notify('nudge', '') from nudged`
}

// UnitSeat is an office of those who are supervised, in which somebody sits.
type UnitSeat struct{ PersonID, OfficeID, OfficeName string }

// AskUnits asks for which offices people answer at an instant; then is told by the time of the next question's answer.
func (tx *Tx) AskUnits(then func([]UnitSeat), at time.Time, people ...string) {
	asked(tx, then, `select distinct t.person_id, s.office_id, o.name as office_name
		from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id) join office o on (o.host_id, o.id) = (s.host_id, s.office_id)
		where t.host_id = $1 and t.person_id = any($3) and t.from_at <= $2 and (t.to_at is null or t.to_at > $2)
		and s.role = 'OFFICIAL' order by 1, 2`, tx.host, at, people)
}

// UnitDuty is what an office has to do.
type UnitDuty struct {
	OfficeID, OfficeName string
	CampaignID, DutyID   string
	Kind                 string // of the notice that would tell it: LAPSE, RETURNED, REMIND
	Title, Campaign      string
	Day                  *time.Time
}

// UnitDuties lists what the seats of offices have to do by a day, what of it is overdue and what was returned, the oldest
// first, of each at most limit. Campaigns whose messages are held are left out.
func (tx *Tx) UnitDuties(ctx context.Context, by supervision.Date, limit int, offices ...string) ([]UnitDuty, error) {
	return many[UnitDuty](ctx, tx, `select o.id as office_id, o.name as office_name, d.*
		from office o cross join lateral (select c.id as campaign_id, d.id as duty_id, d.title, c.title as campaign, d.last_day as day,
				case when d.state = 'OVERDUE' then 'LAPSE' when d.returned_at is not null then 'RETURNED' else 'REMIND' end as kind
			from campaign c join duty d on (d.host_id, d.campaign_id) = (c.host_id, c.id) join seat s on (s.host_id, s.id) = (d.host_id, d.holder)
			where c.host_id = o.host_id and c.state = 'LIVE' and c.held_since is null and s.office_id = o.id and not d.unannounced
			and (d.state = 'OVERDUE' or d.state in ('OPEN', 'WAITING') and (d.returned_at is not null or d.state = 'OPEN' and d.last_day <= $3))
			order by d.last_day, c.id, d.id limit $4) d
		where o.host_id = $1 and o.id = any($2) order by o.id, d.day, d.campaign_id, d.duty_id`, tx.host, offices, day(by), limit)
}

// NewsFor lists those of the offices whose seats are told something in the digests of a day.
func (tx *Tx) NewsFor(ctx context.Context, d supervision.Date, offices ...string) ([]string, error) {
	rows, err := tx.Query(ctx, `select distinct s.office_id from notice n join seat s on (s.host_id, s.id) = (n.host_id, n.seat_id)
		where n.host_id = $1 and n.digest_day = $2 and not n.unannounced and s.office_id = any($3) and n.kind not in `+unitsOwn+`
		order by 1`, tx.host, day(d), offices)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// DropOutdated drops from messages the reminders of what is over by a day or done, as DropDone does before they are composed.
func (tx *Tx) DropOutdated(ctx context.Context, at time.Time, today supervision.Date, messages ...uuid.UUID) error {
	return tx.exec(ctx, `update notice n set `+dropped("$4")+` from message m, duty d
		where m.host_id = $1 and m.id = any($2) and `+toldIn+` and `+outdated("$3"), tx.host, keys(messages), day(today), at)
}

// DropOutdatedCalls does so on the call list.
func (tx *Tx) DropOutdatedCalls(ctx context.Context, at time.Time, today supervision.Date) error {
	return tx.exec(ctx, `update notice n set `+dropped("$3")+` from message m, delivery x, duty d
		where m.host_id = $1 and x.channel_id = 'calls' and x.state = 'TO_CALL' and (x.host_id, x.message_id) = (m.host_id, m.id)
		and `+toldIn+` and `+outdated("$2"), tx.host, day(today), at)
}

// DropCalls ends the calls that have nothing left to tell, at most limit, and lists them.
func (tx *Tx) DropCalls(ctx context.Context, at time.Time, reason string, limit int) ([]uuid.UUID, error) {
	rows, err := tx.Query(ctx, `update delivery set state = 'DROPPED', settled_at = $2, reason = $3 where host_id = $1 and channel_id = 'calls'
		and message_id in (select m.id from message m join delivery x on (x.host_id, x.message_id) = (m.host_id, m.id)
			where m.host_id = $1 and x.channel_id = 'calls' and x.state = 'TO_CALL'
			and not exists (select from notice n where `+toldIn+` and n.state <> 'DROPPED') limit $4)
		returning message_id`, tx.host, at, reason, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// MarkTold records that what a message tells has arrived, and that nothing more is to be tried.
func (tx *Tx) MarkTold(ctx context.Context, at time.Time, messages ...uuid.UUID) error {
	return tx.exec(ctx, `with m as (update message set settled_at = coalesce(settled_at, $3) where host_id = $1 and id = any($2) returning *)
		update notice n set state = 'DELIVERED' from m where `+toldIn+` and n.state = 'QUEUED'`, tx.host, messages, at)
}

// SettleMessages records that nothing more is to be tried.
func (tx *Tx) SettleMessages(ctx context.Context, at time.Time, messages ...uuid.UUID) error {
	return tx.exec(ctx, `update message set settled_at = coalesce(settled_at, $3) where host_id = $1 and id = any($2)`, tx.host, messages, at)
}
