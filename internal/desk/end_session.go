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

// mostSessions is how many tokens a person may have, and how many of their other sessions are listed.
const mostSessions = 100

// Sessions lists the caller's own in the host that are not over, the newest first: all tokens, which may be good for long
// and in other hands, and then as many others as are listed.
func (d *Desk) Sessions(ctx context.Context, caller Caller) ([]SessionView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]SessionView, error) {
		now := d.clock()
		tokens, err := tx.Sessions(ctx, caller.Person, now, true, mostSessions)
		if err != nil {
			return nil, err
		}
		others, err := tx.Sessions(ctx, caller.Person, now, false, mostSessions)
		return append(tokens, others...), err
	})
}
