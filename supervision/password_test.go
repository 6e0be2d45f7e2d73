package supervision

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestCheckPassword(t *testing.T) {
	for password, good := range map[string]bool{
		"":                         false,
		"短口令八个字符":                  false,
		"Tr0ub4dor":                false, // nine characters
		"Passw0rd123":              true,
		"Password123":              false, // in whatever case
		"1QAZ2WSX3EDC":             false,
		"woaini1314520":            false,
		"aaaaaaaaaaaa":             false,
		"1212312123":               false,
		"zhang.san-2026":           false, // holds the login
		"一二三四五六七八九十":               true,  // characters, not bytes
		"correct horse battery":    true,
		strings.Repeat("密a1z", 32): true,
		strings.Repeat("密a1z", 33): false,
	} {
		err := CheckPassword(password, "zhang.san")
		if (err == nil) != good {
			t.Errorf("%q: %v", password, err)
		}
		if err != nil && !errors.Is(err, &Error{Reason: InvalidRequest}) {
			t.Errorf("%q is refused with %v", password, err)
		}
		if err != nil && password != "" && strings.Contains(err.Error(), password) {
			t.Errorf("the refusal repeats %q", password)
		}
	}
	if err := CheckPassword("no login is known", ""); err != nil {
		t.Error(err)
	}
}

// Five in a row rest a quarter of an hour, each further one twice as long, and never for good.
func TestFailures_Another(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var f Failures
	for i, want := range []time.Duration{0, 0, 0, 0, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 4 * time.Hour} {
		var until time.Time
		f, until = f.Another(now)
		if rest := max(until.Sub(now), 0); rest != want || f.Count != i+1 {
			t.Errorf("after %d: rests %s, want %s", f.Count, rest, want)
		}
		if now = now.Add(time.Minute); !until.IsZero() {
			now = until
		}
	}
	f.Count = 5000
	if _, until := f.Another(now); until.Sub(now) != LongestRest {
		t.Errorf("after 5001: rests %s", until.Sub(now))
	}
	if f, until := f.Another(now.Add(24 * time.Hour)); f.Count != 1 || !until.IsZero() {
		t.Errorf("a day later there are still %d", f.Count)
	}
}
