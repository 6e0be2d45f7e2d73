package secrets_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"duban/internal/secrets"
)

func ring(t *testing.T, lines ...string) *secrets.Ring {
	t.Helper()
	r, err := secrets.ParseRing(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func opens(t *testing.T, r *secrets.Ring, sealed []byte, owner string) {
	t.Helper()
	if s, err := r.Open(sealed, owner); err != nil || s.Reveal() != password {
		t.Errorf("opened %q, %v", s.Reveal(), err)
	}
}

func TestRing_OpensWhatItSealed(t *testing.T) {
	r := ring(t, "# of the city's channels", "", "  "+secrets.NewKey()+"\r")
	sealed := r.Seal(secrets.New(password), "hangzhou/mail")
	opens(t, r, sealed, "hangzhou/mail")
	if bytes.Contains(sealed, []byte("horse")) {
		t.Error("the secret stands in its seal")
	}
	if again := r.Seal(secrets.New(password), "hangzhou/mail"); bytes.Equal(again, sealed) {
		t.Error("the same twice looks the same: whoever reads rows learns who shares a password")
	}
}

func TestRing_TheFirstKeySealsAndAllOpen(t *testing.T) {
	before, after := secrets.NewKey(), secrets.NewKey()
	sealed := ring(t, before).Seal(secrets.New(password), "o")
	both := ring(t, after, before)
	opens(t, both, sealed, "o")
	opens(t, ring(t, after), both.Seal(secrets.New(password), "o"), "o")
	if _, err := ring(t, after).Open(sealed, "o"); !errors.Is(err, secrets.ErrNoKey) {
		t.Errorf("without its key: %v", err)
	}
}

// Whoever can write rows can put one channel's secret into another's row, and point that at a server of their own.
func TestRing_OpensForItsOwnerAlone(t *testing.T) {
	r := ring(t, secrets.NewKey())
	sealed := r.Seal(secrets.New(password), "hangzhou/mail")
	for _, other := range []string{"", "hangzhou/mai", "hangzhou/maill", "ningbo/mail"} {
		if s, err := r.Open(sealed, other); !errors.Is(err, secrets.ErrForged) || !s.Empty() {
			t.Errorf("for %q: %q, %v", other, s.Reveal(), err)
		}
	}
}

func TestRing_FindsEveryChange(t *testing.T) {
	r := ring(t, secrets.NewKey())
	sealed := r.Seal(secrets.New(password), "o")
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if _, err := r.Open(changed, "o"); !errors.Is(err, secrets.ErrForged) && !errors.Is(err, secrets.ErrNoKey) {
			t.Errorf("byte %d: %v", i, err)
		}
		if _, err := r.Open(sealed[:i], "o"); !errors.Is(err, secrets.ErrForged) {
			t.Errorf("cut to %d bytes: %v", i, err)
		}
	}
}

func TestParseRing_RefusesWithoutSayingTheKey(t *testing.T) {
	good := secrets.NewKey()
	short := base64.StdEncoding.EncodeToString([]byte("a key of 31 bytes, one too few."))
	for name, c := range map[string]struct{ text, want string }{
		"nothing":       {"", "no key"},
		"only comments": {"# one\n\n", "no key"},
		"too short":     {good + "\n" + short, "line 2"},
		"no base64":     {"# first\n" + strings.Replace(good, good[:1], "!", 1), "line 2"},
		"two on a line": {good + " " + secrets.NewKey(), "line 1"},
		"twice":         {good + "\n\n" + good, "line 3"},
	} {
		_, err := secrets.ParseRing(c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
			continue
		}
		for _, part := range []string{good[4:12], short[4:12]} {
			if strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v shows a key", name, err)
			}
		}
	}
}

// oldSeal is of version 1, sealed for hangzhou/mail.
const oldSeal = "AWMNzSlaRLBh9iP39Zk0Ym81cwJqfEII+6JOdg/fe8acJTbETsZtNVAZ1UNcoHBIl7htuh6evubuD37Ajw=="

// A seal made by an earlier build opens with a later one: rows outlive builds.
func TestRing_OpensAnOldSeal(t *testing.T) {
	r := ring(t, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
	sealed, err := base64.StdEncoding.DecodeString(oldSeal)
	if err != nil {
		t.Fatal(err)
	}
	opens(t, r, sealed, "hangzhou/mail")
}
