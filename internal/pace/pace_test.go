package pace_test

import (
	"testing"
	"time"

	"duban/internal/pace"
)

var (
	began = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	from  = time.Date(2020, 4, 21, 0, 30, 0, 0, time.UTC)
)

// A day in a second: a second of the wall's is a day of its own, there and back.
func TestPace(t *testing.T) {
	p := pace.Pace{From: from, Began: began, Speed: 86_400}
	for _, c := range []struct{ wall, own time.Duration }{{0, 0}, {time.Second, 24 * time.Hour}, {time.Minute, 60 * 24 * time.Hour}} {
		if at := p.At(began.Add(c.wall)); !at.Equal(from.Add(c.own)) {
			t.Errorf("after %s it shows %s, want %s", c.wall, at, from.Add(c.own))
		}
		if wall := p.Wall(from.Add(c.own)); !wall.Equal(began.Add(c.wall)) {
			t.Errorf("it shows %s at %s, want %s", from.Add(c.own), wall, began.Add(c.wall))
		}
	}
	if d := p.Short(p.Long(time.Second)); d != time.Second {
		t.Errorf("a second is %s", d)
	}
}

// The zero value is the wall's clock.
func TestPace_Wall(t *testing.T) {
	var p pace.Pace
	before := time.Now().Add(-time.Microsecond)
	now := p.Now()
	if after := time.Now(); now.Before(before) || now.After(after) {
		t.Errorf("%s is not between %s and %s", now, before, after)
	}
	if !p.At(began).Equal(began) || !p.Wall(began).Equal(began) || p.Long(time.Hour) != time.Hour || p.Short(time.Hour) != time.Hour {
		t.Error("the wall's clock is not itself")
	}
}

// A limit holds the clock back and never puts it forward.
func TestPace_Limit(t *testing.T) {
	limit := from
	p := pace.Pace{LimitAt: func(time.Time) time.Time { return limit }}
	if now := p.Now(); !now.Equal(from) {
		t.Errorf("it shows %s beyond its limit %s", now, from)
	}
	if limit = time.Now().Add(time.Hour); !p.Now().Before(limit) {
		t.Error("the limit put the clock forward")
	}
}

// What it showed at an instant that is past it shows for ever, as a replayed workflow needs: held back until then, and not
// from then on.
func TestPace_LimitAt(t *testing.T) {
	released := began.Add(10 * time.Second)
	p := pace.Pace{From: from, Began: began, Speed: 86_400, LimitAt: func(wall time.Time) time.Time {
		if wall.Before(released) {
			return from.Add(time.Hour)
		}
		return from.AddDate(1, 0, 0)
	}}
	if at := p.At(began.Add(9 * time.Second)); !at.Equal(from.Add(time.Hour)) {
		t.Errorf("held back it shows %s", at)
	}
	if at := p.At(released); !at.Equal(from.AddDate(0, 0, 10)) {
		t.Errorf("released it shows %s", at)
	}
	if p.Second() != 0 || (pace.Pace{}).Second() != time.Second {
		t.Error("nobody knows how long a second is by a clock that is held back, and everybody by the wall's")
	}
}
