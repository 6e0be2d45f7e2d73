package ways_test

import (
	"sort"
	"sync"
	"time"

	"duban/internal/pace"
)

// speed has six days pass in a second, when nothing holds the clock.
const speed = 6 * 24 * 60 * 60

// patient is a clock that does not pass what is due and not yet made: a machine that is late in a second of the wall would
// be late by days by a clock that runs on. Native time skipping is not right here: each process would skip on its own, to
// what it waits for, while people and the other processes, which share the rows with it, stay behind.
type patient struct {
	pace.Pace
	mu     sync.Mutex
	limits []limit // by when they were set
}

type limit struct{ wall, at time.Time }

// holdAt is a clock that shows an instant until it is let go.
func holdAt(at time.Time) *patient {
	p := &patient{}
	p.letGo(at)
	p.Pace = pace.Pace{From: at, Began: time.Now(), Speed: speed, LimitAt: p.limitAt}
	return p
}

// letGo lets the clock run up to an instant.
func (p *patient) letGo(at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.limits = append(p.limits, limit{time.Now().Round(0), at})
}

// limitAt is the limit that stood at an instant of the wall's.
func (p *patient) limitAt(wall time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	after := sort.Search(len(p.limits), func(i int) bool { return p.limits[i].wall.After(wall) })
	return p.limits[max(after, 1)-1].at
}

// await lets the clock run up to an instant and waits until it shows it.
func (p *patient) await(at time.Time) {
	p.letGo(at)
	for p.Now().Before(at) {
		time.Sleep(min(p.Short(at.Sub(p.Now())), time.Second) + 100*time.Microsecond)
	}
}
