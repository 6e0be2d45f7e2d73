package yeartest

import (
	"context"
	"fmt"

	"duban/internal/desk"
	"duban/supervision"
)

// People do a year's deeds at a desk, each as the holder of a seat.
type People struct {
	*Made
	Desk   *desk.Desk
	deeds  int
	papers map[string]string // the newest paper, by its duty
}

// PeopleAt are those who come to a desk.
func (m *Made) PeopleAt(d *desk.Desk) *People {
	return &People{Made: m, Desk: d, papers: map[string]string{}}
}

// Launch takes the campaign up.
func (p *People) Launch(ctx context.Context) error {
	system := desk.System(p.Plan.Host.ID)
	if _, err := p.Desk.CreateCampaign(ctx, system, p.Source); err != nil {
		return err
	}
	return p.Desk.LaunchCampaign(ctx, system, p.Plan.ID)
}

// as is whoever sits in a seat.
func (p *People) as(seat string) desk.Caller {
	for _, s := range p.Plan.Seats {
		if s.ID == seat {
			return desk.Caller{Person: p.Plan.Host.ID + "/" + seat, Host: p.Plan.Host.ID, Seats: []supervision.Seat{s}}
		}
	}
	panic("no seat " + seat)
}

func (p *People) staff() desk.Caller { return p.as("office-staff") }

// Do does a deed. What the rules refuse is returned as *supervision.Error.
func (p *People) Do(ctx context.Context, deed supervision.Deed) error {
	p.deeds++
	campaign, staff := p.Plan.ID, p.staff()
	revising := desk.Revising{ConfirmEarlier: !deed.Unconfirmed, Reason: deed.Reason}
	switch deed.Kind {
	case supervision.DeedDone, supervision.DeedNoted:
		return p.prove(ctx, deed)
	case supervision.DeedAccepted:
		return p.Desk.AcceptSubmission(ctx, staff, campaign, p.papers[deed.Duty])
	case supervision.DeedReturned:
		return p.Desk.ReturnSubmission(ctx, staff, campaign, p.papers[deed.Duty], deed.Reason)
	case supervision.DeedExtended:
		return p.Desk.ExtendDuty(ctx, staff, campaign, deed.Duty, deed.Day, deed.Reason)
	case supervision.DeedExcused:
		return p.Desk.ExcuseDuty(ctx, staff, campaign, deed.Duty, deed.Reason)
	case supervision.DeedAdvanced:
		return p.advance(ctx, deed.Reason)
	case supervision.DeedSubmitted:
		return p.Desk.SubmitReports(ctx, staff, campaign, deed.Reason)
	case supervision.DeedDated:
		_, err := p.Desk.DateEvent(ctx, staff, campaign, deed.Event, deed.Day, revising)
		return err
	case supervision.DeedAnnounced:
		return p.announce(ctx, deed.Holidays, revising)
	case supervision.DeedClosed:
		return p.closePoll(ctx, deed.Reason)
	case supervision.DeedHeld:
		return p.Desk.HoldCampaign(ctx, staff, campaign, deed.Reason)
	case supervision.DeedResumed:
		_, err := p.Desk.ResumeCampaign(ctx, staff, campaign)
		return err
	}
	panic("no deed " + deed.Kind)
}

// prove hands in, concludes, notes or votes, as the duty asks for it.
func (p *People) prove(ctx context.Context, deed supervision.Deed) error {
	d, _, err := p.Desk.Duty(ctx, p.staff(), p.Plan.ID, deed.Duty)
	if err != nil {
		return err
	}
	holder, name := p.as(d.Holder), fmt.Sprintf("%s-%d", p.Plan.ID, p.deeds)
	switch {
	case deed.Kind == supervision.DeedNoted:
		_, err = p.Desk.SubmitNote(ctx, holder, d.Inspection, name, "进度正常")
	case d.Kind == supervision.InspectionDuty:
		err = p.Desk.ConcludeInspection(ctx, holder, d.Inspection, name)
	case d.Kind == supervision.Vote:
		err = p.Desk.CastBallot(ctx, holder, p.Plan.ID+"."+d.Entry, map[string]supervision.Grade{"p1": supervision.Satisfied, "p2": supervision.Abstain})
	default:
		if _, err = p.Desk.SubmitDocument(ctx, holder, p.Plan.ID, desk.Paper{ID: name, Duty: d.ID, Title: "材料", Text: "全文"}); err == nil {
			p.papers[d.ID] = name
		}
	}
	return err
}

// advance asks for the next phase, and in the last one for the first, since there is no other.
func (p *People) advance(ctx context.Context, reason string) error {
	at, err := p.Desk.Standing(ctx, p.Plan.Host.ID, p.Plan.ID)
	if err != nil {
		return err
	}
	return p.Desk.AdvanceCampaign(ctx, p.staff(), p.Plan.ID, at.Phase%supervision.Evaluation+1, reason)
}

// announce applies a notice and answers what this campaign made of it.
func (p *People) announce(ctx context.Context, years []supervision.HolidayYear, o desk.Revising) error {
	revised, err := p.Desk.ApplyHolidays(ctx, years, o)
	for _, r := range revised {
		if err == nil && r.Campaign == p.Plan.ID && r.Refused != nil {
			return r.Refused
		}
	}
	return err
}

// closePoll closes the poll that is open, or tries to close one that is not open yet.
func (p *People) closePoll(ctx context.Context, reason string) error {
	polls, err := p.Desk.Polls(ctx, p.staff(), p.Plan.ID, "", 100)
	if err != nil {
		return err
	}
	id := ""
	for _, poll := range polls {
		switch poll.State {
		case supervision.PollOpen:
			return p.Desk.ClosePoll(ctx, p.staff(), poll.ID, reason)
		case supervision.PollPlanned, supervision.PollCalled:
			id = poll.ID
		case supervision.PollClosed, supervision.PollPublished, supervision.PollFedBack:
		}
	}
	return p.Desk.ClosePoll(ctx, p.staff(), id, reason)
}
