package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// HostRow is a congress or government of the installation, below its parent or below none. Hosts are public: a transaction
// of any host sees them all.
type HostRow struct {
	ID         string
	Name       string
	Kind       supervision.HostKind
	Level      supervision.Level
	ParentID   string
	SplitAdmin bool
}

const hostColumns = `h.id, h.name, h.kind, h.level, coalesce(h.parent_id, '') as parent_id, h.split_admin`

// Host reads the transaction's host.
func (tx *Tx) Host(ctx context.Context) (HostRow, error) {
	return one[HostRow](ctx, tx, `select `+hostColumns+` from host h where h.id = $1`, tx.host)
}

// HostsFrom lists a host and those above it, the nearest first; none if it is not there.
func (tx *Tx) HostsFrom(ctx context.Context, id string) ([]HostRow, error) {
	return many[HostRow](ctx, tx, `select `+hostColumns+` from (select $1 as id, 0 as distance union all select id, distance from above($1)) a
		join host h on h.id = a.id order by a.distance`, id)
}

// HostsBelow lists the hosts directly below the transaction's, by their ids, those after the one given.
func (tx *Tx) HostsBelow(ctx context.Context, after string, limit int) ([]HostRow, error) {
	return many[HostRow](ctx, tx, `select `+hostColumns+` from host h where h.parent_id = $1 and h.id > $2 order by h.id limit $3`,
		tx.host, after, limit)
}

// EachHost has one host after the other be the transaction's, by their ids, and at last the one that was.
func (tx *Tx) EachHost(ctx context.Context, do func(host string) error) error {
	rows, err := tx.Query(ctx, `select id from host order by id`)
	if err != nil {
		return err
	}
	hosts, err := pgx.CollectRows(rows, pgx.RowTo[string])
	was := tx.host
	for i := 0; i < len(hosts) && err == nil; i++ {
		tx.actFor(hosts[i])
		err = do(hosts[i])
	}
	tx.actFor(was)
	return err
}

func (tx *Tx) actFor(host string) {
	tx.host = host
	tx.later("select set_config('duban.host', $1, true)", host)
}

// LockHosts keeps every other transaction from placing hosts until this one ends: two that each break no rule could
// together close a circle.
func (tx *Tx) LockHosts(ctx context.Context) error {
	return tx.exec(ctx, `select pg_advisory_xact_lock(hashtext('host'))`)
}

// PlaceHost puts the transaction's host below another, or below none if that is empty.
func (tx *Tx) PlaceHost(ctx context.Context, parent string) error {
	return tx.exec(ctx, `update host set parent_id = nullif($2, '') where id = $1`, tx.host, parent)
}
