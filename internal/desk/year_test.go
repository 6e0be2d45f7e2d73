package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"duban/internal/desk"
	"duban/internal/yeartest"
	"duban/supervision"
)

// Nobody keeps the clock of these years but every few days, so that calls are made late, by a deed on their own duty or
// all together: they are the same calls at the same instants as in the year in memory, where nobody is ever late, and
// every duty ends as it ends there, for a call at t precedes a command at t (rule 3). What was overtaken when it was made,
// and that alone, is marked as passed, and nobody is told of it (rule 7). After every deed the record, laid on nothing, makes
// the rows.
func TestYear_LateCallsAreTheSameCalls(t *testing.T) {
	t.Parallel()
	yeartest.Each(t, yeartest.Seeds(t, 12, 200), "./internal/desk", func(t *testing.T, seed uint64) {
		t.Helper()
		made := yeartest.Make(seed, yeartest.Unannounced())
		w := carelessWith(t, made)
		w.Rand = rand.New(rand.NewPCG(seed, 1))
		w.must(w.people.Launch(w.ctx))
		memory, record := made.TakeUp(), yeartest.Rebuild(made.Plan.Host.ID)
		for _, deed := range made.Deeds {
			w.neglect(deed.At)
			if here, there := w.people.Do(w.ctx, deed), memory.Do(deed); (here == nil) != (there == nil) {
				t.Errorf("%s %s %s: %v at the desk, %v in memory", deed.At.In(shanghai), deed.Kind, deed.Duty, here, there)
			}
			if wrong := w.told(record); wrong != "" {
				t.Fatalf("after %s %s: the rows are not what the record tells (-record +rows):\n%.6000s", deed.Kind, deed.Duty, wrong)
			}
		}
		w.neglect(made.End)
		memory.Live(made.End)
		if memory.Campaign.State == supervision.CampaignLive {
			w.makeCalls()
		}
		rows, err := made.Read(w.ctx, w.db)
		w.must(err)
		w.passed(rows)
		if diff := yeartest.Differ(yeartest.Remembered(memory), withoutPassed(rows)); diff != "" {
			t.Errorf("(-memory +rows):\n%.6000s", diff)
		}
	})
}

// careless is a desk at which every process takes its steps in time but for the clock.
type careless struct {
	*world
	*rand.Rand
	made   *yeartest.Made
	people *yeartest.People
	visit  time.Time // when somebody looks at the clock next
}

// carelessWith is a world in which a made-up year is about to be taken up.
func carelessWith(t *testing.T, made *yeartest.Made) *careless {
	t.Helper()
	w := &careless{world: drafted(t, firstDay), made: made}
	w.plan, w.id = made.Plan, made.Plan.ID
	w.desk = desk.New(w.db, w.now, made.Calendar)
	w.people = made.PeopleAt(w.desk)
	w.turnTo(made.Start)
	return w
}

// neglect lets time pass: steps are taken in time, calls are not made but when somebody happens to look.
func (w *careless) neglect(until time.Time) {
	w.t.Helper()
	for {
		take, at := w.nextStep()
		if w.visit.IsZero() {
			w.visit = w.now().Add(time.Duration(w.IntN(6*24)) * time.Hour)
		}
		if take == nil || w.visit.Before(at) {
			take, at = func() { w.makeCalls(); w.visit = time.Time{} }, w.visit
		}
		if at.After(until) {
			w.turnTo(until)
			return
		}
		w.turnTo(later(at, w.now()))
		take()
	}
}

// nextStep is what a process does next, and when; nil when somebody must act first.
func (w *careless) nextStep() (take func(), at time.Time) {
	host := w.plan.Host.ID
	s, err := w.desk.Standing(w.ctx, host, w.id)
	w.must(err)
	if !s.StepAt.IsZero() {
		take, at = func() { w.must(w.step(s)) }, s.StepAt
	}
	for _, p := range w.made.TakeUp().Polls() {
		poll, err := w.desk.PollStanding(w.ctx, host, p.ID)
		w.must(err)
		if !poll.At.IsZero() && (take == nil || poll.At.Before(at)) {
			take, at = func() { w.must(w.desk.TurnPoll(w.ctx, host, p.ID, supervision.PollStep(poll.Step))) }, poll.At
		}
	}
	return take, at
}

func (w *careless) step(s desk.Standing) error {
	switch host := w.plan.Host.ID; s.Step {
	case supervision.StepOpenMonitoring, supervision.StepOpenEvaluation:
		return w.desk.OpenPhase(w.ctx, host, w.id, s.Phase+1)
	case supervision.StepCallVote:
		return w.desk.CallVote(w.ctx, host, w.id)
	case supervision.StepClose:
		return w.desk.CloseCampaign(w.ctx, host, w.id)
	default:
		return fmt.Errorf("nobody takes the step %s", s.Step)
	}
}

// passed asserts that those calls are marked, and have told nobody, that were overtaken when they were made: by another of
// their kind, or by the lapse, of the same duty in the same transaction.
func (w *careless) passed(s *yeartest.Standing) {
	w.t.Helper()
	marked := 0
	for i, c := range s.Calls {
		reminds := c.Kind == supervision.CallRemind || c.Kind == supervision.CallWarn
		overtaken := reminds && slices.ContainsFunc(s.Calls[i+1:], func(k supervision.Call) bool {
			j := i + 1 + slices.Index(s.Calls[i+1:], k)
			return k.Duty == c.Duty && (k.Kind == c.Kind || k.Kind == supervision.CallLapse) && s.MadeAt[j].Equal(s.MadeAt[i])
		})
		if c.Passed != overtaken {
			w.t.Errorf("%s %s of %s, made at %s: passed is %v", c.Kind, c.At.In(shanghai), c.Duty, s.MadeAt[i].In(shanghai), c.Passed)
		}
		if c.Passed {
			marked++
		}
	}
	if marked == 0 {
		w.t.Error("nothing was overtaken: the test is none")
	}
	w.counted(0, "notice n join call c on c.passed and (c.host_id, c.duty_id, c.kind, c.at) = (n.host_id, n.duty_id, n.kind, n.at)")
}

// withoutPassed is the standing as if nobody had ever been late.
func withoutPassed(s *yeartest.Standing) *yeartest.Standing {
	for i := range s.Calls {
		s.Calls[i].Passed = false
	}
	return s
}
