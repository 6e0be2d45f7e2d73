package clock_test

import (
	"path/filepath"
	"testing"
	"time"

	"duban/deploy/standalone/crash/clock"
)

// The clock stands still until it is released, goes as far as it is released and no further, and shows of an instant
// that is past what it showed then.
func TestClock(t *testing.T) {
	t.Parallel()
	from := time.Date(2020, 9, 1, 0, 30, 0, 0, time.UTC)
	c := clock.Clock{From: from, Began: time.Now(), Speed: 86_400, File: filepath.Join(t.TempDir(), "clock")}
	handedOn, err := clock.Parse(c.String())
	if err != nil {
		t.Fatal(err)
	}
	p, err := handedOn.Pace()
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond)
	before := time.Now()
	if now := p.Now(); !now.Equal(from) {
		t.Errorf("before its release it shows %s", now)
	}
	until := from.Add(time.Minute)
	if err := c.Release(until); err != nil {
		t.Fatal(err)
	}
	time.Sleep(30 * time.Millisecond)
	if now := p.Now(); !now.Equal(until) {
		t.Errorf("released until %s it shows %s", until, now)
	}
	if then := p.At(before); !then.Equal(from) {
		t.Errorf("of the time before its release it shows %s", then)
	}
	if err := c.Release(time.Time{}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(30 * time.Millisecond)
	if now := p.Now(); !now.After(until) {
		t.Errorf("let go it shows %s", now)
	}
}
