package desk

import (
	"context"

	"duban/internal/postgres"
)

// mostVacancies is how many vacancies of a campaign are listed.
const mostVacancies = 500

// Vacancies lists the seats of a campaign in which nobody sits although something rests on them, by their ids.
func (d *Desk) Vacancies(ctx context.Context, caller Caller, campaign string) ([]postgres.Vacancy, error) {
	now := d.clock()
	return inside(ctx, d, caller, campaign, func(tx *postgres.Tx) ([]postgres.Vacancy, error) {
		return tx.Vacancies(ctx, campaign, now, mostVacancies)
	})
}
