package postgres

import (
	"context"
	"encoding/json"
	"time"

	"duban/supervision"
)

// InsertRoster stores who and what a launched plan names: offices, seats, projects and groups.
func (tx *Tx) InsertRoster(ctx context.Context, p *supervision.Plan, at time.Time) error {
	if err := tx.InsertSeats(ctx, p.Offices, p.Seats, at); err != nil {
		return err
	}
	for i := range p.Projects {
		pr := &p.Projects[i]
		tx.later(`insert into project (host_id, campaign_id, id, ordinal, unit_id, body) values ($1, $2, $3, $4, $5, $6)
			on conflict (host_id, campaign_id, id) do update set ordinal = excluded.ordinal, unit_id = excluded.unit_id, body = excluded.body`,
			tx.host, p.ID, pr.ID, i, pr.Unit, pr)
	}
	for i := range p.Groups {
		tx.queueGroup(p.ID, &p.Groups[i], i)
	}
	return tx.send(ctx)
}

func (tx *Tx) queueGroup(campaign string, g *supervision.Group, ordinal int) {
	tx.later(`insert into supervision_group (host_id, campaign_id, id, ordinal, project_id, convenor, body)
		values ($1, $2, $3, $4, nullif($5, ''), $6, $7)
		on conflict (host_id, campaign_id, id) do update set ordinal = excluded.ordinal, project_id = excluded.project_id,
			convenor = excluded.convenor, body = excluded.body`,
		tx.host, campaign, g.ID, ordinal, g.Project, g.Convenor, g)
	tx.later(`delete from group_member where host_id = $1 and campaign_id = $2 and group_id = $3`, tx.host, campaign, g.ID)
	for _, seat := range append([]string{g.Convenor}, g.Members...) {
		tx.later(`insert into group_member (host_id, campaign_id, group_id, seat_id) values ($1, $2, $3, $4)`, tx.host, campaign, g.ID, seat)
	}
}

// ProjectRow is a project with how its duties stand.
type ProjectRow struct {
	Body     json.RawMessage
	Ordinal  int
	UnitName string
	GroupID  string
	Duties   int
	Proven   int
	Overdue  int
}

// Project decodes the project.
func (r ProjectRow) Project() (p supervision.Project, err error) {
	err = json.Unmarshal(r.Body, &p)
	return p, err
}

// dutyCounts are those that countedBy counts.
const dutyCounts = `coalesce(d.duties, 0) as duties, coalesce(d.proven, 0) as proven, coalesce(d.overdue, 0) as overdue`

// countedBy counts a campaign's duties by a column that names whose they are: once for all, since counting for each would
// need an index on every duty.
func countedBy(column string) string {
	return `(select ` + column + ` as whose, count(*)::int as duties, count(*) filter (where state = 'PROVEN')::int as proven,
		count(*) filter (where state = 'OVERDUE')::int as overdue
		from duty where host_id = $1 and campaign_id = $2 group by 1) d`
}

// Projects lists a campaign's projects in the plan's order, those after the ordinal given.
func (tx *Tx) Projects(ctx context.Context, campaign string, after, limit int) ([]ProjectRow, error) {
	return many[ProjectRow](ctx, tx, `select p.body, p.ordinal, o.name as unit_name, coalesce(g.id, '') as group_id, `+dutyCounts+`
		from project p
		join office o on (o.host_id, o.id) = (p.host_id, p.unit_id)
		left join lateral (select id from supervision_group g where (g.host_id, g.campaign_id, g.project_id) = (p.host_id, p.campaign_id, p.id)
			order by ordinal limit 1) g on true
		left join `+countedBy("project_id")+` on d.whose = p.id
		where p.host_id = $1 and p.campaign_id = $2 and p.ordinal > $3 order by p.ordinal limit $4`, tx.host, campaign, after, limit)
}

// GroupRow is a group with how its duties stand.
type GroupRow struct {
	Body          json.RawMessage
	Ordinal       int
	ConvenorTitle string
	Duties        int
	Proven        int
	Overdue       int
}

// Group decodes the group.
func (r GroupRow) Group() (g supervision.Group, err error) {
	err = json.Unmarshal(r.Body, &g)
	return g, err
}

// Groups lists a campaign's groups in the plan's order, those after the ordinal given.
func (tx *Tx) Groups(ctx context.Context, campaign string, after, limit int) ([]GroupRow, error) {
	return many[GroupRow](ctx, tx, `select g.body, g.ordinal, s.title as convenor_title, `+dutyCounts+`
		from supervision_group g
		join seat s on (s.host_id, s.id) = (g.host_id, g.convenor)
		left join `+countedBy("group_id")+` on d.whose = g.id
		where g.host_id = $1 and g.campaign_id = $2 and g.ordinal > $3 order by g.ordinal limit $4`, tx.host, campaign, after, limit)
}
