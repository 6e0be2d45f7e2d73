package postgres

import "context"

// Run runs a statement that no method has.
func (tx *Tx) Run(ctx context.Context, sql string, args ...any) error {
	return tx.exec(ctx, sql, args...)
}
