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
	Version int // of the workflow code that runs the process; 0: none has yet
}

// Nudges lists what is in the outbox, oldest first, but for processes that a newer version of the workflow code runs.
func (db *DB) Nudges(ctx context.Context, version, limit int) ([]NudgeRow, error) {
	rows, err := db.pool.Query(ctx, `select seq, kind, host_id, id, version from nudges($1, $2)`, version, limit)
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

// Listener hears when somebody writes a nudge.
type Listener struct{ conn *pgxpool.Conn }

// Listen takes a connection and hears, from now on, every nudge that commits.
func (db *DB) Listen(ctx context.Context) (*Listener, error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, `listen nudge`); err != nil {
		conn.Release()
		return nil, err
	}
	return &Listener{conn}, nil
}

// Await waits until a nudge commits, or for at most so long. Its error says that the connection is lost.
func (l *Listener) Await(ctx context.Context, atMost time.Duration) error {
	waiting, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	_, err := l.conn.Conn().WaitForNotification(waiting)
	if waiting.Err() != nil {
		return ctx.Err()
	}
	return err
}

// Close ends the connection, which would hear nudges for ever.
func (l *Listener) Close(ctx context.Context) error {
	return l.conn.Hijack().Close(ctx)
}

// RunningRow is a process that should be running.
type RunningRow struct {
	Workflow string
	Process
	Version int // of the workflow code that runs it; 0: none has yet
}

// Running lists, across hosts, processes that should be running: at most limit, those after the workflow id given.
func (db *DB) Running(ctx context.Context, after string, limit int) ([]RunningRow, error) {
	return db.running(ctx, `select workflow, kind, host_id, id, version from processes($1, $2)`, limit, after)
}

// Behind lists those campaigns among them whose next call or step is before an instant, but for those that a newer
// version of the workflow code runs.
func (db *DB) Behind(ctx context.Context, instant time.Time, version int, after string, limit int) ([]RunningRow, error) {
	return db.running(ctx, `select workflow, kind, host_id, id, version from campaigns_behind($1, $2, $3, $4)`,
		instant, version, limit, after)
}

func (db *DB) running(ctx context.Context, sql string, args ...any) ([]RunningRow, error) {
	rows, err := db.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[RunningRow])
}

// Claim has a version of the workflow code run a campaign, unless a newer one does. It answers which version ran it
// until then, 0 for none.
func (db *DB) Claim(ctx context.Context, p Process, version int) (before int, err error) {
	err = db.In(ctx, p.HostID, func(tx *Tx) error {
		before = 0
		row := tx.QueryRow(ctx, `select code_version from campaign where host_id = $1 and id = $2 for no key update`, tx.host, p.ID)
		if err := row.Scan(&before); err != nil {
			return err
		}
		return tx.exec(ctx, `update campaign set code_version = $3 where host_id = $1 and id = $2 and code_version < $3`,
			tx.host, p.ID, version)
	})
	return before, err
}

// NudgeProcesses nudges the inspections and polls of a campaign, so that they end with it.
func (tx *Tx) NudgeProcesses(ctx context.Context, campaign string) error {
	return tx.exec(ctx, `with n as (insert into nudge (kind, host_id, id)
		select 'inspection', host_id, id from inspection where host_id = $1 and campaign_id = $2 and state <> 'CLOSED'
		union all
		select 'vote', host_id, id from poll where host_id = $1 and campaign_id = $2 and state not in ('PLANNED', 'FED_BACK'))
		select pg_notify('nudge', '')`, tx.host, campaign)
}
