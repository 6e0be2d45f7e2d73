package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// Identity is what an identity provider has said of somebody. Of mail address and telephone it holds those only that the
// provider has verified and that this installation goes by.
type Identity struct{ Issuer, Subject, Email, Phone string }

// SignInByIdentity opens a session for whoever the identity is bound to. One that is bound to nobody yet is bound to the
// one person on whose roll the verified mail address or telephone stands, if the security administrator has let them in by
// it: whoever keeps the roll says what stands there, and would else choose who gets in. It reaches nobody who has an account
// or administers.
func (d *Desk) SignInByIdentity(ctx context.Context, who Identity) (SignedIn, error) {
	account, err := d.db.AccountByIdentity(ctx, who.Issuer, who.Subject)
	if errors.Is(err, postgres.ErrNone) {
		account, err = d.bindByClaim(ctx, who)
	}
	if err != nil {
		return SignedIn{}, err
	}
	if account.Shut {
		return SignedIn{}, errShut
	}
	return d.letIn(ctx, opening{
		person: account.PersonID, keeper: account.HostID, kind: ByIdentity, generation: account.Generation, lasts: workingDay,
	})
}

func (d *Desk) bindByClaim(ctx context.Context, who Identity) (postgres.AccountRow, error) {
	found, err := d.db.OnRolls(ctx, who.Email, who.Phone)
	if err != nil {
		return postgres.AccountRow{}, err
	}
	if len(found) != 1 {
		return postgres.AccountRow{}, errUnknown(who)
	}
	err = d.bind(ctx, System(found[0].HostID), found[0].PersonID, who, true)
	if errors.Is(err, supervision.Refuse(supervision.NotFound, "", "")) {
		return postgres.AccountRow{}, errUnknown(who)
	}
	if err != nil {
		return postgres.AccountRow{}, err
	}
	return d.db.AccountByIdentity(ctx, who.Issuer, who.Subject)
}

// errUnknown says what the security administrator needs to bind the identity.
func errUnknown(who Identity) error {
	return supervision.Refuse(supervision.NotAllowed,
		fmt.Sprintf("统一身份 %q 未与任何人员绑定，请把它告诉本级人大的安全管理员", who.Subject),
		fmt.Sprintf("the identity %q is bound to nobody here: tell it to the security administrator of your congress", who.Subject))
}

// BindIdentity says that an identity is somebody on the host's roll.
func (d *Desk) BindIdentity(ctx context.Context, caller Caller, person string, who Identity) error {
	return d.bind(ctx, caller, supervision.PersonID(caller.Host, person), who, false)
}

// bind binds on the word of the security administrator, or by a claim.
func (d *Desk) bind(ctx context.Context, caller Caller, person string, who Identity, claimed bool) error {
	r := record{verb: "BIND_IDENTITY", given: map[string]any{"issuer": who.Issuer, "subject": who.Subject}}
	return d.onAccount(ctx, caller, person, r, func(tx *postgres.Tx, now time.Time) error {
		if claimed {
			if err := withinReach(ctx, tx, caller.Host, person); err != nil {
				return err
			}
		}
		return tx.SaveIdentity(ctx, person, who.Issuer, who.Subject, claimed, now)
	})
}

// withinReach is ErrNone for somebody whom the security administrator has not let in by the address on the roll, and for
// who sits in an administrator's seat, has sat or is going to.
func withinReach(ctx context.Context, tx *postgres.Tx, host, person string) error {
	admitted, err := tx.Admitted(ctx, person, host)
	if err != nil {
		return err
	}
	terms, err := tx.TermsOf(ctx, time.Time{}, person)
	administers := func(t postgres.TermView) bool { return supervision.Administers(t.Role) }
	if err == nil && (!admitted || slices.ContainsFunc(terms, administers)) {
		err = postgres.ErrNone
	}
	return err
}

// UnbindIdentity takes the identity of somebody's account away.
func (d *Desk) UnbindIdentity(ctx context.Context, caller Caller, person string) error {
	person = supervision.PersonID(caller.Host, person)
	return d.onAccount(ctx, caller, person, record{verb: "UNBIND_IDENTITY"},
		func(tx *postgres.Tx, now time.Time) error { return tx.Unbind(ctx, person, now) })
}
