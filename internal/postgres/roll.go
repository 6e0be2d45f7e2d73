package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// Names reads the names of people on the host's roll by their ids.
func (tx *Tx) Names(ctx context.Context, ids ...string) ([]supervision.Person, error) {
	return many[supervision.Person](ctx, tx, `select person_id as id, name, phone, email from roll
		where host_id = $1 and person_id = any($2)`, tx.host, ids)
}

// StandIns lists the stand-ins of seats.
func (tx *Tx) StandIns(ctx context.Context, seats ...string) ([]string, error) {
	rows, err := tx.Query(ctx, `select r.person_id from unnest($2::text[]) s join roll r on r.host_id = $1 and r.person_id = $1 || '/' || s
		where r.stand_in`, tx.host, seats)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// InsertNewSeats makes seats, which stand behind all others; one that is there already is taken.
func (tx *Tx) InsertNewSeats(ctx context.Context, seats []supervision.Seat, parts []supervision.Part) error {
	ids, offices, roles, titles := make([]string, len(seats)), make([]string, len(seats)), make([]string, len(seats)), make([]string, len(seats))
	for i, s := range seats {
		ids[i], offices[i], roles[i], titles[i] = s.ID, s.Office, string(s.Role), s.Title
	}
	return tx.exec(ctx, `insert into seat (host_id, id, office_id, role, title, part, ordinal)
		select $1, s.id, nullif(s.office, ''), s.role, s.title, s.part, s.n + coalesce((select max(ordinal) from seat where host_id = $1), -1)
		from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) with ordinality s (id, office, role, title, part, n)`,
		tx.host, ids, offices, roles, titles, parts)
}

// RenameSeat stores a seat's title and part.
func (tx *Tx) RenameSeat(ctx context.Context, id, title string, part supervision.Part) error {
	return tx.exec(ctx, `update seat set title = $3, part = $4 where host_id = $1 and id = $2`, tx.host, id, title, part)
}

// RollRow is somebody on the host's roll, with one of their terms; without a seat if they have none.
type RollRow struct {
	supervision.Person
	Seat   string
	Role   supervision.Role
	Office string // its name, or its id where that name may mean another
	Title  string
	Part   supervision.Part
	FromAt *time.Time
	ToAt   *time.Time
}

// Roll lists the host's people in the order of pinyin, with their terms that are not over at an instant. Stand-ins are
// nobody, and who administers is left out.
func (tx *Tx) Roll(ctx context.Context, at time.Time, limit int) ([]RollRow, error) {
	return many[RollRow](ctx, tx, `with called (id, name) as materialized (select o.id, case when count(*) over (partition by o.name) > 1
				or exists (select from office n where (n.host_id, n.id) = (o.host_id, o.name) and n.id <> o.id) then o.id else o.name end
			from office o where o.host_id = $1)
		select r.person_id as id, r.name, r.phone, r.email, coalesce(t.seat_id, '') as seat,
			coalesce(t.role, '') as role, coalesce(o.name, '') as office, coalesce(t.title, '') as title, coalesce(t.part, '') as part, t.from_at, t.to_at
		from roll_gram g join roll r on (r.host_id, r.person_id) = (g.host_id, g.person_id)
		left join lateral (select t.seat_id, s.role, s.office_id, s.title, s.part, t.from_at, t.to_at
			from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
			where (t.host_id, t.person_id) = (r.host_id, r.person_id) and t.from_at is distinct from t.to_at and (t.to_at is null or t.to_at > $2)
			and s.role not in ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR')) t on true
		left join called o on o.id = t.office_id
		where g.host_id = $1 and g.gram = '' and not r.stand_in
		order by g.name, g.person_id, t.from_at, t.seat_id limit $3`, tx.host, at, limit)
}
