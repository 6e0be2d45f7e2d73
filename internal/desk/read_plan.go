package desk

import (
	"context"

	"duban/internal/postgres"
	"duban/supervision"
)

// PlanSource returns a campaign's title and its plan byte for byte.
func (d *Desk) PlanSource(ctx context.Context, caller Caller, campaign string) (title string, source []byte, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		row, err := tx.Campaign(ctx, campaign)
		if err != nil {
			return err
		}
		title = row.Title
		source, err = tx.PlanSource(ctx, campaign)
		return err
	})
	return title, source, err
}

// Calendar is the calendar as it stands: the program's, with what has been announced since.
func (d *Desk) Calendar(ctx context.Context, caller Caller) (calendar supervision.Calendar, err error) {
	err = d.read(ctx, caller, func(tx *postgres.Tx) error {
		calendar, err = d.calendar(ctx, tx)
		return err
	})
	return calendar, err
}
