package supervision

import (
	"errors"
	"testing"
	"time"
)

// hangzhou is the campaign of 2020 in a phase.
func hangzhou(t testing.TB, phase Phase) Campaign {
	t.Helper()
	return Campaign{
		ID: "hangzhou-2020", State: CampaignLive, Phase: phase, Customs: customs(),
		Windows: [3]Window{window(t, "4月下旬..5月上旬"), window(t, "5月中旬..11月下旬"), window(t, "12月..次年1月")},
		Period:  window(t, "4月下旬..次年1月"),
		ClockAt: on(t, "2020-04-21 09:00"),
	}
}

func refusedFor(t testing.TB, err error, reason Reason) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Reason != reason {
		t.Errorf("got %v, want a refusal %s", err, reason)
	}
}

// Each phase opens on its first day; inside the third, the steps follow the order of the law (HZ-06, HZ-09, HZ-14, HZ-16, HZ-17).
func TestHZ14_StepsOfTheYear(t *testing.T) {
	opened := on(t, "2021-01-05 10:00")
	for _, c := range []struct {
		name  string
		phase Phase
		gate  time.Time
		facts Evaluated
		step  Step
		at    string
	}{
		{"deployment ends on 11 May", Deployment, time.Time{}, Evaluated{}, StepOpenMonitoring, "2020-05-11 00:00"},
		{"monitoring ends on 1 December", Monitoring, time.Time{}, Evaluated{}, StepOpenEvaluation, "2020-12-01 00:00"},
		{"HZ-16 reports first", Evaluation, time.Time{}, Evaluated{HasGate: true, HasPoll: true, Deliberated: true}, StepAwaitReports, ""},
		{"then deliberation", Evaluation, opened, Evaluated{HasGate: true, HasPoll: true}, StepAwaitDeliberation, ""},
		{"HZ-17 then the vote", Evaluation, opened, Evaluated{HasGate: true, HasPoll: true, Deliberated: true}, StepCallVote, "2020-04-21 09:00"},
		{"then results", Evaluation, opened, Evaluated{HasGate: true, Deliberated: true, HasPoll: true, PollCalled: true}, StepAwaitResults, ""},
		{"then the close", Evaluation, opened, Evaluated{HasGate: true, Deliberated: true, HasPoll: true, PollCalled: true, ResultsGiven: true}, StepClose, "2020-04-21 09:00"},
		{
			"XC-13, XC-14 what comes after the vote is awaited to the end of the period", Evaluation, opened,
			Evaluated{HasPoll: true, Deliberated: true, PollCalled: true, ResultsGiven: true, HasGate: true, Remaining: true},
			StepClose, "2021-02-01 00:00",
		},
		{
			"ZJ-44 and longer, where its last day is later", Evaluation, opened,
			Evaluated{Deliberated: true, Remaining: true, Until: Date{2021, 4, 19}},
			StepClose, "2021-04-23 09:00",
		},
		{"without a vote, the close is the end of the phase", Evaluation, opened, Evaluated{HasGate: true, Deliberated: true}, StepClose, "2021-02-01 00:00"},
	} {
		campaign := hangzhou(t, c.phase)
		campaign.GateOpened = c.gate
		step, at := campaign.NextStep(c.facts)
		if step != c.step || (c.at == "") != at.IsZero() || c.at != "" && !at.Equal(on(t, c.at)) {
			t.Errorf("%s: got %s at %s", c.name, step, at)
		}
	}
}

func TestStepsHaveAnOrder(t *testing.T) {
	if !StepClose.Past(StepCallVote) || StepOpenMonitoring.Past(StepOpenEvaluation) || StepClose.Past(StepClose) {
		t.Error("steps are out of order")
	}
}

// Only the next phase can be opened; the present one again changes nothing; nothing turns after the end.
func TestPhasesTurnOneByOne(t *testing.T) {
	c := hangzhou(t, Deployment)
	refusedFor(t, c.Enter(Evaluation), WrongState)
	if err := errors.Join(c.Enter(Monitoring), c.Enter(Monitoring), c.Enter(Evaluation)); err != nil || c.Phase != Evaluation {
		t.Errorf("%v, phase %s", err, c.Phase)
	}
	refusedFor(t, c.Enter(Monitoring), WrongState)
	c.State = CampaignClosed
	refusedFor(t, c.Enter(Evaluation), CampaignOver)
}

// HZ-16: the gate opens when every report is accepted, or with a reason; never before the third phase.
func TestHZ16_Gate(t *testing.T) {
	now := on(t, "2021-01-05 10:00")
	early := hangzhou(t, Monitoring)
	refusedFor(t, early.OpenGate(0, "", now), GateShut)
	c := hangzhou(t, Evaluation)
	refusedFor(t, c.OpenGate(1, "", now), GateShut)
	if err := c.OpenGate(1, "第三小组报告由办公厅代拟", now); err != nil || !c.GateOpened.Equal(now) {
		t.Errorf("override: %v, opened %s", err, c.GateOpened)
	}
	if err := c.OpenGate(5, "", now.Add(time.Hour)); err != nil || !c.GateOpened.Equal(now) {
		t.Error("opening again moved the first opening")
	}
}

// A transaction never acts before what was already done, and instants are whole microseconds.
func TestNowNeverGoesBack(t *testing.T) {
	c := hangzhou(t, Deployment)
	if got := c.Now(c.ClockAt.Add(-time.Hour)); !got.Equal(c.ClockAt) {
		t.Errorf("now is %s before the campaign's %s", got, c.ClockAt)
	}
	if got := c.Now(c.ClockAt.Add(1500)); !got.Equal(c.ClockAt.Add(time.Microsecond)) {
		t.Errorf("now is %s, not a whole microsecond", got)
	}
}
