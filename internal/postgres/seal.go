package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// SealRow is what the records of the installation are sealed with.
type SealRow struct {
	Origin string // the installation's name, as its checkpoints give it
	Hash   string
}

// BeginRecords says, as the role that owns the tables, what the records are to be sealed with; what is left empty stays as
// it is. It answers what they are sealed with: once a record has begun, nothing of it changes.
func BeginRecords(ctx context.Context, ownerDSN string, want SealRow) (is SealRow, err error) {
	conn, err := pgx.Connect(ctx, ownerDSN)
	if err != nil {
		return is, fmt.Errorf("reach database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, `update seal set origin = coalesce(nullif($1, ''), origin), hash = coalesce(nullif($2, ''), hash)
		where not exists (select from audit)`, want.Origin, want.Hash); err != nil {
		return is, err
	}
	return is, conn.QueryRow(ctx, `select origin, hash from seal`).Scan(&is.Origin, &is.Hash)
}

// Sealed is what the records are sealed with. It is asked for once: whoever asks is about to begin a record, or has one.
func (tx *Tx) Sealed(ctx context.Context) (SealRow, error) {
	if known := tx.db.sealed.Load(); known != nil {
		return *known, nil
	}
	row, err := one[SealRow](ctx, tx, `select origin, hash from seal`)
	if err == nil {
		tx.db.sealed.Store(&row)
	}
	return row, err
}
