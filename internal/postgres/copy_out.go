package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrNoSchema is returned for a database that no migration has made tables in.
var ErrNoSchema = errors.New("the database has no tables yet")

// Snapshot is a database as it stands at one instant, while others go on working in it.
type Snapshot struct {
	Schema    int // the number of the last migration
	Tables    []Table
	Sequences []Sequence

	conn *pgx.Conn
}

// TakeSnapshot looks at a database as the role that owns the tables; it must be closed. A migration under way is waited
// for, and none can end before it is closed.
func TakeSnapshot(ctx context.Context, ownerDSN string) (*Snapshot, error) {
	conn, err := connectOwner(ctx, ownerDSN)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{conn: conn}
	if err := s.take(ctx); err != nil {
		s.Close(context.WithoutCancel(ctx))
		return nil, fmt.Errorf("look at database: %w", err)
	}
	return s, nil
}

// take locks before its first question, which is what fixes the instant.
func (s *Snapshot) take(ctx context.Context) (err error) {
	_, err = s.conn.Exec(ctx, "begin isolation level repeatable read; lock table "+versions+" in share mode")
	if isUnknown(err) {
		return ErrNoSchema
	}
	if err != nil {
		return err
	}
	if err := s.conn.QueryRow(ctx, "select version from "+versions).Scan(&s.Schema); err != nil {
		return err
	}
	if s.Tables, err = tables(ctx, s.conn); err != nil {
		return err
	}
	s.Sequences, err = sequences(ctx, s.conn)
	return err
}

// isUnknown reports whether a statement failed because a table that it names is not there.
func isUnknown(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "42P01"
}

// sequences know no snapshot: where they stand is at least where the rows that are seen have left them.
func sequences(ctx context.Context, conn *pgx.Conn) ([]Sequence, error) {
	rows, err := conn.Query(ctx, `select relname::text from pg_class
		where relkind = 'S' and relnamespace = 'public'::regnamespace order by relname`)
	if err != nil {
		return nil, err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	all := make([]Sequence, len(names))
	for i, name := range names {
		all[i].Name = name
		if err := conn.QueryRow(ctx, "select last_value, is_called from "+quoted(name)).Scan(&all[i].Last, &all[i].Called); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// signedIn is the table of who is signed in. A copy that had its rows would let in whoever has signed out since.
const signedIn = "session"

// CopyOut writes the rows of a table, each as one line of PostgreSQL's text format, and says how many there are; of who is
// signed in none. They come in the order of their keys: that in which they lie would tell who cast which of the secret
// ballots.
func (s *Snapshot) CopyOut(ctx context.Context, t Table, into io.Writer) (int64, error) {
	tag, err := s.conn.PgConn().CopyTo(ctx, into, fmt.Sprintf("copy (select %s from %s where %t order by %s) to stdout",
		quotedAll(t.Columns), quoted(t.Name), t.Name != signedIn, quotedAll(t.Key)))
	if err != nil {
		return 0, fmt.Errorf("copy %s: %w", t.Name, err)
	}
	return tag.RowsAffected(), nil
}

// Close lets the database go.
func (s *Snapshot) Close(ctx context.Context) error {
	if s.conn.IsClosed() {
		return nil
	}
	_, err := s.conn.Exec(ctx, "rollback")
	return errors.Join(err, s.conn.Close(ctx))
}
