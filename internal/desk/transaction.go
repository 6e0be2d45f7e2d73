package desk

import (
	"context"
	"errors"
	"time"

	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/supervision"
)

// act is one command on one campaign while its transaction is open: the campaign is locked, the instant is read.
type act struct {
	*postgres.Tx
	desk     *Desk
	caller   Caller
	campaign supervision.Campaign
	now      time.Time
	record   record

	step    supervision.Step // the campaign's next step and instant before the command
	stepAt  time.Time
	nextAt  time.Time                    // of the campaign, as its process knows it
	duties  map[string]*supervision.Duty // loaded and settled; saved at the end
	settled []supervision.Duty           // those of which only calls were made
	soonest time.Time                    // of the next calls of all duties saved
	ahead   time.Time                    // the campaign's next call, known when the transaction has committed
	calls   []supervision.Call
	images  images
	written int // of the calls
	notices []postgres.NewNotice
	urgent  bool // something is told at once
}

// errUnchanged ends a command that finds its work already done: nothing is written, the caller gets the first answer.
var errUnchanged = errors.New("unchanged")

// onCampaign runs do on a locked campaign and commits everything it leads to: calls, duties, notices, the campaign's
// next instant, the record, and a nudge where the campaign's process must look again.
func (d *Desk) onCampaign(ctx context.Context, caller Caller, id string, r record, do func(context.Context, *act) error) error {
	err := d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		a, err := d.lock(ctx, tx, caller, id)
		if err != nil {
			return err
		}
		a.record = r
		before := a.campaign
		if err := do(ctx, a); err != nil {
			return err
		}
		a.turned(&before)
		return a.finish(ctx)
	})
	return unlessUnchanged(absent(err))
}

// unlessUnchanged is nil where nothing had to be done.
func unlessUnchanged(err error) error {
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// lock takes the campaign's row and only then reads the instant.
func (d *Desk) lock(ctx context.Context, tx *postgres.Tx, caller Caller, id string) (*act, error) {
	row, err := tx.LockCampaign(ctx, id)
	if err != nil {
		return nil, err
	}
	return d.newActOf(ctx, tx, caller, row)
}

// newActOf is newAct, with what the campaign's process does next.
func (d *Desk) newActOf(ctx context.Context, tx *postgres.Tx, caller Caller, row postgres.CampaignRow) (*act, error) {
	a, err := d.newAct(ctx, tx, caller, row)
	if err != nil {
		return nil, err
	}
	if row.NextAt != nil {
		a.nextAt = *row.NextAt
	}
	a.step, a.stepAt, err = d.nextStep(ctx, tx, &a.campaign)
	return a, err
}

// newAct reads the instant, which it may only when what is to be changed is locked, and what the rules need. Who has left
// by then is refused.
func (d *Desk) newAct(ctx context.Context, tx *postgres.Tx, caller Caller, row postgres.CampaignRow) (*act, error) {
	now := d.clock()
	c, err := d.campaign(ctx, tx, row)
	if err != nil {
		return nil, err
	}
	a := &act{Tx: tx, desk: d, caller: caller, campaign: c, now: c.Now(now), duties: map[string]*supervision.Duty{}}
	return a, stillIn(ctx, tx, caller, a.now)
}

// campaign makes of a row what the rules need.
func (d *Desk) campaign(ctx context.Context, tx *postgres.Tx, row postgres.CampaignRow) (supervision.Campaign, error) {
	zone, err := d.zone(row.Zone)
	if err != nil {
		return supervision.Campaign{}, err
	}
	calendar, err := d.calendarAt(ctx, tx, row.HolidaySeq)
	if err != nil {
		return supervision.Campaign{}, err
	}
	c := supervision.Campaign{
		Period: row.Period(), Windows: row.Windows(), Host: row.HostID, ID: row.ID, Title: row.Title, State: row.State, Phase: row.Phase, ClockAt: row.ClockAt,
		Customs: supervision.Customs{Zone: zone, Calendar: calendar, Office: row.OfficeSeat},
	}
	if row.HeldSince != nil {
		c.HeldSince = *row.HeldSince
	}
	if row.GateOpenedAt != nil {
		c.GateOpened = *row.GateOpenedAt
	}
	return c, nil
}

// nextStep asks the rules what the campaign's process does next.
func (d *Desk) nextStep(ctx context.Context, tx *postgres.Tx, c *supervision.Campaign) (supervision.Step, time.Time, error) {
	var e supervision.Evaluated
	if c.State == supervision.CampaignLive && (c.Phase == supervision.Evaluation || c.Phase == supervision.NoPhase) {
		var err error
		if e, err = tx.Evaluated(ctx, c.ID); err != nil {
			return supervision.StepNone, time.Time{}, err
		}
	}
	step, at := c.NextStep(e)
	return step, at, nil
}

// duty loads a duty and makes its own calls that are due, so that a call at t comes before a command at t.
func (a *act) duty(ctx context.Context, id string) (*supervision.Duty, error) {
	if d := a.duties[id]; d != nil {
		return d, nil
	}
	byID := func() ([]supervision.Duty, error) { return a.DutiesByID(ctx, a.campaign.ID, id) }
	found, err := byID()
	if err != nil {
		return nil, err
	}
	if found, err = withVotes(ctx, a.Tx, a.campaign.ID, found, byID); err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, postgres.ErrNone
	}
	return a.take(found[0]), nil
}

// take settles a loaded duty and keeps it to be saved.
func (a *act) take(d supervision.Duty) *supervision.Duty {
	if kept := a.duties[d.ID]; kept != nil {
		return kept
	}
	was := d
	a.images.find(&was)
	a.settle(&d)
	a.duties[d.ID] = &d
	return &d
}

// settle makes a duty's calls that are due.
func (a *act) settle(d *supervision.Duty) {
	calls := d.Settle(a.now, a.campaign.Customs)
	a.calls = append(a.calls, calls...)
	a.images.call(d.ID, calls)
	for _, call := range calls {
		if !call.Passed {
			a.tell(call.To, d, string(call.Kind), "", call.At)
		}
	}
}

// prove records that a duty is done and opens what waited for it.
func (a *act) prove(ctx context.Context, d *supervision.Duty) error {
	if d.State == supervision.Excused {
		return nil
	}
	d.Prove(a.now, a.campaign.Customs.Zone)
	return a.release(ctx, d.Entry)
}

// release opens the duties that wait for an entry once all of it is done. Votes wait for their poll instead.
func (a *act) release(ctx context.Context, entry string) error {
	a.save()
	if n, err := a.CountUnproven(ctx, a.campaign.ID, entry); err != nil || n > 0 {
		return err
	}
	return a.openAfter(ctx, entry)
}

// openAfter opens the duties and calls the polls that wait for an entry.
func (a *act) openAfter(ctx context.Context, entry string) error {
	waiting, err := a.DutiesAfter(ctx, a.campaign.ID, entry)
	if err != nil {
		return err
	}
	for _, d := range waiting {
		if d.Kind != supervision.Vote {
			a.take(d).Unlock(a.now)
		}
	}
	return a.callPolls(ctx, entry)
}

// callPolls calls the polls that wait for an entry, or for the evaluation if it is empty.
func (a *act) callPolls(ctx context.Context, after string) error {
	polls, err := a.Polls(ctx, a.campaign.ID, "", 100)
	for i := range polls {
		if p := polls[i].Poll(); p.State == supervision.PollPlanned && p.After == after {
			p.State = supervision.PollCalled
			if err := a.turnPoll(ctx, &p); err != nil {
				return err
			}
		}
	}
	return err
}

// turned puts into the record what the command has made of the campaign itself.
func (a *act) turned(before *supervision.Campaign) {
	if as := campaignColumns(&a.campaign).unlike(campaignColumns(before)); as != (columns{}) {
		a.images.add("campaign", as, a.campaign.ID)
	}
}

// tell queues a notice about a duty.
func (a *act) tell(seat string, d *supervision.Duty, kind, detail string, at time.Time) {
	zh, en := supervision.Tell(kind, d.Title, d.Window.Last, detail)
	a.notices = append(a.notices, postgres.NewNotice{Seat: seat, Duty: d.ID, Kind: kind, Zh: zh, En: en, At: at, Unannounced: d.Unannounced, Urgent: d.Urgent})
	a.urgent = a.urgent || d.Urgent && a.campaign.HeldSince.IsZero()
}

// plan reads the campaign's plan as it was sent.
func (a *act) plan(ctx context.Context) (*supervision.Plan, error) {
	return planOf(ctx, a.Tx, a.campaign.ID)
}

func planOf(ctx context.Context, tx *postgres.Tx, campaign string) (*supervision.Plan, error) {
	source, err := tx.PlanSource(ctx, campaign)
	if err != nil {
		return nil, err
	}
	plan, findings := planfile.Read(source)
	if supervision.HasErrors(findings) {
		return nil, invalidPlan(findings)
	}
	return plan, nil
}
