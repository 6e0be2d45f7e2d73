package postgres

import (
	"context"
	"time"

	"duban/supervision"
)

// DutyView is a duty with what a reader wants beside it.
type DutyView struct {
	supervision.Duty
	HolderTitle string
	NextAt      time.Time
}

// DutyFilter narrows a list of duties; its zero value lets all pass.
type DutyFilter struct {
	States []string
	Seats  []string         // only duties of these seats; nil: of all
	DueBy  supervision.Date // only duties whose last day is on or before it
	// The list goes on after this day and id; after the zero day there are only the undated.
	AfterDay supervision.Date
	AfterID  string
	Limit    int
}

type dutyViewRow struct {
	dutyRow
	HolderTitle string
	NextAt      *time.Time
}

const fromDutyView = `, s.title as holder_title, case when d.proven_at is null then d.next_at end as next_at
	from duty d join seat s on (s.host_id, s.id) = (d.host_id, d.holder) `

func (r dutyViewRow) view() DutyView {
	return DutyView{Duty: r.duty(), HolderTitle: r.HolderTitle, NextAt: instant(r.NextAt)}
}

// DutyViews lists duties in the order of their last day and id, the undated last.
func (tx *Tx) DutyViews(ctx context.Context, campaign string, f DutyFilter) ([]DutyView, error) {
	rows, err := many[dutyViewRow](ctx, tx, `select `+dutyColumns+fromDutyView+`
		where d.host_id = $1 and d.campaign_id = $2
		and (cardinality($3::text[]) = 0 or d.state = any($3))
		and ($4::text[] is null or d.holder = any($4))
		and ($5::date is null or d.last_day <= $5)
		and ($7 = '' or (coalesce(d.last_day, 'infinity'), d.id) > (coalesce($6::date, 'infinity'), $7))
		order by coalesce(d.last_day, 'infinity'), d.id limit $8`,
		tx.host, campaign, append([]string{}, f.States...), f.Seats, day(f.DueBy), day(f.AfterDay), f.AfterID, f.Limit)
	views := make([]DutyView, len(rows))
	for i := range rows {
		views[i] = rows[i].view()
	}
	return views, err
}

// DutyView reads one duty.
func (tx *Tx) DutyView(ctx context.Context, campaign, id string) (DutyView, error) {
	row, err := one[dutyViewRow](ctx, tx, `select `+dutyColumns+fromDutyView+
		`where d.host_id = $1 and d.campaign_id = $2 and d.id = $3`, tx.host, campaign, id)
	return row.view(), err
}
