package desk

import (
	"cmp"
	"context"
	"errors"
	"math"

	"duban/internal/postgres"
)

// RecordHead is where the record of the caller's host stands. While nothing is sealed yet its checkpoint is of no rows.
type RecordHead struct {
	Origin string
	Hash   string
	Key    string // that checkpoints are checked with
	CheckpointRow
}

// RecordHead reads the head.
func (d *Desk) RecordHead(ctx context.Context, caller Caller) (RecordHead, error) {
	s, err := d.seal(ctx, caller.Host)
	if err != nil {
		return RecordHead{}, err
	}
	row, err := look(ctx, d, caller, func(tx *postgres.Tx) (CheckpointRow, error) {
		row, err := tx.Checkpoint(ctx)
		if errors.Is(err, postgres.ErrNone) {
			err = nil
		}
		return row, err
	})
	return RecordHead{s.origin, s.hash.Name(), s.signer.Key().String(), row}, err
}

// RecordRows lists sealed rows, the newest first, those before an index; before 0 all.
func (d *Desk) RecordRows(ctx context.Context, caller Caller, before uint64, limit int) ([]LedgerRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]LedgerRow, error) {
		return tx.LedgerRows(ctx, cmp.Or(before, math.MaxInt64), limit)
	})
}

// RecordRow reads one sealed row with its payload, as it is exported.
func (d *Desk) RecordRow(ctx context.Context, caller Caller, index uint64) (SealedRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (SealedRow, error) { return tx.SealedRow(ctx, index) })
}

// Checkpoints lists the heads that the record has had, the newest first, those of fewer rows than before; before 0 all.
func (d *Desk) Checkpoints(ctx context.Context, caller Caller, before uint64, limit int) ([]CheckpointRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]CheckpointRow, error) {
		return tx.Checkpoints(ctx, cmp.Or(before, math.MaxInt64), limit)
	})
}
