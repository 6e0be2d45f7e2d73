package supervision

import (
	"fmt"
	"time"
)

// Grade is a member's or a poll's judgement of a project.
type Grade string

// The grades of a satisfaction vote.
const (
	Satisfied          Grade = "SATISFIED"
	BasicallySatisfied Grade = "BASICALLY_SATISFIED"
	Dissatisfied       Grade = "DISSATISFIED"
	Abstain            Grade = "ABSTAIN"
)

// Zh is the grade in Chinese.
func (g Grade) Zh() string {
	return map[Grade]string{Satisfied: "满意", BasicallySatisfied: "基本满意", Dissatisfied: "不满意", Abstain: "弃权"}[g]
}

// Denominator is what a share of votes is measured against.
type Denominator string

// The denominators.
const (
	FullMembership  Denominator = "FULL_MEMBERSHIP" // 全体组成人员
	ReturnedBallots Denominator = "RETURNED"        // 收回的测评票
)

// VoteRule is how a satisfaction vote is counted. No law fixes it and local methods differ, so it is data.
type VoteRule struct {
	Denominator  Denominator
	HalfIsEnough bool // exactly half passes
	Source       string
}

// PollState is where a poll stands.
type PollState string

// The states of a poll.
const (
	PollPlanned   PollState = "PLANNED"
	PollCalled    PollState = "CALLED" // the campaign has come to it; its process opens it
	PollOpen      PollState = "OPEN"
	PollClosed    PollState = "CLOSED"
	PollPublished PollState = "PUBLISHED"
	PollFedBack   PollState = "FED_BACK"
)

// Poll is a satisfaction vote (满意度测评) of the members on every project.
type Poll struct {
	ID       string // campaign.entry
	Entry    string
	Title    string
	Phase    Phase
	Projects []string // that it is about
	After    string   // the entry whose proof calls it, where it is not the campaign that does: a poll before the evaluation
	Window   Window
	Rule     VoteRule
	State    PollState
	ClosesAt time.Time // zero until it is open
}

// Over reports whether the poll takes no more ballots.
func (p *Poll) Over() bool {
	return p.State == PollClosed || p.State == PollPublished || p.State == PollFedBack
}

// Open opens a poll at now. It closes with its window, but never sooner than a day after it opened.
func (p *Poll) Open(now time.Time, zone *time.Location) {
	if p.State != PollCalled {
		return
	}
	p.State = PollOpen
	p.ClosesAt = Later(p.Window.Closes(zone), now.AddDate(0, 0, 1))
}

// OpenVote opens a member's duty to vote at now, for as long as the poll is open.
func (d *Duty) OpenVote(closes, now time.Time, zone *time.Location) {
	d.Unlock(now)
	if d.State == BeforeTakeUp {
		d.State = Waiting
	}
	if today := DateOf(now, zone); today.Before(d.Window.First) {
		d.Window.First = today
	}
	if last := DateOf(closes.Add(-time.Nanosecond), zone); last.After(d.Window.Last) {
		d.Window.Last = last
	}
}

// Cast decides whether a ballot with these choices is valid at now: one known grade for every project, each once. Its
// hour over, a poll takes no ballot even if nobody has closed it yet.
func (p *Poll) Cast(choices map[string]Grade, projects []string, now time.Time) error {
	if p.State != PollOpen || !now.Before(p.ClosesAt) {
		return Refuse(NotOpen, "测评未在进行", "the poll is not open")
	}
	for _, id := range projects {
		switch choices[id] {
		case Satisfied, BasicallySatisfied, Dissatisfied, Abstain:
		default:
			return Refuse(InvalidRequest, "每个项目须选一项:"+id, "one grade for every project: "+id)
		}
	}
	if len(choices) != len(projects) {
		return Refuse(InvalidRequest, "测评票含有名单以外的项目", "the ballot names a project that is not on the list")
	}
	return nil
}

// PollStep is what a poll's process must do next.
type PollStep string

// The steps of a poll, each taken by one activity.
const (
	PollWait         PollStep = "WAIT"
	PollStepOpen     PollStep = "OPEN"
	PollStepClose    PollStep = "CLOSE"
	PollStepTally    PollStep = "TALLY"
	PollStepFeedBack PollStep = "FEED_BACK"
)

// NextStep names what the poll's process does next and from which instant. Closed by hand, it is tallied at once.
func (p *Poll) NextStep(live bool, now time.Time) (PollStep, time.Time) {
	if !live {
		return PollWait, time.Time{}
	}
	switch p.State {
	case PollCalled:
		return PollStepOpen, now
	case PollOpen:
		return PollStepClose, p.ClosesAt
	case PollClosed:
		return PollStepTally, now
	case PollPublished:
		return PollStepFeedBack, now
	case PollPlanned, PollFedBack:
	}
	return PollWait, time.Time{}
}

// Count is how the ballots on one project fell.
type Count struct {
	Project                                     string
	Satisfied, Basically, Dissatisfied, Abstain int
}

// Returned is the number of ballots in the count.
func (c Count) Returned() int { return c.Satisfied + c.Basically + c.Dissatisfied + c.Abstain }

// Outcome applies the rule to a count: satisfied if enough are satisfied, basically satisfied if enough are at least
// basically satisfied, dissatisfied otherwise. The count must add up to the ballots returned.
func (r VoteRule) Outcome(c Count, members, returned int) (Grade, error) {
	if c.Returned() != returned || returned > members {
		return "", fmt.Errorf("count of %s: %d grades, %d ballots, %d members", c.Project, c.Returned(), returned, members)
	}
	of := returned
	if r.Denominator == FullMembership {
		of = members
	}
	switch {
	case r.enough(c.Satisfied, of):
		return Satisfied, nil
	case r.enough(c.Satisfied+c.Basically, of):
		return BasicallySatisfied, nil
	}
	return Dissatisfied, nil
}

func (r VoteRule) enough(votes, of int) bool {
	return 2*votes > of || r.HalfIsEnough && 2*votes == of && of > 0
}
