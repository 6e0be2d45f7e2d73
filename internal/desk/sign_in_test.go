package desk_test

import (
	"crypto/sha256"
	"errors"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

func TestSignIn_StandsForWhoeverSitsInTheSeat(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	name, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g01-convenor")
	w.must(err)
	caller, err := w.desk.Recognise(w.ctx, token)
	w.must(err)
	if name != "第一监督小组召集人" || caller.Name != name || caller.Person != "hangzhou/g01-convenor" || !caller.Has(supervision.RoleDeputy) {
		t.Errorf("%s: %+v", name, caller)
	}
	if caller.Host != "hangzhou" || caller.HostName != "杭州市人大常委会" {
		t.Errorf("signed in to %s, %s", caller.Host, caller.HostName)
	}
}

func TestSignIn_OnlyTheHashIsStored(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g01-convenor")
	w.must(err)
	sum := sha256.Sum256([]byte(token))
	w.counted(1, "sign_in where token_hash = $1", sum[:])
	w.counted(0, "sign_in s where s::text like '%' || $1 || '%'", token)
}

func TestSignIn_NobodyWithoutAValidToken(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g01-convenor")
	w.must(err)
	for _, wrong := range []string{"", "x", token + "x"} {
		if _, err := w.desk.Recognise(w.ctx, wrong); !errors.Is(err, desk.ErrNotSignedIn) {
			t.Errorf("%q is recognised: %v", wrong, err)
		}
	}
	w.turn("2021-04-21 08:31") // a year later
	if _, err := w.desk.Recognise(w.ctx, token); !errors.Is(err, desk.ErrNotSignedIn) {
		t.Errorf("an old token is recognised: %v", err)
	}
}

// A seat that has ended gives nothing any more, though the token is good.
func TestSignIn_AnEndedSeatIsNotHeld(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g01-convenor")
	w.must(err)
	_, err = w.owner.Exec(w.ctx, "update sitting set to_at = $1 where seat_id = 'g01-convenor'", w.now())
	w.must(err)
	caller, err := w.desk.Recognise(w.ctx, token)
	w.must(err)
	if len(caller.Seats) != 0 {
		t.Errorf("still holds %v", caller.Seats)
	}
}

func TestSignIn_NotForASeatOfAnotherHost(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	_, _, err := w.desk.GrantSignIn(w.ctx, "ningbo", "g01-convenor")
	w.refused(supervision.NotFound, err)
}

// Every process of an installation seals its pages with the same key.
func TestPageKey_IsTheSameForAll(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	first, err := w.desk.PageKey(w.ctx)
	w.must(err)
	again, err := desk.New(w.db, w.now, supervision.ChinaCalendar()).PageKey(w.ctx)
	w.must(err)
	if len(first) != 32 || string(first) != string(again) {
		t.Errorf("%x, then %x", first, again)
	}
}
