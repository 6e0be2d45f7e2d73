package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// InspectionRow is an inspection as it is stored.
type InspectionRow struct {
	ID          string
	CampaignID  string
	Title       string
	GroupID     string
	GroupName   string
	ProjectID   string
	DutyID      string
	Convenor    string
	FirstDay    *time.Time
	LastDay     *time.Time
	State       supervision.InspectionState
	VisitDay    *time.Time
	Place       string
	Unannounced bool
	Reminded    bool
	OpenedAt    *time.Time
	Conclusion  string
	ConcludedAt *time.Time
	ClosedAt    *time.Time
	Notes       int
}

const selectInspection = `select i.id, i.campaign_id, i.title, coalesce(i.group_id, '') as group_id, coalesce(g.body->>'Name', '') as group_name,
	i.project_id, i.duty_id, i.convenor,
	i.first_day, i.last_day, i.state, i.visit_day, i.place, i.unannounced, i.reminded, i.opened_at, i.conclusion, i.concluded_at, i.closed_at,
	(select count(*)::int from note n where (n.host_id, n.inspection_id) = (i.host_id, i.id)) as notes
	from inspection i left join supervision_group g on (g.host_id, g.campaign_id, g.id) = (i.host_id, i.campaign_id, i.group_id) `

// Inspection returns what the rules need of it.
func (r InspectionRow) Inspection() supervision.Inspection {
	return supervision.Inspection{
		ID: r.ID, Title: r.Title, Group: r.GroupID, Project: r.ProjectID, Duty: r.DutyID, Convenor: r.Convenor,
		Window: supervision.Window{First: date(r.FirstDay), Last: date(r.LastDay)}, State: r.State,
		VisitDay: date(r.VisitDay), Place: r.Place, Unannounced: r.Unannounced, Reminded: r.Reminded,
		Conclusion: r.Conclusion, ConcludedAt: instant(r.ConcludedAt),
	}
}

// InsertInspection stores one inspection of a launched campaign.
func (tx *Tx) InsertInspection(ctx context.Context, campaign string, i supervision.Inspection) error {
	return tx.exec(ctx, `insert into inspection (host_id, id, campaign_id, title, group_id, project_id, duty_id, convenor, first_day, last_day, state, unannounced)
		values ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, $9, $10, $11, $12)`,
		tx.host, i.ID, campaign, i.Title, i.Group, i.Project, i.Duty, i.Convenor, day(i.Window.First), day(i.Window.Last), i.State, i.Unannounced)
}

// Inspection reads one inspection.
func (tx *Tx) Inspection(ctx context.Context, id string) (InspectionRow, error) {
	return one[InspectionRow](ctx, tx, selectInspection+`where i.host_id = $1 and i.id = $2`, tx.host, id)
}

// Inspections lists a campaign's inspections in the order of their first day and id, the undated last, those after the one given.
func (tx *Tx) Inspections(ctx context.Context, campaign string, afterDay supervision.Date, afterID string, limit int) ([]InspectionRow, error) {
	return many[InspectionRow](ctx, tx, selectInspection+`where i.host_id = $1 and i.campaign_id = $2
		and ($4 = '' or (coalesce(i.first_day, 'infinity'), i.id) > (coalesce($3::date, 'infinity'), $4))
		order by coalesce(i.first_day, 'infinity'), i.id limit $5`,
		tx.host, campaign, day(afterDay), afterID, limit)
}

// Inspector is a seat that has a part in an inspection.
type Inspector struct {
	Holder string
	Urgent bool // it is told at once
}

// Inspectors lists the seats that have a part in an inspection: whoever concludes it, and the members who go along.
func (tx *Tx) Inspectors(ctx context.Context, campaign, inspection string) ([]Inspector, error) {
	return many[Inspector](ctx, tx, `select holder, bool_or(urgent) as urgent from duty
		where host_id = $1 and campaign_id = $2 and inspection_id = $3 and inspection_id <> '' group by holder order by holder limit 2000`,
		tx.host, campaign, inspection)
}

// InspectionsToRemind lists the host's inspections whose group has not been reminded of a visit after one day and up to
// another.
func (tx *Tx) InspectionsToRemind(ctx context.Context, after, upTo supervision.Date) ([]string, error) {
	rows, err := tx.Query(ctx, `select i.id from inspection i join campaign c on (c.host_id, c.id) = (i.host_id, i.campaign_id)
		where i.host_id = $1 and i.visit_day > $2 and i.visit_day <= $3 and not i.reminded and i.state <> 'CLOSED' and c.state = 'LIVE' order by i.id limit 5000`,
		tx.host, day(after), day(upTo))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// SaveInspection stores what a transaction at an instant turned or revised. It is revised then if what everybody sees of its
// visit changes; the day of a visit that is called off is kept, so that it can be told which one that was.
func (tx *Tx) SaveInspection(ctx context.Context, i *supervision.Inspection, at time.Time) error {
	return tx.exec(ctx, saveInspection,
		tx.host, i.ID, i.State, day(i.VisitDay), i.Place, i.Reminded, i.Conclusion, null(i.ConcludedAt), at,
		i.Title, i.Group, i.Project, i.Convenor, day(i.Window.First), day(i.Window.Last), i.Unannounced)
}

const visitChanged = `(title, visit_day, place, concluded_at, state = 'CLOSED') is distinct from ($10, $4::date, $5, $8::timestamptz, $3 = 'CLOSED')`

const saveInspection = `update inspection set state = $3, visit_day = $4, place = $5, reminded = $6, conclusion = $7, concluded_at = $8,
	opened_at = case when $3 <> 'PLANNED' then coalesce(opened_at, $9) end,
	closed_at = case when $3 = 'CLOSED' then coalesce(closed_at, $9) end,
	title = $10, group_id = nullif($11, ''), project_id = $12, convenor = $13, first_day = $14, last_day = $15, unannounced = $16,
	visit_was = case when $4::date is null then coalesce(visit_day, visit_was) end,
	revised_at = case when ` + visitChanged + ` then $9 else revised_at end
	where host_id = $1 and id = $2`

// NoteRow is a deputy's note.
type NoteRow struct {
	ID            string
	InspectionID  string
	SeatID        string
	AuthorTitle   string
	Text          string
	SubmittedAt   time.Time
	Late          bool
	RequestDigest []byte
}

const selectNote = `select n.id, n.inspection_id, n.seat_id, s.title as author_title, n.text, n.submitted_at, n.late, n.request_digest
	from note n join seat s on (s.host_id, s.id) = (n.host_id, n.seat_id) `

// InsertNote stores a note. Its id may be taken: see IsTaken.
func (tx *Tx) InsertNote(ctx context.Context, n NoteRow) error {
	return tx.exec(ctx, `insert into note (host_id, id, inspection_id, seat_id, text, submitted_at, late, request_digest)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.host, n.ID, n.InspectionID, n.SeatID, n.Text, n.SubmittedAt, n.Late, n.RequestDigest)
}

// Note reads one note.
func (tx *Tx) Note(ctx context.Context, id string) (NoteRow, error) {
	return one[NoteRow](ctx, tx, selectNote+`where n.host_id = $1 and n.id = $2`, tx.host, id)
}

// Notes lists an inspection's notes, oldest first, those after the one given.
func (tx *Tx) Notes(ctx context.Context, inspection string, after time.Time, afterID string, limit int) ([]NoteRow, error) {
	return many[NoteRow](ctx, tx, selectNote+`where n.host_id = $1 and n.inspection_id = $2
		and ($3::timestamptz is null or (n.submitted_at, n.id) > ($3, $4)) order by n.submitted_at, n.id limit $5`,
		tx.host, inspection, null(after), afterID, limit)
}
