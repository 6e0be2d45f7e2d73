package desk_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
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
