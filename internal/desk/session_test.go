package desk_test

import (
	"crypto/sha256"
	"errors"
	"testing"
	"time"

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
	w.counted(1, "session where token_hash = $1", sum[:])
	w.counted(0, "session s where s::text like '%' || $1 || '%'", token)
	w.counted(0, "audit_payload p where p::text like '%' || $1 || '%'", token)
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

// The end of a term ends the session with it, at once and for good, in every process.
func TestSession_OverWithTheTerm(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	other := w.anotherProcess()
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g01-convenor")
	w.must(err)
	w.signedIn(token, "g01-convenor")
	_, err = other.Recognise(w.ctx, token)
	w.must(err)
	w.exec("update sitting set to_at = $1 where seat_id = 'g01-convenor'", w.now().Add(time.Second))
	w.signedIn(token, "g01-convenor")
	w.turnTo(w.now().Add(time.Second))
	w.nobody(token, w.desk, other)
	w.exec("update sitting set to_at = null where seat_id = 'g01-convenor'")
	w.nobody(token, w.desk, other)
	w.same("system END_SESSION", w.query("select actor || ' ' || verb from audit where object = (select 'sessions/' || id from session)"))
}

// Whoever gets another role signs in again: what a session was opened for is all that it is good for.
func TestSession_OverWithAnotherRole(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g01-convenor")
	w.must(err)
	w.sit("g02-convenor", "hangzhou/g01-convenor") // a deputy's seat as well
	w.signedIn(token, "g01-convenor", "g02-convenor")
	w.sit("sc-m1", "hangzhou/g01-convenor")
	w.nobody(token, w.desk, w.anotherProcess())
}

func TestSession_SeenNowAndThen(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g01-convenor")
	w.must(err)
	for _, at := range []string{"2020-04-21 08:39", "2020-04-21 08:40", "2020-04-21 08:49"} {
		w.turn(at)
		w.signedIn(token, "g01-convenor")
	}
	w.same("2020-04-21 00:40:00+00", w.query("select (seen_at at time zone 'UTC')::text || '+00' from session"))
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
