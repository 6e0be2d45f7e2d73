package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// OfficeRow is an office of the host, below its parent or below none.
type OfficeRow struct {
	ID           string
	Name         string
	Kind         supervision.OfficeKind
	ParentID     string
	HeadApproves bool
}

const officeColumns = `o.id, o.name, o.kind, coalesce(o.parent_id, '') as parent_id, o.head_approves`

// Offices lists the host's offices by their ids, those after the one given.
func (tx *Tx) Offices(ctx context.Context, after string, limit int) ([]OfficeRow, error) {
	return many[OfficeRow](ctx, tx, `select `+officeColumns+` from office o where o.host_id = $1 and o.id > $2 order by o.id limit $3`,
		tx.host, after, limit)
}

// Office reads one office.
func (tx *Tx) Office(ctx context.Context, id string) (OfficeRow, error) {
	return one[OfficeRow](ctx, tx, `select `+officeColumns+` from office o where o.host_id = $1 and o.id = $2`, tx.host, id)
}

// OfficesFrom lists the ids of an office and of those above it, the nearest first; none if it is not there.
func (tx *Tx) OfficesFrom(ctx context.Context, id string) ([]string, error) {
	rows, err := tx.Query(ctx, `with recursive above (id, parent_id, steps) as (
			select id, parent_id, 0 from office where host_id = $1 and id = $2
			union all select o.id, o.parent_id, a.steps + 1 from above a join office o on o.host_id = $1 and o.id = a.parent_id)
		cycle id set circle using way
		select id from above where not circle order by steps`, tx.host, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// LacksHead reports whether an office has seats of which none is a head's.
func (tx *Tx) LacksHead(ctx context.Context, id string) (lacks bool, err error) {
	err = tx.QueryRow(ctx, `select coalesce(not bool_or(part = 'HEAD'), false) from seat where host_id = $1 and office_id = $2`,
		tx.host, id).Scan(&lacks)
	return lacks, err
}

// LockHost keeps every other transaction from placing the host's offices and from taking its administrators' seats until
// this one ends.
func (tx *Tx) LockHost(ctx context.Context) error {
	return tx.exec(ctx, `select from host where id = $1 for no key update`, tx.host)
}

// SaveOffice stores an office, or what has changed of it.
func (tx *Tx) SaveOffice(ctx context.Context, o OfficeRow) error {
	return tx.exec(ctx, `insert into office (host_id, id, name, kind, parent_id, head_approves) values ($1, $2, $3, $4, nullif($5, ''), $6)
		on conflict (host_id, id) do update set name = excluded.name, kind = excluded.kind, parent_id = excluded.parent_id,
			head_approves = excluded.head_approves`, tx.host, o.ID, o.Name, o.Kind, o.ParentID, o.HeadApproves)
}
