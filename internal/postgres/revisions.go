package postgres

import (
	"context"
	"encoding/json"
	"time"

	"duban/supervision"
)

// Amendment is a new version of a campaign's plan.
type Amendment struct {
	Plan   []byte // as it was sent
	At     time.Time
	By     string
	Reason string
}

// AmendPlan gives a campaign another plan, keeps the one it had, and returns the number of the new one.
func (tx *Tx) AmendPlan(ctx context.Context, campaign string, a Amendment) (version int, err error) {
	err = tx.QueryRow(ctx, `with kept as (
			insert into plan_version (host_id, campaign_id, version, plan, amended_at, amended_by, reason)
			select host_id, id, version, plan, $4, $5, $6 from campaign where host_id = $1 and id = $2)
		update campaign set plan = $3, version = version + 1 where host_id = $1 and id = $2 returning version`,
		tx.host, campaign, a.Plan, a.At, a.By, a.Reason).Scan(&version)
	return version, err
}

// EarlierPlan is a plan that a campaign had up to an instant.
type EarlierPlan struct {
	Plan  []byte
	Until time.Time
}

// EarlierPlans lists the plans that a campaign had before the one that it has, the last first, at most limit.
func (tx *Tx) EarlierPlans(ctx context.Context, campaign string, limit int) ([]EarlierPlan, error) {
	return many[EarlierPlan](ctx, tx, `select plan, amended_at as until from plan_version where host_id = $1 and campaign_id = $2
		order by version desc limit $3`, tx.host, campaign, limit)
}

// SaveHead stores what an amended plan says of the campaign itself: its title, its period, and its phases' days.
func (tx *Tx) SaveHead(ctx context.Context, p *supervision.Plan) error {
	return tx.exec(ctx, `update campaign set title = $3, source = $4, office_seat = $5, first_day = $6, last_day = $7, phase_days = $8
		where host_id = $1 and id = $2`,
		tx.host, p.ID, p.Title, p.Source, p.OfficeSeat(), day(p.Period.First), day(p.Period.Last), phaseDays(p))
}

// AllDuties lists every duty of a campaign, in the order of their ids.
func (tx *Tx) AllDuties(ctx context.Context, campaign string) ([]supervision.Duty, error) {
	return tx.duties(ctx, `true order by d.id limit $3`, campaign, supervision.MaxDuties)
}

// ReviseDuties stores what a plan says of duties from an instant on; where they stand is stored by SaveDuties.
func (tx *Tx) ReviseDuties(ctx context.Context, campaign string, duties []supervision.Duty, at time.Time) error {
	for i := range duties {
		d := &duties[i]
		tx.later(`update duty set title = $4, holder = $5, to_office = $6, group_id = $7, project_id = $8, convenor = $9, phase = $10,
			planned_first = $11, planned_last = $12, computed = $13, quota = $14, nth = $15, need = $16, remind_days = $17, after = $18,
			revised_at = $19, unannounced = $20, urgent = $21
			where host_id = $1 and campaign_id = $2 and id = $3`,
			tx.host, campaign, d.ID, d.Title, d.Holder, d.To, d.Group, d.Project, d.Convenor, d.Phase,
			day(d.Planned.First), day(d.Planned.Last), d.Computed, d.Quota, d.Nth, d.Need, d.RemindDays, d.After, at, d.Unannounced, d.Urgent)
	}
	return tx.send(ctx)
}

// RefreshStatistics tells the planner how large the tables of duties have become. Without it, what follows a large
// launch within minutes is planned as if they were empty, and takes minutes too.
func (tx *Tx) RefreshStatistics(ctx context.Context) error {
	return tx.exec(ctx, `select refresh_statistics()`)
}

// HolidayYears lists, in the order in which they were added, the years added after one; at most 200 at a time.
func (tx *Tx) HolidayYears(ctx context.Context, after int64) (years []supervision.HolidayYear, seq int64, err error) {
	type row struct {
		Seq  int64
		Body json.RawMessage
	}
	rows, err := many[row](ctx, tx, `select seq, body from holiday_year where seq > $1 order by seq limit 200`, after)
	years, seq = make([]supervision.HolidayYear, len(rows)), after
	for i, r := range rows {
		if err := json.Unmarshal(r.Body, &years[i]); err != nil {
			return nil, after, err
		}
		seq = r.Seq
	}
	return years, seq, err
}

// LockHolidays keeps other transactions from adding years until this one ends, so that numbers are seen in their order
// and no year goes in twice.
func (tx *Tx) LockHolidays(ctx context.Context) error {
	return tx.exec(ctx, `select pg_advisory_xact_lock(hashtext('holiday_year'))`)
}

// InsertHolidayYear adds what is now known of a year.
func (tx *Tx) InsertHolidayYear(ctx context.Context, y supervision.HolidayYear, at time.Time) error {
	return tx.exec(ctx, `insert into holiday_year (year, body, added_at) values ($1, $2, $3)`, y.Year, y, at)
}
