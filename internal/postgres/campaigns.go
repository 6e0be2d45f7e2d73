package postgres

import (
	"context"
	"time"

	"duban/supervision"

	"github.com/jackc/pgx/v5"
)

// CampaignRow is a campaign as it is stored.
type CampaignRow struct {
	ID            string
	HostID        string
	HostName      string
	Title         string
	State         supervision.CampaignState
	Phase         supervision.Phase
	Zone          string
	Demonstration bool
	Source        string
	OfficeSeat    string
	RequestDigest []byte
	Version       int
	FirstDay      *time.Time
	LastDay       *time.Time
	CreatedBy     string
	CreatedAt     time.Time
	LaunchedAt    *time.Time
	ClockAt       time.Time
	HeldSince     *time.Time
	GateOpenedAt  *time.Time
	NextAt        *time.Time
	PhaseDays     []time.Time // first and last, of its phases in order; none without phases
	HolidaySeq    int64       // of the last year added to the calendar; 0 if none was
}

// nextSeen is the instant of the next call that the reader may know of; the campaign's own is also that of unannounced
// visits.
const nextSeen = `case when (select told_early()) then c.next_at else (select min(d.next_at) from duty d
	where d.host_id = c.host_id and d.campaign_id = c.id and d.next_at is not null) end as next_at`

const campaignColumns = `h.name as host_name, ` + nextSeen + `, ` + headColumns

const lockedColumns = `c.next_at, ` + headColumns

const headColumns = `c.id, c.host_id, c.title, c.state, c.phase, c.zone, c.demonstration, c.source,
	c.office_seat, c.request_digest, c.version, c.first_day, c.last_day,
	c.created_by, c.created_at, c.launched_at, c.clock_at, c.held_since, c.gate_opened_at,
	c.phase_days, coalesce((select max(seq) from holiday_year), 0) as holiday_seq`

const fromCampaign = ` from campaign c join host h on h.id = c.host_id `

// Period returns the days that the campaign covers.
func (r CampaignRow) Period() supervision.Window {
	return supervision.Window{First: date(r.FirstDay), Last: date(r.LastDay)}
}

// Windows returns the days of the phases; zero without phases.
func (r CampaignRow) Windows() (w [3]supervision.Window) {
	for i := range len(r.PhaseDays) / 2 {
		w[i] = supervision.Window{First: date(&r.PhaseDays[2*i]), Last: date(&r.PhaseDays[2*i+1])}
	}
	return w
}

// NewCampaign is a draft to be stored.
type NewCampaign struct {
	Plan          *supervision.Plan
	Source        []byte // the plan as it was sent
	OfficeSeat    string
	RequestDigest []byte
	CreatedBy     string
	At            time.Time
}

// InsertCampaign stores a draft and its phases. The campaign's id may be taken: see IsTaken.
func (tx *Tx) InsertCampaign(ctx context.Context, n NewCampaign) error {
	p := n.Plan
	err := tx.exec(ctx, `insert into campaign (host_id, id, title, state, zone, demonstration, source, office_seat,
		plan, request_digest, created_by, created_at, clock_at, first_day, last_day, phase_days)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15)`,
		tx.host, p.ID, p.Title, supervision.CampaignDraft, p.Zone.String(), p.Demonstration, p.Source, n.OfficeSeat,
		n.Source, n.RequestDigest, n.CreatedBy, n.At, day(p.Period.First), day(p.Period.Last), phaseDays(p))
	if err != nil {
		return err
	}
	if err := tx.InsertEvents(ctx, p); err != nil {
		return err
	}
	for _, phase := range p.PhasesOfYear() {
		tx.later(`insert into phase (host_id, campaign_id, phase) values ($1, $2, $3)`, tx.host, p.ID, phase)
	}
	return nil
}

// phaseDays are the first and the last day of the plan's phases, in order.
func phaseDays(p *supervision.Plan) []*time.Time {
	days := []*time.Time{}
	for _, phase := range p.PhasesOfYear() {
		w := p.Window(phase)
		days = append(days, day(w.First), day(w.Last))
	}
	return days
}

// InsertHost makes the transaction's host known. One that is there stays as it is, whatever a plan calls it: what it is
// called is called so in the whole installation.
func (tx *Tx) InsertHost(ctx context.Context, h supervision.Host) error {
	return tx.exec(ctx, `insert into host (id, name, kind, level) values ($1, $2, $3, $4) on conflict do nothing`, tx.host, h.Name, h.Kind, h.Level)
}

// PlanSource returns the plan of a campaign byte for byte.
func (tx *Tx) PlanSource(ctx context.Context, id string) (source []byte, err error) {
	err = tx.QueryRow(ctx, `select plan from campaign where host_id = $1 and id = $2`, tx.host, id).Scan(&source)
	return source, err
}

// Campaign reads one campaign.
func (tx *Tx) Campaign(ctx context.Context, id string) (CampaignRow, error) {
	return one[CampaignRow](ctx, tx, `select `+campaignColumns+fromCampaign+`where c.host_id = $1 and c.id = $2`, tx.host, id)
}

// LockCampaign reads one campaign, without its host's name, and keeps every other change of it and its duties waiting until the end of the
// transaction. It is always the first lock taken.
func (tx *Tx) LockCampaign(ctx context.Context, id string) (CampaignRow, error) {
	return one[CampaignRow](ctx, tx, lockCampaign, tx.host, id)
}

const lockCampaign = `select '' as host_name, ` + lockedColumns + ` from campaign c
	where c.host_id = $1 and c.id = $2 for no key update of c`

// LockCampaignDue is LockCampaign and, in the same exchange, DutiesDue.
func (tx *Tx) LockCampaignDue(ctx context.Context, id string, at time.Time, limit int) (row CampaignRow, due []supervision.Duty, err error) {
	tx.ask(func(rows pgx.Rows) (err error) {
		row, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[CampaignRow])
		return err
	}, lockCampaign, tx.host, id)
	due, err = tx.DutiesDue(ctx, id, at, limit)
	return row, due, err
}

// Campaigns lists campaigns newest first, those after the one given.
func (tx *Tx) Campaigns(ctx context.Context, before time.Time, beforeID string, limit int) ([]CampaignRow, error) {
	return many[CampaignRow](ctx, tx, `select `+campaignColumns+fromCampaign+
		`where c.host_id = $1 and ($2::timestamptz is null or (c.created_at, c.id) < ($2, $3))
		order by c.created_at desc, c.id desc limit $4`, tx.host, null(before), beforeID, limit)
}

// HostZone is the zone of the host's newest live campaign, or of the newest that was launched; China's when none was.
func (tx *Tx) HostZone(ctx context.Context) (zone string, err error) {
	err = tx.QueryRow(ctx, selectHostZone, tx.host).Scan(&zone)
	return zone, err
}

// AskHostZone is HostZone, told by the time of the next question's answer.
func (tx *Tx) AskHostZone(then func(zone string)) {
	tx.ask(func(rows pgx.Rows) error {
		zone, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[string])
		then(zone)
		return err
	}, selectHostZone, tx.host)
}

const selectHostZone = `select coalesce((select zone from campaign where host_id = $1 and launched_at is not null
	order by state = 'LIVE' desc, launched_at desc, id limit 1), 'Asia/Shanghai')`

// SaveCampaign stores what a transaction turned, and when the campaign must act next: at its next call or at the instant
// of its next step, whichever comes first. What its next call is, is told once the transaction commits.
func (tx *Tx) SaveCampaign(c *supervision.Campaign, stepAt time.Time, nextCall *time.Time) {
	tx.ask(func(rows pgx.Rows) error {
		at, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[*time.Time])
		*nextCall = instant(at)
		return err
	}, `with ahead as (select min(next_at) as at from duty where host_id = $1 and campaign_id = $2 and next_at is not null and $3 = 'LIVE')
		update campaign set state = $3, phase = $4, clock_at = $5, held_since = $6, gate_opened_at = $7, next_at = least(ahead.at, $8),
		launched_at = case when $3 = 'LIVE' then coalesce(launched_at, $5) else launched_at end,
		ended_at = case when $3 in ('CLOSED', 'CANCELLED') then coalesce(ended_at, $5) end
		from ahead where host_id = $1 and id = $2 returning ahead.at`,
		tx.host, c.ID, c.State, c.Phase, c.ClockAt, null(c.HeldSince), null(c.GateOpened), null(stepAt))
}

// PhaseRow is one phase of a campaign.
type PhaseRow struct {
	Phase     supervision.Phase
	FirstDay  *time.Time
	LastDay   *time.Time
	EnteredAt *time.Time
	LeftAt    *time.Time
	Reason    string
}

// Window returns the days of the phase.
func (r PhaseRow) Window() supervision.Window {
	return supervision.Window{First: date(r.FirstDay), Last: date(r.LastDay)}
}

// Phases lists the three phases of a campaign in order; none of a campaign without phases.
func (tx *Tx) Phases(ctx context.Context, campaign string) ([]PhaseRow, error) {
	return many[PhaseRow](ctx, tx, `select p.phase, c.phase_days[2 * p.phase - 1] as first_day, c.phase_days[2 * p.phase] as last_day,
			p.entered_at, p.left_at, p.reason
		from phase p join campaign c on (c.host_id, c.id) = (p.host_id, p.campaign_id)
		where p.host_id = $1 and p.campaign_id = $2 order by p.phase limit 3`, tx.host, campaign)
}

// EnterPhase records that a campaign left the phase before and entered this one.
func (tx *Tx) EnterPhase(ctx context.Context, campaign string, phase supervision.Phase, at time.Time, reason string) error {
	return tx.exec(ctx, `update phase set
		left_at = case when phase = $3 - 1 and entered_at is not null then coalesce(left_at, $4) else left_at end,
		entered_at = case when phase = $3 then coalesce(entered_at, $4) else entered_at end,
		reason = case when phase = $3 then $5 else reason end
		where host_id = $1 and campaign_id = $2 and phase in ($3 - 1, $3)`, tx.host, campaign, phase, at, reason)
}

// LeavePhase records the end of the present phase.
func (tx *Tx) LeavePhase(ctx context.Context, campaign string, phase supervision.Phase, at time.Time) error {
	return tx.exec(ctx, `update phase set left_at = coalesce(left_at, $4)
		where host_id = $1 and campaign_id = $2 and phase = $3`, tx.host, campaign, phase, at)
}
