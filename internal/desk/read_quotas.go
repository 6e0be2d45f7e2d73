package desk

import (
	"context"

	"duban/internal/postgres"
	"duban/supervision"
)

// Quotas lists, in the order of their ids, how a campaign's cadences stand now: at most limit of them, those after the
// id given.
func (d *Desk) Quotas(ctx context.Context, caller Caller, campaign, after string, limit int) (quotas []supervision.Quota, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		row, err := tx.Campaign(ctx, campaign)
		if err != nil {
			return err
		}
		c, err := d.campaign(ctx, tx, row)
		if err != nil {
			return err
		}
		duties, err := tx.QuotaDuties(ctx, campaign, after, limit)
		quotas = supervision.Quotas(duties, c.Now(d.clock()), c.Customs)
		return err
	})
	return quotas, err
}
