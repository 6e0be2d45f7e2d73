package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Tx is one transaction for one host. What it is given to write waits for the next question, or for the commit, and
// travels with it: the database is asked once for each thing that must be known, and once to commit. So an error of a
// write may come with a later question.
type Tx struct {
	db      *DB
	conn    *pgx.Conn
	host    string
	waiting []statement
}

// statement is one that waits to be sent; then, if not nil, reads its answer. One that changes rows changes so many; 0 if
// that is its own business.
type statement struct {
	sql  string
	args []any
	then func(pgx.Rows) error
	rows int
}

// mostWaiting is how many statements wait before exec sends them.
const mostWaiting = 1000

// manner is how a transaction begins, and how its statements are planned.
type manner struct{ begin, plans string }

// What a command asks for goes by keys, so it is planned once. A list is planned anew where what it asks for tells of a
// better way, and changes nothing; all that it asks for is as it stood at one instant, so that sums agree with their parts.
var (
	command = manner{"begin", "force_generic_plan"}
	looking = manner{"begin read only, isolation level repeatable read", "auto"}
)

// Reader is who reads. Row-level security shows a person nothing that is not for one of their roles; the zero Reader is
// the clock, or whoever acts for nobody, and sees all of the host.
type Reader struct {
	Person  string
	Roles   string // with spaces between them; never empty for a person
	Offices string // in which they sit; with spaces between them
}

// once runs do in one transaction.
func (db *DB) once(ctx context.Context, host string, m manner, who Reader, do func(*Tx) error) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release() // one that is still in a transaction is ended
	tx := &Tx{db: db, conn: conn.Conn(), host: host}
	tx.later(m.begin)
	tx.later("select set_config('duban.host', $1, true), set_config('plan_cache_mode', $2, true)", host, m.plans)
	if who != (Reader{}) {
		tx.later("select set_config('duban.person', $1, true), set_config('duban.roles', $2, true), set_config('duban.offices', $3, true)",
			who.Person, who.Roles, who.Offices)
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.rollBack(ctx))
	}
	tx.later("commit")
	return tx.send(ctx)
}

// rollBack ends a transaction that has failed. What cannot be told so is known by the connection's end.
func (tx *Tx) rollBack(ctx context.Context) error {
	if tx.conn.PgConn().TxStatus() == 'I' || tx.conn.IsClosed() {
		return nil
	}
	_, err := tx.conn.Exec(ctx, "rollback")
	return err
}

// later has a statement wait to be sent.
func (tx *Tx) later(sql string, args ...any) { tx.ask(nil, sql, args...) }

// ask has a statement wait to be sent whose answer nobody needs before.
func (tx *Tx) ask(then func(pgx.Rows) error, sql string, args ...any) {
	tx.waiting = append(tx.waiting, statement{sql: sql, args: args, then: then})
}

// change is later, for a statement that must change so many rows: what it does not find is lost, and nothing is done.
func (tx *Tx) change(rows int, sql string, args ...any) {
	tx.waiting = append(tx.waiting, statement{sql: sql, args: args, rows: rows})
}

// exec is later, for statements that may be many.
func (tx *Tx) exec(ctx context.Context, sql string, args ...any) error {
	tx.later(sql, args...)
	return tx.relieve(ctx)
}

// relieve sends what waits once it is much.
func (tx *Tx) relieve(ctx context.Context) error {
	if len(tx.waiting) < mostWaiting {
		return nil
	}
	return tx.send(ctx)
}

// send sends what waits.
func (tx *Tx) send(ctx context.Context) error {
	results := tx.pipeline(ctx)
	err := results.answer()
	return errors.Join(err, results.end(err))
}

// Query sends what waits and a question, and returns the question's answer.
func (tx *Tx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if len(tx.waiting) == 0 {
		return tx.conn.Query(ctx, sql, args...)
	}
	asked := tx.pipeline(ctx, statement{sql: sql, args: args})
	if err := asked.answer(); err != nil {
		return nil, errors.Join(err, asked.end(err))
	}
	rows, err := asked.results.Query()
	if err != nil {
		return nil, errors.Join(err, asked.end(err))
	}
	return &lastRows{rows, asked}, nil
}

// QueryRow is Query for one row.
func (tx *Tx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	rows, err := tx.Query(ctx, sql, args...)
	return oneRow{rows, err}
}

// pipelined are statements on their way, those that waited first.
type pipelined struct {
	statements []statement
	results    pgx.BatchResults
}

func (tx *Tx) pipeline(ctx context.Context, question ...statement) pipelined {
	p := pipelined{statements: tx.waiting}
	tx.waiting = nil
	b := &pgx.Batch{}
	for _, s := range append(p.statements, question...) {
		b.Queue(s.sql, s.args...)
	}
	p.results = tx.conn.SendBatch(ctx, b)
	return p
}

// answer reads what the statements that waited answer.
func (p pipelined) answer() error {
	for _, s := range p.statements {
		if s.then == nil {
			if err := s.done(p.results.Exec()); err != nil {
				return err
			}
			continue
		}
		rows, err := p.results.Query()
		if err != nil {
			return err
		}
		if err := s.then(rows); err != nil {
			return err
		}
	}
	return nil
}

func (s statement) done(tag pgconn.CommandTag, err error) error {
	if err == nil && s.rows > 0 && tag.RowsAffected() != int64(s.rows) {
		return fmt.Errorf("%d rows changed, and not %d: %.40s", tag.RowsAffected(), s.rows, s.sql)
	}
	return err
}

// end frees the connection for what comes next; its error is new only if there was none before.
func (p pipelined) end(before error) error {
	if err := p.results.Close(); before == nil {
		return err
	}
	return nil
}

// lastRows are the answer to a question that travelled with what waited.
type lastRows struct {
	pgx.Rows
	asked pipelined
}

// Close frees the connection.
func (r *lastRows) Close() {
	r.Rows.Close()
	_ = r.asked.end(r.Err())
}

// oneRow is the first of some rows.
type oneRow struct {
	rows pgx.Rows
	err  error
}

// Scan reads the row; without one it fails with ErrNone.
func (r oneRow) Scan(into ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		return errors.Join(r.rows.Err(), noneOf(r.rows))
	}
	if err := r.rows.Scan(into...); err != nil {
		return err
	}
	r.rows.Close()
	return r.rows.Err()
}

func noneOf(rows pgx.Rows) error {
	if rows.Err() == nil {
		return ErrNone
	}
	return nil
}
