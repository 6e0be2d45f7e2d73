package desk

import (
	"context"

	"duban/internal/postgres"
)

// mostVacancies is how many vacancies of a campaign are listed.
const mostVacancies = 500

// Vacancies lists the seats of a campaign in which nobody sits although something rests on them, by their ids. A draft
// that the caller may not see is no less of a burden.
func (d *Desk) Vacancies(ctx context.Context, caller Caller, campaign string) ([]postgres.Vacancy, error) {
	now := d.clock()
	return inside(ctx, d, System(caller.Host), campaign, func(tx *postgres.Tx) ([]postgres.Vacancy, error) {
		return tx.Vacancies(ctx, campaign, now, mostVacancies)
	})
}
