package desk

import (
	"context"
	"errors"
	"slices"

	"duban/internal/postgres"
	"duban/supervision"
)

// Revised is what a revision made of one campaign.
type Revised struct {
	Host, Campaign string
	supervision.Revision
	Refused *supervision.Error // why nothing was changed there; nil otherwise
}

// liveAtOnce is how many campaigns are listed in one query.
const liveAtOnce = 500

// ApplyHolidays takes in what has been announced of some years, and recomputes every open day of every live campaign of
// every host: one transaction each, so that a run that was broken off can simply be run again. It answers what moved,
// where. The days of a campaign in which something would come sooner stay as they are until that is confirmed; its
// escalations and warnings follow the calendar at once.
func (d *Desk) ApplyHolidays(ctx context.Context, years []supervision.HolidayYear, o Revising) (all []Revised, err error) {
	if !o.ValidateOnly {
		if err := d.eachLive(ctx, d.makeAllCalls); err != nil { // what was due before is called by the calendar of before
			return nil, err
		}
		if err := d.addHolidays(ctx, years, o.Reason); err != nil {
			return nil, err
		}
	}
	err = d.eachLive(ctx, func(ctx context.Context, host, campaign string) error {
		revised, err := d.applyHolidays(ctx, host, campaign, years, o)
		if err == nil && (len(revised.Changes) > 0 || revised.Refused != nil) {
			all = append(all, revised)
		}
		return err
	})
	return all, err
}

// eachLive visits every live campaign of every host.
func (d *Desk) eachLive(ctx context.Context, visit func(ctx context.Context, host, campaign string) error) error {
	for after := ""; ; {
		page, err := d.db.Running(ctx, after, liveAtOnce)
		if err != nil {
			return err
		}
		for _, p := range page {
			if after = p.Workflow; p.Kind != "campaign" {
				return nil // campaigns stand first among the processes
			}
			if err := visit(ctx, p.HostID, p.ID); err != nil {
				return err
			}
		}
		if len(page) < liveAtOnce {
			return nil
		}
	}
}

// makeAllCalls makes every call of a campaign that is due, however many acts of the clock that takes.
func (d *Desk) makeAllCalls(ctx context.Context, host, campaign string) error {
	for {
		s, err := d.MakeCalls(ctx, host, campaign)
		if err != nil || s.Made == 0 {
			return err
		}
	}
}

// addHolidays adds the years that say something new, and says so in the record of every host: their days are counted by it
// from now on.
func (d *Desk) addHolidays(ctx context.Context, years []supervision.HolidayYear, reason string) error {
	return d.db.In(ctx, "", func(tx *postgres.Tx) error {
		if err := tx.LockHolidays(ctx); err != nil {
			return err
		}
		known, err := d.calendar(ctx, tx)
		if err != nil {
			return err
		}
		years = slices.DeleteFunc(slices.Clone(years), known.Knows)
		if len(years) == 0 {
			return nil
		}
		now := d.clock()
		for _, y := range years {
			if err := tx.InsertHolidayYear(ctx, y, now); err != nil {
				return err
			}
		}
		return tx.EachHost(ctx, func(host string) error {
			r := record{verb: "ADD_HOLIDAYS", object: "hosts/" + host, reason: reason, given: years}
			return r.append(ctx, tx, now, System(host))
		})
	})
}

func (d *Desk) applyHolidays(ctx context.Context, host, campaign string, years []supervision.HolidayYear, o Revising) (Revised, error) {
	out := Revised{Host: host, Campaign: campaign}
	r := record{verb: "APPLY_HOLIDAYS", object: "campaigns/" + campaign, reason: o.Reason}
	err := d.onCampaign(ctx, System(host), campaign, r, func(ctx context.Context, a *act) error {
		if a.campaign.RequireLive() != nil {
			return errUnchanged // ended meanwhile
		}
		calendar, err := a.campaign.Customs.Calendar.With(years...)
		if err != nil {
			return err
		}
		plan, err := a.standingPlan(ctx)
		if err != nil {
			return err
		}
		if out.Revision, err = a.revise(ctx, plan, calendar, o); err != nil {
			return err
		}
		return a.recall(ctx)
	})
	if errors.Is(err, errShown) {
		return out, nil
	}
	if errors.As(err, &out.Refused) {
		return out, d.recallAlone(ctx, host, campaign, r)
	}
	return out, err
}

// recallAlone has a campaign whose days stay as they are follow the calendar in everything else.
func (d *Desk) recallAlone(ctx context.Context, host, campaign string, r record) error {
	return d.onCampaign(ctx, System(host), campaign, r, func(ctx context.Context, a *act) error {
		if a.campaign.RequireLive() != nil {
			return errUnchanged
		}
		return a.recall(ctx)
	})
}

// recall computes the next call of every open duty again: escalations and warnings follow the calendar too.
func (a *act) recall(ctx context.Context) error {
	if err := a.flush(ctx); err != nil {
		return err
	}
	if err := a.LockOpenPolls(ctx, a.campaign.ID); err != nil {
		return err
	}
	open, err := a.OpenDuties(ctx, a.campaign.ID)
	for i := range open {
		a.take(open[i])
	}
	if err != nil {
		return err
	}
	return a.Nudge(ctx, "courier", a.campaign.Host) // its next morning may be another
}
