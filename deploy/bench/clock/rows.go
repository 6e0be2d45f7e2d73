package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// What the other contestants keep: duties, of which they know no more than whether they are done, and the calls made.
const plainSchema = `
create table duty (id integer primary key, proven_at timestamptz, extended_at timestamptz);
create table call (duty integer, at timestamptz, by timestamptz not null, primary key (duty, at));`

// makeCall records a call of a duty that is not proven. The lock keeps a proof from coming between the two.
const makeCall = `insert into call (duty, at, by)
	select id, $2, clock_timestamp() from duty where id = $1 and proven_at is null for share
	on conflict do nothing`

const (
	proveDuty  = `update duty set proven_at = clock_timestamp() where id = $1`
	extendDuty = `update duty set extended_at = clock_timestamp() where id = $1`
)

// layPlain makes the tables and the duties.
func (t *trial) layPlain(ctx context.Context, schema string) error {
	if err := onceOn(ctx, t.dsn, plainSchema+schema); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, t.dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.CopyFrom(ctx, pgx.Identifier{"duty"}, []string{"id"}, pgx.CopyFromSlice(len(t.duties), func(i int) ([]any, error) {
		return []any{t.duties[i].N}, nil
	}))
	return err
}

// connections is how many a contestant's process may hold: as many as Duban's.
const connections = 20

func connect(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	config.MaxConns = connections
	return pgxpool.NewWithConfig(ctx, config)
}

// plainGrace is more than any of them is late while it keeps up.
const plainGrace = 2 * time.Second

// madePlain reads what a contestant did that keeps such rows.
func (t *trial) madePlain(ctx context.Context) (outcome, error) {
	o := outcome{grace: t.clock().Long(plainGrace), facts: map[int]fact{}}
	calls, err := t.db.watch.Query(ctx, `select duty, at, by, pg_xact_commit_timestamp(xmin) from call`)
	if err != nil {
		return o, err
	}
	var c made
	_, err = pgx.ForEachRow(calls, []any{&c.duty, &c.at, &c.by, &c.committed}, func() error {
		o.calls = append(o.calls, made{duty: c.duty, at: t.clock().At(c.at), by: t.clock().At(c.by), committed: c.committed})
		return nil
	})
	if err != nil {
		return o, err
	}
	duties, err := t.db.watch.Query(ctx, `select id, coalesce(proven_at, extended_at), proven_at is not null from duty
		where coalesce(proven_at, extended_at) is not null`)
	if err != nil {
		return o, err
	}
	var n int
	var f fact
	_, err = pgx.ForEachRow(duties, []any{&n, &f.at, &f.proven}, func() error {
		o.facts[n] = fact{at: t.clock().At(f.at), proven: f.proven}
		return nil
	})
	return o, err
}
