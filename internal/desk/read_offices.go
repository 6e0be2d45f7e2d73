package desk

import (
	"context"

	"duban/internal/postgres"
)

// Offices lists the host's offices by their ids, those after the one given.
func (d *Desk) Offices(ctx context.Context, caller Caller, after string, limit int) ([]postgres.OfficeRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.OfficeRow, error) { return tx.Offices(ctx, after, limit) })
}

// Office reads one office.
func (d *Desk) Office(ctx context.Context, caller Caller, id string) (postgres.OfficeRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (postgres.OfficeRow, error) { return tx.Office(ctx, id) })
}

// Seats lists seats by their ids with who sits there now, those after the one given: of an office, or of all if it is empty.
func (d *Desk) Seats(ctx context.Context, caller Caller, office, after string, limit int) ([]postgres.SeatView, error) {
	now := d.clock()
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.SeatView, error) {
		return tx.SeatViews(ctx, office, now, after, limit)
	})
}

// Seat reads one seat with who sits there now.
func (d *Desk) Seat(ctx context.Context, caller Caller, id string) (postgres.SeatView, error) {
	now := d.clock()
	return look(ctx, d, caller, func(tx *postgres.Tx) (postgres.SeatView, error) { return tx.SeatView(ctx, id, now) })
}

// Host reads the caller's host, and those above it, the nearest first.
func (d *Desk) Host(ctx context.Context, caller Caller) ([]postgres.HostRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.HostRow, error) { return tx.HostsFrom(ctx, caller.Host) })
}

// HostsBelow lists the hosts directly below the caller's, by their ids, those after the one given.
func (d *Desk) HostsBelow(ctx context.Context, caller Caller, after string, limit int) ([]postgres.HostRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.HostRow, error) { return tx.HostsBelow(ctx, after, limit) })
}
