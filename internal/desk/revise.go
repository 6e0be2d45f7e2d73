package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"duban/supervision"
)

// Revising says how a revision is made.
type Revising struct {
	ValidateOnly   bool // show the difference and change nothing
	ConfirmEarlier bool // a member of staff has seen which days come sooner
	Reason         string
}

// errShown ends a revision that was only to be shown.
var errShown = errors.New("shown")

// revise makes the campaign's duties what the plan makes of them now, tells everybody concerned, and leaves the
// difference in the record. Days that come sooner need confirmation: without it nothing is changed.
func (a *act) revise(ctx context.Context, plan *supervision.Plan, calendar supervision.Calendar, o Revising) (supervision.Revision, error) {
	if err := a.makeAllDue(ctx); err != nil {
		return supervision.Revision{}, err
	}
	standing, err := a.AllDuties(ctx, a.campaign.ID)
	if err != nil {
		return supervision.Revision{}, err
	}
	planned := plan.Launch(a.now, calendar)
	if planned.Duties, err = a.withoutLateVoters(ctx, planned.Duties, standing); err != nil {
		return supervision.Revision{}, err
	}
	r := supervision.Revise(standing, planned.Duties, o.Reason, a.now, a.campaign.Customs.Zone)
	switch {
	case len(standing)+len(r.Added) > supervision.MaxDuties:
		return r, supervision.Refuse(supervision.InvalidRequest,
			fmt.Sprintf("修订后任务超过 %d 项（含已取消的）", supervision.MaxDuties),
			fmt.Sprintf("it would leave more than %d duties, those given up included", supervision.MaxDuties))
	case o.ValidateOnly:
		return r, errShown
	case r.Earlier() && !o.ConfirmEarlier:
		return r, supervision.Refuse(supervision.ConfirmEarlier,
			"有任务的期限将提前，须由工作人员确认", "some days come sooner, which a member of staff must confirm")
	}
	a.record.outcome = r.Changes
	for i := range standing {
		a.images.find(&standing[i])
	}
	a.campaign.Customs.Calendar = calendar
	return r, a.adopt(ctx, planned, r)
}

// withoutLateVoters leaves out votes in polls that have opened already: who may vote in them is settled.
func (a *act) withoutLateVoters(ctx context.Context, planned, standing []supervision.Duty) ([]supervision.Duty, error) {
	rows, err := a.Polls(ctx, a.campaign.ID, "", 100)
	opened, stands := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		opened[row.Entry] = row.State != supervision.PollPlanned && row.State != supervision.PollCalled
	}
	for i := range standing {
		stands[standing[i].ID] = true
	}
	return slices.DeleteFunc(planned, func(d supervision.Duty) bool {
		return d.Kind == supervision.Vote && opened[d.Entry] && !stands[d.ID]
	}), err
}

// adopt stores a revision and lets begin what need not wait any more.
func (a *act) adopt(ctx context.Context, planned supervision.Launched, r supervision.Revision) error {
	if err := a.ReviseDuties(ctx, a.campaign.ID, r.Changed, a.now); err != nil {
		return err
	}
	if err := a.addDuties(ctx, r.Added); err != nil {
		return err
	}
	for i := range r.Changed {
		d := r.Changed[i]
		a.duties[d.ID] = &d
	}
	a.tellChanges(r)
	if err := a.reviseProcesses(ctx, planned, r); err != nil {
		return err
	}
	return a.openWaiting(ctx, planned.Duties)
}

// addDuties stores new duties. Whether one has to wait is seen when all are there.
func (a *act) addDuties(ctx context.Context, added []supervision.Duty) error {
	for i := range added {
		if d := &added[i]; d.After != "" {
			d.Since = time.Time{}
		}
	}
	return a.insertDuties(ctx, added)
}

// tellChanges tells who gains, loses or keeps a duty that changed.
func (a *act) tellChanges(r supervision.Revision) {
	duties := map[string]*supervision.Duty{}
	for _, all := range [][]supervision.Duty{r.Changed, r.Added} {
		for i := range all {
			duties[all[i].ID] = &all[i]
		}
	}
	for _, c := range r.Changes {
		d := duties[c.Duty]
		switch c.Kind {
		case supervision.DutyAdded:
			a.tell(c.HolderTo, d, supervision.NoticeAdded, "", a.now)
		case supervision.DutyRemoved:
			a.tell(c.HolderFrom, d, supervision.NoticeExcused, d.Reason, a.now)
		case supervision.DutyMoved:
			a.tell(c.HolderTo, d, supervision.NoticeMoved, c.From.Last.String(), a.now)
		case supervision.DutyHandedOver:
			a.tell(c.HolderFrom, d, supervision.NoticeHanded, "", a.now)
			a.tell(c.HolderTo, d, supervision.NoticeAdded, "", a.now)
		}
	}
}

// reviseProcesses gives inspections and polls the days that they now have, and tells their processes.
func (a *act) reviseProcesses(ctx context.Context, planned supervision.Launched, r supervision.Revision) error {
	stored, err := a.inspections(ctx)
	if err != nil {
		return err
	}
	given, planning := map[string]bool{}, map[string]bool{} // duties that are given up, inspections that are planned
	for i := range r.Changed {
		given[r.Changed[i].ID] = r.Changed[i].State == supervision.Excused
	}
	for _, i := range planned.Inspections {
		if given[i.Duty] {
			continue
		}
		planning[i.ID] = true
		if old, stands := stored[i.ID]; !stands {
			err = a.insertInspection(ctx, i)
		} else {
			err = a.reviseInspection(ctx, old, i)
		}
		if err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(stored)) {
		if planning[id] {
			continue
		}
		if err := a.closeInspection(ctx, stored[id]); err != nil {
			return err
		}
	}
	return a.revisePolls(ctx, planned.Polls)
}

func (a *act) inspections(ctx context.Context) (map[string]supervision.Inspection, error) {
	rows, err := a.Inspections(ctx, a.campaign.ID, supervision.Date{}, "", supervision.MaxDuties)
	byID := make(map[string]supervision.Inspection, len(rows))
	for _, row := range rows {
		byID[row.ID] = row.Inspection()
	}
	return byID, err
}

// reviseInspection gives an inspection what its plan now says; its process looks again if its days are others.
func (a *act) reviseInspection(ctx context.Context, old, planned supervision.Inspection) error {
	if !old.Revise(planned) {
		return nil
	}
	return a.turnInspection(ctx, &old, "")
}

// closeInspection ends an inspection that the plan makes no more.
func (a *act) closeInspection(ctx context.Context, i supervision.Inspection) error {
	if i.State == supervision.InspectionConcluded || i.State == supervision.InspectionClosed {
		return nil
	}
	i.State = supervision.InspectionClosed
	return a.turnInspection(ctx, &i, "")
}

func (a *act) revisePolls(ctx context.Context, planned []supervision.Poll) error {
	rows, err := a.Polls(ctx, a.campaign.ID, "", 100)
	if err != nil {
		return err
	}
	stored := map[string]supervision.PollState{}
	for _, row := range rows {
		stored[row.ID] = row.State
	}
	for i := range planned {
		p := &planned[i]
		p.State = supervision.PollPlanned
		switch stored[p.ID] {
		case "":
			err = a.insertPoll(ctx, p)
		case supervision.PollPlanned:
			err = a.savePoll(ctx, p)
		case supervision.PollCalled, supervision.PollOpen, supervision.PollClosed, supervision.PollPublished, supervision.PollFedBack:
		}
		if err != nil {
			return err
		}
	}
	return nil
}
