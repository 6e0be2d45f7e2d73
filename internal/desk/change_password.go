package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/supervision"
)

var (
	errNoAccount = supervision.Refuse(supervision.WrongState,
		"您没有口令：您用登录码或统一身份登录", "you have no password: you signed in by a code or an identity provider")
	errSame = supervision.Refuse(supervision.InvalidRequest, "新口令与旧口令相同", "the new password is the old one")
)

// ChangePassword gives the caller's account another password, and a fresh session for the one that is over with all
// others of the account, programs' included: whoever changes a password may fear that somebody knows it.
func (d *Desk) ChangePassword(ctx context.Context, caller Caller, current, chosen string) (SignedIn, error) {
	account, err := d.accountOf(ctx, caller)
	if err != nil {
		return SignedIn{}, err
	}
	if _, err := d.vouch(ctx, account.Login, current); err != nil {
		return SignedIn{}, err
	}
	if err := choose(current, chosen, account.Login); err != nil {
		return SignedIn{}, err
	}
	generation, err := d.savePassword(ctx, caller, account, chosen)
	if err != nil {
		return SignedIn{}, err
	}
	o := opening{person: caller.Person, keeper: account.HostID, kind: ByPassword, generation: generation, lasts: workingDay}
	return d.openIn(ctx, caller.Host, o, "SIGN_IN")
}

// accountOf reads the caller's account, which the host keeps on whose word they came in.
func (d *Desk) accountOf(ctx context.Context, caller Caller) (account postgres.AccountRow, err error) {
	err = d.db.Look(ctx, caller.Session.Keeper, caller.reader(), func(tx *postgres.Tx) error {
		account, err = tx.Account(ctx, caller.Person)
		return err
	})
	if errors.Is(err, postgres.ErrNone) || err == nil && account.Login == "" {
		return account, errNoAccount
	}
	return account, err
}

func choose(current, chosen, login string) error {
	if legible(chosen) == legible(current) {
		return errSame
	}
	return supervision.CheckPassword(legible(chosen), login)
}

// savePassword refuses where the caller's session is over by now: hashing takes its time, and what the security
// administrator does to the account meanwhile must stand.
func (d *Desk) savePassword(ctx context.Context, caller Caller, account postgres.AccountRow, chosen string) (generation int, err error) {
	hash, err := d.hasher.hash(ctx, chosen)
	if err != nil {
		return 0, err
	}
	err = d.db.In(ctx, account.HostID, func(tx *postgres.Tx) error {
		now := d.clock()
		if generation, err = tx.ChangePassword(ctx, caller.Person, caller.Session.generation, hash, now); err != nil {
			return err
		}
		return record{verb: "CHANGE_PASSWORD", object: "accounts/" + caller.Person}.append(ctx, tx, now, caller)
	})
	if errors.Is(err, postgres.ErrNone) {
		return 0, errWrong
	}
	return generation, err
}
