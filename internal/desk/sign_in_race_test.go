package desk_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/supervision"
)

// Of all who ask for a key at first one makes it, and the others get the one that was made.
func TestPageKey_WhileAnotherMakesIt(t *testing.T) {
	t.Parallel()
	w := blank(t, firstDay)
	var key []byte
	w.must(w.whileChanging(func(tx pgx.Tx) {
		w.execute(tx, "insert into secret (name, value) values ('page-token', 'theirs')")
	}, func() (err error) {
		key, err = w.desk.PageKey(w.ctx)
		return err
	})())
	if string(key) != "theirs" {
		t.Errorf("the key is %q", key)
	}
}

// The right password of one who shares the slot forgets the wrong ones just when another is counted: nobody fails by that.
func TestSignIn_WhileTheSlotIsForgotten(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	_, err := w.desk.SignIn(w.ctx, "zhang", "wrong")
	w.refused("NOT_SIGNED_IN", err)
	var theirs pgx.Tx
	release := w.whileChanging(func(tx pgx.Tx) {
		theirs = tx
		w.execute(tx, "select from lockout for update")
	}, func() error {
		_, err := w.desk.SignIn(w.ctx, "zhang", secret)
		return err
	})
	w.execute(theirs, "delete from lockout")
	w.must(release())
}

// What ends somebody's sessions ends those too that are about to begin by one of them.
func TestEndSessions_AlsoWhatIsAboutToBegin(t *testing.T) {
	t.Parallel()
	w := twoHosts(t)
	w.must(w.desk.AdmitAccount(w.ctx, security("xihu"), convenor, "hangzhou", false))
	there, err := w.desk.SwitchHost(w.ctx, w.recognised(w.enters("zhang", secret)), "xihu")
	w.must(err)
	caller := w.recognised(there.Token)
	err = w.whileChanging(func(tx pgx.Tx) {
		w.execute(tx, "select from roll where (host_id, person_id) = ('xihu', $1) for no key update", convenor)
		w.execute(tx, "update session set ended_at = $1 where host_id = 'xihu'", w.now())
	}, func() error {
		_, err := w.desk.CreateToken(w.ctx, caller, "月报", nil, 365)
		return err
	})()
	if !errors.Is(err, desk.ErrNotSignedIn) {
		t.Errorf("%v, and the token is made", err)
	}
	w.counted(0, "session where kind = 'TOKEN'")
	w.must(w.whileChanging(func(tx pgx.Tx) {
		w.execute(tx, "select from roll where (host_id, person_id) = ('xihu', $1) for no key update", convenor)
	}, func() error { return w.desk.EndSessions(w.ctx, security("xihu"), convenor, "遗失手机") })())
}

// What a host no longer lets in opens nothing there, however the two fall together.
func TestSwitchHost_WhileItIsTakenBack(t *testing.T) {
	t.Parallel()
	w := twoHosts(t)
	w.must(w.desk.AdmitAccount(w.ctx, security("xihu"), convenor, "hangzhou", false))
	caller := w.recognised(w.enters("zhang", secret))
	err := w.whileChanging(func(tx pgx.Tx) {
		w.execute(tx, "select from roll where (host_id, person_id) = ('xihu', $1) for no key update", convenor)
		w.execute(tx, "delete from admission")
	}, func() error {
		_, err := w.desk.SwitchHost(w.ctx, caller, "xihu")
		return err
	})()
	w.refused(supervision.NotAllowed, err)
	w.counted(0, "session where host_id = 'xihu'")
}

// However often somebody signs in, their tokens are listed, and only tokens count against a new one.
func TestSessions_SignInsHideNoToken(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	caller := w.recognised(w.enters("zhang", secret))
	old, err := w.desk.CreateToken(w.ctx, caller, "月报", nil, 365)
	w.must(err)
	for range 101 {
		w.enters("zhang", secret)
	}
	w.turn("2020-04-21 08:31") // of one instant, chance says which comes first
	fresh, err := w.desk.CreateToken(w.ctx, caller, "年报", nil, 365)
	w.must(err)
	all, err := w.desk.Sessions(w.ctx, caller)
	w.must(err)
	if len(all) < 102 || all[0].ID != fresh.ID || all[1].ID != old.ID {
		t.Errorf("%d are listed, and not the tokens first: %+v", len(all), all[:2])
	}
}
