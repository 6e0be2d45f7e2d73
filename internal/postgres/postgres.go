// Package postgres is the memory: it stores and finds facts, and is the only place with SQL.
//
// It decides nothing and reads no clock: every instant is an argument. Each transaction sets the host it acts for, and
// row-level security shows it nothing else; a query that forgets its host finds nothing.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"duban/supervision"
)

// DB is a pool of connections as the application's role, which owns no table.
type DB struct {
	pool   *pgxpool.Pool
	sealed atomic.Pointer[SealRow] // once it is known
}

// poolSize is how many connections a process may hold: one listens for nudges, the others serve requests and activities.
const poolSize = 20

// Open connects to the database. The session's zone is UTC.
func Open(ctx context.Context, dsn string) (*DB, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	config.MaxConns = poolSize
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["application_name"] = "duban"
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, goByKeys)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reach database: %w", err)
	}
	return &DB{pool: pool}, nil
}

// goByKeys has statements go by keys also while a table is small: it may grow, or be full of versions that are over. What
// this makes look dear to the planner is not to be compiled for it.
const goByKeys = `set enable_seqscan = off; set jit = off`

// Close ends every connection.
func (db *DB) Close() { db.pool.Close() }

// In runs do in one transaction for a host and commits it unless do fails. What PostgreSQL ends because of a deadlock
// is run again, so do must be safe to run twice.
func (db *DB) In(ctx context.Context, host string, do func(*Tx) error) error {
	for tries := 1; ; tries++ {
		err := db.once(ctx, host, command, Reader{}, do)
		if tries == mostTries || !isDeadlock(err) {
			return err
		}
	}
}

// Look runs do in one transaction for a host. It is for lists and figures, planned anew for what they ask; a change in
// it fails.
func (db *DB) Look(ctx context.Context, host string, who Reader, do func(*Tx) error) error {
	return db.once(ctx, host, looking, who, do)
}

// mostTries is how often a transaction runs that PostgreSQL ends because it waits in a circle with another.
const mostTries = 3

func isDeadlock(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "40P01"
}

// ErrNone is returned when a row that was asked for is not there, or belongs to another host.
var ErrNone = pgx.ErrNoRows

// IsTaken reports whether an insert failed because its key is taken.
func IsTaken(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "23505"
}

// IsAway reports whether something failed because the database cannot be reached or takes no work at present. The same
// again may succeed later.
func IsAway(err error) bool {
	if _, unreached := errors.AsType[*pgconn.ConnectError](err); unreached {
		return true
	}
	if e, answered := errors.AsType[*pgconn.PgError](err); answered {
		return strings.HasPrefix(e.Code, "08") || strings.HasPrefix(e.Code, "53") || strings.HasPrefix(e.Code, "57P")
	}
	_, broken := errors.AsType[net.Error](err)
	return broken || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}

// one reads exactly one row into a T by its column names.
func one[T any](ctx context.Context, tx *Tx, sql string, args ...any) (T, error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		var none T
		return none, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
}

// many reads rows into Ts by their column names. Every query that it is given has a limit, or a bound in its rows.
func many[T any](ctx context.Context, tx *Tx, sql string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[T])
}

// asked is many, for an answer that is there once the next question has its own: both travel together.
func asked[T any](tx *Tx, then func([]T), sql string, args ...any) {
	tx.ask(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByName[T])
		if err == nil {
			then(all)
		}
		return err
	}, sql, args...)
}

// keys are ids as the driver takes them without asking each for its text.
func keys(ids []uuid.UUID) [][16]byte {
	all := make([][16]byte, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all
}

// null is how a zero instant is stored.
func null(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// instant is the inverse of null.
func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// day is how a calendar day is stored; the zero Date is null.
func day(d supervision.Date) *time.Time {
	if d.IsZero() {
		return nil
	}
	t := d.At(0, time.UTC)
	return &t
}

// date is the inverse of day.
func date(t *time.Time) supervision.Date {
	if t == nil {
		return supervision.Date{}
	}
	return supervision.DateOf(*t, time.UTC)
}
