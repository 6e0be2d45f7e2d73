package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// cron is the loop that everybody writes first: every second, take what is due, a hundred at a time, skipping what
// another loop has taken, and handle each.
type cron struct{}

func (cron) sleeps() string { return "due" }

func (cron) made(ctx context.Context, t *trial) (outcome, error) { return t.madePlain(ctx) }

func (cron) lay(ctx context.Context, t *trial) error {
	if err := t.layPlain(ctx, `create table due (duty integer, at timestamptz, done boolean not null default false, primary key (duty, at));
		create index due_at on due (at) where not done;`); err != nil {
		return err
	}
	if err := t.markEmpty(ctx); err != nil {
		return err
	}
	t.begin(4 * time.Second)
	if err := errors.Join(layDue(ctx, t), t.db.settle(ctx)); err != nil {
		return err
	}
	if _, err := t.hire("cron"); err != nil {
		return err
	}
	_, err := t.hire("cron-deeds")
	return err
}

func layDue(ctx context.Context, t *trial) error {
	conn, err := pgx.Connect(ctx, t.dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var rows [][]any
	for _, d := range t.duties {
		for _, at := range d.Calls {
			rows = append(rows, []any{d.N, wall(t.clock(), at)})
		}
	}
	_, err = conn.CopyFrom(ctx, pgx.Identifier{"due"}, []string{"duty", "at"}, pgx.CopyFromRows(rows))
	return err
}

// workCron looks every second.
func workCron(ctx context.Context, o orders) (string, func(), error) {
	db, err := connect(ctx, o.DSN)
	if err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var loop sync.WaitGroup
	loop.Go(func() {
		for every := time.NewTicker(time.Second); ctx.Err() == nil; {
			select {
			case <-ctx.Done():
			case <-every.C:
				if err := makeAllDue(ctx, db); err != nil && ctx.Err() == nil {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		}
	})
	return "", func() { cancel(); loop.Wait(); db.Close() }, nil
}

// batch is how many are taken in one transaction.
const batch = 100

func makeAllDue(ctx context.Context, db *pgxpool.Pool) error {
	for n := batch; n == batch; {
		err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) (err error) {
			n, err = makeSome(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

type dueCall struct {
	Duty int
	At   time.Time
}

func makeSome(ctx context.Context, tx pgx.Tx) (int, error) {
	rows, err := tx.Query(ctx, `select duty, at from due where not done and at <= clock_timestamp()
		order by at limit $1 for update skip locked`, batch)
	if err != nil {
		return 0, err
	}
	due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[dueCall])
	if err != nil {
		return 0, err
	}
	for _, c := range due {
		if _, err := tx.Exec(ctx, makeCall, c.Duty, c.At); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, `update due set done = true where duty = $1 and at = $2`, c.Duty, c.At); err != nil {
			return 0, err
		}
	}
	return len(due), nil
}

// actOnCron forgets what is still to come, and on an extension writes what comes instead.
func actOnCron(ctx context.Context, o orders) (string, func(), error) {
	db, err := connect(ctx, o.DSN)
	if err != nil {
		return "", nil, err
	}
	acted := o.act(ctx, func(ctx context.Context, d duty) error {
		return pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error { return o.actInRows(ctx, tx, d) })
	})
	return "", func() { acted(); db.Close() }, nil
}

// actInRows takes its locks in the order in which the loop does: what is due, then the duty.
func (o orders) actInRows(ctx context.Context, tx pgx.Tx, d duty) error {
	b := &pgx.Batch{}
	b.Queue(`delete from due where duty = $1 and not done`, d.N)
	if d.Deed.Last == 0 {
		b.Queue(proveDuty, d.N)
	} else {
		b.Queue(extendDuty, d.N)
		for _, at := range o.newCalls(d) {
			b.Queue(`insert into due (duty, at) values ($1, $2)`, d.N, at)
		}
	}
	return tx.SendBatch(ctx, b).Close()
}
