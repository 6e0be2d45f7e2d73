package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/supervision"
)

const (
	wrongPassword supervision.Reason = "NOT_SIGNED_IN"
	busy          supervision.Reason = "BUSY"
)

func TestSignIn_ByPassword(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"Zhang.San": convenor})
	for _, login := range []string{"zhang.san", " ZHANG.san\n", "ｚｈａｎｇ．ｓａｎ"} {
		w.signedIn(w.enters(login, secret), "g01-convenor")
	}
	token := w.enters("zhang.san", secret)
	w.turnTo(w.now().Add(12 * time.Hour))
	w.nobody(token, w.desk)
}

// A one-time password opens nothing but its change, which ends what it opened.
func TestSignIn_ByOneTimePassword(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	once, err := w.desk.ResetAccount(w.ctx, security("hangzhou"), convenor, "zhang")
	w.must(err)
	first, err := w.desk.SignIn(w.ctx, "zhang", once.Password)
	w.must(err)
	caller := w.recognised(first.Token)
	if !first.MustChange || !caller.Session.MustChange || first.Expires.Sub(w.now()) != 15*time.Minute {
		t.Errorf("opens %+v", first)
	}
	for _, weak := range []string{"short", "password1234", "it-is-zhang-1", once.Password} {
		_, err := w.desk.ChangePassword(w.ctx, caller, once.Password, weak)
		w.refused(supervision.InvalidRequest, err)
	}
	second, err := w.desk.ChangePassword(w.ctx, caller, once.Password, secret)
	w.must(err)
	w.nobody(first.Token, w.desk)
	if second.MustChange || w.recognised(second.Token).Session.MustChange {
		t.Error("it must be changed again")
	}
	_, err = w.desk.SignIn(w.ctx, "zhang", once.Password)
	w.refused(wrongPassword, err)
}

func TestSignIn_AOneTimePasswordGrowsOld(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	once, err := w.desk.ResetAccount(w.ctx, security("hangzhou"), convenor, "zhang")
	w.must(err)
	w.turnTo(once.Expires)
	_, err = w.desk.SignIn(w.ctx, "zhang", once.Password)
	w.refused(supervision.NotAllowed, err)
	_, err = w.desk.SignIn(w.ctx, "zhang", "a guess at it")
	w.refused(wrongPassword, err)
}

// Who guesses does not learn which logins there are: the words are the same, and so is what happens after five.
func TestSignIn_AStrangersLoginIsLikeAnyOther(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	for i := range 8 {
		_, known := w.desk.SignIn(w.ctx, "zhang", "not the password")
		_, unknown := w.desk.SignIn(w.ctx, "nobody", "not the password")
		if known.Error() != unknown.Error() {
			t.Errorf("%d: %q, but %q", i, known, unknown)
		}
		want := wrongPassword
		if i >= supervision.MostFailures {
			want = busy
		}
		w.refused(want, known)
	}
}

// That a login rests from now on is recorded where somebody has it; to be told so costs the same where nobody has.
func TestSignIn_ALockOutCostsTheSameWhetherOrNotAnybodyHasTheLogin(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor, "li": "hangzhou/g02-convenor"})
	count := w.countExchanges()
	w.desk.HashAt(cheap)
	lastStraw := func(login string) int64 {
		for range supervision.MostFailures - 1 {
			_, err := w.desk.SignIn(w.ctx, login, "not the password")
			w.refused(wrongPassword, err)
		}
		before := count.Load()
		_, err := w.desk.SignIn(w.ctx, login, "not the password")
		w.refused(wrongPassword, err)
		return count.Load() - before
	}
	lastStraw("li") // statements are prepared at their first use
	lastStraw("somebody")
	if known, unknown := lastStraw("zhang"), lastStraw("nobody"); known != unknown {
		t.Errorf("the database is asked %d times about a login that somebody has, and %d times about one that nobody has", known, unknown)
	}
	w.counted(2, "audit where verb = 'LOCK_OUT'")
}

// Five wrong passwords in a row rest the login a quarter of an hour, then twice as long, in every process; a right one
// in between forgets them. The record says so once each time.
func TestSignIn_Lockout(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	other := w.anotherProcess()
	guess := func(d *desk.Desk, want supervision.Reason) {
		t.Helper()
		_, err := d.SignIn(w.ctx, "zhang", "not the password")
		w.refused(want, err)
	}
	for range 4 {
		guess(w.desk, wrongPassword)
	}
	w.enters("zhang", secret)
	for range 4 {
		guess(other, wrongPassword)
	}
	guess(w.desk, wrongPassword)
	guess(other, busy)
	_, err := w.desk.SignIn(w.ctx, "zhang", secret)
	w.refused(busy, err)
	w.counted(1, "audit where verb = 'LOCK_OUT' and object = 'accounts/"+convenor+"'")
	w.turnTo(w.now().Add(supervision.FirstRest))
	guess(w.desk, wrongPassword)
	w.turnTo(w.now().Add(2*supervision.FirstRest - time.Second))
	guess(w.desk, busy)
	w.turnTo(w.now().Add(time.Second))
	w.enters("zhang", secret)
	w.counted(2, "audit where verb = 'LOCK_OUT'")
	w.counted(0, "lockout")
}

// Of a hundred wrong passwords at once, in two processes, no more than five are looked at, and the right person waits
// no longer than a quarter of an hour.
func TestSignIn_AHundredWrongPasswordsAtOnce(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor, "li": "hangzhou/g02-convenor"})
	desks := []*desk.Desk{w.desk, w.anotherProcess()}
	answers := make(chan error, 100)
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			_, err := desks[i%2].SignIn(w.ctx, "zhang", "not the password")
			answers <- err
		})
	}
	all.Wait()
	close(answers)
	looked := 0
	for err := range answers {
		switch {
		case errors.Is(err, &supervision.Error{Reason: wrongPassword}):
			looked++
		case !errors.Is(err, &supervision.Error{Reason: busy}):
			t.Error(err)
		}
	}
	if looked != supervision.MostFailures {
		t.Errorf("%d passwords were looked at", looked)
	}
	w.counted(1, "lockout")
	w.enters("li", secret) // nobody else is kept out
	w.turnTo(w.now().Add(supervision.FirstRest))
	w.enters("zhang", secret)
}

// A password that nobody has looked at is not counted: who gives up waiting five times can still come in.
func TestSignIn_AnAttemptWithoutAVerdictIsGivenBack(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	for range 2 {
		_, err := w.desk.SignIn(w.ctx, "zhang", "not the password")
		w.refused(wrongPassword, err)
	}
	for range supervision.MostFailures {
		ctx, cancel := context.WithCancel(w.ctx)
		release := w.whileChanging(func(tx pgx.Tx) { w.execute(tx, "lock table account") }, func() error {
			_, err := w.desk.SignIn(ctx, "zhang", secret)
			return err
		})
		w.same("3", w.query("select failures::text from lockout"))
		cancel()
		if err := release(); !errors.Is(err, context.Canceled) {
			t.Errorf("it says %v", err)
		}
		w.same("2", w.query("select failures::text from lockout where locked_until is null"))
	}
	w.enters("zhang", secret)
	w.counted(0, "lockout")
}

// Which logins share a slot is another secret in every installation, and the same in all its processes.
func TestSignIn_SlotsAreSecret(t *testing.T) {
	t.Parallel()
	slot := func() string {
		w := administered(t, nil)
		for _, d := range []*desk.Desk{w.desk, w.anotherProcess()} {
			_, err := d.SignIn(w.ctx, "zhang", "not the password")
			w.refused(wrongPassword, err)
		}
		return w.query("select slot::text from lockout where failures = 2")[0]
	}
	if a, b := slot(), slot(); a == b {
		t.Errorf("both count at %s", a)
	}
}

// Whoever tries a great many logins fills no table: a slot stands for several.
func TestSignIn_SlotsAreFew(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	for _, login := range []string{"a", "b", "", "一", "a' or true"} {
		_, err := w.desk.SignIn(w.ctx, login, "not the password")
		w.refused(wrongPassword, err)
	}
	w.counted(5, "lockout where slot >= 0 and slot < 1048576")
}

func TestSignIn_WithoutASeatThereIsNothingToDo(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	w.exec("update sitting set to_at = $1 where seat_id = 'g01-convenor'", w.now())
	_, err := w.desk.SignIn(w.ctx, "zhang", secret)
	w.refused(supervision.NotAllowed, err)
}

func TestSignOut_InEveryProcess(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	other := w.anotherProcess()
	token, kept := w.enters("zhang", secret), w.enters("zhang", secret)
	caller, err := other.Recognise(w.ctx, token)
	w.must(err)
	w.must(other.SignOut(w.ctx, caller))
	w.nobody(token, w.desk, other)
	w.signedIn(kept, "g01-convenor")
	w.refused(supervision.NotFound, w.desk.SignOut(w.ctx, caller))
}

// Neither a password nor a token stands anywhere in the database.
func TestSignIn_NothingInClear(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	once, err := w.desk.ResetAccount(w.ctx, security("hangzhou"), convenor, "zhang")
	w.must(err)
	first, err := w.desk.SignIn(w.ctx, "zhang", once.Password)
	w.must(err)
	second, err := w.desk.ChangePassword(w.ctx, w.recognised(first.Token), once.Password, secret)
	w.must(err)
	program, err := w.desk.CreateToken(w.ctx, w.recognised(second.Token), "月报", []string{"read"}, 30)
	w.must(err)
	_, err = w.desk.SignIn(w.ctx, "a password typed as a login", "x")
	w.refused(wrongPassword, err)
	for _, table := range w.query("select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace") {
		for _, text := range []string{once.Password, secret, first.Token, second.Token, program.Token, "a password typed as a login"} {
			w.counted(0, table+" x where x::text like '%' || $1 || '%'", text)
		}
	}
}
