package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// cheap is what hashing a password costs in tests: next to nothing.
var cheap = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	convenor = "hangzhou/g01-convenor"
	secret   = "a horse's first battery"
)

// administered is a launched world with a security administrator, and with accounts for whoever is named.
func administered(t *testing.T, logins map[string]string) *world {
	t.Helper()
	w := launched(t, firstDay)
	w.desk.HashAt(cheap)
	for login, person := range logins {
		w.account(person, login, secret)
	}
	return w
}

// account makes an account and chooses its password, as its holder does at the first sign-in.
func (w *world) account(person, login, password string) {
	w.t.Helper()
	once, err := w.desk.ResetAccount(w.ctx, security(hostOf(person)), person, login)
	w.must(err)
	first, err := w.desk.SignIn(w.ctx, login, once.Password)
	w.must(err)
	_, err = w.desk.ChangePassword(w.ctx, w.recognised(first.Token), once.Password, password)
	w.must(err)
}

func hostOf(person string) string {
	for i, r := range person {
		if r == '/' {
			return person[:i]
		}
	}
	return person
}

// anotherProcess is a desk with connections of its own to the same database.
func (w *world) anotherProcess() *desk.Desk {
	w.t.Helper()
	c := w.owner.Config()
	db, err := postgres.Open(w.ctx, fmt.Sprintf("postgres://duban_app@/%s?host=%s&port=%d", c.Database, c.Host, c.Port))
	w.must(err)
	w.t.Cleanup(db.Close)
	d := desk.New(db, w.now, supervision.ChinaCalendar())
	d.HashAt(cheap)
	return d
}

// exec changes rows behind the desk's back.
func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	_, err := w.owner.Exec(w.ctx, sql, args...)
	w.must(err)
}

// sit seats somebody in the place of whoever sits there.
func (w *world) sit(seat, person string) {
	w.t.Helper()
	w.exec("update sitting set person_id = $3 where (host_id, seat_id) = ($1, $2)", w.plan.Host.ID, seat, person)
}

func (w *world) recognised(token string) desk.Caller {
	w.t.Helper()
	caller, err := w.desk.Recognise(w.ctx, token)
	w.must(err)
	return caller
}

// signedIn asserts which seats a token stands for.
func (w *world) signedIn(token string, seats ...string) {
	w.t.Helper()
	got := w.recognised(token).SeatIDs()
	slices.Sort(got)
	if diff := cmp.Diff(seats, got); diff != "" {
		w.t.Errorf("(-want +got):\n%s", diff)
	}
}

// nobody asserts that a token stands for nobody, at whichever desk.
func (w *world) nobody(token string, desks ...*desk.Desk) {
	w.t.Helper()
	for i, d := range desks {
		if _, err := d.Recognise(w.ctx, token); !errors.Is(err, desk.ErrNotSignedIn) {
			w.t.Errorf("desk %d recognises it: %v", i, err)
		}
	}
}

// enters asserts that a password opens a session.
func (w *world) enters(login, password string) string {
	w.t.Helper()
	s, err := w.desk.SignIn(w.ctx, login, password)
	w.must(err)
	return s.Token
}
