package desk

import (
	"context"

	"duban/internal/postgres"
	"duban/supervision"
)

// What a circular names; of the rest it says how much there is.
const (
	circularCampaigns = 50
	circularHolders   = 20 // of each campaign
	circularDuties    = 5  // of each holder
)

// Circular is a congress's circular of one month, with the head that its record had when it was read.
type Circular struct {
	supervision.Circular
	Head RecordHead
}

// Circular reads the circular of a month as the rows stand now, with nothing in it that is kept from those who are
// supervised: the paper goes to them too. A month that has not begun is refused.
func (d *Desk) Circular(ctx context.Context, caller Caller, month supervision.Month) (c Circular, err error) {
	now := d.clock()
	units := Caller{Host: caller.Host, Seats: []supervision.Seat{{Role: supervision.RoleOfficial}}}
	c.Circular, err = look(ctx, d, units, func(tx *postgres.Tx) (told supervision.Circular, err error) {
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return told, err
		}
		if told, err = supervision.NewCircular(month, now, zone); err == nil {
			err = tellCampaigns(ctx, tx, &told)
		}
		return told, err
	})
	if err != nil {
		return Circular{}, err
	}
	c.Head, err = d.RecordHead(ctx, caller)
	return c, err
}

// tellCampaigns reads what a circular tells of its campaigns.
func tellCampaigns(ctx context.Context, tx *postgres.Tx, c *supervision.Circular) error {
	rows, err := tx.CircularCampaigns(ctx, c, circularCampaigns)
	if err != nil || len(rows) == 0 {
		return err
	}
	c.Campaigns, c.More = make([]supervision.CampaignMonth, len(rows)), rows[0].Campaigns-len(rows)
	ids, byID := make([]string, len(rows)), make(map[string]*supervision.CampaignMonth, len(rows))
	for i, r := range rows {
		c.Campaigns[i] = r.Month()
		ids[i], byID[r.ID] = r.ID, &c.Campaigns[i]
	}
	outcomes, err := tx.Outcomes(ctx, ids, c.Days)
	if err != nil {
		return err
	}
	for _, o := range outcomes {
		byID[o.CampaignID].Add(o.State, o.Late, o.Duties)
	}
	return tellArrears(ctx, tx, c.Days, ids, byID)
}

// tellArrears reads what is left undone, and by whom.
func tellArrears(ctx context.Context, tx *postgres.Tx, days supervision.Window, ids []string, byID map[string]*supervision.CampaignMonth) error {
	rows, err := tx.Arrears(ctx, ids, days, circularHolders, circularDuties)
	for _, r := range rows {
		m := byID[r.CampaignID]
		if len(m.Arrears) < r.Place {
			m.Arrears = append(m.Arrears, supervision.Arrears{Holder: r.Holder, Duties: r.Duties})
		}
		a := &m.Arrears[r.Place-1]
		a.Named = append(a.Named, r.Overdue())
	}
	return err
}
