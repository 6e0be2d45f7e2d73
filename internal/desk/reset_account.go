package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
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
	return fresh, absent(err)
}

// save stores the account and what was done to it, and lets its holder in at once even if the login rests.
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
	tx.ClearLockout(slotOf(o.Login))
	r := record{verb: "RESET_ACCOUNT", object: "accounts/" + person, given: map[string]any{"login": o.Login, "expires": o.Expires}}
	return r.append(ctx, tx, now, caller)
}

// newOneTime is 80 random bits, in groups that can be read out over a telephone.
func newOneTime() string {
	s := rand.Text()
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:16]
}
