package desk

import (
	"context"
	"errors"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// LockAccount lets nobody in by somebody's account until it is reset, and ends its sessions.
func (d *Desk) LockAccount(ctx context.Context, caller Caller, person, reason string) error {
	person = supervision.PersonID(caller.Host, person)
	return d.onAccount(ctx, caller, record{verb: "LOCK_ACCOUNT", object: "accounts/" + person, reason: reason},
		func(tx *postgres.Tx, now time.Time) error { return tx.ShutAccount(ctx, person, now) })
}

// EndSessions ends all sessions of somebody on the host's roll: those in the host and, where the host keeps the account,
// those by it in every other.
func (d *Desk) EndSessions(ctx context.Context, caller Caller, person, reason string) error {
	person = supervision.PersonID(caller.Host, person)
	return d.onAccount(ctx, caller, record{verb: "END_SESSIONS", object: "accounts/" + person, reason: reason},
		func(tx *postgres.Tx, now time.Time) error {
			if _, err := tx.NameOf(ctx, person); err != nil {
				return err
			}
			if err := tx.EndSessions(ctx, person, now); err != nil {
				return err
			}
			if err := tx.EndGeneration(ctx, person, now); !errors.Is(err, postgres.ErrNone) {
				return err
			}
			return nil
		})
}

// onAccount changes an account of the caller's host and records it.
func (d *Desk) onAccount(ctx context.Context, caller Caller, r record, do func(*postgres.Tx, time.Time) error) error {
	err := d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		now := d.clock()
		if err := do(tx, now); err != nil {
			return err
		}
		return r.append(ctx, tx, now, caller)
	})
	if postgres.IsTaken(err) {
		return errTaken
	}
	return absent(err)
}

// Accounts lists those that the host keeps, in the order of the people's ids.
func (d *Desk) Accounts(ctx context.Context, caller Caller, after string, limit int) ([]AccountView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]AccountView, error) { return tx.Accounts(ctx, after, limit) })
}
