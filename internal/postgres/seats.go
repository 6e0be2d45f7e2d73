package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// InsertSeats stores offices and seats; in each new seat sits a person who until told otherwise is named after it. What
// the host has already stays as it is: other campaigns rest on it.
func (tx *Tx) InsertSeats(ctx context.Context, offices []supervision.Office, seats []supervision.Seat, at time.Time) error {
	for _, o := range offices {
		tx.later(`insert into office (host_id, id, name, kind) values ($1, $2, $3, $4) on conflict do nothing`, tx.host, o.ID, o.Name, o.Kind)
	}
	for i, s := range seats {
		person := tx.host + "/" + s.ID
		tx.later(`insert into person (id) values ($1) on conflict do nothing`, person)
		tx.later(`insert into roll (host_id, person_id, name) values ($1, $2, $3) on conflict do nothing`, tx.host, person, s.Title)
		tx.later(`with new as (insert into seat (host_id, id, office_id, role, title, ordinal)
				values ($1, $2, nullif($3, ''), $4, $5, $6) on conflict do nothing returning host_id, id)
			insert into sitting (host_id, seat_id, person_id, from_at) select host_id, id, $7, $8 from new`,
			tx.host, s.ID, s.Office, s.Role, s.Title, i, person, at)
	}
	return tx.send(ctx)
}

// OtherwiseSeated lists those of the seats that the host has already, but with another role or in another office.
func (tx *Tx) OtherwiseSeated(ctx context.Context, seats []supervision.Seat) ([]string, error) {
	ids, roles, offices := make([]string, len(seats)), make([]string, len(seats)), make([]string, len(seats))
	for i, s := range seats {
		ids[i], roles[i], offices[i] = s.ID, string(s.Role), s.Office
	}
	rows, err := tx.Query(ctx, `select s.id from seat s
		join unnest($2::text[], $3::text[], $4::text[]) as n (id, role, office) on n.id = s.id
		where s.host_id = $1 and (s.role, coalesce(s.office_id, '')) <> (n.role, n.office) order by s.id limit 100`,
		tx.host, ids, roles, offices)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// SeatRow is a seat of the host.
type SeatRow struct {
	ID       string
	OfficeID *string
	Role     supervision.Role
	Title    string
}

// sitter is the SQL for who sits in a seat at an instant, both given as SQL; null if nobody does.
func sitter(seat, at string) string {
	return fmt.Sprintf(`(select t.person_id from sitting t where t.host_id = $1 and t.seat_id = %s and t.from_at <= %s
		and (t.to_at is null or t.to_at > %[2]s) order by t.from_at desc limit 1)`, seat, at)
}

// SeatsOf lists the seats in which a person sits at an instant.
func (tx *Tx) SeatsOf(ctx context.Context, person string, at time.Time) ([]SeatRow, error) {
	return many[SeatRow](ctx, tx, `select s.id, s.office_id, s.role, s.title from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
		where t.host_id = $1 and t.person_id = $2 and t.from_at <= $3 and (t.to_at is null or t.to_at > $3) order by s.ordinal, s.id limit 100`,
		tx.host, person, at)
}

// Seat reads one seat.
func (tx *Tx) Seat(ctx context.Context, id string) (SeatRow, error) {
	return one[SeatRow](ctx, tx, `select id, office_id, role, title from seat where host_id = $1 and id = $2`, tx.host, id)
}

// Sitter is who sits in a seat at an instant; ErrNone if nobody does.
func (tx *Tx) Sitter(ctx context.Context, seat string, at time.Time) (person string, err error) {
	err = tx.QueryRow(ctx, `select `+sitter("$2", "$3")+` as person where exists `+sitter("$2", "$3"), tx.host, seat, at).Scan(&person)
	return person, err
}

// NameOf is the name of a person as the host's roll has it.
func (tx *Tx) NameOf(ctx context.Context, person string) (name string, err error) {
	err = tx.QueryRow(ctx, `select name from roll where host_id = $1 and person_id = $2`, tx.host, person).Scan(&name)
	return name, err
}
