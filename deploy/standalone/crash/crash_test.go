package crash_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"duban/internal/failpoint"
	"duban/supervision"
)

// TestCrashes lives the months once in peace and once for each of these scenarios, all of a seed at the same time: they
// mostly wait for one another's recoveries. However the months were crossed, they end as in peace, to the microsecond.
func TestCrashes(t *testing.T) {
	p := peace{memory: inMemory(t, smallPlan(t)), over: make(chan struct{})}
	var first sync.WaitGroup
	first.Go(func() {
		defer close(p.over)
		t.Run("peace", p.live)
	})
	for _, seed := range seeds(t) {
		var all sync.WaitGroup
		for name, live := range scenarios(seed) {
			all.Go(func() {
				t.Run(fmt.Sprintf("%d/%s", seed, name), func(t *testing.T) {
					t.Cleanup(func() {
						if t.Failed() {
							t.Log("again: " + again(seed))
						}
					})
					live(t, seed, &p)
				})
			})
		}
		all.Wait()
	}
	first.Wait()
}

// peace is what everything is held against.
type peace struct {
	memory      *supervision.Year
	over        chan struct{} // closed when it has been lived
	rows, turns []string
}

// live lives the months with no mishap: three processes do what the rules alone do in memory.
func (p *peace) live(t *testing.T) {
	s := newStage(t, 0, false)
	s.begin()
	s.live()
	s.sameCalls(p.memory)
	s.balance()
	s.none("calls late in peace", `select duty_id || ' ' || kind || ' ' || at || ' ' || made_at from call where made_at > at`)
	if arrived := s.peers.arrivals(); len(arrived) != len(s.facts(`select person_id from delivery join message on id = message_id where state = 'ACCEPTED'`)) {
		t.Errorf("%d messages arrived in peace, not one for each that was composed", len(arrived))
	}
	p.rows, p.turns = s.facts(rows), s.facts(turns)
}

type scenario func(t *testing.T, seed uint64, p *peace)

func scenarios(seed uint64) map[string]scenario {
	all := map[string]scenario{"kills": kills, "down": temporalIsDown, "faults": faults}
	for i, places := range parts(seed) {
		all[fmt.Sprint("places", i)] = func(t *testing.T, seed uint64, p *peace) {
			t.Helper()
			dieEverywhere(t, seed, p, places)
		}
	}
	return all
}

// dieEverywhere: at every fail-point the worker dies, and is started again.
func dieEverywhere(t *testing.T, seed uint64, p *peace, places []string) {
	t.Helper()
	s := newStage(t, seed, false)
	s.dieAt(places)
	s.begin()
	s.live()
	if len(s.places) > 0 {
		t.Errorf("the worker never came to %v", s.places)
	}
	t.Log(s.deaths)
	s.cameAgain(places)
	s.sameAsIn(p)
}

// cameAgain asserts that what was accepted when the worker died, and nobody had written that down, came once more: so its
// receiver had a key to go by.
func (s *stage) cameAgain(places []string) {
	s.t.Helper()
	unheard, keys := 0, map[string]bool{}
	for _, place := range places {
		if place == failpoint.Sent || strings.HasPrefix(place, taken) {
			unheard++
		}
	}
	all := s.peers.arrivals()
	for _, a := range all {
		keys[a.Key] = true
	}
	if again := len(all) - len(keys); again < unheard {
		s.t.Errorf("the worker died %d times before it had written down that a message was taken, and %d came again", unheard, again)
	}
}

// kills: kill -9 of worker, Temporal and PostgreSQL, now and again, while calls are being made. Twice the whole Temporal
// store is deleted, too, once in the middle of the open poll: the keeper takes up every campaign, inspection, vote and
// delivery again.
func kills(t *testing.T, seed uint64, p *peace) {
	t.Helper()
	s := newStage(t, seed, true)
	s.begin()
	var mishaps []mishap
	kinds := s.kinds()
	for _, what := range []string{"worker", "Temporal", "Temporal", "Temporal's store", "PostgreSQL", "PostgreSQL", "a connection of PostgreSQL"} {
		mishaps = append(mishaps, s.sometime(p.memory, what, kinds[what]))
	}
	mishaps = append(mishaps, mishap{at: instant(t, "2020-12-24 12:00"), what: "Temporal's store, in the open poll", strike: s.loseStore})
	wait := s.befall(mishaps)
	s.live()
	wait()
	s.sameAsIn(p)
	t.Logf("%d notes of the traffic were acknowledged, %d times one had to be given again", s.chatter.acknowledged.Load(), s.chatter.retried.Load())
}

// faults: every fifth access of Temporal to its store fails, one way or another. What was lost waits for its time-out, so
// that the whole months would take a quarter of an hour: after a while Temporal is cured.
func faults(t *testing.T, seed uint64, p *peace) {
	t.Helper()
	s := newStage(t, seed, false)
	s.store.Faults = int64(seed)
	s.begin()
	sick := time.AfterFunc(sickness(), s.cure)
	defer sick.Stop()
	s.live()
	s.sameAsIn(p)
}

// sickness is how long Temporal's store fails, by the wall's clock.
func sickness() time.Duration {
	if thorough() {
		return 3 * time.Minute
	}
	return 20 * time.Second
}

// temporalIsDown over the deadlines of a month: each is met once afterwards, with its true instant, and nobody is
// reminded of what has passed. What people do goes on meanwhile.
func temporalIsDown(t *testing.T, seed uint64, p *peace) {
	t.Helper()
	s := newStage(t, seed, false)
	s.begin()
	from, until := instant(t, "2020-09-22 12:00"), instant(t, "2020-10-24 12:00")
	wait := s.befall([]mishap{{at: from, what: "Temporal is down", strike: func() error {
		s.temporal.gate.Lock()
		defer s.temporal.gate.Unlock()
		s.temporal.kill()
		s.conductor.letGo(until)
		s.await(until)
		s.conductor.patient()
		return nil
	}}})
	s.live()
	wait()
	s.sameCalls(p.memory)
	s.balance()
	late := s.facts(`select kind || ' ' || duty_id || ' ' || passed from call where made_at > at order by at`)
	passed := s.facts(`select kind || ' ' || duty_id from call where passed order by at`)
	t.Logf("%d calls were late, of which %d had passed: %v", len(late), len(passed), passed)
	if len(passed) < 3 || len(late) < len(passed)+10 {
		t.Errorf("a month's outage made only these calls late: %v", late)
	}
	<-p.over
	s.same("lateness has turned something", p.turns, s.facts(turns))
}

// sameAsIn asserts that the months have ended as they have in peace, and as they have in memory.
func (s *stage) sameAsIn(p *peace) {
	s.t.Helper()
	s.sameCalls(p.memory)
	s.balance()
	<-p.over
	if len(p.rows) == 0 {
		s.t.Fatal("nothing to hold it against: have peace run too")
	}
	s.same("it is not as in peace", p.rows, s.facts(rows))
}

// sometime has a mishap befall within a moment of a call, chosen by the seed: while it is being made, or just after.
func (s *stage) sometime(memory *supervision.Year, what string, strike func() error) mishap {
	call := memory.Calls[s.rand.IntN(len(memory.Calls))]
	return mishap{at: call.At, moment: time.Duration(s.rand.IntN(60)) * time.Millisecond, what: what, strike: strike}
}
