package desk

import (
	"context"
	"slices"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// look asks for something in a transaction that only reads; what is not there, or not the caller's, is refused alike.
func look[T any](ctx context.Context, d *Desk, caller Caller, ask func(*postgres.Tx) (T, error)) (found T, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		found, err = ask(tx)
		return err
	})
	return found, err
}

// inside asks for something of one campaign, which has to be there.
func inside[T any](ctx context.Context, d *Desk, caller Caller, campaign string, ask func(*postgres.Tx) (T, error)) (T, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (found T, err error) {
		if _, err := tx.Campaign(ctx, campaign); err != nil {
			return found, err
		}
		return ask(tx)
	})
}

// Campaign reads one campaign.
func (d *Desk) Campaign(ctx context.Context, caller Caller, id string) (postgres.CampaignRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (postgres.CampaignRow, error) { return tx.Campaign(ctx, id) })
}

// Campaigns lists campaigns newest first, those after the one given.
func (d *Desk) Campaigns(ctx context.Context, caller Caller, before time.Time, beforeID string, limit int) ([]postgres.CampaignRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.CampaignRow, error) {
		return tx.Campaigns(ctx, before, beforeID, limit)
	})
}

// CampaignWithPhases reads one campaign and its phases.
func (d *Desk) CampaignWithPhases(ctx context.Context, caller Caller, id string) (row postgres.CampaignRow, phases []postgres.PhaseRow, err error) {
	phases, err = look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.PhaseRow, error) {
		if row, err = tx.Campaign(ctx, id); err != nil {
			return nil, err
		}
		return tx.Phases(ctx, id)
	})
	return row, phases, err
}

// Plan reads a campaign's plan as it was sent.
func (d *Desk) Plan(ctx context.Context, caller Caller, campaign string) (*supervision.Plan, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (*supervision.Plan, error) { return planOf(ctx, tx, campaign) })
}

// Projects lists projects in the plan's order, those after the ordinal given.
func (d *Desk) Projects(ctx context.Context, caller Caller, campaign string, after, limit int) ([]postgres.ProjectRow, error) {
	return inside(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.ProjectRow, error) {
		return tx.Projects(ctx, campaign, after, limit)
	})
}

// Groups lists groups in the plan's order, those after the ordinal given.
func (d *Desk) Groups(ctx context.Context, caller Caller, campaign string, after, limit int) ([]postgres.GroupRow, error) {
	return inside(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.GroupRow, error) {
		return tx.Groups(ctx, campaign, after, limit)
	})
}

// Inspection reads one inspection.
func (d *Desk) Inspection(ctx context.Context, caller Caller, id string) (postgres.InspectionRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (postgres.InspectionRow, error) { return tx.Inspection(ctx, id) })
}

// Inspections lists a campaign's inspections in the order of their first day.
func (d *Desk) Inspections(ctx context.Context, caller Caller, campaign string, afterDay supervision.Date, afterID string, limit int,
) ([]postgres.InspectionRow, error) {
	return inside(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.InspectionRow, error) {
		return tx.Inspections(ctx, campaign, afterDay, afterID, limit)
	})
}

// Notes lists an inspection's notes, oldest first.
func (d *Desk) Notes(ctx context.Context, caller Caller, inspection string, after time.Time, afterID string, limit int) ([]postgres.NoteRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.NoteRow, error) {
		if _, err := tx.Inspection(ctx, inspection); err != nil {
			return nil, err
		}
		return tx.Notes(ctx, inspection, after, afterID, limit)
	})
}

// Submission reads one submission.
func (d *Desk) Submission(ctx context.Context, caller Caller, campaign, id string) (postgres.SubmissionRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (postgres.SubmissionRow, error) {
		row, err := tx.Submission(ctx, campaign, id)
		return caller.seen(row, err)
	})
}

// seen is a submission, unless it is inside a unit that is not the caller's.
func (c Caller) seen(row postgres.SubmissionRow, err error) (postgres.SubmissionRow, error) {
	if err == nil && row.State.Inside() && !slices.Contains(c.offices(), row.OfficeID) {
		return postgres.SubmissionRow{}, postgres.ErrNone
	}
	return row, err
}

// offices are those in which the caller sits; never nil.
func (c Caller) offices() []string {
	ids := []string{}
	for _, s := range c.Seats {
		if s.Office != "" {
			ids = append(ids, s.Office)
		}
	}
	return ids
}

// Submissions lists submissions, oldest first.
func (d *Desk) Submissions(ctx context.Context, caller Caller, campaign, duty string, after time.Time, afterID string, limit int,
) ([]postgres.SubmissionRow, error) {
	return inside(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.SubmissionRow, error) {
		return tx.Submissions(ctx, campaign, duty, caller.offices(), after, afterID, limit)
	})
}

// Poll reads one poll and, once published, its results.
func (d *Desk) Poll(ctx context.Context, caller Caller, id string) (row postgres.PollRow, results []postgres.ResultRow, err error) {
	row, err = look(ctx, d, caller, func(tx *postgres.Tx) (postgres.PollRow, error) {
		if results, err = tx.Results(ctx, id); err != nil {
			return postgres.PollRow{}, err
		}
		return tx.Poll(ctx, id)
	})
	return row, results, err
}

// Polls lists a campaign's polls.
func (d *Desk) Polls(ctx context.Context, caller Caller, campaign, after string, limit int) ([]postgres.PollRow, error) {
	return inside(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.PollRow, error) { return tx.Polls(ctx, campaign, after, limit) })
}

// Notices lists notices, newest first: the caller's own, or for staff everybody's.
func (d *Desk) Notices(ctx context.Context, caller Caller, f postgres.NoticeFilter, everybody bool) ([]postgres.NoticeRow, error) {
	if f.Person = caller.Person; everybody {
		if !caller.Has(supervision.RoleStaff) {
			return nil, supervision.Refuse(supervision.NotAllowed, "只有人大工作人员可以查看全部通知", "only staff may see everybody's notices")
		}
		f.Person = ""
	}
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.NoticeRow, error) { return tx.Notices(ctx, f) })
}
