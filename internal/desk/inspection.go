package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// onInspection runs do on one inspection whose campaign is locked.
func (d *Desk) onInspection(ctx context.Context, caller Caller, id string, r record,
	do func(context.Context, *act, *supervision.Inspection) error,
) error {
	campaign, err := look(ctx, d, caller, func(tx *postgres.Tx) (string, error) {
		row, err := tx.Inspection(ctx, id)
		return row.CampaignID, err
	})
	if err != nil {
		return err
	}
	return d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) error {
		row, err := a.Inspection(ctx, id)
		if err != nil {
			return err
		}
		i := row.Inspection()
		return do(ctx, a, &i)
	})
}

// ScheduleInspection sets the day and place of a visit and invites the group. By its convenor or by staff; the same
// again changes nothing.
func (d *Desk) ScheduleInspection(ctx context.Context, caller Caller, id string, day supervision.Date, place string) error {
	r := record{verb: "SCHEDULE_INSPECTION", object: "inspections/" + id, given: []string{day.String(), place}}
	return d.onInspection(ctx, caller, id, r, func(ctx context.Context, a *act, i *supervision.Inspection) error {
		if caller.seatAmong(i.Convenor) == "" && !caller.Has(supervision.RoleStaff) {
			return supervision.Refuse(supervision.NotAllowed, "只有本组召集人或人大工作人员可以安排", "only the group's convenor or staff may schedule")
		}
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		if i.VisitDay == day && i.Place == place {
			return errUnchanged
		}
		visit, err := a.duty(ctx, i.Duty)
		if err != nil {
			return err
		}
		if err := i.Schedule(day, place, visit.Window, a.now, a.campaign.Customs); err != nil {
			return err
		}
		return a.turnInspection(ctx, i, supervision.NoticeInvited)
	})
}

// ConcludeInspection records the convenor's conclusion, which proves the visit. Concluding again changes nothing.
func (d *Desk) ConcludeInspection(ctx context.Context, caller Caller, id, conclusion string) error {
	r := record{verb: "CONCLUDE_INSPECTION", object: "inspections/" + id, given: conclusion}
	return d.onInspection(ctx, caller, id, r, func(ctx context.Context, a *act, i *supervision.Inspection) error {
		done := !i.ConcludedAt.IsZero()
		if err := i.Conclude(caller.seatAmong(i.Convenor), conclusion, a.now, a.campaign.Customs.Zone); err != nil {
			return err
		}
		if done {
			return errUnchanged
		}
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		visit, err := a.duty(ctx, i.Duty)
		if err != nil {
			return err
		}
		if err := visit.RequireUnlocked(); err != nil {
			return err
		}
		if err := a.prove(ctx, visit); err != nil {
			return err
		}
		return a.turnInspection(ctx, i, "")
	})
}

// turnInspection stores the inspection, tells the group where there is something to tell, and nudges its process.
func (a *act) turnInspection(ctx context.Context, i *supervision.Inspection, notice string) error {
	if err := a.saveInspection(ctx, i); err != nil {
		return err
	}
	if notice != "" {
		if err := a.tellGroup(ctx, i, notice, a.now); err != nil {
			return err
		}
	}
	return a.Nudge(ctx, "inspection", i.ID)
}

// saveInspection stores the inspection.
func (a *act) saveInspection(ctx context.Context, i *supervision.Inspection) error {
	a.images.add("inspection", inspectionColumns(i), i.ID)
	return a.SaveInspection(ctx, i, a.now)
}

// tellGroup tells every seat of the group of its visit, as of an instant.
func (a *act) tellGroup(ctx context.Context, i *supervision.Inspection, notice string, at time.Time) error {
	all, err := a.Inspectors(ctx, a.campaign.ID, i.ID)
	for _, in := range all {
		about := supervision.Duty{ID: i.Duty, Title: i.Title, Window: supervision.Window{Last: i.VisitDay}, Unannounced: i.Unannounced, Urgent: in.Urgent}
		a.tell(in.Holder, &about, notice, i.Place, at)
	}
	return err
}

// Process is where an inspection's or a poll's process stands.
type Process struct {
	Over bool
	Step string
	At   time.Time // zero: somebody must act first
}

// InspectionStanding reads where an inspection's process stands.
func (d *Desk) InspectionStanding(ctx context.Context, host, id string) (p Process, err error) {
	err = d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		row, err := tx.Inspection(ctx, id)
		if err != nil {
			return err
		}
		c, err := tx.Campaign(ctx, row.CampaignID)
		if err != nil {
			return err
		}
		full, err := d.campaign(ctx, tx, c)
		if err != nil {
			return err
		}
		i := row.Inspection()
		step, at := i.NextStep(full.State == supervision.CampaignLive, full.Now(d.clock()), full.Customs)
		p = Process{Over: i.State == supervision.InspectionClosed, Step: string(step), At: at}
		return nil
	})
	return p, err
}

// TurnInspection takes the step of an inspection's process that is due; a step not due, or taken before, changes
// nothing.
func (d *Desk) TurnInspection(ctx context.Context, host, id string, step supervision.InspectionStep) error {
	r := record{verb: string(step) + "_INSPECTION", object: "inspections/" + id}
	return d.onInspection(ctx, Clockwork(host), id, r, func(ctx context.Context, a *act, i *supervision.Inspection) error {
		next, at := i.NextStep(a.campaign.State == supervision.CampaignLive, a.now, a.campaign.Customs)
		if next != step || at.After(a.now) {
			return errUnchanged
		}
		if i.Take(step) {
			if err := a.tellGroup(ctx, i, supervision.NoticeVisit, at); err != nil {
				return err
			}
		}
		return a.saveInspection(ctx, i)
	})
}
