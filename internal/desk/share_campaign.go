package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// ShareCampaign shows a congress above what linkage (市区联动) shares of a campaign: its title and phase, some of its
// projects, or all if none is named, and their inspections; no notes, papers, people or duties. The same again changes
// nothing; other projects take the place of those before.
func (d *Desk) ShareCampaign(ctx context.Context, caller Caller, campaign, to string, projects []string, reason string) error {
	r := record{verb: "SHARE_CAMPAIGN", object: "campaigns/" + campaign + "/linkages/" + to, reason: reason, given: projects}
	return d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) error {
		if err := a.mayBeShown(ctx, to, projects); err != nil {
			return err
		}
		standing, err := a.Linkages(ctx, campaign)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(standing, func(l postgres.LinkageRow) bool { return l.ToHost == to && slices.Equal(l.Projects, projects) }) {
			return errUnchanged
		}
		return a.SaveLinkage(ctx, postgres.LinkageRow{CampaignID: campaign, ToHost: to, Projects: projects, Reason: reason, SharedAt: a.now})
	})
}

// mayBeShown refuses a host that is not above, and projects that are not the campaign's.
func (a *act) mayBeShown(ctx context.Context, to string, projects []string) error {
	above, err := a.IsAbove(ctx, to)
	if err != nil {
		return err
	}
	if !above {
		return supervision.Refuse(supervision.NotFound, "只能共享给上级人大，上级中没有 "+to, "a campaign is shared with a congress above; none there is "+to)
	}
	unknown, err := a.UnknownProjects(ctx, a.campaign.ID, projects)
	if err != nil || len(unknown) == 0 {
		return err
	}
	names := strings.Join(unknown, "、")
	return supervision.Refuse(supervision.NotFound, "活动中没有这些项目："+names, "the campaign has no such projects: "+names)
}

// UnshareCampaign shows a campaign no longer: what is not shown is not found. The same again changes nothing.
func (d *Desk) UnshareCampaign(ctx context.Context, caller Caller, campaign, to, reason string) error {
	r := record{verb: "UNSHARE_CAMPAIGN", object: "campaigns/" + campaign + "/linkages/" + to, reason: reason}
	return d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) error {
		err := a.EndLinkage(ctx, campaign, to, a.now)
		if errors.Is(err, postgres.ErrNone) {
			return errUnchanged
		}
		return err
	})
}

// Linkages lists with whom a campaign is shared, and the congresses above, with which it can be, the nearest first.
func (d *Desk) Linkages(ctx context.Context, caller Caller, campaign string) (shared []postgres.LinkageRow, above []postgres.HostRow, err error) {
	shared, err = inside(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.LinkageRow, error) {
		path, err := tx.HostsFrom(ctx, caller.Host)
		if err != nil {
			return nil, err
		}
		above = path[1:]
		return tx.Linkages(ctx, campaign)
	})
	return shared, above, err
}

// SharedCampaigns lists what congresses below share with the caller's, what was shared last first.
func (d *Desk) SharedCampaigns(ctx context.Context, caller Caller, before time.Time, beforeID string, limit int) ([]postgres.SharedCampaignRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.SharedCampaignRow, error) {
		return tx.SharedCampaigns(ctx, before, beforeID, limit)
	})
}

// SharedCampaign is one of them.
func (d *Desk) SharedCampaign(ctx context.Context, caller Caller, id string) (postgres.SharedCampaignRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (postgres.SharedCampaignRow, error) { return tx.SharedCampaign(ctx, id) })
}

// SharedProjects lists the projects that are shared of a campaign in the plan's order, those after the ordinal given.
func (d *Desk) SharedProjects(ctx context.Context, caller Caller, campaign string, after, limit int) ([]postgres.SharedProjectRow, error) {
	return shared(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.SharedProjectRow, error) {
		return tx.SharedProjects(ctx, campaign, after, limit)
	})
}

// SharedInspections lists the inspections of those projects in the order of their first day.
func (d *Desk) SharedInspections(ctx context.Context, caller Caller, campaign string, afterDay supervision.Date, afterID string, limit int,
) ([]postgres.SharedInspectionRow, error) {
	return shared(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.SharedInspectionRow, error) {
		return tx.SharedInspections(ctx, campaign, afterDay, afterID, limit)
	})
}

// shared asks for something of one campaign that is shared with the caller's host.
func shared[T any](ctx context.Context, d *Desk, caller Caller, campaign string, ask func(*postgres.Tx) (T, error)) (T, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (found T, err error) {
		if _, err := tx.SharedCampaign(ctx, campaign); err != nil {
			return found, err
		}
		return ask(tx)
	})
}
