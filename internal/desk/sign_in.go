package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"time"

	"duban/internal/postgres"
)

// signInFor is how long a token is good.
const signInFor = 365 * 24 * time.Hour

// ErrNotSignedIn is returned for a token that stands for nobody.
var ErrNotSignedIn = errors.New("not signed in")

// Recognise finds who a token stands for, with the seats they hold now.
func (d *Desk) Recognise(ctx context.Context, token string) (Caller, error) {
	now := d.clock()
	row, err := d.db.SignIn(ctx, tokenHash(token), now)
	if errors.Is(err, postgres.ErrNone) {
		return Caller{}, ErrNotSignedIn
	}
	if err != nil {
		return Caller{}, err
	}
	c := Caller{Person: row.PersonID, Host: row.HostID, HostName: row.HostName}
	err = d.read(ctx, c, func(tx *postgres.Tx) error {
		if c.Name, err = tx.NameOf(ctx, c.Person); err != nil {
			return err
		}
		seats, err := tx.SeatsOf(ctx, c.Person, now)
		for _, s := range seats {
			c.Seats = append(c.Seats, s.Seat())
		}
		return err
	})
	return c, err
}

// GrantSignIn makes a token for whoever sits in a seat and stores only its hash.
func (d *Desk) GrantSignIn(ctx context.Context, host, seat string) (name, token string, err error) {
	token = newToken()
	err = d.db.In(ctx, host, func(tx *postgres.Tx) error {
		s, err := tx.Seat(ctx, seat)
		if err != nil {
			return err
		}
		name = s.Title
		now := d.clock()
		person, err := tx.Sitter(ctx, seat, now)
		if err != nil {
			return err
		}
		if err := tx.InsertSignIn(ctx, tokenHash(token), person, now, now.Add(signInFor)); err != nil {
			return err
		}
		return record{verb: "GRANT_SIGN_IN", object: "seats/" + seat}.append(ctx, tx, now, System(host))
	})
	return name, token, absent(err)
}

// newToken is 130 random bits in capital letters and digits, which survive copying and every shell.
func newToken() string { return rand.Text() }

// tokenHash needs no salt and no stretching: the token is random, not chosen.
func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// PageKey is the key that seals page tokens, the same in every process of the installation.
func (d *Desk) PageKey(ctx context.Context) ([]byte, error) {
	fresh := make([]byte, 32)
	rand.Read(fresh)
	return d.db.Secret(ctx, "page-token", fresh)
}
