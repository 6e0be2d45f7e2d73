package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"duban/supervision"
)

// PollRow is a poll as it is stored.
type PollRow struct {
	ID          string
	CampaignID  string
	Entry       string
	Title       string
	Phase       supervision.Phase
	After       string
	Projects    []string
	FirstDay    *time.Time
	LastDay     *time.Time
	State       supervision.PollState
	Rule        supervision.VoteRule
	Members     int
	Voted       int
	OpenedAt    *time.Time
	ClosesAt    *time.Time
	ClosedAt    *time.Time
	PublishedAt *time.Time
}

const selectPoll = `select p.id, p.campaign_id, p.entry, p.title, p.phase, p.after, p.projects, p.first_day, p.last_day, p.state, p.rule, p.members,
	(select count(*)::int from poll_elector e where (e.host_id, e.poll_id) = (p.host_id, p.id) and e.voted) as voted,
	p.opened_at, p.closes_at, p.closed_at, p.published_at from poll p `

// Poll returns what the rules need of it.
func (r PollRow) Poll() supervision.Poll {
	return supervision.Poll{
		ID: r.ID, Entry: r.Entry, Title: r.Title, Phase: r.Phase, After: r.After, Projects: r.Projects, State: r.State, Rule: r.Rule, ClosesAt: instant(r.ClosesAt),
		Window: supervision.Window{First: date(r.FirstDay), Last: date(r.LastDay)},
	}
}

// InsertPoll stores one poll of a launched campaign.
func (tx *Tx) InsertPoll(ctx context.Context, campaign string, p *supervision.Poll) error {
	return tx.exec(ctx, `insert into poll (host_id, id, campaign_id, entry, title, phase, after, projects, first_day, last_day, state, rule)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.host, p.ID, campaign, p.Entry, p.Title, p.Phase, p.After, p.Projects, day(p.Window.First), day(p.Window.Last), p.State, p.Rule)
}

// Poll reads one poll.
func (tx *Tx) Poll(ctx context.Context, id string) (PollRow, error) {
	return one[PollRow](ctx, tx, selectPoll+`where p.host_id = $1 and p.id = $2`, tx.host, id)
}

// LockPoll reads one poll and keeps every ballot waiting until the end of the transaction.
func (tx *Tx) LockPoll(ctx context.Context, id string) (PollRow, error) {
	return one[PollRow](ctx, tx, selectPoll+`where p.host_id = $1 and p.id = $2 for update of p`, tx.host, id)
}

// SharePoll reads one poll and, with other ballots, keeps whoever locks it waiting until the end of the transaction.
func (tx *Tx) SharePoll(ctx context.Context, id string) (PollRow, error) {
	return one[PollRow](ctx, tx, selectPoll+`where p.host_id = $1 and p.id = $2 for share of p`, tx.host, id)
}

// LockOpenPolls keeps every ballot in a campaign waiting, and with it the duties to vote as they are, until the end of the
// transaction.
func (tx *Tx) LockOpenPolls(ctx context.Context, campaign string) error {
	return tx.exec(ctx, `select from poll where host_id = $1 and campaign_id = $2 and state = 'OPEN' order by id for update`, tx.host, campaign)
}

// Polls lists a campaign's polls, those after the id given.
func (tx *Tx) Polls(ctx context.Context, campaign, after string, limit int) ([]PollRow, error) {
	return many[PollRow](ctx, tx, selectPoll+`where p.host_id = $1 and p.campaign_id = $2 and p.id > $3 order by p.id limit $4`,
		tx.host, campaign, after, limit)
}

// SavePoll stores what a transaction at an instant turned or revised.
func (tx *Tx) SavePoll(ctx context.Context, p *supervision.Poll, at time.Time) error {
	return tx.exec(ctx, `update poll set state = $3, closes_at = $4,
		opened_at = case when $3 not in ('PLANNED', 'CALLED') then coalesce(opened_at, $5) end,
		closed_at = case when $3 in ('CLOSED', 'PUBLISHED', 'FED_BACK') then coalesce(closed_at, $5) end,
		published_at = case when $3 in ('PUBLISHED', 'FED_BACK') then coalesce(published_at, $5) end,
		fed_back_at = case when $3 = 'FED_BACK' then coalesce(fed_back_at, $5) end,
		title = $6, after = $7, projects = $8, first_day = $9, last_day = $10, rule = $11
		where host_id = $1 and id = $2`, tx.host, p.ID, p.State, null(p.ClosesAt), at,
		p.Title, p.After, p.Projects, day(p.Window.First), day(p.Window.Last), p.Rule)
}

// InsertElectors fixes who may vote in a poll.
func (tx *Tx) InsertElectors(ctx context.Context, poll string, seats []string) error {
	return tx.exec(ctx, `with electors as (
		insert into poll_elector (host_id, poll_id, seat_id) select $1, $2, unnest($3::text[]) on conflict do nothing)
		update poll set members = cardinality($3::text[]) where host_id = $1 and id = $2`, tx.host, poll, seats)
}

// MarkVoted records that a seat has voted; false when it may not, or already has.
func (tx *Tx) MarkVoted(ctx context.Context, poll, seat string) (elector, fresh bool, err error) {
	err = tx.QueryRow(ctx, `with fresh as (update poll_elector set voted = true
			where host_id = $1 and poll_id = $2 and seat_id = $3 and not voted returning 1)
		select exists (select from poll_elector where host_id = $1 and poll_id = $2 and seat_id = $3), exists (select from fresh)`,
		tx.host, poll, seat).Scan(&elector, &fresh)
	return elector, fresh, err
}

// InsertChoices stores one ballot under a name that must be random, so that nothing leads from it to who voted.
func (tx *Tx) InsertChoices(ctx context.Context, poll string, ballot uuid.UUID, choices map[string]supervision.Grade) error {
	projects, grades := make([]string, 0, len(choices)), make([]string, 0, len(choices))
	for project, grade := range choices {
		projects, grades = append(projects, project), append(grades, string(grade))
	}
	return tx.exec(ctx, `insert into poll_choice (host_id, poll_id, ballot, project_id, grade)
		select $1, $2, $3, n.project, n.grade from unnest($4::text[], $5::text[]) as n (project, grade)`,
		tx.host, poll, ballot, projects, grades)
}

// CountBallots counts the ballots of a poll and how they fell on each project, in the plan's order.
func (tx *Tx) CountBallots(ctx context.Context, campaign, poll string) (returned int, counts []supervision.Count, err error) {
	if err := tx.QueryRow(ctx, `select count(distinct ballot)::int from poll_choice where host_id = $1 and poll_id = $2`,
		tx.host, poll).Scan(&returned); err != nil {
		return 0, nil, err
	}
	counts, err = many[supervision.Count](ctx, tx, `select p.id as project, count(*) filter (where c.grade = 'SATISFIED')::int as satisfied,
		count(*) filter (where c.grade = 'BASICALLY_SATISFIED')::int as basically,
		count(*) filter (where c.grade = 'DISSATISFIED')::int as dissatisfied, count(*) filter (where c.grade = 'ABSTAIN')::int as abstain
		from project p left join poll_choice c on (c.host_id, c.project_id) = (p.host_id, p.id) and c.poll_id = $3
		where p.host_id = $1 and p.campaign_id = $2 and p.id = any((select projects from poll where host_id = $1 and id = $3)::text[])
		group by p.id, p.ordinal order by p.ordinal limit 500`, tx.host, campaign, poll)
	return returned, counts, err
}

// ResultRow is the result of a poll for one project.
type ResultRow struct {
	supervision.Count
	Outcome supervision.Grade
}

// InsertResults records the results of a poll; those already recorded stay.
func (tx *Tx) InsertResults(ctx context.Context, poll string, results []ResultRow) error {
	for _, r := range results {
		tx.later(`insert into poll_result (host_id, poll_id, project_id, satisfied, basically, dissatisfied, abstain, outcome)
			values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
			tx.host, poll, r.Project, r.Satisfied, r.Basically, r.Dissatisfied, r.Abstain, r.Outcome)
	}
	return tx.send(ctx)
}

// Results lists the results of a poll in the order of the projects' ids.
func (tx *Tx) Results(ctx context.Context, poll string) ([]ResultRow, error) {
	return many[ResultRow](ctx, tx, `select project_id as project, satisfied, basically, dissatisfied, abstain, outcome from poll_result
		where host_id = $1 and poll_id = $2 order by project_id limit 500`, tx.host, poll)
}

// UnitRow is a project of a campaign and the seat of an official of its responsible unit.
type UnitRow struct{ Project, Title, Seat string }

// UnitSeats lists, for each of these projects of a campaign, the officials of its responsible unit.
func (tx *Tx) UnitSeats(ctx context.Context, campaign string, projects []string) ([]UnitRow, error) {
	return many[UnitRow](ctx, tx, `select p.id as project, p.body->>'Title' as title, s.id as seat
		from project p join seat s on (s.host_id, s.office_id) = (p.host_id, p.unit_id) and s.role = 'OFFICIAL'
		where p.host_id = $1 and p.campaign_id = $2 and p.id = any($3) order by p.ordinal, s.ordinal limit 5000`, tx.host, campaign, projects)
}
