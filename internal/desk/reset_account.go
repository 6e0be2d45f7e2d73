package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// OneTime is a login and a password that is shown once, and opens nothing but its change.
type OneTime struct {
	Login    string
	Password string
	Expires  time.Time
}

// goodFor is how long a one-time password waits to be used.
const goodFor = 7 * 24 * time.Hour

var errLoginWanted = supervision.Refuse(supervision.InvalidRequest, "新账号需要登录名", "a new account needs a login")

// ResetAccount makes an account for somebody on the host's roll, or gives theirs another password and opens it again.
// Without a login the account keeps its own. All its sessions are over.
func (d *Desk) ResetAccount(ctx context.Context, caller Caller, person, login string) (OneTime, error) {
	person = supervision.PersonID(caller.Host, person)
	fresh := OneTime{Login: legibleLogin(login), Password: newOneTime()}
	if err := supervision.CheckLogin(fresh.Login, caller.Host); err != nil {
		return OneTime{}, err
	}
	hash, err := d.hasher.hash(ctx, fresh.Password)
	if err != nil {
		return OneTime{}, err
	}
	err = d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		now := d.clock()
		fresh.Expires = now.Add(goodFor)
		return fresh.save(ctx, tx, caller, person, hash, now)
	})
	if postgres.IsTaken(err) {
		return OneTime{}, errTaken
	}
	if err != nil {
		return OneTime{}, absent(err)
	}
	return fresh, d.wake(ctx, fresh.Login)
}

// wake lets a login's holder in at once even if it rests.
func (d *Desk) wake(ctx context.Context, login string) error {
	slot, err := d.slotOf(ctx, login)
	if err != nil {
		return err
	}
	return d.forget(ctx, slot)
}

// RecoverAccount resets the account of a login, or of HOST/PERSON, for whoever runs the installation: administrators who
// are shut out may have nobody else to ask. A person who has no login gets PERSON@HOST.
func (d *Desk) RecoverAccount(ctx context.Context, who string) (OneTime, error) {
	host, person, named := strings.Cut(who, "/")
	if !named {
		account, err := d.db.AccountByLogin(ctx, legibleLogin(who))
		if err != nil {
			return OneTime{}, absent(err)
		}
		host, person = account.HostID, account.PersonID
	}
	once, err := d.ResetAccount(ctx, System(host), person, "")
	if errors.Is(err, errLoginWanted) {
		return d.ResetAccount(ctx, System(host), person, person[strings.LastIndex(person, "/")+1:]+"@"+host)
	}
	return once, err
}

// save stores the account and what was done to it.
func (o *OneTime) save(ctx context.Context, tx *postgres.Tx, caller Caller, person, hash string, now time.Time) error {
	if _, err := tx.NameOf(ctx, person); err != nil {
		return err
	}
	had, err := tx.Account(ctx, person)
	if err != nil && !errors.Is(err, postgres.ErrNone) {
		return err
	}
	if o.Login = cmp.Or(o.Login, had.Login); o.Login == "" {
		return errLoginWanted
	}
	if err := tx.SaveOneTime(ctx, person, o.Login, hash, o.Expires, now); err != nil {
		return err
	}
	r := record{verb: "RESET_ACCOUNT", object: "accounts/" + person, given: map[string]any{"login": o.Login, "expires": o.Expires}}
	return r.append(ctx, tx, now, caller)
}

// newOneTime is 80 random bits, in groups that can be read out over a telephone.
func newOneTime() string {
	s := rand.Text()
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:16]
}
