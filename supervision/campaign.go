package supervision

import (
	"slices"
	"time"
)

// CampaignState is where a campaign stands.
type CampaignState string

// The states of a campaign.
const (
	CampaignDraft     CampaignState = "DRAFT"
	CampaignLive      CampaignState = "LIVE"
	CampaignClosed    CampaignState = "CLOSED"
	CampaignCancelled CampaignState = "CANCELLED"
)

// Campaign is what the rules need to know of a running campaign. Its zero instants mean "not yet".
type Campaign struct {
	Host, ID   string
	Title      string
	State      CampaignState
	Phase      Phase
	Windows    [3]Window // by phase; zero without phases
	Period     Window    // the days that it covers
	Customs    Customs
	ClockAt    time.Time // the latest instant already acted on
	HeldSince  time.Time
	GateOpened time.Time
}

// Now is the instant that a transaction acts at: the clock's, but never before what has been done already.
func (c *Campaign) Now(clock time.Time) time.Time {
	return Later(clock.Truncate(time.Microsecond), c.ClockAt)
}

// Window returns the days of a phase.
func (c *Campaign) Window(phase Phase) Window { return c.Windows[phase-Deployment] }

// RequireLive refuses what only a running campaign allows.
func (c *Campaign) RequireLive() error {
	switch c.State {
	case CampaignLive:
		return nil
	case CampaignClosed, CampaignCancelled:
		return Refuse(CampaignOver, "该监督活动已结束,记录已封存", "the campaign is over and its record is complete")
	case CampaignDraft:
	}
	return Refuse(WrongState, "该监督活动尚未启动", "the campaign has not been launched")
}

// Step is what a campaign's process does or awaits next.
type Step string

// The steps of a campaign in the order of the law. Those that await take no activity: people act.
const (
	StepNone              Step = ""
	StepOpenMonitoring    Step = "OPEN_MONITORING"
	StepOpenEvaluation    Step = "OPEN_EVALUATION"
	StepAwaitReports      Step = "AWAIT_REPORTS"
	StepAwaitDeliberation Step = "AWAIT_DELIBERATION"
	StepCallVote          Step = "CALL_VOTE"
	StepAwaitResults      Step = "AWAIT_RESULTS"
	StepClose             Step = "CLOSE"
)

var stepOrder = []Step{
	StepNone, StepOpenMonitoring, StepOpenEvaluation, StepAwaitReports, StepAwaitDeliberation, StepCallVote, StepAwaitResults, StepClose,
}

// Past reports whether the step comes after another one.
func (s Step) Past(other Step) bool {
	return slices.Index(stepOrder, s) > slices.Index(stepOrder, other)
}

// Evaluated is how far the third phase has come.
type Evaluated struct {
	HasGate      bool // the plan has a joint submission
	Deliberated  bool // or the plan has no deliberation
	HasPoll      bool
	PollCalled   bool
	ResultsGiven bool // every unit has its result
	Remaining    bool // something planned for later than the vote is not done: an evaluation report, the reply to opinions
	Until        Date // the last day of what remains; zero if nobody knows
}

// NextStep names what the campaign's process does next and from which instant; a zero instant means that somebody
// must act first.
func (c *Campaign) NextStep(e Evaluated) (Step, time.Time) {
	if c.State != CampaignLive {
		return StepNone, time.Time{}
	}
	switch c.Phase {
	case Deployment:
		return StepOpenMonitoring, c.Window(Monitoring).Opens(c.Customs.Zone)
	case Monitoring:
		return StepOpenEvaluation, c.Window(Evaluation).Opens(c.Customs.Zone)
	case Evaluation, NoPhase:
	}
	return c.evaluationStep(e)
}

// evaluationStep follows the order of the law: reports together, deliberation, vote, results to each unit, close (HZ-16, HZ-17).
func (c *Campaign) evaluationStep(e Evaluated) (Step, time.Time) {
	switch {
	case e.HasGate && c.GateOpened.IsZero():
		return StepAwaitReports, time.Time{}
	case !e.Deliberated:
		return StepAwaitDeliberation, time.Time{}
	case !e.HasPoll:
		return StepClose, c.over(e)
	case !e.PollCalled:
		return StepCallVote, c.ClockAt
	case !e.ResultsGiven:
		return StepAwaitResults, time.Time{}
	case e.Remaining:
		return StepClose, c.over(e)
	}
	return StepClose, c.ClockAt
}

// over is when a campaign ends in which something is not done: with its period, or once the lapse of what remains has
// been escalated for the last time.
func (c *Campaign) over(e Evaluated) time.Time {
	end := c.Period.Closes(c.Customs.Zone)
	if e.Until.IsZero() {
		return end
	}
	lastCall := c.Customs.Calendar.AddWorkdays(e.Until, escalateAfter[len(escalateAfter)-1]).At(morning, c.Customs.Zone)
	return Later(end, lastCall)
}

// Enter turns the campaign to the phase after its present one; entering the present one again changes nothing.
func (c *Campaign) Enter(phase Phase) error {
	if err := c.RequireLive(); err != nil {
		return err
	}
	if c.Windows == [3]Window{} {
		return Refuse(WrongState, "该监督活动不分阶段", "the campaign has no phases")
	}
	if phase != c.Phase && phase != c.Phase+1 || phase > Evaluation {
		return Refuse(WrongState, "只能进入下一阶段", "only the next phase can be opened")
	}
	c.Phase = phase
	return nil
}

// OpenGate lets deliberation and vote begin. All reports must be accepted, or a reason given.
func (c *Campaign) OpenGate(missing int, override string, now time.Time) error {
	if err := c.RequireLive(); err != nil {
		return err
	}
	if !c.GateOpened.IsZero() {
		return nil
	}
	if c.Phase != Evaluation {
		return Refuse(GateShut, "总结测评阶段尚未开始", "the evaluation phase has not begun")
	}
	if missing > 0 && override == "" {
		return Refuse(GateShut, "还有报告未提交或未通过审核,不能一并提交", "reports are missing or not accepted")
	}
	c.GateOpened = now
	return nil
}
