package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// SignInRow is who a token stands for.
type SignInRow struct {
	PersonID string
	HostID   string
	HostName string
}

// SignIn finds who a token's hash stands for at an instant; ErrNone if nobody.
func (db *DB) SignIn(ctx context.Context, hash []byte, at time.Time) (SignInRow, error) {
	rows, err := db.pool.Query(ctx, `select i.person_id, i.host_id, h.name as host_name
		from sign_in i join host h on h.id = i.host_id
		where i.token_hash = $1 and i.expires_at > $2`, hash, at)
	if err != nil {
		return SignInRow{}, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[SignInRow])
}

// InsertSignIn stores the hash of a token for a person in the transaction's host.
func (tx *Tx) InsertSignIn(ctx context.Context, hash []byte, person string, at, expires time.Time) error {
	return tx.exec(ctx, `insert into sign_in (token_hash, person_id, host_id, created_at, expires_at) values ($1, $2, $3, $4, $5)`,
		hash, person, tx.host, at, expires)
}

// Secret returns the named key, which is fresh the first time it is asked for.
func (db *DB) Secret(ctx context.Context, name string, fresh []byte) (value []byte, err error) {
	err = db.pool.QueryRow(ctx, `with made as (insert into secret (name, value) values ($1, $2) on conflict do nothing returning value)
		select value from made union all select value from secret where name = $1 limit 1`, name, fresh).Scan(&value)
	return value, err
}
