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
	return d.onAccount(ctx, caller, person, record{verb: "LOCK_ACCOUNT", reason: reason},
		func(tx *postgres.Tx, now time.Time) error { return tx.ShutAccount(ctx, person, now) })
}

// EndSessions ends all sessions of somebody on the host's roll: those in the host and, where the host keeps the account,
// those by it in every other.
func (d *Desk) EndSessions(ctx context.Context, caller Caller, person, reason string) error {
	person = supervision.PersonID(caller.Host, person)
	return d.onAccount(ctx, caller, person, record{verb: "END_SESSIONS", reason: reason},
		func(tx *postgres.Tx, now time.Time) error {
			if err := tx.EndSessions(ctx, person, now); err != nil {
				return err
			}
			if err := tx.EndGeneration(ctx, person, now); !errors.Is(err, postgres.ErrNone) {
				return err
			}
			return nil
		})
}

// onAccount changes how somebody on the roll of the caller's host signs in, and records it. They are locked: no session of
// theirs begins meanwhile.
func (d *Desk) onAccount(ctx context.Context, caller Caller, person string, r record, do func(*postgres.Tx, time.Time) error) error {
	r.object = "accounts/" + person
	err := d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		now, err := d.lockPerson(ctx, tx, caller, person)
		if err != nil {
			return err
		}
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

// lockPerson locks somebody on the host's roll and only then reads the instant, by which the caller must not have left.
func (d *Desk) lockPerson(ctx context.Context, tx *postgres.Tx, caller Caller, person string) (time.Time, error) {
	known, err := tx.LockPeople(ctx, person)
	if err == nil && len(known) == 0 {
		err = postgres.ErrNone
	}
	if err != nil {
		return time.Time{}, err
	}
	now := d.clock()
	return now, stillIn(ctx, tx, caller, now)
}

// Accounts lists those that the host keeps, in the order of the people's ids.
func (d *Desk) Accounts(ctx context.Context, caller Caller, after string, limit int) ([]AccountView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]AccountView, error) { return tx.Accounts(ctx, after, limit) })
}
