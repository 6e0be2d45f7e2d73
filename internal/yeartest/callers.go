package yeartest

import (
	"context"
	"fmt"

	"duban/internal/desk"
	"duban/supervision"
)

// Callers do a year's deeds at a desk, each as the holder of a seat.
type Callers struct {
	*Made
	Desk   *desk.Desk
	deeds  int
	papers map[string]string // the newest paper, by its duty
}

// Call has people come to a desk.
func (m *Made) Call(d *desk.Desk) *Callers {
	return &Callers{Made: m, Desk: d, papers: map[string]string{}}
}

// Launch takes the campaign up.
func (c *Callers) Launch(ctx context.Context) error {
	system := desk.Caller{Person: "system", Host: c.Plan.Host.ID}
	if _, err := c.Desk.CreateCampaign(ctx, system, c.Source); err != nil {
		return err
	}
	return c.Desk.LaunchCampaign(ctx, system, c.Plan.ID)
}

// as is whoever sits in a seat.
func (c *Callers) as(seat string) desk.Caller {
	for _, s := range c.Plan.Seats {
		if s.ID == seat {
			return desk.Caller{Person: c.Plan.Host.ID + "/" + seat, Host: c.Plan.Host.ID, Seats: []supervision.Seat{s}}
		}
	}
	panic("no seat " + seat)
}

func (c *Callers) staff() desk.Caller { return c.as("office-staff") }

// Do does a deed. What the rules refuse is returned as *supervision.Error.
func (c *Callers) Do(ctx context.Context, deed supervision.Deed) error {
	c.deeds++
	campaign, staff := c.Plan.ID, c.staff()
	revising := desk.Revising{ConfirmEarlier: !deed.Unconfirmed, Reason: deed.Reason}
	switch deed.Kind {
	case supervision.DeedDone, supervision.DeedNoted:
		return c.prove(ctx, deed)
	case supervision.DeedAccepted:
		return c.Desk.AcceptSubmission(ctx, staff, campaign, c.papers[deed.Duty])
	case supervision.DeedReturned:
		return c.Desk.ReturnSubmission(ctx, staff, campaign, c.papers[deed.Duty], deed.Reason)
	case supervision.DeedExtended:
		return c.Desk.ExtendDuty(ctx, staff, campaign, deed.Duty, deed.Day, deed.Reason)
	case supervision.DeedExcused:
		return c.Desk.ExcuseDuty(ctx, staff, campaign, deed.Duty, deed.Reason)
	case supervision.DeedAdvanced:
		return c.advance(ctx, deed.Reason)
	case supervision.DeedSubmitted:
		return c.Desk.SubmitReports(ctx, staff, campaign, deed.Reason)
	case supervision.DeedDated:
		_, err := c.Desk.DateEvent(ctx, staff, campaign, deed.Event, deed.Day, revising)
		return err
	case supervision.DeedAnnounced:
		return c.announce(ctx, deed.Holidays, revising)
	case supervision.DeedClosed:
		return c.closePoll(ctx, deed.Reason)
	case supervision.DeedHeld:
		return c.Desk.HoldCampaign(ctx, staff, campaign, deed.Reason)
	case supervision.DeedResumed:
		_, err := c.Desk.ResumeCampaign(ctx, staff, campaign)
		return err
	}
	panic("no deed " + deed.Kind)
}

// prove hands in, concludes, notes or votes, as the duty asks for it.
func (c *Callers) prove(ctx context.Context, deed supervision.Deed) error {
	d, _, err := c.Desk.Duty(ctx, c.staff(), c.Plan.ID, deed.Duty)
	if err != nil {
		return err
	}
	holder, name := c.as(d.Holder), fmt.Sprintf("%s-%d", c.Plan.ID, c.deeds)
	switch {
	case deed.Kind == supervision.DeedNoted:
		_, err = c.Desk.SubmitNote(ctx, holder, d.Inspection, name, "进度正常")
	case d.Kind == supervision.InspectionDuty:
		err = c.Desk.ConcludeInspection(ctx, holder, d.Inspection, name)
	case d.Kind == supervision.Vote:
		err = c.Desk.CastBallot(ctx, holder, c.Plan.ID+"."+d.Entry, map[string]supervision.Grade{"p1": supervision.Satisfied, "p2": supervision.Abstain})
	default:
		if _, err = c.Desk.SubmitDocument(ctx, holder, c.Plan.ID, desk.Paper{ID: name, Duty: d.ID, Title: "材料", Text: "全文"}); err == nil {
			c.papers[d.ID] = name
		}
	}
	return err
}

// advance asks for the next phase, and in the last one for the first, since there is no other.
func (c *Callers) advance(ctx context.Context, reason string) error {
	at, err := c.Desk.Standing(ctx, c.Plan.Host.ID, c.Plan.ID)
	if err != nil {
		return err
	}
	return c.Desk.AdvanceCampaign(ctx, c.staff(), c.Plan.ID, at.Phase%supervision.Evaluation+1, reason)
}

// announce applies a notice and answers what this campaign made of it.
func (c *Callers) announce(ctx context.Context, years []supervision.HolidayYear, o desk.Revising) error {
	revised, err := c.Desk.ApplyHolidays(ctx, years, o)
	for _, r := range revised {
		if err == nil && r.Campaign == c.Plan.ID && r.Refused != nil {
			return r.Refused
		}
	}
	return err
}

// closePoll closes the poll that is open, or tries to close one that is not open yet.
func (c *Callers) closePoll(ctx context.Context, reason string) error {
	polls, err := c.Desk.Polls(ctx, c.staff(), c.Plan.ID, "", 100)
	if err != nil {
		return err
	}
	id := ""
	for _, p := range polls {
		switch p.State {
		case supervision.PollOpen:
			return c.Desk.ClosePoll(ctx, c.staff(), p.ID, reason)
		case supervision.PollPlanned, supervision.PollCalled:
			id = p.ID
		case supervision.PollClosed, supervision.PollPublished, supervision.PollFedBack:
		}
	}
	return c.Desk.ClosePoll(ctx, c.staff(), id, reason)
}
