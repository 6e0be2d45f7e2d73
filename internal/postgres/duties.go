package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// dutyRow is a duty as it is stored.
type dutyRow struct {
	clockRow

	Entry        string
	ToOffice     string
	GroupID      string
	ProjectID    string
	InspectionID string
	Phase        supervision.Phase
	PlannedFirst *time.Time
	PlannedLast  *time.Time
	Computed     supervision.Computation
	After        string
	ProvenAt     *time.Time
	Late         bool
	Reason       string
}

// clockRow is what the clock needs of a duty: enough to make its calls and to tell of them.
type clockRow struct {
	ID         string
	Kind       supervision.DutyKind
	Title      string
	Holder     string
	Convenor   string
	FirstDay   *time.Time
	LastDay    *time.Time
	Quota      string
	Nth        int
	Need       int
	RemindDays []int
	State      supervision.DutyState
	Since      *time.Time
	ReturnedAt *time.Time
	SettledAt  *time.Time

	Unannounced bool
	Urgent      bool
}

const clockColumns = `d.id, d.kind, d.title, d.holder, d.convenor, d.first_day, d.last_day, d.quota, d.nth, d.need, d.remind_days,
	d.state, d.since, d.returned_at, d.settled_at, d.unannounced, d.urgent`

const dutyColumns = clockColumns + `, d.entry, d.to_office, d.group_id, d.project_id, d.inspection_id, d.phase,
	d.planned_first, d.planned_last, d.computed, d.after, d.proven_at, d.late, d.reason`

func (r *clockRow) duty() supervision.Duty {
	return supervision.Duty{
		ID: r.ID, Kind: r.Kind, Title: r.Title, Holder: r.Holder, Convenor: r.Convenor,
		Window: supervision.Window{First: date(r.FirstDay), Last: date(r.LastDay)},
		Quota:  r.Quota, Nth: r.Nth, Need: r.Need, RemindDays: r.RemindDays,
		State: r.State, Since: instant(r.Since), Returned: instant(r.ReturnedAt), Settled: instant(r.SettledAt),
		Unannounced: r.Unannounced, Urgent: r.Urgent,
	}
}

func (r *dutyRow) duty() supervision.Duty {
	d := r.clockRow.duty()
	d.Entry, d.To, d.Group, d.Project, d.Inspection, d.Phase = r.Entry, r.ToOffice, r.GroupID, r.ProjectID, r.InspectionID, r.Phase
	d.Planned = supervision.Window{First: date(r.PlannedFirst), Last: date(r.PlannedLast)}
	d.Computed, d.After, d.ProvenAt, d.Late, d.Reason = r.Computed, r.After, instant(r.ProvenAt), r.Late, r.Reason
	return d
}

// InsertDuties stores the duties of a launched campaign, each with the instant of its next call.
func (tx *Tx) InsertDuties(ctx context.Context, campaign string, duties []supervision.Duty, next func(*supervision.Duty) time.Time) error {
	for i := range duties {
		d := &duties[i]
		tx.later(`insert into duty (host_id, campaign_id, id, entry, kind, title, holder, to_office, group_id, project_id, convenor, inspection_id,
			phase, first_day, last_day, planned_first, planned_last, computed, quota, nth, need, remind_days, after, state, since, next_at, unannounced, urgent)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)`,
			tx.host, campaign, d.ID, d.Entry, d.Kind, d.Title, d.Holder, d.To, d.Group, d.Project, d.Convenor, d.Inspection,
			d.Phase, day(d.Window.First), day(d.Window.Last), day(d.Planned.First), day(d.Planned.Last), d.Computed, d.Quota, d.Nth, d.Need, d.RemindDays, d.After,
			d.State, null(d.Since), null(next(d)), d.Unannounced, d.Urgent)
	}
	return tx.send(ctx)
}

func (tx *Tx) duties(ctx context.Context, where string, args ...any) ([]supervision.Duty, error) {
	rows, err := many[dutyRow](ctx, tx, `select `+dutyColumns+` from duty d where d.host_id = $1 and d.campaign_id = $2 and `+where,
		append([]any{tx.host}, args...)...)
	duties := make([]supervision.Duty, len(rows))
	for i := range rows {
		duties[i] = rows[i].duty()
	}
	return duties, err
}

// DutiesDue lists, in the order of their ids, the duties whose calls at or before an instant come first, with what the
// clock needs of them and no more: they are stored by SettleDuties.
func (tx *Tx) DutiesDue(ctx context.Context, campaign string, at time.Time, limit int) ([]supervision.Duty, error) {
	rows, err := many[clockRow](ctx, tx, `select `+clockColumns+` from duty d
		where d.host_id = $1 and d.campaign_id = $2 and d.next_at <= $3 order by d.next_at, d.id limit $4`, tx.host, campaign, at, limit)
	slices.SortFunc(rows, func(a, b clockRow) int { return strings.Compare(a.ID, b.ID) })
	duties := make([]supervision.Duty, len(rows))
	for i := range rows {
		duties[i] = rows[i].duty()
	}
	return duties, err
}

// few duties are changed one by one, each found by its key.
const few = 10

// changeDuties changes each by itself, or many all at once. One statement for all joins them, so it is planned for their
// number: a plan for any number may compare each of them with every duty of the campaign.
func (tx *Tx) changeDuties(duties []supervision.Duty, each func(*supervision.Duty), all func()) {
	if len(duties) > few {
		tx.later("select set_config('plan_cache_mode', 'force_custom_plan', true)")
		all()
		return
	}
	for i := range duties {
		each(&duties[i])
	}
}

// SettleDuties stores how far the clock has come with duties, each with the instant of its next call.
func (tx *Tx) SettleDuties(campaign string, duties []supervision.Duty, next func(*supervision.Duty) time.Time) {
	tx.changeDuties(duties, func(d *supervision.Duty) {
		tx.change(1, `update duty set state = $4, settled_at = $5, next_at = $6 where host_id = $1 and campaign_id = $2 and id = $3`,
			tx.host, campaign, d.ID, d.State, null(d.Settled), null(next(d)))
	}, func() { tx.settleAll(campaign, duties, next) })
}

func (tx *Tx) settleAll(campaign string, duties []supervision.Duty, next func(*supervision.Duty) time.Time) {
	ids, states := make([]string, len(duties)), make([]string, len(duties))
	settled, ahead := make([]*time.Time, len(duties)), make([]*time.Time, len(duties))
	for i := range duties {
		d := &duties[i]
		ids[i], states[i], settled[i], ahead[i] = d.ID, string(d.State), null(d.Settled), null(next(d))
	}
	tx.change(len(duties), `update duty d set state = n.state, settled_at = n.settled_at, next_at = n.next_at
		from unnest($3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[]) as n (id, state, settled_at, next_at)
		where d.host_id = $1 and d.campaign_id = $2 and d.id = n.id`, tx.host, campaign, ids, states, settled, ahead)
}

// DutiesByID reads duties by their ids, in the order of the ids.
func (tx *Tx) DutiesByID(ctx context.Context, campaign string, ids ...string) ([]supervision.Duty, error) {
	return tx.duties(ctx, `d.id = any($3) order by d.id`, campaign, ids)
}

// DutiesAfter lists the duties that wait for an entry.
func (tx *Tx) DutiesAfter(ctx context.Context, campaign, entry string) ([]supervision.Duty, error) {
	return tx.duties(ctx, `d.after = $3 and d.after <> '' order by d.id limit $4`, campaign, entry, supervision.MaxDuties)
}

// OpenDuties lists the duties of a campaign that may still make calls.
func (tx *Tx) OpenDuties(ctx context.Context, campaign string) ([]supervision.Duty, error) {
	return tx.duties(ctx, `d.state in ('WAITING', 'OPEN', 'OVERDUE') order by d.id limit $3`, campaign, supervision.MaxDuties)
}

// CountUnproven counts the duties of an entry that somebody still has to prove: not what was over before the take-up.
func (tx *Tx) CountUnproven(ctx context.Context, campaign, entry string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*)::int from duty where host_id = $1 and campaign_id = $2 and entry = $3
		and state not in ('PROVEN', 'EXCUSED', 'BEFORE_TAKE_UP')`, tx.host, campaign, entry).Scan(&n)
	return n, err
}

// CountUnaccepted counts the duties of these entries that have no accepted submission and are not excused.
func (tx *Tx) CountUnaccepted(ctx context.Context, campaign string, entries []string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*)::int from duty d where d.host_id = $1 and d.campaign_id = $2 and d.entry = any($3)
		and d.state <> 'EXCUSED' and not exists (select from submission s
		where (s.host_id, s.campaign_id, s.duty_id) = (d.host_id, d.campaign_id, d.id) and s.state = 'ACCEPTED')`,
		tx.host, campaign, entries).Scan(&n)
	return n, err
}

// revised is the SQL by which a duty is revised at an instant, if what everybody sees of it changes: its days, or that it is done
// or given up. All four are given as SQL.
func revised(first, last, state, at string) string {
	changed := fmt.Sprintf(`(d.first_day, d.last_day, outcome(d.state)) is distinct from (%s::date, %s::date, outcome(%s::text))`, first, last, state)
	return fmt.Sprintf(`revised_at = case when %s then %s::timestamptz else d.revised_at end`, changed, at)
}

var saveDuty = `update duty d set first_day = $4, last_day = $5, state = $6, since = $7, returned_at = $8, settled_at = $9, proven_at = $10,
	late = $11, reason = $12, next_at = $13, ` + revised("$4", "$5", "$6", "$14") + ` where d.host_id = $1 and d.campaign_id = $2 and d.id = $3`

// SaveDuties stores what a transaction at an instant turned, each duty with the instant of its next call.
func (tx *Tx) SaveDuties(campaign string, duties []supervision.Duty, at time.Time, next func(*supervision.Duty) time.Time) {
	tx.changeDuties(duties, func(d *supervision.Duty) {
		tx.change(1, saveDuty,
			tx.host, campaign, d.ID, day(d.Window.First), day(d.Window.Last), d.State, null(d.Since), null(d.Returned), null(d.Settled), null(d.ProvenAt),
			d.Late, d.Reason, null(next(d)), at)
	}, func() { tx.saveAll(campaign, duties, at, next) })
}

var saveDuties = `update duty d set first_day = n.first_day, last_day = n.last_day, state = n.state, since = n.since, returned_at = n.returned_at,
	settled_at = n.settled_at, proven_at = n.proven_at, late = n.late, reason = n.reason, next_at = n.next_at,
	` + revised("n.first_day", "n.last_day", "n.state", "$14") + `
	from unnest($3::text[], $4::date[], $5::date[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[],
		$10::timestamptz[], $11::boolean[], $12::text[], $13::timestamptz[])
		as n (id, first_day, last_day, state, since, returned_at, settled_at, proven_at, late, reason, next_at)
	where d.host_id = $1 and d.campaign_id = $2 and d.id = n.id`

func (tx *Tx) saveAll(campaign string, duties []supervision.Duty, at time.Time, next func(*supervision.Duty) time.Time) {
	var c dutyChanges
	for i := range duties {
		c.add(&duties[i], next(&duties[i]))
	}
	tx.change(len(duties), saveDuties,
		tx.host, campaign, c.ids, c.firstDays, c.lastDays, c.states, c.since, c.returned, c.settled, c.proven, c.late, c.reasons, c.next, at)
}

// dutyChanges are the columns of many duties, as unnest takes them.
type dutyChanges struct {
	ids, states, reasons                   []string
	firstDays, lastDays                    []*time.Time
	since, returned, settled, proven, next []*time.Time
	late                                   []bool
}

func (c *dutyChanges) add(d *supervision.Duty, next time.Time) {
	c.ids = append(c.ids, d.ID)
	c.states = append(c.states, string(d.State))
	c.reasons = append(c.reasons, d.Reason)
	c.firstDays = append(c.firstDays, day(d.Window.First))
	c.lastDays = append(c.lastDays, day(d.Window.Last))
	c.since = append(c.since, null(d.Since))
	c.returned = append(c.returned, null(d.Returned))
	c.settled = append(c.settled, null(d.Settled))
	c.proven = append(c.proven, null(d.ProvenAt))
	c.late = append(c.late, d.Late)
	c.next = append(c.next, null(next))
}

// NextCall is the instant of a campaign's next call; zero when none is ahead.
func (tx *Tx) NextCall(ctx context.Context, campaign string) (time.Time, error) {
	var at *time.Time
	err := tx.QueryRow(ctx, `select min(next_at) from duty where host_id = $1 and campaign_id = $2 and next_at is not null`,
		tx.host, campaign).Scan(&at)
	return instant(at), err
}

// LeaveOpen marks what is unproven when a campaign ends at an instant, and lists it in the order of the ids.
func (tx *Tx) LeaveOpen(ctx context.Context, campaign string, at time.Time) ([]string, error) {
	rows, err := tx.Query(ctx, `with n as (update duty set state = 'LEFT_OPEN', next_at = null, revised_at = $3
		where host_id = $1 and campaign_id = $2 and state in ('WAITING', 'OPEN', 'OVERDUE') returning id)
		select id from n order by id`, tx.host, campaign, at)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
