package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

var errTooManyTokens = supervision.Refuse(supervision.WrongState,
	"有效的令牌已达上限，请先停用不用的", "you have as many tokens as you may; end those that are not used")

// CreateToken opens a session for a program: in the caller's name and host, for so many days, and for no more than what
// its scopes name. It is over when the caller's password changes, or the roles that the caller has.
func (d *Desk) CreateToken(ctx context.Context, caller Caller, label string, scopes []string, days int) (s SignedIn, err error) {
	err = d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		now, err := d.lockPerson(ctx, tx, caller, caller.Person)
		if err != nil {
			return err
		}
		had, err := tx.Sessions(ctx, caller.Person, now, true, mostSessions)
		if err != nil {
			return err
		}
		if len(had) == mostSessions {
			return errTooManyTokens
		}
		o := opening{
			person: caller.Person, keeper: caller.Session.Keeper, generation: caller.Session.generation,
			kind: ByToken, label: label, scopes: scopes, lasts: time.Duration(days) * 24 * time.Hour,
		}
		if s, err = o.open(ctx, tx, caller.Host, now); err != nil {
			return err
		}
		return s.record("CREATE_TOKEN").append(ctx, tx, now, caller)
	})
	return s, err
}
