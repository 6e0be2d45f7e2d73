package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// PersonRow is somebody on the host's roll.
type PersonRow struct {
	supervision.Person
	StandIn bool   // nobody in person, but whoever sits in a seat until somebody is named by its number
	Sorted  string // the name as it is sorted
}

const personColumns = `r.person_id as id, r.name, r.phone, r.email, r.stand_in, sorted_name(r.name) as sorted`

// PeopleFilter narrows a list of people; its zero value lets all pass.
type PeopleFilter struct {
	Word   string           // only whose name has it, in either script
	Role   supervision.Role // only who has a seat of the role at the instant
	Office string           // only who has a seat in the office at the instant
	At     time.Time
	// The list goes on after this name, as it is sorted, and id.
	AfterName, AfterID string
	Limit              int
}

// People lists the host's roll in the order of pinyin.
func (tx *Tx) People(ctx context.Context, f PeopleFilter) ([]PersonRow, error) {
	return many[PersonRow](ctx, tx, `select `+personColumns+` from roll_gram g join roll r on (r.host_id, r.person_id) = (g.host_id, g.person_id)
		where g.host_id = $1 and g.gram = left(folded($8), 3) and (g.name, g.person_id) > ($2, $3)
		and not exists (select from generate_series(2, length(folded($8)) - 2) i where not exists (select from roll_gram o
			where (o.host_id, o.gram, o.name, o.person_id) = (g.host_id, substr(folded($8), i, 3), g.name, g.person_id)))
		and ($4 = '' and $5 = '' or exists (select from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
			where (t.host_id, t.person_id) = (r.host_id, r.person_id) and t.from_at <= $6 and (t.to_at is null or t.to_at > $6)
			and ($4 = '' or s.role = $4) and ($5 = '' or s.office_id = $5)))
		order by g.name, g.person_id limit $7`, tx.host, f.AfterName, f.AfterID, f.Role, f.Office, f.At, f.Limit, f.Word)
}

// Person reads somebody on the host's roll.
func (tx *Tx) Person(ctx context.Context, id string) (PersonRow, error) {
	return one[PersonRow](ctx, tx, `select `+personColumns+` from roll r where r.host_id = $1 and r.person_id = $2`, tx.host, id)
}

// LockPeople locks people of the host's roll, in the order of their ids, and says who of them is there. They take and lose
// no seat until the transaction ends.
func (tx *Tx) LockPeople(ctx context.Context, ids ...string) ([]supervision.Person, error) {
	return many[supervision.Person](ctx, tx, `select person_id as id, name, phone, email from roll
		where host_id = $1 and person_id = any($2) order by person_id for no key update`, tx.host, ids)
}

// SavePeople puts people on the host's roll, or changes what it says of them.
func (tx *Tx) SavePeople(ctx context.Context, people ...supervision.Person) error {
	ids, names, phones, emails := make([]string, len(people)), make([]string, len(people)), make([]string, len(people)), make([]string, len(people))
	for i, p := range people {
		ids[i], names[i], phones[i], emails[i] = p.ID, p.Name, p.Phone, p.Email
	}
	tx.later(`insert into person (id) select unnest($1::text[]) on conflict do nothing`, ids)
	return tx.exec(ctx, `insert into roll (host_id, person_id, name, phone, email)
		select $1, p.* from unnest($2::text[], $3::text[], $4::text[], $5::text[]) p
		on conflict (host_id, person_id) do update set name = excluded.name, phone = excluded.phone, email = excluded.email, stand_in = false`,
		tx.host, ids, names, phones, emails)
}

// KnownAs lists those whom any host knows by the name given for them.
func (tx *Tx) KnownAs(ctx context.Context, people ...supervision.Person) ([]string, error) {
	ids, names := make([]string, len(people)), make([]string, len(people))
	for i, p := range people {
		ids[i], names[i] = p.ID, p.Name
	}
	rows, err := tx.Query(ctx, `select p.id from unnest($1::text[], $2::text[]) p (id, name) where known_as(p.id, p.name)`, ids, names)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// NameOf is the name of a person as the host's roll has it.
func (tx *Tx) NameOf(ctx context.Context, person string) (name string, err error) {
	err = tx.QueryRow(ctx, `select name from roll where host_id = $1 and person_id = $2`, tx.host, person).Scan(&name)
	return name, err
}
