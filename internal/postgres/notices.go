package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// NewNotice is something to be told to whoever sits in a seat.
type NewNotice struct {
	Seat, Duty, Kind, Zh, En string
	At                       time.Time
	Unannounced              bool // about a visit of which nobody who is supervised may learn
	Urgent                   bool // goes out at once, in no digest
}

// QueueNotices puts notices into the inboxes of the people who sit in the seats, in one statement; where nobody sits, into
// that of the office's, and without anybody there either it waits for somebody to come. What is a unit's own affair waits
// at once. Whoever sits in a unit too is nobody where an unannounced visit is told of. The same notice again is the same row.
// (The limit of 1 has each seat looked up by its key.)
func (tx *Tx) QueueNotices(ctx context.Context, campaign, state, office string, now time.Time, notices []NewNotice) error {
	if len(notices) == 0 {
		return nil
	}
	var c noticeColumns
	for i := range notices {
		c.add(&notices[i], tx.host, campaign)
	}
	return tx.exec(ctx, `insert into notice (host_id, id, campaign_id, person_id, seat_id, duty_id, kind, zh, en, at, state, unannounced, urgent)
		select $1, n.id, $2, `+addressee("n.seat", "$12", "$11")+`, n.seat, n.duty, n.kind, n.zh, n.en, n.at, $3, n.unannounced, n.urgent
		from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $13::boolean[], $14::boolean[])
			as n (id, seat, duty, kind, zh, en, at, unannounced, urgent) on conflict do nothing`,
		tx.host, campaign, state, c.ids, c.seats, c.duties, c.kinds, c.zh, c.en, c.at, now, office, c.unannounced, c.urgent)
}

// addressee is the SQL for who gets a notice n: whoever sits in its seat at an instant or else in the office's.
func addressee(seat, office, at string) string {
	return `coalesce(` + told(seat, at) + `, case when n.kind not in ` + unitsOwn + ` then ` + told(office, at) + ` end, '')`
}

// told is the SQL for who sits in a seat at an instant and may be told what a notice n says.
func told(seat, at string) string {
	return `case when not ` + withheld(sitter(seat, at), at) + ` then ` + sitter(seat, at) + ` end`
}

// withheld is the SQL for whether a notice n is about an unannounced visit, and somebody sits in a unit at an instant.
func withheld(person, at string) string {
	return `(n.unannounced and exists (select from sitting u join seat o on (o.host_id, o.id) = (u.host_id, u.seat_id)
			where u.host_id = $1 and u.person_id = ` + person + ` and o.role = 'OFFICIAL'
			and u.from_at <= ` + at + ` and (u.to_at is null or u.to_at > ` + at + `)))`
}

// gone is the SQL for whether somebody to whom a notice n of a campaign c was addressed sits neither in its seat any more, at an
// instant, nor in the office's.
func gone(person, at string) string {
	return `not exists (select from sitting u where u.host_id = $1 and u.person_id = ` + person + ` and u.seat_id in (n.seat_id, c.office_seat)
			and u.from_at <= ` + at + ` and (u.to_at is null or u.to_at > ` + at + `))`
}

// unitsOwn are the kinds of notices about papers that have not left their unit.
const unitsOwn = `('DRAFTED', 'SENT_BACK')`

type noticeColumns struct {
	ids                          []uuid.UUID
	seats, duties, kinds, zh, en []string
	at                           []time.Time
	unannounced, urgent          []bool
}

// add names the notice after what it says, to whom and when.
func (c *noticeColumns) add(n *NewNotice, host, campaign string) {
	name := strings.Join([]string{host, campaign, n.Seat, n.Duty, n.Kind, n.Zh, n.At.UTC().Format(time.RFC3339Nano)}, "\x00")
	c.ids = append(c.ids, uuid.NewSHA1(uuid.Nil, []byte(name)))
	c.seats, c.duties, c.kinds = append(c.seats, n.Seat), append(c.duties, n.Duty), append(c.kinds, n.Kind)
	c.zh, c.en, c.at = append(c.zh, n.Zh), append(c.en, n.En), append(c.at, n.At)
	c.unannounced, c.urgent = append(c.unannounced, n.Unannounced), append(c.urgent, n.Urgent)
}

// NoticeRow is a notice as it is stored.
type NoticeRow struct {
	ID            uuid.UUID
	CampaignID    string
	CampaignTitle string
	PersonID      string
	SeatID        string
	ToTitle       string
	DutyID        string
	Kind          string
	Zh, En        string
	At            time.Time
	State         string // as it is stored, or TO_CALL or UNDELIVERED
}

const noticeColumnList = `n.id, n.campaign_id, c.title as campaign_title, n.person_id, n.seat_id, s.title as to_title, n.duty_id, n.kind,
	n.zh, n.en, n.at, case when n.state = 'QUEUED' and n.digest_day is not null then coalesce((select case
		when m.settled_at is not null then 'UNDELIVERED'
		when exists (select from delivery x where (x.host_id, x.message_id) = (m.host_id, m.id) and x.state = 'TO_CALL') then 'TO_CALL' end
		from ` + telling + `), n.state) else n.state end as state`

// telling is the message m that a notice n is in, by an index for each kind of message.
const telling = `(select m.host_id, m.id, m.settled_at from message m where m.kind = 'DIGEST' and not n.urgent
		and (m.host_id, m.day, m.person_id) = (n.host_id, n.digest_day, n.person_id)
	union all select m.host_id, m.id, m.settled_at from message m where m.kind = 'URGENT' and n.urgent
		and (m.host_id, m.notice_id, m.day, m.person_id) = (n.host_id, n.id, n.digest_day, n.person_id)) m`

const joinNotice = `join campaign c on (c.host_id, c.id) = (n.host_id, n.campaign_id)
	join seat s on (s.host_id, s.id) = (n.host_id, n.seat_id) `

const selectNotice = `select ` + noticeColumnList + ` from notice n ` + joinNotice

// NoticeFilter narrows a list of notices; its zero value lets all pass.
type NoticeFilter struct {
	Campaign, Person, State string
	// The list goes on before this instant and id.
	Before   time.Time
	BeforeID uuid.UUID
	Limit    int
}

// Notices lists notices newest first.
func (tx *Tx) Notices(ctx context.Context, f NoticeFilter) ([]NoticeRow, error) {
	return many[NoticeRow](ctx, tx, selectNotice+`where n.host_id = $1 and ($2 = '' or n.campaign_id = $2)
		and ($3 = '' or n.person_id = $3) and ($4 = '' or n.state = $4)
		and ($5::timestamptz is null or (n.at, n.id) < ($5, $6)) order by n.at desc, n.id desc limit $7`,
		tx.host, f.Campaign, f.Person, f.State, null(f.Before), f.BeforeID, f.Limit)
}

// SilenceNotices keeps a campaign's queued notices from going out.
func (tx *Tx) SilenceNotices(ctx context.Context, campaign string) error {
	return tx.exec(ctx, `update notice set state = 'SILENCED' where host_id = $1 and campaign_id = $2
		and state = 'QUEUED' and digest_day is null`, tx.host, campaign)
}

// DropStale drops a campaign's silenced reminders whose duty is done, overdue, or reminded again since, those of visits that are
// for today, over or called off, and what was overdue and is done, and lists the first of them.
func (tx *Tx) DropStale(ctx context.Context, campaign string, today supervision.Date, limit int) ([]NoticeRow, error) {
	return many[NoticeRow](ctx, tx, `with n as (update notice n set state = 'DROPPED' from duty d
		where n.host_id = $1 and n.campaign_id = $2 and n.state = 'SILENCED'
		and (d.host_id, d.campaign_id, d.id) = (n.host_id, n.campaign_id, n.duty_id)
		and (n.kind in ('OPEN', 'REMIND', 'WARN') and d.state not in ('OPEN', 'WAITING')
			or n.kind = 'REMIND' and exists (select from notice m
				where (m.host_id, m.campaign_id, m.duty_id) = (n.host_id, n.campaign_id, n.duty_id) and m.kind = 'REMIND' and m.at > n.at)
			or n.kind in `+visits+` and (`+done+` or `+over("$3")+`) or n.kind in `+reproaches+` and `+fulfilled+`)
		returning n.*)
		select `+noticeColumnList+` from n `+joinNotice+`order by n.at, n.id limit $4`, tx.host, campaign, day(today.AddDays(1)), limit)
}

// ReleaseSilenced queues what is still silenced, and reports whether any of it is urgent.
func (tx *Tx) ReleaseSilenced(ctx context.Context, campaign string) (urgent bool, err error) {
	err = tx.QueryRow(ctx, `with n as (update notice set state = 'QUEUED' where host_id = $1 and campaign_id = $2 and state = 'SILENCED' returning urgent)
		select coalesce(bool_or(urgent), false) from n`, tx.host, campaign).Scan(&urgent)
	return urgent, err
}

// What goes out of date: reminders say no more than what is still to be done, those of visits are about their day, and a reproach
// is out of date when it is done.
const (
	reminders  = `('OPEN', 'REMIND', 'WARN', 'INVITED', 'VISIT')`
	visits     = `('INVITED', 'VISIT')`
	reproaches = `('LAPSE', 'ESCALATE')`
)

// done is the SQL for whether nobody has to do a duty d any more, and fulfilled whether nobody can be reproached with it: what is
// left open when its campaign ends was not done.
const (
	done      = `d.state in ('PROVEN', 'EXCUSED', 'LEFT_OPEN')`
	fulfilled = `d.state in ('PROVEN', 'EXCUSED')`
)

// outdated is the SQL for whether a queued notice n is of a duty d and late.
func outdated(day string) string {
	return `n.state = 'QUEUED' and (d.host_id, d.campaign_id, d.id) = (n.host_id, n.campaign_id, n.duty_id) and ` + late(day)
}

// late is the SQL for whether a notice n of a duty d asks for what is done, or over by a day, or reproaches somebody with what is
// done.
func late(day string) string {
	return `(n.kind in ` + reminders + ` and (` + done + ` or ` + over(day) + `) or n.kind in ` + reproaches + ` and ` + fulfilled + `)`
}

// dropped is the SQL by which it is dropped at an instant: and listed as having come too late, unless it is done.
func dropped(at string) string {
	return `state = 'DROPPED', dropped_at = case when not ` + done + ` then ` + at + `::timestamptz end`
}

// over is the SQL for whether the last day of what a reminder n of a duty d is about was before a day: of a visit, its own, and it
// is over too if that was taken away.
func over(day string) string {
	return `case when n.kind in ` + visits + ` then not exists (select from inspection i
		where (i.host_id, i.id) = (d.host_id, nullif(d.inspection_id, '')) and i.visit_day >= ` + day + `) else d.last_day < ` + day + ` end`
}

// DropTookOver drops what whoever was to come into a seat at an instant would have been told then.
func (tx *Tx) DropTookOver(seat string, at time.Time) {
	tx.later(`update notice set state = 'DROPPED' where host_id = $1 and seat_id = $2 and kind = 'TOOK_OVER' and at = $3
		and state in ('QUEUED', 'SILENCED') and digest_day is null`, tx.host, seat, at)
}

// DropDone drops queued reminders of duties that are done or over by now: nobody is asked for what he has done, or when it is
// too late. Too late is listed: see Undelivered.
func (tx *Tx) DropDone(ctx context.Context, upTo, at time.Time, today supervision.Date) error {
	return tx.exec(ctx, `update notice n set `+dropped("$4")+` from duty d where n.host_id = $1 and n.digest_day is null and n.at <= $2
		and `+outdated("$3"), tx.host, upTo, day(today), at)
}

// NothingToCompose reports whether the host has no live campaign and nothing queued.
func (tx *Tx) NothingToCompose(ctx context.Context) (idle bool, err error) {
	err = tx.QueryRow(ctx, `select not exists (select from campaign where host_id = $1 and state = 'LIVE')
		and not exists (select from notice where host_id = $1 and state = 'QUEUED' and digest_day is null)`, tx.host).Scan(&idle)
	return idle, err
}

// DueCampaigns lists the host's live campaigns that have a call at or before an instant.
func (tx *Tx) DueCampaigns(ctx context.Context, at time.Time) ([]string, error) {
	rows, err := tx.Query(ctx, `select id from campaign where host_id = $1 and state = 'LIVE' and next_at <= $2 order by id limit 1000`, tx.host, at)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
