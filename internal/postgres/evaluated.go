package postgres

import (
	"context"

	"duban/supervision"
)

// Evaluated reads how far a campaign's third phase has come.
func (tx *Tx) Evaluated(ctx context.Context, campaign string) (supervision.Evaluated, error) {
	return one[supervision.Evaluated](ctx, tx, `select
		exists (select from duty where host_id = $1 and campaign_id = $2 and kind = 'JOINT_SUBMISSION') as has_gate,
		not exists (select from duty where host_id = $1 and campaign_id = $2 and kind = 'DELIBERATION'
			and state not in ('PROVEN', 'EXCUSED')) as deliberated,
		exists (select from poll where host_id = $1 and campaign_id = $2 and after = '') as has_poll,
		not exists (select from poll where host_id = $1 and campaign_id = $2 and after = '' and state = 'PLANNED') as poll_called,
		not exists (select from poll where host_id = $1 and campaign_id = $2 and state <> 'FED_BACK'
			and not (after <> '' and state = 'PLANNED')) as results_given`,
		tx.host, campaign)
}

// DutiesOfKind lists a campaign's duties of a kind.
func (tx *Tx) DutiesOfKind(ctx context.Context, campaign string, kind supervision.DutyKind) ([]supervision.Duty, error) {
	return tx.duties(ctx, `d.kind = $3 order by d.id limit $4`, campaign, kind, supervision.MaxDuties)
}

// DutiesOfEntry lists a campaign's duties that one entry of its plan made.
func (tx *Tx) DutiesOfEntry(ctx context.Context, campaign, entry string) ([]supervision.Duty, error) {
	return tx.duties(ctx, `d.entry = $3 order by d.id limit $4`, campaign, entry, supervision.MaxDuties)
}
