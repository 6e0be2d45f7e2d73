package postgres

import (
	"context"
	"time"

	"duban/supervision"
)

// LinkageRow is what the host shows of a campaign to a host above it.
type LinkageRow struct {
	CampaignID string
	ToHost     string
	ToName     string
	Projects   []string // empty: all
	Reason     string
	SharedAt   time.Time
}

// IsAbove reports whether a host is above the transaction's, at whatever distance.
func (tx *Tx) IsAbove(ctx context.Context, host string) (above bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from above($1) a where a.id = $2)`, tx.host, host).Scan(&above)
	return above, err
}

// SaveLinkage shows a campaign to a host from an instant; what was shown to it before is so no longer.
func (tx *Tx) SaveLinkage(ctx context.Context, l LinkageRow) error {
	return tx.exec(ctx, `insert into linkage (host_id, campaign_id, to_host, projects, reason, shared_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (host_id, campaign_id, to_host) do update
		set projects = excluded.projects, reason = excluded.reason, shared_at = excluded.shared_at, ended_at = null`,
		tx.host, l.CampaignID, l.ToHost, append([]string{}, l.Projects...), l.Reason, l.SharedAt)
}

// EndLinkage shows a campaign to a host no longer; ErrNone if it is not shown.
func (tx *Tx) EndLinkage(ctx context.Context, campaign, to string, at time.Time) error {
	var ended string
	return tx.QueryRow(ctx, `update linkage set ended_at = $4 where host_id = $1 and campaign_id = $2 and to_host = $3 and ended_at is null
		returning to_host`, tx.host, campaign, to, at).Scan(&ended)
}

// Linkages lists to whom a campaign is shown. There are at most as many as levels above.
func (tx *Tx) Linkages(ctx context.Context, campaign string) ([]LinkageRow, error) {
	return many[LinkageRow](ctx, tx, `select l.campaign_id, l.to_host, h.name as to_name, l.projects, l.reason, l.shared_at
		from linkage l join host h on h.id = l.to_host
		where l.host_id = $1 and l.campaign_id = $2 and l.ended_at is null order by l.to_host limit 20`, tx.host, campaign)
}

// UnknownProjects lists those of the ids that are no projects of the campaign.
func (tx *Tx) UnknownProjects(ctx context.Context, campaign string, ids []string) ([]string, error) {
	rows, err := many[struct{ ID string }](ctx, tx, `select n.id from unnest($3::text[]) as n (id) where not exists (
		select from project p where (p.host_id, p.campaign_id, p.id) = ($1, $2, n.id)) order by 1 limit 100`, tx.host, campaign, ids)
	unknown := make([]string, len(rows))
	for i, r := range rows {
		unknown[i] = r.ID
	}
	return unknown, err
}

// SharedCampaignRow is what a host sees of a campaign that a host below shows it.
type SharedCampaignRow struct {
	ID       string
	HostID   string
	HostName string
	Title    string
	State    supervision.CampaignState
	Phase    supervision.Phase
	FirstDay time.Time
	LastDay  time.Time
	SharedAt time.Time
}

const selectShared = `select id, host_id, host_name, title, state, phase, first_day, last_day, shared_at from shared_campaigns`

// SharedCampaigns lists the campaigns that hosts below show the transaction's, those shown last first, from before the one given.
func (tx *Tx) SharedCampaigns(ctx context.Context, before time.Time, beforeID string, limit int) ([]SharedCampaignRow, error) {
	return many[SharedCampaignRow](ctx, tx, selectShared+`('', $1, $2, $3)`, null(before), beforeID, limit)
}

// SharedCampaign is one of them; ErrNone if it is not shown.
func (tx *Tx) SharedCampaign(ctx context.Context, id string) (SharedCampaignRow, error) {
	return one[SharedCampaignRow](ctx, tx, selectShared+`($1, null, '', 1) where $1 <> ''`, id)
}

// SharedProjectRow is what a host sees of a project that a host below shows it.
type SharedProjectRow struct {
	ID       string
	Ordinal  int
	Title    string
	UnitName string
}

// SharedProjects lists the projects that are shown of a campaign in the plan's order, those after the ordinal given.
func (tx *Tx) SharedProjects(ctx context.Context, campaign string, after, limit int) ([]SharedProjectRow, error) {
	return many[SharedProjectRow](ctx, tx, `select id, ordinal, title, unit_name from shared_projects($1, $2, $3)`, campaign, after, limit)
}

// SharedInspectionRow is what a host sees of an inspection that a host below shows it.
type SharedInspectionRow struct {
	ID         string
	Title      string
	ProjectID  string
	State      supervision.InspectionState
	FirstDay   *time.Time
	LastDay    *time.Time
	VisitDay   *time.Time
	Place      string
	Conclusion string
}

// Window are the days in which it must take place.
func (r SharedInspectionRow) Window() supervision.Window {
	return supervision.Window{First: date(r.FirstDay), Last: date(r.LastDay)}
}

// SharedInspections lists those of the projects that are shown of a campaign, in the order of their first day and id, the
// undated last, those after the one given.
func (tx *Tx) SharedInspections(ctx context.Context, campaign string, afterDay supervision.Date, afterID string, limit int) ([]SharedInspectionRow, error) {
	return many[SharedInspectionRow](ctx, tx, `select id, title, project_id, state, first_day, last_day, visit_day, place, conclusion
		from shared_inspections($1, $2, $3, $4)`, campaign, day(afterDay), afterID, limit)
}
