package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// riverQueue is River with a job for each call, scheduled for its instant: as it comes, or tuned to look for work every
// 20 ms. (How often it looks for what is scheduled cannot be set. It need not be: it looks five seconds ahead.) A call may
// be made twice without harm, so River completes jobs many at a time, after them; atOnce, a job is complete in the transaction
// of its call, as it is with Duban, which costs River twice as much.
type riverQueue struct{ tuned, atOnce bool }

func (riverQueue) sleeps() string { return "river_job" }

func (riverQueue) made(ctx context.Context, t *trial) (outcome, error) { return t.madePlain(ctx) }

func (q riverQueue) lay(ctx context.Context, t *trial) error {
	t.tuned, t.atOnce = q.tuned, q.atOnce
	if err := t.layPlain(ctx, `alter table duty add column jobs bigint[], add column at timestamptz[];`); err != nil {
		return err
	}
	db, err := connect(ctx, t.dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	m, err := rivermigrate.New(riverpgxv5.New(db), nil)
	if err != nil {
		return err
	}
	if _, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	if err = t.markEmpty(ctx); err != nil {
		return err
	}
	t.begin(4*time.Second + time.Duration(len(t.duties))*200*time.Microsecond)
	if err = errors.Join(schedule(ctx, t, db), t.db.settle(ctx)); err != nil {
		return err
	}
	if _, err = t.hire("river"); err != nil {
		return err
	}
	_, err = t.hire("river-deeds")
	return err
}

// callArgs are a job's.
type callArgs struct {
	Duty int       `json:"duty"`
	At   time.Time `json:"at"`
}

// Kind is what River calls the job.
func (callArgs) Kind() string { return "call" }

func jobsOf(duty int, calls []time.Time) []river.InsertManyParams {
	jobs := make([]river.InsertManyParams, len(calls))
	for i, at := range calls {
		jobs[i] = river.InsertManyParams{Args: callArgs{duty, at}, InsertOpts: &river.InsertOpts{ScheduledAt: at}}
	}
	return jobs
}

// schedule inserts the jobs, a thousand duties at a time, and notes with each duty which are its own.
func schedule(ctx context.Context, t *trial, db *pgxpool.Pool) error {
	client, err := river.NewClient(riverpgxv5.New(db), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	const atOnce = 1000
	for from := 0; from < len(t.duties); from += atOnce {
		var jobs []river.InsertManyParams
		for _, d := range t.duties[from:min(from+atOnce, len(t.duties))] {
			jobs = append(jobs, jobsOf(d.N, walls(t.clock(), d.Calls))...)
		}
		if _, err := client.InsertManyFast(ctx, jobs); err != nil {
			return err
		}
	}
	_, err = db.Exec(ctx, `update duty d set jobs = j.ids, at = j.at from (
		select (args->>'duty')::integer as duty, array_agg(id order by scheduled_at) as ids, array_agg(scheduled_at order by scheduled_at) as at
		from river_job group by 1) j where d.id = j.duty`)
	return err
}

// worker makes calls.
type worker struct {
	river.WorkerDefaults[callArgs]

	db     *pgxpool.Pool
	atOnce bool
}

// Work makes one call.
func (w *worker) Work(ctx context.Context, job *river.Job[callArgs]) error {
	if !w.atOnce {
		_, err := w.db.Exec(ctx, makeCall, job.Args.Duty, job.Args.At)
		return err
	}
	return pgx.BeginFunc(ctx, w.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, makeCall, job.Args.Duty, job.Args.At); err != nil {
			return err
		}
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job)
		return err
	})
}

// workRiver works off jobs, a hundred at the same time.
func workRiver(ctx context.Context, o orders) (string, func(), error) {
	db, err := connect(ctx, o.DSN)
	if err != nil {
		return "", nil, err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{db: db, atOnce: o.AtOnce})
	config := &river.Config{
		Workers: workers, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 100}}, Logger: slog.New(slog.DiscardHandler),
	}
	if o.Tuned {
		config.FetchCooldown, config.FetchPollInterval = 20*time.Millisecond, 20*time.Millisecond
	}
	client, err := river.NewClient(riverpgxv5.New(db), config)
	if err != nil {
		return "", nil, err
	}
	if err = client.Start(ctx); err != nil {
		return "", nil, err
	}
	stop := func() {
		_ = client.StopAndCancel(ctx) // what is not done is of no use any more
		db.Close()
	}
	return "", stop, nil
}
