package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Table is a table as it is copied: without what the database computes by itself.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Key     []string `json:"-"` // in whose order rows are copied out
}

// Sequence is where the numbers of a column stand.
type Sequence struct {
	Name   string `json:"name"`
	Last   int64  `json:"last"`
	Called bool   `json:"called"` // whether Last was given to a row
}

// versions is the table of the migrations; what is in it is told apart from the rows.
const versions = "schema_version"

// copyFormat has every server and every setting write the same value in the same letters. A row that security hides from
// the role is an error, and not left out.
var copyFormat = map[string]string{
	"timezone": "UTC", "datestyle": "ISO", "intervalstyle": "postgres", "extra_float_digits": "3", "bytea_output": "hex",
	"row_security": "off", "application_name": "duban-backup",
}

// connectOwner connects to copy, as the role that owns the tables.
func connectOwner(ctx context.Context, ownerDSN string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(ownerDSN)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	maps.Copy(config.RuntimeParams, copyFormat)
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("reach database: %w", err)
	}
	return conn, nil
}

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

func quotedAll(names []string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = quoted(name)
	}
	return strings.Join(all, ", ")
}

// tables lists every table, one after those whose rows its own refer to.
func tables(ctx context.Context, conn *pgx.Conn) ([]Table, error) {
	rows, err := conn.Query(ctx, `select c.relname::text, array_agg(a.attname::text order by a.attnum),
			coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attnum = any(k.indkey)), array_agg(a.attname::text))
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		left join pg_index k on k.indrelid = c.oid and k.indisprimary
		where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> $1
		group by c.oid, c.relname order by c.relname`, versions)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Table])
	if err != nil {
		return nil, err
	}
	needs, err := references(ctx, conn)
	if err != nil {
		return nil, err
	}
	return inOrder(all, needs)
}

// references says of each table which others its rows refer to.
func references(ctx context.Context, conn *pgx.Conn) (map[string][]string, error) {
	rows, err := conn.Query(ctx, `select distinct h.relname::text, o.relname::text
		from pg_constraint f join pg_class h on h.oid = f.conrelid join pg_class o on o.oid = f.confrelid
		where f.contype = 'f' and h.oid <> o.oid and h.relnamespace = 'public'::regnamespace`)
	if err != nil {
		return nil, err
	}
	needs := map[string][]string{}
	var from, to string
	_, err = pgx.ForEachRow(rows, []any{&from, &to}, func() error {
		needs[from] = append(needs[from], to)
		return nil
	})
	return needs, err
}

var errCircle = errors.New("tables refer to each other in a circle")

// inOrder puts each table behind those it needs.
func inOrder(all []Table, needs map[string][]string) ([]Table, error) {
	var ordered []Table
	placed := map[string]bool{}
	for len(ordered) < len(all) {
		before := len(ordered)
		for _, t := range all {
			if !placed[t.Name] && allPlaced(placed, needs[t.Name]) {
				placed[t.Name] = true
				ordered = append(ordered, t)
			}
		}
		if len(ordered) == before {
			return nil, errCircle
		}
	}
	return ordered, nil
}

func allPlaced(placed map[string]bool, names []string) bool {
	for _, name := range names {
		if !placed[name] {
			return false
		}
	}
	return true
}
