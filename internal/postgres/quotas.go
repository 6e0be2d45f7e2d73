package postgres

import (
	"context"

	"duban/supervision"
)

// QuotaDuties lists the duties that count towards a page of a campaign's quotas: all duties of at most so many quotas,
// in the order of the quotas' names, those after the one given. A quota of unannounced visits is for those alone who are
// told of all of them: what is asked for and not done yet is still to come.
func (tx *Tx) QuotaDuties(ctx context.Context, campaign, after string, limit int) ([]supervision.Duty, error) {
	return tx.duties(ctx, `d.quota <> '' and d.quota in (select quota from duty where host_id = $1 and campaign_id = $2
		and quota > $3 and (not unannounced or (select told_early())) group by quota order by quota limit $4) order by d.quota, d.id limit $5`,
		campaign, after, limit, supervision.MaxDuties)
}
