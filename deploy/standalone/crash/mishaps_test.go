package crash_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"duban/internal/failpoint"
)

// allPlaces are the fail-points at which a crash must cost nothing. Most nudges tell what a process would see by itself,
// so that one that is lost may do no harm: there the worker dies more often.
func allPlaces() []string {
	return []string{
		failpoint.Committed, failpoint.Committed, failpoint.Committed, failpoint.Nudged, failpoint.Keeping, failpoint.Made,
		failpoint.Stepped, failpoint.Composed, failpoint.Sending, failpoint.Sent, failpoint.Settled, taken + "mail", taken + "hook",
	}
}

// taken begins the places outside the program: a channel's other side has a message for good, and the worker that sent it does
// not live to hear that it was accepted.
const taken = "taken by "

// parts deals the places out to runs that take place at the same time, in an order of the seed.
func parts(seed uint64) [][]string {
	places := allPlaces()
	rand.New(rand.NewPCG(seed, 1)).Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	half := len(places) / 2
	return [][]string{places[:half], places[half:]}
}

// death is where a life of the worker's ends, and whether the Temporal store is lost with it, as in a program that is all
// in one process; a store that is kept waits until the dead worker's activities time out.
type death struct {
	place string
	store bool
}

// dieAt has the worker die at each of these places in turn, at a seeded visit of one of its lives.
func (s *stage) dieAt(places []string) {
	kept := s.rand.IntN(len(places))
	for i, place := range places {
		lost := i != kept && (!thorough() || s.rand.IntN(2) == 0)
		s.places = append(s.places, death{fmt.Sprintf("%s=kill@%d", place, 1+s.rand.IntN(2)), lost})
	}
}

// place is where the worker's next life ends; empty when it has died everywhere. Where a keeper dies that starts what is
// missing, something must be.
func (s *stage) place() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := ""
	if len(s.places) > 0 {
		next = s.places[0].place
	}
	if s.lost || strings.HasPrefix(next, failpoint.Keeping) {
		s.forgetStore()
	}
	s.lost = false
	if channel, outside := strings.CutPrefix(next, taken); outside {
		channel, visit, _ := strings.Cut(channel, "=")
		var nth int
		if _, err := fmt.Sscanf(visit, "kill@%d", &nth); err != nil {
			s.t.Error(err)
		}
		s.peers.dieBefore(channel, nth, func() { s.worker.now().kill() })
		return ""
	}
	return next
}

// mourn notes that a life of the worker's has ended, and where. By itself a worker may end only when it cannot start,
// because the database is away.
func (s *stage) mourn(killed bool, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.pace.Now().In(china).Format("01-02 15:04")
	switch {
	case killed && len(s.places) > 0:
		s.deaths = append(s.deaths, at+" "+s.places[0].place)
		s.lost, s.places = s.places[0].store, s.places[1:]
	case killed:
		s.deaths = append(s.deaths, at+" killed")
	case code != 1 || s.database == nil:
		s.t.Errorf("%s: the worker has ended by itself with %d, see its log", at, code)
	}
}

// mishap is something that befalls the stage when the clock shows an instant, and a moment later.
type mishap struct {
	at     time.Time
	moment time.Duration // by the wall's clock
	what   string
	strike func() error
}

// kinds of mishaps, by what is killed. A store that is deleted takes the worker along: a keeper that goes on compares
// only every five minutes.
func (s *stage) kinds() map[string]func() error {
	killed := func(kill func()) func() error {
		return func() error {
			kill()
			return nil
		}
	}
	return map[string]func() error{
		"worker":                     killed(s.worker.kill),
		"Temporal":                   killed(s.temporal.kill),
		"Temporal's store":           s.loseStore,
		"PostgreSQL":                 killed(s.database.kill),
		"a connection of PostgreSQL": func() error { return s.database.killBackend(s.ctx) },
	}
}

// loseStore kills Temporal and the worker and deletes the whole store.
func (s *stage) loseStore() error {
	s.worker.gate.Lock()
	defer s.worker.gate.Unlock()
	s.worker.kill()
	s.forgetStore()
	return nil
}

// forgetStore kills Temporal and deletes the whole store.
func (s *stage) forgetStore() {
	s.temporal.gate.Lock()
	defer s.temporal.gate.Unlock()
	s.temporal.kill()
	if err := s.store.forget(); err != nil {
		s.t.Error(err)
	}
}

// cure gives Temporal a store that works again, the same.
func (s *stage) cure() {
	s.temporal.gate.Lock()
	defer s.temporal.gate.Unlock()
	s.temporal.kill()
	s.store.Faults = 0
}

// befall has mishaps happen while the months pass; the function that it returns waits for the last of them.
func (s *stage) befall(mishaps []mishap) (wait func()) {
	slices.SortFunc(mishaps, func(a, b mishap) int { return a.at.Compare(b.at) })
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, m := range mishaps {
			for s.pace.Now().Before(m.at) && s.ctx.Err() == nil {
				time.Sleep(time.Millisecond)
			}
			pause(s.ctx, m.moment)
			if s.ctx.Err() != nil {
				return
			}
			began := time.Now()
			if err := m.strike(); err != nil {
				s.t.Errorf("%s: %v", m.what, err)
			}
			s.t.Logf("%s %s, at %s; back after %s", m.at.In(china).Format("01-02 15:04"), m.what, s.conductor.holdup(), time.Since(began).Round(time.Millisecond))
		}
	}()
	return func() { <-done }
}
