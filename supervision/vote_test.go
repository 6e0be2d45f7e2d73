package supervision

import (
	"testing"
	"time"
)

// The outcome follows the plan's rule: the denominator and the tie at exactly half are data (domain: no law fixes them).
func TestHZ17_Outcome(t *testing.T) {
	full, returned := VoteRule{Denominator: FullMembership}, VoteRule{Denominator: ReturnedBallots}
	lenient := VoteRule{Denominator: FullMembership, HalfIsEnough: true}
	for _, c := range []struct {
		name    string
		rule    VoteRule
		count   Count
		members int
		want    Grade
	}{
		{"28 of 29", full, Count{Satisfied: 28, Basically: 1}, 29, Satisfied},
		{"17 of 29 is more than half", full, Count{Satisfied: 17, Basically: 11, Dissatisfied: 1}, 29, Satisfied},
		{"17 of 40 members is not", full, Count{Satisfied: 17, Basically: 11, Dissatisfied: 1}, 40, BasicallySatisfied},
		{"17 of the 29 returned is", returned, Count{Satisfied: 17, Basically: 11, Dissatisfied: 1}, 40, Satisfied},
		{"exactly half is not more than half", full, Count{Satisfied: 20, Dissatisfied: 20}, 40, Dissatisfied},
		{"exactly half, where the rule says so", lenient, Count{Satisfied: 20, Dissatisfied: 20}, 40, Satisfied},
		{"half of both together", lenient, Count{Satisfied: 10, Basically: 10, Abstain: 20}, 40, BasicallySatisfied},
		{"nobody voted", lenient, Count{}, 40, Dissatisfied},
	} {
		got, err := c.rule.Outcome(c.count, c.members, c.count.Returned())
		if err != nil || got != c.want {
			t.Errorf("%s: got %s, %v; want %s", c.name, got, err, c.want)
		}
	}
}

// A count that does not add up to the ballots returned is refused: Ninghai's 95+27+0 of 222 (domain §3.5).
func TestTallyMustAddUp(t *testing.T) {
	rule := VoteRule{Denominator: ReturnedBallots}
	if _, err := rule.Outcome(Count{Satisfied: 95, Basically: 27}, 300, 222); err == nil {
		t.Error("122 grades of 222 ballots were counted")
	}
	if _, err := rule.Outcome(Count{Satisfied: 6}, 5, 6); err == nil {
		t.Error("six ballots of five members were counted")
	}
}

func TestBallotGradesEveryProjectOnce(t *testing.T) {
	now := on(t, "2021-01-31 23:59")
	p := Poll{State: PollOpen, ClosesAt: on(t, "2021-02-01 00:00")}
	projects := []string{"p01", "p02"}
	if err := p.Cast(map[string]Grade{"p01": Satisfied, "p02": Abstain}, projects, now); err != nil {
		t.Error(err)
	}
	for name, choices := range map[string]map[string]Grade{
		"a project is missing": {"p01": Satisfied},
		"an unknown grade":     {"p01": Satisfied, "p02": "SPLENDID"},
		"a foreign project":    {"p01": Satisfied, "p02": Satisfied, "p03": Satisfied},
	} {
		if err := p.Cast(choices, projects, now); err == nil {
			t.Errorf("%s, and the ballot was taken", name)
		}
	}
	full := map[string]Grade{"p01": Satisfied, "p02": Satisfied}
	refusedFor(t, p.Cast(full, projects, p.ClosesAt), NotOpen)
	p.State = PollClosed
	refusedFor(t, p.Cast(full, projects, now), NotOpen)
}

// A poll closes with its window, but never sooner than a day after it opened; the members' duty to vote goes with it.
func TestPollIsOpenForADayAtLeast(t *testing.T) {
	for now, want := range map[string]string{"2021-01-14 15:00": "2021-02-01 00:00", "2021-02-03 15:00": "2021-02-04 15:00"} {
		p := Poll{State: PollCalled, Window: Window{Date{2021, 1, 21}, Date{2021, 1, 31}}}
		p.Open(on(t, now), beijing)
		if p.State != PollOpen || !p.ClosesAt.Equal(on(t, want)) {
			t.Errorf("opened %s: %s until %s, want %s", now, p.State, p.ClosesAt.In(beijing), want)
		}
		d := Duty{Kind: Vote, Window: p.Window, State: Waiting, RemindDays: DefaultRemindDays}
		d.OpenVote(p.ClosesAt, on(t, now), beijing)
		if first := d.Ahead(customs())[0]; first.Kind != CallOpen || !first.At.Equal(on(t, now)) {
			t.Errorf("opened %s: the member is called %s at %s", now, first.Kind, first.At)
		}
	}
}

func TestStepsOfAPoll(t *testing.T) {
	now, closes := on(t, "2021-01-14 15:00"), on(t, "2021-02-01 00:00")
	for state, want := range map[PollState]struct {
		step PollStep
		at   time.Time
	}{
		PollPlanned: {PollWait, time.Time{}}, PollCalled: {PollStepOpen, now}, PollOpen: {PollStepClose, closes},
		PollClosed: {PollStepTally, now}, PollPublished: {PollStepFeedBack, now}, PollFedBack: {PollWait, time.Time{}},
	} {
		p := Poll{State: state, ClosesAt: closes}
		if step, at := p.NextStep(true, now); step != want.step || !at.Equal(want.at) {
			t.Errorf("%s: got %s at %s", state, step, at)
		}
		if step, _ := p.NextStep(false, now); step != PollWait {
			t.Errorf("%s: the campaign is over, yet the poll takes step %s", state, step)
		}
	}
}
