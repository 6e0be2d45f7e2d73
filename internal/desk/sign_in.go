package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// notSignedIn is why those are refused who could not be recognised.
const notSignedIn supervision.Reason = "NOT_SIGNED_IN"

var (
	errWrong = supervision.Refuse(notSignedIn,
		fmt.Sprintf("登录名或口令不正确；连续输错 %d 次，该登录名将暂停使用", supervision.MostFailures),
		fmt.Sprintf("the login or the password is wrong; after %d in a row the login rests for a while", supervision.MostFailures))
	errShut = supervision.Refuse(supervision.NotAllowed,
		"账号已被锁定，请联系本级人大的安全管理员", "the account is locked; ask the security administrator of your congress")
	errStale = supervision.Refuse(supervision.NotAllowed,
		"一次性口令已过期，请向本级人大的安全管理员索取新的", "the one-time password has expired; ask the security administrator of your congress for another")
)

// SignIn opens a session for whoever knows a login's password. A wrong login and a wrong password look and cost alike.
// ErrBusy if too many sign in.
func (d *Desk) SignIn(ctx context.Context, login, password string) (SignedIn, error) {
	account, err := d.vouch(ctx, legibleLogin(login), password)
	if err != nil {
		return SignedIn{}, err
	}
	o := opening{person: account.PersonID, keeper: account.HostID, kind: ByPassword, generation: account.Generation, lasts: workingDay}
	if account.OneTime {
		o.lasts = changeTime
	}
	s, err := d.letIn(ctx, o)
	s.MustChange = account.OneTime
	return s, err
}

// letIn opens a session in the first of the hosts where a person may work.
func (d *Desk) letIn(ctx context.Context, o opening) (s SignedIn, err error) {
	hosts, err := d.db.HostsOf(ctx, o.person, o.keeper, d.clock())
	if err != nil {
		return SignedIn{}, err
	}
	if len(hosts) == 0 {
		return SignedIn{}, errNoSeat
	}
	return d.openIn(ctx, hosts[0].ID, o, "SIGN_IN")
}

// openIn opens a session in a host and records it.
func (d *Desk) openIn(ctx context.Context, host string, o opening, verb string) (s SignedIn, err error) {
	err = d.db.In(ctx, host, func(tx *postgres.Tx) error {
		now := d.clock()
		if s, err = o.open(ctx, tx, host, now); err != nil {
			return err
		}
		return s.record(verb).append(ctx, tx, now, Caller{Person: o.person, Host: host})
	})
	return s, err
}

// record says which session began, and never by what. What its holder calls it is theirs: it goes with the session.
func (s SignedIn) record(verb string) record {
	return record{verb: verb, object: "sessions/" + s.ID.String(), given: map[string]any{
		"kind": s.Kind, "keeper": s.Keeper, "scopes": s.Scopes, "expires": s.Expires,
	}}
}

// vouch finds the account whose login and password somebody knows.
func (d *Desk) vouch(ctx context.Context, login, password string) (postgres.AccountRow, error) {
	leave, err := d.hasher.come()
	if err != nil {
		return postgres.AccountRow{}, err
	}
	defer leave()
	slot, err := d.slotOf(ctx, login)
	if err != nil {
		return postgres.AccountRow{}, err
	}
	until, err := d.attempt(ctx, slot)
	if err != nil {
		return postgres.AccountRow{}, err
	}
	account, right, err := d.recall(ctx, login, password)
	if err != nil {
		return postgres.AccountRow{}, errors.Join(err, d.giveBack(ctx, slot))
	}
	if !right {
		return postgres.AccountRow{}, d.wrong(ctx, account, slot, until)
	}
	return account, errors.Join(d.forget(ctx, slot), usable(account, d.clock()))
}

// recall finds the account of a login, if there is one, and whether the password is its own.
func (d *Desk) recall(ctx context.Context, login, password string) (account postgres.AccountRow, right bool, err error) {
	known, err := d.db.AccountByLogin(ctx, login)
	if err != nil && !errors.Is(err, postgres.ErrNone) {
		return postgres.AccountRow{}, false, err
	}
	right, err = d.hasher.matches(ctx, password, known.Hash)
	return known.AccountRow, right, err
}

// wrong refuses, and records where an account is locked by that. Of a login that nobody has there is nothing to record:
// then the rest is written once more, because who waits for the answer could else tell by it which logins there are.
func (d *Desk) wrong(ctx context.Context, account postgres.AccountRow, slot int, until time.Time) error {
	if until.IsZero() {
		return errWrong
	}
	err := d.db.In(ctx, account.HostID, func(tx *postgres.Tx) error {
		if account.HostID == "" {
			tx.RestLockout(slot, until)
			return nil
		}
		r := record{verb: "LOCK_OUT", object: "accounts/" + account.PersonID, given: map[string]any{"until": until}}
		return r.append(ctx, tx, d.clock(), System(account.HostID))
	})
	return errors.Join(err, errWrong)
}

// usable refuses an account that is shut, and a one-time password that is too old. Only who knows the password learns it.
func usable(account postgres.AccountRow, now time.Time) error {
	switch {
	case account.Shut:
		return errShut
	case account.ExpiresAt != nil && !account.ExpiresAt.After(now):
		return errStale
	}
	return nil
}

// legibleLogin is how logins are compared and stored.
func legibleLogin(login string) string { return strings.ToLower(strings.TrimSpace(legible(login))) }
