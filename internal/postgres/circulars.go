package postgres

import (
	"context"
	"time"

	"duban/supervision"
)

// CircularRow is a campaign of which a month's circular tells.
type CircularRow struct {
	ID            string
	Title         string
	Demonstration bool
	State         supervision.CampaignState
	Phase         supervision.Phase
	Visits        int // concluded in the month
	Earlier       int // duties of earlier months, unproven still
	Campaigns     int // that there are, listed or not
}

// cameTo is the state of a duty whose last day is over: what was live then and is undone has lapsed, also where the clock
// has been kept from making the call.
const cameTo = `case when d.state in ('WAITING', 'OPEN') and d.since is not null then 'OVERDUE' else d.state end`

const unproven = cameTo + ` in ('OVERDUE', 'LEFT_OPEN')`

// Month returns what a circular tells of the campaign, but for its duties.
func (r CircularRow) Month() supervision.CampaignMonth {
	return supervision.CampaignMonth{
		ID: r.ID, Title: r.Title, Demonstration: r.Demonstration, State: r.State, Phase: r.Phase, Earlier: r.Earlier, Visits: r.Visits,
	}
}

// CircularCampaigns lists the campaigns that were under way in the month of a circular, and were not cancelled since, in
// the order of their first day.
func (tx *Tx) CircularCampaigns(ctx context.Context, c *supervision.Circular, limit int) ([]CircularRow, error) {
	month := c.Month.Days()
	return many[CircularRow](ctx, tx, `select c.id, c.title, c.demonstration, c.state, c.phase,
			(select count(*)::int from inspection i where (i.host_id, i.campaign_id) = (c.host_id, c.id)
				and i.concluded_at >= $2 and i.concluded_at < $3) as visits,
			(select count(*)::int from duty d where (d.host_id, d.campaign_id) = (c.host_id, c.id)
				and coalesce(d.last_day, 'infinity') < $4 and `+unproven+`) as earlier,
			count(*) over ()::int as campaigns
		from campaign c where c.host_id = $1 and c.state in ('LIVE', 'CLOSED')
			and c.launched_at < $3 and (c.ended_at is null or c.ended_at > $2)
		order by c.first_day, c.id limit $5`,
		tx.host, month.Opens(c.Zone), month.Closes(c.Zone), day(month.First), limit)
}

// OutcomeRow is how many duties of a campaign have come out alike.
type OutcomeRow struct {
	CampaignID string
	State      supervision.DutyState
	Late       bool
	Duties     int
}

// Outcomes counts the duties of campaigns whose last day is among some days, all of them over; a handful of rows for each campaign.
func (tx *Tx) Outcomes(ctx context.Context, campaigns []string, days supervision.Window) ([]OutcomeRow, error) {
	return many[OutcomeRow](ctx, tx, `select d.campaign_id, `+cameTo+` as state, d.late, count(*)::int as duties from duty d
		where d.host_id = $1 and d.campaign_id = any($2) and coalesce(d.last_day, 'infinity') between $3 and $4
		group by 1, 2, 3 order by 1, 2, 3`,
		tx.host, campaigns, day(days.First), day(days.Last))
}

// ArrearsRow is an unproven duty, with the office or seat that holds it.
type ArrearsRow struct {
	CampaignID string
	Place      int // of the holder, among the campaign's
	Holder     string
	Duties     int // all of the holder's
	ID         string
	Title      string
	LastDay    time.Time
}

// Overdue returns the duty as a circular names it.
func (r ArrearsRow) Overdue() supervision.OverdueDuty {
	return supervision.OverdueDuty{ID: r.ID, Title: r.Title, Last: date(&r.LastDay)}
}

// Arrears lists the unproven duties of campaigns whose last day is among some days, all of them over: of each campaign the holders with the
// most, and of each holder the oldest.
func (tx *Tx) Arrears(ctx context.Context, campaigns []string, days supervision.Window, holders, ofEach int) ([]ArrearsRow, error) {
	return many[ArrearsRow](ctx, tx, `with undone as (
			select d.campaign_id, d.id, d.title, d.last_day, coalesce(o.name, s.title) as holder,
				s.office_id is null as alone, coalesce(o.id, s.id) as held
			from duty d join seat s on (s.host_id, s.id) = (d.host_id, d.holder)
			left join office o on (o.host_id, o.id) = (s.host_id, s.office_id)
			where d.host_id = $1 and d.campaign_id = any($2) and coalesce(d.last_day, 'infinity') between $3 and $4 and `+unproven+`),
		holders as (
			select campaign_id, alone, held, count(*)::int as duties,
				row_number() over (partition by campaign_id order by count(*) desc, alone, held)::int as place
			from undone group by campaign_id, alone, held),
		named as (
			select u.campaign_id, h.place, u.holder, h.duties, u.id, u.title, u.last_day,
				row_number() over (partition by campaign_id, alone, held order by u.last_day, u.id) as nth
			from undone u join holders h using (campaign_id, alone, held))
		select campaign_id, place, holder, duties, id, title, last_day from named
		where place <= $5 and nth <= $6 order by campaign_id, place, nth`,
		tx.host, campaigns, day(days.First), day(days.Last), holders, ofEach)
}
