package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// termRow is a person's time in a seat as it is stored.
type termRow struct {
	SeatID   string
	PersonID string
	FromAt   time.Time
	ToAt     *time.Time
}

func (r termRow) term() supervision.Term {
	return supervision.Term{Seat: r.SeatID, Person: r.PersonID, From: r.FromAt.UTC(), To: instant(r.ToAt)}
}

// TermsIn lists all terms of seats, in the order of time.
func (tx *Tx) TermsIn(ctx context.Context, seats ...string) ([]supervision.Term, error) {
	rows, err := many[termRow](ctx, tx, `select seat_id, person_id, from_at, to_at from sitting
		where host_id = $1 and seat_id = any($2) order by seat_id, from_at, person_id`, tx.host, seats)
	terms := make([]supervision.Term, len(rows))
	for i, r := range rows {
		terms[i] = r.term()
	}
	return terms, err
}

// TermView is a person's time in a seat with what a reader wants beside it.
type TermView struct {
	supervision.Term
	Role       supervision.Role
	Title      string
	Part       supervision.Part
	Office     string
	OfficeName string
}

type termViewRow struct {
	termRow
	Role       supervision.Role
	Title      string
	Part       supervision.Part
	Office     string
	OfficeName string
}

// TermsOf lists the terms of people, each person's in the order of time: those that hold at an instant, or all if it is
// zero.
func (tx *Tx) TermsOf(ctx context.Context, at time.Time, people ...string) ([]TermView, error) {
	rows, err := many[termViewRow](ctx, tx, `select t.seat_id, t.person_id, t.from_at, t.to_at, s.role, s.title, s.part,
		coalesce(s.office_id, '') as office, coalesce(o.name, '') as office_name
		from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
		left join office o on (o.host_id, o.id) = (s.host_id, s.office_id)
		where t.host_id = $1 and t.person_id = any($2)
		and ($3::timestamptz is null or t.from_at <= $3 and (t.to_at is null or t.to_at > $3))
		order by t.person_id, t.from_at, t.seat_id`, tx.host, people, null(at))
	views := make([]TermView, len(rows))
	for i, r := range rows {
		views[i] = TermView{r.term(), r.Role, r.Title, r.Part, r.Office, r.OfficeName}
	}
	return views, err
}

// InsertTerms lets people into seats. A term that was given up before it began is given again.
func (tx *Tx) InsertTerms(ctx context.Context, terms ...supervision.Term) error {
	tx.change(len(terms), `insert into sitting as t (host_id, seat_id, person_id, from_at, to_at)
		select $1, n.* from unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) n
		on conflict (host_id, seat_id, from_at, person_id) do update set to_at = excluded.to_at where t.to_at = t.from_at`,
		tx.arrays(terms)...)
	return tx.relieve(ctx)
}

// EndTerms stores when terms end.
func (tx *Tx) EndTerms(terms ...supervision.Term) {
	tx.change(len(terms), `update sitting t set to_at = n.to_at
		from unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) n (seat, person, from_at, to_at)
		where (t.host_id, t.seat_id, t.person_id, t.from_at) = ($1, n.seat, n.person, n.from_at)`, tx.arrays(terms)...)
}

// arrays are the host and what terms hold, as a statement takes many of them.
func (tx *Tx) arrays(terms []supervision.Term) []any {
	seats, people := make([]string, len(terms)), make([]string, len(terms))
	from, to := make([]time.Time, len(terms)), make([]*time.Time, len(terms))
	for i, t := range terms {
		seats[i], people[i], from[i], to[i] = t.Seat, t.Person, t.From, null(t.To)
	}
	return []any{tx.host, seats, people, from, to}
}

// Readdress hands what is queued for seats, and not in a digest yet, to whoever sits there at an instant; where nobody
// does, to whoever sits in the office's seat, unless it is a unit's own affair, and else it waits for somebody to come. No
// seats are all. Where something urgent has somebody to be told to now, the courier is nudged.
func (tx *Tx) Readdress(ctx context.Context, at time.Time, seats ...string) error {
	to := addressee("n.seat_id", "c.office_seat", "$2")
	return tx.exec(ctx, `with told as (update notice n set person_id = `+to+` from campaign c
			where n.host_id = $1 and n.state = 'QUEUED' and n.digest_day is null and n.at <= $2 and ($3::text[] is null or n.seat_id = any($3))
			and (c.host_id, c.id) = (n.host_id, n.campaign_id) and n.person_id <> `+to+` returning n.person_id, n.urgent),
			nudged as (insert into nudge (kind, host_id, id)
				select 'courier', $1, $1 from told where urgent and person_id <> '' limit 1 returning 1)
		select pg_notify('nudge', '') from nudged`, tx.host, at, seats)
}

// Burden is what of a live campaign rests on a seat: open duties that it holds, or open duties of others for which it
// stands as their convenor or as the campaign's office, or which wait for its word as the head's of their unit.
type Burden struct {
	SeatID      string
	CampaignID  string
	Held        bool       // the campaign's messages are silenced
	OfficeSeat  string     // of the campaign
	Duties      []string   // that the seat itself holds
	Unannounced []string   // those of them that are parts in unannounced visits
	LastDay     *time.Time // of all of it; nil: none is known, or it is over
}

// Rests are the last days of what rests on each seat.
func Rests(burdens []Burden) map[string][]supervision.Date {
	days := map[string][]supervision.Date{}
	for _, b := range burdens {
		var last supervision.Date
		if b.LastDay != nil {
			last = supervision.DateOf(*b.LastDay, time.UTC)
		}
		days[b.SeatID] = append(days[b.SeatID], last)
	}
	return days
}

// stillOpen are the duties on which somebody still has to act.
const stillOpen = `d.state in ('WAITING', 'OPEN', 'OVERDUE')`

// drafted are the papers of live campaigns that wait for a head's word, each with its duty d, on which somebody still has to
// act, and its author's seat s.
const drafted = `live c join submission u on (u.host_id, u.campaign_id, u.state) = ($1, c.id, 'DRAFTED')
	join duty d on (d.host_id, d.campaign_id, d.id) = (u.host_id, u.campaign_id, u.duty_id) and ` + stillOpen + `
	join seat s on (s.host_id, s.id) = (u.host_id, u.seat_id) `

// awaited are the heads for whom they wait, as seat h.
const awaited = drafted + `join seat h on (h.host_id, h.office_id, h.part) = (s.host_id, s.office_id, 'HEAD') `

// Headless lists those of the offices, by their names, in which papers wait for a head and no seat is a head's.
func (tx *Tx) Headless(ctx context.Context, offices ...string) ([]string, error) {
	rows, err := tx.Query(ctx, `with live as (select id from campaign where host_id = $1 and state = 'LIVE')
		select distinct o.name from `+drafted+`join office o on (o.host_id, o.id) = (s.host_id, s.office_id)
		where o.id = any($2) and not exists (select from seat h where (h.host_id, h.office_id, h.part) = (o.host_id, o.id, 'HEAD'))
		order by 1`, tx.host, offices)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// LockLive keeps the host's live campaigns as they are until the transaction ends, as whoever changes one of them does.
func (tx *Tx) LockLive(ctx context.Context) error {
	return tx.exec(ctx, `select from campaign where host_id = $1 and state = 'LIVE' order by id for no key update`, tx.host)
}

// Burdens lists what rests on seats, by seat and campaign. Each way to rest on a seat is an equality of its own, so that
// the duties are read once and not once a seat.
func (tx *Tx) Burdens(ctx context.Context, seats ...string) ([]Burden, error) {
	return many[Burden](ctx, tx, `with named (seat) as (select unnest($2::text[])),
		live as (select id, held_since is not null as held, office_seat from campaign where host_id = $1 and state = 'LIVE'),
		duties as (select d.campaign_id, d.id, d.holder, d.convenor, d.unannounced, case when d.state <> 'OVERDUE' then d.last_day end as day
			from live c join duty d on d.host_id = $1 and d.campaign_id = c.id where `+stillOpen+`),
		resting (seat, campaign, duty, unannounced, day) as (select n.seat, d.campaign_id, d.id, d.unannounced, d.day from named n join duties d on d.holder = n.seat
			union all select n.seat, d.campaign_id, null, false, d.day from named n join duties d on d.convenor = n.seat
			union all select n.seat, c.id, null, false, null from named n join live c on c.office_seat = n.seat
			union all select n.seat, c.id, null, false, null from `+awaited+`join named n on n.seat = h.id)
		select r.seat as seat_id, c.id as campaign_id, c.held, c.office_seat,
			coalesce(array_agg(r.duty order by r.duty) filter (where r.duty is not null), '{}') as duties,
			coalesce(array_agg(r.duty order by r.duty) filter (where r.unannounced), '{}') as unannounced,
			case when count(*) = count(r.day) then max(r.day) end as last_day
		from resting r join live c on c.id = r.campaign group by 1, 2, 3, 4 order by 1, 2`, tx.host, seats)
}

// Vacancy is a seat in which nobody sits although something rests on it.
type Vacancy struct {
	SeatRow
	OfficeName string
	Duties     int        // open, that the seat holds
	NextDay    *time.Time // the earliest of their last days; nil: none is known
	Since      *time.Time // when the last one left; nil: nobody was there yet
}

// Vacancies lists the seats of a live campaign in which nobody sits at an instant although something rests on them, by
// their ids.
func (tx *Tx) Vacancies(ctx context.Context, campaign string, at time.Time, limit int) ([]Vacancy, error) {
	return many[Vacancy](ctx, tx, `with live as (select id, office_seat from campaign where host_id = $1 and id = $3 and state = 'LIVE'),
		duties as (select d.id, d.holder, d.convenor, d.last_day from live c join duty d on d.host_id = $1 and d.campaign_id = c.id where `+stillOpen+`),
		burdened (seat, duty, day) as (select holder, id, last_day from duties
			union all select distinct convenor, null, null::date from duties where convenor <> ''
			union all select office_seat, null, null from live
			union all select distinct h.id, null, null::date from `+awaited+`)
		select `+seatColumns+`, coalesce(o.name, '') as office_name, count(b.duty)::int as duties, min(b.day) as next_day,
			(select max(t.to_at) from sitting t where t.host_id = $1 and t.seat_id = s.id and t.to_at <= $2) as since
		from burdened b join seat s on s.host_id = $1 and s.id = b.seat left join office o on o.host_id = $1 and o.id = s.office_id
		group by s.host_id, s.id, o.name having `+sitter("s.id", "$2")+` is null order by s.id limit $4`, tx.host, at, campaign, limit)
}

// AnyStays reports whether anybody sits in a seat of a role from an instant, or before it, until further notice.
func (tx *Tx) AnyStays(ctx context.Context, role supervision.Role, at time.Time) (stays bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from seat s join sitting t on (t.host_id, t.seat_id) = (s.host_id, s.id)
		where s.host_id = $1 and s.role = $2 and t.from_at <= $3 and t.to_at is null)`, tx.host, role, at).Scan(&stays)
	return stays, err
}
