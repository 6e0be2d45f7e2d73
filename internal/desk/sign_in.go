package desk

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
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
		return s.record(verb, o).append(ctx, tx, now, Caller{Person: o.person, Host: host})
	})
	return s, err
}

// record says which session began, and never by what.
func (s SignedIn) record(verb string, o opening) record {
	return record{verb: verb, object: "sessions/" + s.ID.String(), given: map[string]any{
		"kind": s.Kind, "keeper": s.Keeper, "label": o.label, "scopes": s.Scopes, "expires": s.Expires,
	}}
}

// vouch finds the account whose login and password somebody knows.
func (d *Desk) vouch(ctx context.Context, login, password string) (postgres.AccountRow, error) {
	leave, err := d.hasher.come()
	if err != nil {
		return postgres.AccountRow{}, err
	}
	defer leave()
	until, err := d.attempt(ctx, login)
	if err != nil {
		return postgres.AccountRow{}, err
	}
	account, err := d.db.AccountByLogin(ctx, login)
	if err != nil && !errors.Is(err, postgres.ErrNone) {
		return postgres.AccountRow{}, err
	}
	right, err := d.hasher.matches(ctx, password, account.Hash)
	if err != nil {
		return postgres.AccountRow{}, err
	}
	if !right {
		return postgres.AccountRow{}, d.wrong(ctx, account, until)
	}
	return account, errors.Join(d.right(ctx, login), usable(account, d.clock()))
}

// attempt counts a password as wrong before it is looked at, so that of any number that come at once no more are tried
// than the rule allows; it returns until when the login then rests. What rests is refused, unhashed.
func (d *Desk) attempt(ctx context.Context, login string) (until time.Time, err error) {
	err = d.db.In(ctx, "", func(tx *postgres.Tx) error {
		row, err := tx.LockLockout(ctx, slotOf(login), d.clock())
		if err != nil {
			return err
		}
		now := d.clock()
		if row.LockedUntil != nil && row.LockedUntil.After(now) {
			return resting(row.LockedUntil.Sub(now))
		}
		var failures supervision.Failures
		failures, until = row.Counted().Another(now)
		tx.SetLockout(slotOf(login), failures, until)
		return nil
	})
	return until, err
}

// resting refuses a login that rests, in minutes.
func resting(left time.Duration) error {
	minutes := int((left + time.Minute - 1) / time.Minute)
	return supervision.Refuse("BUSY",
		fmt.Sprintf("连续输错次数过多，请在 %d 分钟后再试", minutes),
		fmt.Sprintf("too many wrong passwords in a row: try again in %d minutes", minutes))
}

// right forgets the wrong passwords before the right one.
func (d *Desk) right(ctx context.Context, login string) error {
	return d.db.In(ctx, "", func(tx *postgres.Tx) error {
		tx.ClearLockout(slotOf(login))
		return nil
	})
}

// wrong refuses, and records where an account is locked by that.
func (d *Desk) wrong(ctx context.Context, account postgres.AccountRow, until time.Time) error {
	if until.IsZero() || account.HostID == "" {
		return errWrong
	}
	err := d.db.In(ctx, account.HostID, func(tx *postgres.Tx) error {
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

// slots is how many rows count wrong passwords at most, whatever logins are tried.
const slots = 1 << 20

// slotOf is where a login's wrong passwords are counted.
func slotOf(login string) int {
	sum := sha256.Sum256([]byte(login))
	return int(binary.BigEndian.Uint32(sum[:]) % slots)
}

// legibleLogin is how logins are compared and stored.
func legibleLogin(login string) string { return strings.ToLower(strings.TrimSpace(legible(login))) }
