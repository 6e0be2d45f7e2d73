// Package pace is the clock that a program lives by: the wall's, or a faster one, by which tests and measurements live a
// year in a minute on real servers. It knows nothing of Duban.
package pace

import "time"

// Pace is a clock. Its zero value is the wall's.
type Pace struct {
	From  time.Time // what it showed when it began
	Began time.Time // when that was, by the wall
	Speed float64   // its seconds in one of the wall's; 0 for the wall's own
	// LimitAt, where set, tells an instant that the clock does not pass: a machine that is late in one second of the wall
	// would otherwise be late by hours. It tells it for an instant of the wall's, and must tell of one that is past what it
	// told then, for workflows must see in a replay what they saw before.
	LimitAt func(wall time.Time) time.Time
}

// Now is the present instant, UTC, in the database's precision: what is stored reads back as it was.
func (p Pace) Now() time.Time {
	return p.At(time.Now()).UTC().Truncate(time.Microsecond)
}

// At is what the clock shows at an instant of the wall's, as workflows see it.
func (p Pace) At(wall time.Time) time.Time {
	if p.LimitAt == nil {
		return p.unlimited(wall)
	}
	return earlier(p.unlimited(wall), p.LimitAt(wall))
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func (p Pace) unlimited(wall time.Time) time.Time {
	if p.Speed == 0 {
		return wall
	}
	return p.From.Add(p.Long(wall.Sub(p.Began)))
}

// Second is how long by this clock a second lasts by the wall's, for those who wait by the wall's; zero where LimitAt
// may hold it back, for nobody knows then.
func (p Pace) Second() time.Duration {
	if p.LimitAt != nil {
		return 0
	}
	return p.Long(time.Second)
}

// Wall is the instant of the wall's at which the clock shows an instant, unless its limit holds it back.
func (p Pace) Wall(at time.Time) time.Time {
	if p.Speed == 0 {
		return at
	}
	return p.Began.Add(p.Short(at.Sub(p.From)))
}

// Long is how long by this clock something lasts that lasts d by the wall's.
func (p Pace) Long(d time.Duration) time.Duration { return time.Duration(float64(d) * p.speed()) }

// Short is how long by the wall's clock something lasts that lasts d by this one.
func (p Pace) Short(d time.Duration) time.Duration { return time.Duration(float64(d) / p.speed()) }

func (p Pace) speed() float64 {
	if p.Speed == 0 {
		return 1
	}
	return p.Speed
}
