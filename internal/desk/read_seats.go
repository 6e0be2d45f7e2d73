package desk

import (
	"context"

	"duban/internal/postgres"
)

// SeatTitles returns the titles of seats by their ids.
func (d *Desk) SeatTitles(ctx context.Context, caller Caller, seats []string) (map[string]string, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (map[string]string, error) { return tx.SeatTitles(ctx, seats) })
}
