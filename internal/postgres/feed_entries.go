package postgres

import (
	"context"
	"time"

	"duban/supervision"
)

// FeedQuery asks for what a calendar shows: of these seats, and for an office of the visits to its projects too.
type FeedQuery struct {
	Seats  []string
	Office string // may be empty
	Days   supervision.Window
	Limit  int
}

// FeedDuty is a duty as a calendar shows it.
type FeedDuty struct {
	supervision.Duty
	CampaignID  string
	HolderTitle string
	Revision    int // seconds from the launch to RevisedAt
	RevisedAt   time.Time
}

// Place is where it stands in a list.
func (f *FeedDuty) Place() FeedPlace { return FeedPlace{f.Window.Last, f.CampaignID, f.ID} }

// Revise notes a change of the duty's appointment at an instant; an earlier one than the last is none.
func (f *FeedDuty) Revise(at time.Time) {
	if since := at.Sub(f.RevisedAt); since > 0 {
		f.Revision, f.RevisedAt = f.Revision+int(since/time.Second), at.UTC()
	}
}

// FeedPlace is where a list of duties has come to; the zero FeedPlace: it begins.
type FeedPlace struct {
	Last         supervision.Date
	Campaign, ID string
}

type feedDutyRow struct {
	dutyRow
	CampaignID  string
	HolderTitle string
	Revision    int
	RevisedAt   time.Time
}

func (r *feedDutyRow) entry() FeedDuty {
	return FeedDuty{r.duty(), r.CampaignID, r.HolderTitle, r.Revision, r.RevisedAt.UTC()}
}

// FeedDuties lists, in the order of their last day, the duties of the seats and the sessions of the groups to which they
// belong, whose last day lies in the window. What was over before the take-up is not among them.
func (tx *Tx) FeedDuties(ctx context.Context, q FeedQuery) ([]FeedDuty, error) {
	return tx.feedDuties(ctx, q, FeedPlace{}, `d.holder = any($2) or `+groupsSession)
}

// FeedSessions lists, in that order, those after a place, the sessions that are not among FeedDuties: the plans say who is asked
// along to them.
func (tx *Tx) FeedSessions(ctx context.Context, q FeedQuery, after FeedPlace) ([]FeedDuty, error) {
	return tx.feedDuties(ctx, q, after, `d.kind in ('MEETING', 'HEARING', 'DELIBERATION', 'VOTE') and not (d.holder = any($2) or `+groupsSession+`)`)
}

// groupsSession is the SQL for whether a duty d is a session of a group to which one of the seats belongs.
const groupsSession = `d.group_id <> '' and d.kind in ('MEETING', 'HEARING', 'DELIBERATION') and exists (select from group_member m
	where (m.host_id, m.campaign_id, m.group_id) = (d.host_id, d.campaign_id, d.group_id) and m.seat_id = any($2))`

// revisions is the SQL for the number of what was revised at an instant last, and for that instant. The number of a later change
// is greater, whatever else has been shown before: a count of what is seen would fall with what is seen no more.
func revisions(at string) string {
	at = "coalesce(" + at + ", c.launched_at)"
	return "extract(epoch from " + at + " - c.launched_at)::int as revision, " + at + " as revised_at"
}

func (tx *Tx) feedDuties(ctx context.Context, q FeedQuery, after FeedPlace, which string) ([]FeedDuty, error) {
	rows, err := many[feedDutyRow](ctx, tx, `select `+dutyColumns+`, d.campaign_id, s.title as holder_title, `+revisions("d.revised_at")+`
		from campaign c join duty d on (d.host_id, d.campaign_id) = (c.host_id, c.id) join seat s on (s.host_id, s.id) = (d.host_id, d.holder)
		where c.host_id = $1 and coalesce(d.last_day, 'infinity') between $3 and $4 and d.state <> 'BEFORE_TAKE_UP' and (`+which+`)
		and (d.last_day, d.campaign_id, d.id) > (coalesce($6::date, '-infinity'), $7, $8)
		order by d.last_day, d.campaign_id, d.id limit $5`,
		tx.host, q.Seats, day(q.Days.First), day(q.Days.Last), q.Limit, day(after.Last), after.Campaign, after.ID)
	entries := make([]FeedDuty, len(rows))
	for i := range rows {
		entries[i] = rows[i].entry()
	}
	return entries, err
}

// FeedVisit is a visit as a calendar shows it.
type FeedVisit struct {
	supervision.Inspection
	CampaignID string
	Day        supervision.Date // of the visit; or the one that it had, if it has none any more
	ClosedAt   time.Time
	Excused    bool // whoever the calendar is for had a part in it and need not come any more
	Revision   int
	RevisedAt  time.Time
}

type feedVisitRow struct {
	ID          string
	CampaignID  string
	Title       string
	State       supervision.InspectionState
	VisitDay    *time.Time
	Day         *time.Time
	Place       string
	ConcludedAt *time.Time
	ClosedAt    *time.Time
	Excused     bool
	Revision    int
	RevisedAt   time.Time
}

func (r *feedVisitRow) entry() FeedVisit {
	return FeedVisit{
		Inspection: supervision.Inspection{
			ID: r.ID, Title: r.Title, State: r.State, VisitDay: date(r.VisitDay), Place: r.Place, ConcludedAt: instant(r.ConcludedAt),
		},
		CampaignID: r.CampaignID, Day: date(r.Day), ClosedAt: instant(r.ClosedAt), Excused: r.Excused, Revision: r.Revision, RevisedAt: r.RevisedAt.UTC(),
	}
}

// FeedVisits lists, in the order of their days, the visits of the window in which the seats have a part, and those to the
// projects of the office. That somebody's part is excused counts as a change of the visit for them.
func (tx *Tx) FeedVisits(ctx context.Context, q FeedQuery) ([]FeedVisit, error) {
	rows, err := many[feedVisitRow](ctx, tx, `select i.id, i.campaign_id, i.title, i.state, i.visit_day, coalesce(i.visit_day, i.visit_was) as day, i.place,
			i.concluded_at, i.closed_at, coalesce(p.excused, false) as excused,
			`+revisions("greatest(i.revised_at, p.revised_at)")+`
		from inspection i join campaign c on (c.host_id, c.id) = (i.host_id, i.campaign_id)
		cross join lateral (select bool_and(d.state = 'EXCUSED') as excused, max(d.revised_at) as revised_at, count(*) > 0 as part
			from duty d where (d.host_id, d.campaign_id, d.inspection_id) = (i.host_id, i.campaign_id, i.id) and d.inspection_id <> '' and d.holder = any($2)) p
		where i.host_id = $1 and coalesce(i.visit_day, i.visit_was) between $3 and $4
		and (p.part or exists (select from project o where (o.host_id, o.campaign_id, o.id) = (i.host_id, i.campaign_id, i.project_id) and o.unit_id = $6))
		order by day, i.id limit $5`, tx.host, q.Seats, day(q.Days.First), day(q.Days.Last), q.Limit, q.Office)
	entries := make([]FeedVisit, len(rows))
	for i := range rows {
		entries[i] = rows[i].entry()
	}
	return entries, err
}
