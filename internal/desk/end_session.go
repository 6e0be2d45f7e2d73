package desk

import (
	"context"

	"github.com/google/uuid"

	"duban/internal/postgres"
)

// SignOut ends the session by which the caller came in.
func (d *Desk) SignOut(ctx context.Context, caller Caller) error {
	return d.EndSession(ctx, caller, caller.Session.ID)
}

// EndSession ends one of the caller's own sessions in the host, a program's or a browser's.
func (d *Desk) EndSession(ctx context.Context, caller Caller, id uuid.UUID) error {
	err := d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		now := d.clock()
		if err := tx.EndSession(ctx, caller.Person, id, now); err != nil {
			return err
		}
		return record{verb: "END_SESSION", object: "sessions/" + id.String()}.append(ctx, tx, now, caller)
	})
	return absent(err)
}

// mostSessions is how many of a person's sessions are listed, and how many tokens they may have.
const mostSessions = 100

// Sessions lists the caller's own in the host that are not over, the newest first.
func (d *Desk) Sessions(ctx context.Context, caller Caller) ([]SessionView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]SessionView, error) {
		return tx.Sessions(ctx, caller.Person, d.clock(), mostSessions)
	})
}
