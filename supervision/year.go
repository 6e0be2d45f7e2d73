package supervision

import (
	"slices"
	"time"
)

// Year is a campaign lived in memory: the same rules as at the desk, without a database, a process or a clock. What
// people do is told with Do; Live makes what falls due in between.
type Year struct {
	Plan     Plan
	Campaign Campaign
	Calls    []Call // made so far, in order
	duties   []Duty
	at       map[string]int // where each duty stands
	polls    []Poll
	accepted map[string]bool // reports, by duty
}

// NewYear takes a plan up at an instant.
func NewYear(p Plan, start time.Time, calendar Calendar) *Year {
	launched := p.Launch(start, calendar)
	y := &Year{Plan: p, duties: launched.Duties, polls: launched.Polls, accepted: map[string]bool{}}
	y.Campaign = Campaign{
		Host: p.Host.ID, ID: p.ID, Title: p.Title, State: CampaignLive, Phase: launched.Phase, Windows: p.Phases, Period: p.Period,
		Customs: Customs{Zone: p.Zone, Calendar: calendar, Office: p.OfficeSeat()}, ClockAt: start,
	}
	y.index()
	return y
}

func (y *Year) index() {
	y.at = make(map[string]int, len(y.duties))
	for i := range y.duties {
		y.at[y.duties[i].ID] = i
	}
}

// Duties lists the duties as they stand, in the order of their days.
func (y *Year) Duties() []Duty {
	duties := slices.Clone(y.duties)
	slices.SortFunc(duties, CompareDuties)
	return duties
}

// Polls lists the polls as they stand, in the plan's order.
func (y *Year) Polls() []Poll { return slices.Clone(y.polls) }

// Live lets time pass up to and including an instant: every call is made and every step taken at its own instant.
func (y *Year) Live(until time.Time) {
	for y.Campaign.State == CampaignLive {
		turn, at := y.nextTurn()
		if turn == nil || at.After(until) {
			break
		}
		y.settle(at)
		y.Campaign.ClockAt = Later(y.Campaign.ClockAt, at)
		turn()
	}
	if y.Campaign.State == CampaignLive {
		y.settle(until)
		y.Campaign.ClockAt = Later(y.Campaign.ClockAt, until)
	}
}

// LiveOut lets time pass until nothing falls due any more, or the campaign is over.
func (y *Year) LiveOut() {
	y.Live(y.Campaign.Period.Closes(y.Plan.Zone))
	for y.Campaign.State == CampaignLive {
		ahead := Agenda(y.duties, y.Campaign.Customs)
		if len(ahead) == 0 {
			return
		}
		y.Live(ahead[len(ahead)-1].At)
	}
}

// nextTurn is what the campaign's processes do next, and when; nil when somebody must act first.
func (y *Year) nextTurn() (turn func(), at time.Time) {
	for i := range y.polls {
		if step, due := y.polls[i].NextStep(true, y.Campaign.ClockAt); step != PollWait && (turn == nil || due.Before(at)) {
			turn, at = func() { y.turnPoll(i, step) }, due
		}
	}
	step, due := y.Campaign.NextStep(y.evaluated())
	if !due.IsZero() && (turn == nil || due.Before(at)) {
		turn, at = func() { y.take(step) }, due
	}
	return turn, at
}

// settle makes every call that is due up to an instant, each in its own time: in memory nobody is ever late.
func (y *Year) settle(now time.Time) {
	made, customs := len(y.Calls), y.Campaign.Customs
	for i := range y.duties {
		d := &y.duties[i]
		for at := d.Next(customs); !at.IsZero() && !at.After(now); at = d.Next(customs) {
			y.Calls = append(y.Calls, d.Settle(at, customs)...)
		}
	}
	slices.SortFunc(y.Calls[made:], CompareCalls)
}

// take takes a step of the campaign.
func (y *Year) take(step Step) {
	switch step {
	case StepOpenMonitoring:
		y.Campaign.Phase = Monitoring
	case StepOpenEvaluation:
		y.Campaign.Phase = Evaluation
	case StepCallVote:
		y.callPolls("")
	case StepClose:
		y.end()
	case StepNone, StepAwaitReports, StepAwaitDeliberation, StepAwaitResults:
	}
}

func (y *Year) end() {
	y.Campaign.State, y.Campaign.HeldSince = CampaignClosed, time.Time{}
	for i := range y.duties {
		if d := &y.duties[i]; !d.Done() {
			d.State = LeftOpen
		}
	}
}

func (y *Year) callPolls(after string) {
	for i := range y.polls {
		if p := &y.polls[i]; p.State == PollPlanned && p.After == after {
			p.State = PollCalled
		}
	}
}

// turnPoll takes a step of a poll.
func (y *Year) turnPoll(i int, step PollStep) {
	p, now := &y.polls[i], y.Campaign.ClockAt
	switch step {
	case PollStepOpen:
		p.Open(now, y.Plan.Zone)
		for j := range y.duties {
			if d := &y.duties[j]; d.Entry == p.Entry {
				d.OpenVote(p.ClosesAt, now, y.Plan.Zone)
			}
		}
	case PollStepClose:
		y.closePoll(p)
	case PollStepTally:
		p.State = PollPublished
	case PollStepFeedBack:
		p.State = PollFedBack
	case PollWait:
	}
}

// closePoll closes a poll: who has not voted has not, and what waits for the vote waits no more.
func (y *Year) closePoll(p *Poll) {
	p.State = PollClosed
	for i := range y.duties {
		if d := &y.duties[i]; d.Entry == p.Entry && !d.Done() {
			d.State = LeftOpen
		}
	}
	y.open(p.Entry)
}
