package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// actOnRiver cancels the jobs that are still to come, and on an extension inserts those that come instead.
func actOnRiver(ctx context.Context, o orders) (string, func(), error) {
	db, err := connect(ctx, o.DSN)
	if err != nil {
		return "", nil, err
	}
	client, err := river.NewClient(riverpgxv5.New(db), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", nil, err
	}
	acted := o.act(ctx, func(ctx context.Context, d duty) error {
		return pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error { return o.actInRiver(ctx, tx, client, d) })
	})
	return "", func() { acted(); db.Close() }, nil
}

func (o orders) actInRiver(ctx context.Context, tx pgx.Tx, client *river.Client[pgx.Tx], d duty) error {
	sql := proveDuty
	if d.Deed.Last > 0 {
		sql = extendDuty
	}
	var jobs []int64
	var at []time.Time
	if err := tx.QueryRow(ctx, sql+` returning jobs, at`, d.N).Scan(&jobs, &at); err != nil {
		return err
	}
	now := time.Now()
	for i, id := range jobs {
		if at[i].Before(now) {
			continue // worked off, or under way: it will find the duty proven
		}
		if _, err := client.JobCancelTx(ctx, tx, id); err != nil {
			return err
		}
	}
	if d.Deed.Last == 0 {
		return nil
	}
	_, err := client.InsertManyFastTx(ctx, tx, jobsOf(d.N, o.newCalls(d)))
	return err
}
