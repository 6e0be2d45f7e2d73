package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Process names one process that runs as a workflow.
type Process struct {
	Kind   string // campaign, inspection, vote, delivery
	HostID string
	ID     string
}

// Nudge asks, when the transaction commits, that a process look again.
func (tx *Tx) Nudge(ctx context.Context, kind, id string) error {
	return tx.exec(ctx, `with n as (insert into nudge (kind, host_id, id) values ($1, $2, $3))
		select pg_notify('nudge', '')`, kind, tx.host, id)
}

// NudgeRow is a nudge in the outbox.
type NudgeRow struct {
	Seq int64
	Process
}

// Nudges lists what is in the outbox, oldest first.
func (db *DB) Nudges(ctx context.Context, limit int) ([]NudgeRow, error) {
	rows, err := db.pool.Query(ctx, `select seq, kind, host_id, id from nudge order by seq limit $1`, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[NudgeRow])
}

// DropNudges removes nudges that were passed on. One written since stays.
func (db *DB) DropNudges(ctx context.Context, seqs []int64) error {
	_, err := db.pool.Exec(ctx, `delete from nudge where seq = any($1)`, seqs)
	return err
}

// AwaitNudge waits until somebody writes a nudge, or the context ends.
func (db *DB) AwaitNudge(ctx context.Context) error {
	return db.pool.AcquireFunc(ctx, func(c *pgxpool.Conn) error {
		if _, err := c.Exec(ctx, `listen nudge`); err != nil {
			return err
		}
		_, err := c.Conn().WaitForNotification(ctx)
		return err
	})
}

// Running lists, across hosts, processes that should be running: at most limit, those after the workflow id given.
// With a behind instant only campaigns whose next call is older than it.
func (db *DB) Running(ctx context.Context, behind time.Time, after string, limit int) ([]RunningRow, error) {
	rows, err := db.pool.Query(ctx, `select workflow, kind, host_id, id, next_at from processes($1, $2, $3)`, null(behind), limit, after)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[RunningRow])
}

// RunningRow is a process that should be running.
type RunningRow struct {
	Workflow string
	Process
	NextAt *time.Time
}

// NudgeProcesses nudges the inspections and polls of a campaign, so that they end with it.
func (tx *Tx) NudgeProcesses(ctx context.Context, campaign string) error {
	return tx.exec(ctx, `with n as (insert into nudge (kind, host_id, id)
		select 'inspection', host_id, id from inspection where host_id = $1 and campaign_id = $2 and state <> 'CLOSED'
		union all
		select 'vote', host_id, id from poll where host_id = $1 and campaign_id = $2 and state not in ('PLANNED', 'FED_BACK'))
		select pg_notify('nudge', '')`, tx.host, campaign)
}
