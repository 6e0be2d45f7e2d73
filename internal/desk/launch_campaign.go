package desk

import (
	"context"
	"errors"
	"strings"

	"duban/internal/postgres"
	"duban/supervision"
)

// LaunchCampaign takes a draft up: its roster, duties, inspections and polls are made and its processes are called.
// Launching late is normal: windows already over are marked and make no calls. Launching again changes nothing.
func (d *Desk) LaunchCampaign(ctx context.Context, caller Caller, id string) error {
	r := record{verb: "LAUNCH_CAMPAIGN", object: "campaigns/" + id}
	return d.onCampaign(ctx, caller, id, r, func(ctx context.Context, a *act) error {
		if a.campaign.State == supervision.CampaignLive {
			return errUnchanged
		}
		if a.campaign.State != supervision.CampaignDraft {
			return a.campaign.RequireLive()
		}
		plan, err := a.plan(ctx)
		if err != nil {
			return err
		}
		launched := plan.Launch(a.now, a.campaign.Customs.Calendar)
		a.campaign.State, a.campaign.Phase = supervision.CampaignLive, launched.Phase
		if err := a.EnterPhase(ctx, id, launched.Phase, a.now, ""); err != nil {
			return err
		}
		return a.takeUp(ctx, plan, launched)
	})
}

// many duties at once make what PostgreSQL knew of its tables untrue.
const many = 1000

// takeUp stores what a launched plan makes and calls its processes.
func (a *act) takeUp(ctx context.Context, plan *supervision.Plan, l supervision.Launched) error {
	if err := a.insertRoster(ctx, plan); err != nil {
		return err
	}
	if err := a.insertDuties(ctx, l.Duties); err != nil {
		return err
	}
	if len(l.Duties) >= many {
		if err := a.RefreshStatistics(ctx); err != nil {
			return err
		}
	}
	for _, i := range l.Inspections {
		if err := a.insertInspection(ctx, i); err != nil {
			return err
		}
	}
	for i := range l.Polls {
		if err := a.insertPoll(ctx, &l.Polls[i]); err != nil {
			return err
		}
	}
	return a.Nudge(ctx, "courier", a.campaign.Host)
}

// insertDuties stores new duties.
func (a *act) insertDuties(ctx context.Context, duties []supervision.Duty) error {
	a.images.addNew(duties)
	return a.InsertDuties(ctx, a.campaign.ID, duties, a.nextCall)
}

// insertInspection stores an inspection and calls its process, unless it was over before the take-up.
func (a *act) insertInspection(ctx context.Context, i supervision.Inspection) error {
	a.images.add("inspection", inspectionColumns(&i).unlike(inspectionColumns(&supervision.Inspection{})), i.ID)
	err := a.InsertInspection(ctx, a.campaign.ID, i)
	if err != nil || i.State == supervision.InspectionClosed {
		return err
	}
	return a.Nudge(ctx, "inspection", i.ID)
}

// insertPoll stores a poll and calls its process if its time has come.
func (a *act) insertPoll(ctx context.Context, p *supervision.Poll) error {
	a.images.add("poll", pollColumns(p).unlike(pollColumns(&supervision.Poll{})), p.ID)
	err := a.InsertPoll(ctx, a.campaign.ID, p)
	if err != nil || p.State != supervision.PollCalled {
		return err
	}
	return a.Nudge(ctx, "vote", p.ID)
}

// insertRoster stores who and what the plan names. A seat that the host has already keeps its title and its person; one
// whose role or office differs is refused, for other campaigns rest on it.
func (a *act) insertRoster(ctx context.Context, plan *supervision.Plan) error {
	taken, err := a.OtherwiseSeated(ctx, plan.Seats)
	if err != nil {
		return err
	}
	if len(taken) > 0 {
		names := strings.Join(taken, "、")
		return supervision.Refuse(supervision.AlreadyExists, "这些席位编号已用于其他职务，请换编号："+names,
			"these seats exist with another role or office; choose other ids: "+names)
	}
	return a.InsertRoster(ctx, plan, a.now)
}

// SeatOffice makes the office that a draft names for its congress, and the seat in it, so that somebody can sign in and
// launch the draft. What is there already stays.
func (d *Desk) SeatOffice(ctx context.Context, caller Caller, plan *supervision.Plan) error {
	var offices []supervision.Office
	var seats []supervision.Seat
	for _, o := range plan.Offices {
		if o.Kind == supervision.GeneralOffice {
			offices = append(offices, o)
		}
	}
	for _, s := range plan.Seats {
		if s.ID == plan.OfficeSeat() {
			seats = append(seats, s)
		}
	}
	return d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if _, err := tx.Seat(ctx, plan.OfficeSeat()); !errors.Is(err, postgres.ErrNone) {
			return err
		}
		now := d.clock()
		if err := tx.InsertSeats(ctx, offices, seats, now); err != nil {
			return err
		}
		return record{verb: "SEAT_OFFICE", object: "hosts/" + caller.Host}.append(ctx, tx, now, caller)
	})
}
