package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// AccountRow is an account as its host keeps it. Without a password Login is empty.
type AccountRow struct {
	HostID     string
	PersonID   string
	Login      string
	OneTime    bool
	ExpiresAt  *time.Time
	Shut       bool
	Generation int
}

// KnownLogin is the account of a login, with the hash of its password. It comes from nowhere but a function that wants the
// login: the application's role may not read the column.
type KnownLogin struct {
	AccountRow

	Hash string
}

const accountColumns = `host_id, person_id, coalesce(login, '') as login, one_time, expires_at, shut, generation`

// AccountByLogin finds the account of a login, whichever host keeps it; ErrNone if nobody has it.
func (db *DB) AccountByLogin(ctx context.Context, login string) (KnownLogin, error) {
	return anywhere[KnownLogin](ctx, db, `select `+accountColumns+`, hash from account_of($1, null, null)`, login)
}

// AccountByIdentity finds the account of somebody whom an identity provider knows; ErrNone if there is none.
func (db *DB) AccountByIdentity(ctx context.Context, issuer, subject string) (AccountRow, error) {
	return anywhere[AccountRow](ctx, db, `select `+accountColumns+` from account_of(null, $1, $2)`, issuer, subject)
}

// OnRoll is somebody whom a host's roll has.
type OnRoll struct{ HostID, PersonID string }

// OnRolls finds who has an address of mail or a telephone, at most two. Empty ones are nobody's.
func (db *DB) OnRolls(ctx context.Context, email, phone string) ([]OnRoll, error) {
	rows, err := db.pool.Query(ctx, `select host_id, person_id from on_rolls($1, $2)`, email, phone)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[OnRoll])
}

// HostName is a host by its name.
type HostName struct{ ID, Name string }

// HostsOf lists where a person sits at an instant and is let in on the word of the host that keeps the account, which
// comes first.
func (db *DB) HostsOf(ctx context.Context, person, keeper string, at time.Time) ([]HostName, error) {
	rows, err := db.pool.Query(ctx, `select id, name from hosts_of($1, $2, $3)`, person, keeper, at)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[HostName])
}

// anywhere reads exactly one row for somebody of whom no host is known yet; ErrNone without one.
func anywhere[T any](ctx context.Context, db *DB, sql string, args ...any) (T, error) {
	rows, err := db.pool.Query(ctx, sql, args...)
	if err != nil {
		var none T
		return none, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
}

// LockoutRow is what a slot of logins has of wrong passwords in a row.
type LockoutRow struct {
	Failures    int
	FailedAt    time.Time
	LockedUntil *time.Time
}

// Counted is what the rules count.
func (r LockoutRow) Counted() supervision.Failures {
	return supervision.Failures{Count: r.Failures, Last: r.FailedAt.UTC()}
}

// LockLockout reads a slot and keeps every other use of it waiting until the end of the transaction. It is one statement,
// because between two somebody else may clear the slot.
func (tx *Tx) LockLockout(ctx context.Context, slot int, at time.Time) (LockoutRow, error) {
	return one[LockoutRow](ctx, tx, `insert into lockout (slot, failures, failed_at) values ($1, 0, $2)
		on conflict (slot) do update set failures = lockout.failures returning failures, failed_at, locked_until`, slot, at)
}

// SetLockout stores a slot that was locked; a zero until: it does not rest.
func (tx *Tx) SetLockout(slot int, f supervision.Failures, until time.Time) {
	tx.change(1, `update lockout set failures = $2, failed_at = $3, locked_until = $4 where slot = $1`, slot, f.Count, f.Last, null(until))
}

// RestLockout says until when a slot rests.
func (tx *Tx) RestLockout(slot int, until time.Time) {
	tx.later(`update lockout set locked_until = $2 where slot = $1`, slot, until)
}

// ClearLockout forgets the wrong passwords of a slot.
func (tx *Tx) ClearLockout(slot int) { tx.later(`delete from lockout where slot = $1`, slot) }

// Secret returns the named key, which is fresh the first time it is asked for. It takes two statements: one that waits for
// somebody else to make the key sees nothing of what they made.
func (db *DB) Secret(ctx context.Context, name string, fresh []byte) (value []byte, err error) {
	if _, err := db.pool.Exec(ctx, `insert into secret (name, value) values ($1, $2) on conflict (name) do nothing`, name, fresh); err != nil {
		return nil, err
	}
	err = db.pool.QueryRow(ctx, `select value from secret where name = $1`, name).Scan(&value)
	return value, err
}
