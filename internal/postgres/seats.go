package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// InsertSeats stores offices and seats; in each new seat sits a stand-in who is named after it. Where somebody real goes by
// that number the seat stays empty: a plan seats nobody. What the host has already stays as it is: other campaigns rest on it.
func (tx *Tx) InsertSeats(ctx context.Context, offices []supervision.Office, seats []supervision.Seat, at time.Time) error {
	for _, o := range offices {
		tx.later(`insert into office (host_id, id, name, kind) values ($1, $2, $3, $4) on conflict do nothing`, tx.host, o.ID, o.Name, o.Kind)
	}
	for i, s := range seats {
		person := tx.host + "/" + s.ID
		tx.later(`insert into person (id) values ($1) on conflict do nothing`, person)
		tx.later(`insert into roll (host_id, person_id, name, stand_in) values ($1, $2, $3, true) on conflict do nothing`, tx.host, person, s.Title)
		tx.later(`with new as (insert into seat (host_id, id, office_id, role, title, ordinal)
				values ($1, $2, nullif($3, ''), $4, $5, $6) on conflict do nothing returning host_id, id)
			insert into sitting (host_id, seat_id, person_id, from_at) select new.host_id, new.id, r.person_id, $8
				from new join roll r on (r.host_id, r.person_id) = (new.host_id, $7) and r.stand_in`,
			tx.host, s.ID, s.Office, s.Role, s.Title, i, person, at)
	}
	return tx.send(ctx)
}

// FoundHost makes the transaction's host below another, or below none; one that is there keeps its name and place. Split:
// nobody there is two kinds of administrator.
func (tx *Tx) FoundHost(ctx context.Context, h supervision.Host, parent string, split bool) error {
	return tx.exec(ctx, `insert into host (id, name, kind, level, parent_id, split_admin) values ($1, $2, $3, $4, nullif($5, ''), $6)
		on conflict (id) do update set split_admin = excluded.split_admin`, tx.host, h.Name, h.Kind, h.Level, parent, split)
}

// SeatAdministrator makes a seat that no plan makes and seats somebody in it, who joins the roll under a name. It fails
// with a taken key where the host has the seat already.
func (tx *Tx) SeatAdministrator(ctx context.Context, s supervision.Seat, person, name string, at time.Time) error {
	tx.later(`insert into person (id) values ($1) on conflict do nothing`, person)
	tx.later(`insert into roll (host_id, person_id, name) values ($1, $2, $3) on conflict do nothing`, tx.host, person, name)
	tx.later(`insert into seat (host_id, id, role, title, ordinal) values ($1, $2, $3, $4, 0)`, tx.host, s.ID, s.Role, s.Title)
	tx.later(`insert into sitting (host_id, seat_id, person_id, from_at) values ($1, $2, $3, $4)`, tx.host, s.ID, person, at)
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
	Part     supervision.Part
}

// Seat is what the rules know of the row.
func (r SeatRow) Seat() supervision.Seat {
	seat := supervision.Seat{ID: r.ID, Role: r.Role, Title: r.Title}
	if r.OfficeID != nil {
		seat.Office = *r.OfficeID
	}
	return seat
}

const seatColumns = `s.id, s.office_id, s.role, s.title, s.part`

// sitter is the SQL for who sits in a seat at an instant, both given as SQL; null if nobody does.
func sitter(seat, at string) string {
	return fmt.Sprintf(`(select t.person_id from sitting t where t.host_id = $1 and t.seat_id = %s and t.from_at <= %s
		and (t.to_at is null or t.to_at > %[2]s) order by t.from_at desc limit 1)`, seat, at)
}

// SeatsOf lists the seats in which a person sits at an instant.
func (tx *Tx) SeatsOf(ctx context.Context, person string, at time.Time) ([]SeatRow, error) {
	return many[SeatRow](ctx, tx, `select `+seatColumns+` from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
		where t.host_id = $1 and t.person_id = $2 and t.from_at <= $3 and (t.to_at is null or t.to_at > $3) order by s.ordinal, s.id limit 100`,
		tx.host, person, at)
}

// Seat reads one seat.
func (tx *Tx) Seat(ctx context.Context, id string) (SeatRow, error) {
	return one[SeatRow](ctx, tx, `select `+seatColumns+` from seat s where s.host_id = $1 and s.id = $2`, tx.host, id)
}

// Sitter is who sits in a seat at an instant; ErrNone if nobody does.
func (tx *Tx) Sitter(ctx context.Context, seat string, at time.Time) (person string, err error) {
	err = tx.QueryRow(ctx, `select `+sitter("$2", "$3")+` as person where exists `+sitter("$2", "$3"), tx.host, seat, at).Scan(&person)
	return person, err
}

// SeatsNamed reads seats, in the order of their ids.
func (tx *Tx) SeatsNamed(ctx context.Context, ids ...string) ([]SeatRow, error) {
	return many[SeatRow](ctx, tx, `select `+seatColumns+` from seat s where s.host_id = $1 and s.id = any($2) order by s.id`, tx.host, ids)
}

// LockSeats locks seats, in the order of their ids, and reads them. Nobody comes or goes there until the transaction ends,
// and no duty becomes theirs.
func (tx *Tx) LockSeats(ctx context.Context, ids ...string) ([]SeatRow, error) {
	return many[SeatRow](ctx, tx, `select `+seatColumns+` from seat s where s.host_id = $1 and s.id = any($2) order by s.id for update`, tx.host, ids)
}

// SaveSeat stores a seat, or its new title and part. What it is and where stays as it was: duties rest on it.
func (tx *Tx) SaveSeat(ctx context.Context, s supervision.Seat, part supervision.Part) error {
	return tx.exec(ctx, `insert into seat (host_id, id, office_id, role, title, part, ordinal)
		values ($1, $2, nullif($3, ''), $4, $5, $6, (select coalesce(max(ordinal) + 1, 0) from seat where host_id = $1))
		on conflict (host_id, id) do update set title = excluded.title, part = excluded.part`, tx.host, s.ID, s.Office, s.Role, s.Title, part)
}

// SeatView is a seat with who sits there; nobody if PersonID is empty.
type SeatView struct {
	SeatRow
	OfficeName string
	PersonID   string
	PersonName string
}

// selectSeat reads seats with who sits there at the instant $2.
var selectSeat = `select ` + seatColumns + `, coalesce(o.name, '') as office_name, coalesce(r.person_id, '') as person_id, coalesce(r.name, '') as person_name
	from seat s left join office o on (o.host_id, o.id) = (s.host_id, s.office_id)
	left join roll r on r.host_id = s.host_id and r.person_id = ` + sitter("s.id", "$2") + ` where s.host_id = $1 `

// SeatViews lists seats by their ids, those after the one given: of an office, or of all if it is empty.
func (tx *Tx) SeatViews(ctx context.Context, office string, at time.Time, after string, limit int) ([]SeatView, error) {
	return many[SeatView](ctx, tx, selectSeat+`and ($3 = '' or s.office_id = $3) and s.id > $4 order by s.id limit $5`, tx.host, at, office, after, limit)
}

// SeatView reads one seat.
func (tx *Tx) SeatView(ctx context.Context, id string, at time.Time) (SeatView, error) {
	return one[SeatView](ctx, tx, selectSeat+`and s.id = $3`, tx.host, at, id)
}
