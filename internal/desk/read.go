package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// Campaign reads one campaign.
func (d *Desk) Campaign(ctx context.Context, caller Caller, id string) (row postgres.CampaignRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		row, err = tx.Campaign(ctx, id)
		return err
	})
	return row, err
}

// Campaigns lists campaigns newest first, those after the one given.
func (d *Desk) Campaigns(ctx context.Context, caller Caller, before time.Time, beforeID string, limit int) (rows []postgres.CampaignRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		rows, err = tx.Campaigns(ctx, before, beforeID, limit)
		return err
	})
	return rows, err
}

// Phases lists a campaign's phases.
func (d *Desk) Phases(ctx context.Context, caller Caller, id string) (rows []postgres.PhaseRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		if _, err := tx.Campaign(ctx, id); err != nil {
			return err
		}
		rows, err = tx.Phases(ctx, id)
		return err
	})
	return rows, err
}

// Duties lists duties in the order of their last day.
func (d *Desk) Duties(ctx context.Context, caller Caller, campaign string, f postgres.DutyFilter) (views []postgres.DutyView, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		views, err = tx.DutyViews(ctx, campaign, f)
		return err
	})
	return views, err
}

// callsOfDuty is the most calls shown with one duty.
const callsOfDuty = 200

// Duty reads one duty with its calls, made and ahead.
func (d *Desk) Duty(ctx context.Context, caller Caller, campaign, id string) (view postgres.DutyView, calls []CallView, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		if view, err = tx.DutyView(ctx, campaign, id); err != nil {
			return err
		}
		made, err := tx.Calls(ctx, campaign, id, supervision.Call{}, callsOfDuty)
		if err != nil {
			return err
		}
		ahead, err := d.ahead(ctx, tx, campaign, []supervision.Duty{view.Duty})
		calls = append(madeViews(made), ahead...)
		return err
	})
	return view, calls, err
}

// CallView is a call made or still to come.
type CallView struct {
	postgres.CallRow
	Ahead bool
}

func madeViews(rows []postgres.CallRow) []CallView {
	views := make([]CallView, len(rows))
	for i, r := range rows {
		views[i] = CallView{CallRow: r}
	}
	return views
}

// ahead asks the rules which calls are still to come.
func (d *Desk) ahead(ctx context.Context, tx *postgres.Tx, campaign string, duties []supervision.Duty) ([]CallView, error) {
	row, err := tx.Campaign(ctx, campaign)
	if err != nil {
		return nil, err
	}
	c, err := d.campaign(ctx, tx, row)
	if err != nil || c.State != supervision.CampaignLive {
		return nil, err
	}
	agenda := supervision.Agenda(duties, c.Customs)
	seats, byID := map[string]bool{}, map[string]string{}
	for _, duty := range duties {
		byID[duty.ID] = duty.Title
	}
	var ids []string
	for _, call := range agenda {
		if !seats[call.To] {
			seats[call.To] = true
			ids = append(ids, call.To)
		}
	}
	titles, err := tx.SeatTitles(ctx, ids)
	views := make([]CallView, len(agenda))
	for i, call := range agenda {
		views[i] = CallView{Ahead: true, CallRow: postgres.CallRow{
			DutyID: call.Duty, DutyTitle: byID[call.Duty], Kind: call.Kind, At: call.At, ToSeat: call.To, ToTitle: titles[call.To],
		}}
	}
	return views, err
}

// Agenda lists a campaign's calls in order, made and ahead, those after the one given.
func (d *Desk) Agenda(ctx context.Context, caller Caller, campaign string, onlyAhead bool, after supervision.Call, limit int) (calls []CallView, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		if !onlyAhead {
			made, err := tx.Calls(ctx, campaign, "", after, limit)
			if calls = madeViews(made); err != nil || len(calls) == limit {
				return err
			}
		}
		open, err := tx.OpenDuties(ctx, campaign)
		if err != nil {
			return err
		}
		ahead, err := d.ahead(ctx, tx, campaign, open)
		for _, v := range ahead {
			call := supervision.Call{At: v.At, Duty: v.DutyID, Kind: v.Kind}
			if len(calls) < limit && supervision.CompareCalls(call, after) > 0 {
				calls = append(calls, v)
			}
		}
		return err
	})
	return calls, err
}

// Projects lists projects in the plan's order, those after the ordinal given.
func (d *Desk) Projects(ctx context.Context, caller Caller, campaign string, after, limit int) (rows []postgres.ProjectRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		rows, err = tx.Projects(ctx, campaign, after, limit)
		return err
	})
	return rows, err
}

// Groups lists groups in the plan's order, those after the ordinal given.
func (d *Desk) Groups(ctx context.Context, caller Caller, campaign string, after, limit int) (rows []postgres.GroupRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		rows, err = tx.Groups(ctx, campaign, after, limit)
		return err
	})
	return rows, err
}

// Inspection reads one inspection.
func (d *Desk) Inspection(ctx context.Context, caller Caller, id string) (row postgres.InspectionRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		row, err = tx.Inspection(ctx, id)
		return err
	})
	return row, err
}

// Inspections lists a campaign's inspections in the order of their first day.
func (d *Desk) Inspections(ctx context.Context, caller Caller, campaign string, afterDay supervision.Date, afterID string, limit int) (rows []postgres.InspectionRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		rows, err = tx.Inspections(ctx, campaign, afterDay, afterID, limit)
		return err
	})
	return rows, err
}

// Notes lists an inspection's notes, oldest first.
func (d *Desk) Notes(ctx context.Context, caller Caller, inspection string, after time.Time, afterID string, limit int) (rows []postgres.NoteRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		if _, err := tx.Inspection(ctx, inspection); err != nil {
			return err
		}
		rows, err = tx.Notes(ctx, inspection, after, afterID, limit)
		return err
	})
	return rows, err
}

// Submission reads one submission.
func (d *Desk) Submission(ctx context.Context, caller Caller, campaign, id string) (row postgres.SubmissionRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		row, err = tx.Submission(ctx, campaign, id)
		return err
	})
	return row, err
}

// Submissions lists submissions, oldest first.
func (d *Desk) Submissions(ctx context.Context, caller Caller, campaign, duty string, after time.Time, afterID string, limit int) (rows []postgres.SubmissionRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		rows, err = tx.Submissions(ctx, campaign, duty, after, afterID, limit)
		return err
	})
	return rows, err
}

// Poll reads one poll and, once published, its results.
func (d *Desk) Poll(ctx context.Context, caller Caller, id string) (row postgres.PollRow, results []postgres.ResultRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		if row, err = tx.Poll(ctx, id); err != nil {
			return err
		}
		results, err = tx.Results(ctx, id)
		return err
	})
	return row, results, err
}

// Polls lists a campaign's polls.
func (d *Desk) Polls(ctx context.Context, caller Caller, campaign, after string, limit int) (rows []postgres.PollRow, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		rows, err = tx.Polls(ctx, campaign, after, limit)
		return err
	})
	return rows, err
}

// Notices lists notices, newest first: the caller's own, or for staff everybody's.
func (d *Desk) Notices(ctx context.Context, caller Caller, f postgres.NoticeFilter, everybody bool) (rows []postgres.NoticeRow, err error) {
	if f.Person = caller.Person; everybody {
		if !caller.Has(supervision.RoleStaff) {
			return nil, supervision.Refuse(supervision.NotAllowed, "只有人大工作人员可以查看全部通知", "only staff may see everybody's notices")
		}
		f.Person = ""
	}
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		rows, err = tx.Notices(ctx, f)
		return err
	})
	return rows, err
}
