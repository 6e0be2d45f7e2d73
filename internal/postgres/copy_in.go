package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/tern/v2/migrate"
)

// Why a database cannot be filled.
var (
	ErrNotEmpty  = errors.New("the database is not empty")
	ErrNoRole    = errors.New("the server has no role " + application)
	ErrNewer     = errors.New("the rows are of a newer schema")
	ErrOther     = errors.New("the tables are not those of this program")
	ErrMiscounts = errors.New("not every row arrived")
)

// application is the role to which migrations grant its rights, where it is there.
const application = "duban_app"

// Filling is an empty database on its way to be filled, in one transaction: all of it or nothing.
type Filling struct {
	conn     *pgx.Conn
	migrator *migrate.Migrator
}

// Fill begins to fill an empty database, as the role that shall own the tables, and makes the tables of a schema. It must
// be closed. It fails with ErrNotEmpty, with ErrNoRole, without which the application would be let in nowhere, and with
// ErrNewer for a schema that this program does not know.
func Fill(ctx context.Context, ownerDSN string, schema int) (*Filling, error) {
	conn, err := connectOwner(ctx, ownerDSN)
	if err != nil {
		return nil, err
	}
	f := &Filling{conn: conn}
	if err := f.begin(ctx, schema); err != nil {
		return nil, errors.Join(err, f.Close(context.WithoutCancel(ctx)))
	}
	return f, nil
}

func (f *Filling) begin(ctx context.Context, schema int) error {
	if _, err := f.conn.Exec(ctx, "begin"); err != nil {
		return err
	}
	if err := f.check(ctx); err != nil {
		return err
	}
	m, err := migrator(ctx, f.conn, &migrate.MigratorOptions{DisableTx: true}) // in ours
	if err != nil {
		return err
	}
	if schema < 1 || schema > len(m.Migrations) {
		return fmt.Errorf("%w: %d, and this program knows %d", ErrNewer, schema, len(m.Migrations))
	}
	f.migrator = m
	return m.MigrateTo(ctx, int32(schema)) //nolint:gosec // it is as small as the number of migrations
}

func (f *Filling) check(ctx context.Context) error {
	var relations int
	var role bool
	err := f.conn.QueryRow(ctx, `select (select count(*) from pg_class where relnamespace = 'public'::regnamespace),
		exists (select from pg_roles where rolname = $1)`, application).Scan(&relations, &role)
	switch {
	case err != nil:
		return err
	case relations > 0:
		return ErrNotEmpty
	case !role:
		return ErrNoRole
	}
	return nil
}

// Clear fails with ErrOther unless these are the tables that the schema has, in whatever order, takes out of them what
// migrations have put in, and keeps triggers from adding to the rows that come: what they would add comes too.
func (f *Filling) Clear(ctx context.Context, want []Table) error {
	have, err := tables(ctx, f.conn)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(columns(have), columns(want)) {
		return ErrOther
	}
	names := make([]string, len(have))
	for i, t := range have {
		names[i] = t.Name
	}
	if _, err = f.conn.Exec(ctx, "truncate "+quotedAll(names)); err != nil {
		return err
	}
	return f.triggers(ctx, "disable", have)
}

// triggers turns the triggers of tables on or off; those that keep foreign keys stay on.
func (f *Filling) triggers(ctx context.Context, turn string, of []Table) error {
	for _, t := range of {
		if _, err := f.conn.Exec(ctx, fmt.Sprintf("alter table %s %s trigger user", quoted(t.Name), turn)); err != nil {
			return err
		}
	}
	return nil
}

// columns are those of each table, by names. Their order is not theirs to keep.
func columns(all []Table) map[string]map[string]bool {
	of := map[string]map[string]bool{}
	for _, t := range all {
		of[t.Name] = map[string]bool{}
		for _, c := range t.Columns {
			of[t.Name][c] = true
		}
	}
	return of
}

// CopyIn reads the rows of a table as CopyOut writes them, and fails with ErrMiscounts unless so many are there then.
func (f *Filling) CopyIn(ctx context.Context, t Table, from io.Reader, rows int64) error {
	if _, err := f.conn.PgConn().CopyFrom(ctx, from, fmt.Sprintf("copy %s (%s) from stdin", quoted(t.Name), quotedAll(t.Columns))); err != nil {
		return fmt.Errorf("fill %s: %w", t.Name, err)
	}
	var have int64
	if err := f.conn.QueryRow(ctx, "select count(*) from "+quoted(t.Name)).Scan(&have); err != nil {
		return err
	}
	if have != rows {
		return fmt.Errorf("%w: %s has %d rows, and not %d", ErrMiscounts, t.Name, have, rows)
	}
	return nil
}

// Trace makes the line that filling a database leaves in the record of a host, which is sealed with a hash of that name.
type Trace func(host, hash string) (AuditEntry, error)

// Finish sets the sequences, migrates to this program's schema, leaves a line in every record and commits. Then it takes
// statistics, without which the planner would take every table for empty.
func (f *Filling) Finish(ctx context.Context, all []Sequence, trace Trace) error {
	for _, s := range all {
		if _, err := f.conn.Exec(ctx, "select setval($1::text::regclass, $2, $3)", quoted(s.Name), s.Last, s.Called); err != nil {
			return fmt.Errorf("set sequence %s: %w", s.Name, err)
		}
	}
	have, err := tables(ctx, f.conn)
	if err == nil {
		err = f.triggers(ctx, "enable", have)
	}
	if err != nil {
		return err
	}
	if err := f.migrator.Migrate(ctx); err != nil {
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	if err := f.trace(ctx, trace); err != nil {
		return fmt.Errorf("record the restore: %w", err)
	}
	if _, err := f.conn.Exec(ctx, "commit"); err != nil {
		return err
	}
	_, err = f.conn.Exec(ctx, "analyze")
	return err
}

func (f *Filling) trace(ctx context.Context, trace Trace) error {
	rows, err := f.conn.Query(ctx, "select id, hash from host, seal order by id")
	if err != nil {
		return err
	}
	type sealed struct{ ID, Hash string }
	hosts, err := pgx.CollectRows(rows, pgx.RowToStructByPos[sealed])
	if err != nil {
		return err
	}
	for _, h := range hosts {
		line, err := trace(h.ID, h.Hash)
		if err != nil {
			return err
		}
		if _, err := f.conn.Exec(ctx, appendAudit, line.of(h.ID)...); err != nil {
			return err
		}
	}
	return nil
}

// Records lists the hosts whose records are sealed, once it is finished.
func (f *Filling) Records(ctx context.Context) ([]string, error) {
	rows, err := f.conn.Query(ctx, "select id from host where exists (select from checkpoint where host_id = id) order by id")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Close lets the database go; unless it is finished, as it was.
func (f *Filling) Close(ctx context.Context) error {
	if f.conn.IsClosed() {
		return nil
	}
	if f.conn.PgConn().TxStatus() == 'I' {
		return f.conn.Close(ctx)
	}
	_, err := f.conn.Exec(ctx, "rollback")
	return errors.Join(err, f.conn.Close(ctx))
}
