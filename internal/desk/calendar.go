package desk

import (
	"context"
	"sync"

	"duban/internal/postgres"
	"duban/supervision"
)

// almanac is the calendar that the desk was made with and what the database has added to it since, which another
// process may have done a moment ago.
type almanac struct {
	mu       sync.Mutex
	seq      int64 // of the last year added
	calendar supervision.Calendar
}

// calendar is the calendar as it stands in a transaction.
func (d *Desk) calendar(ctx context.Context, tx *postgres.Tx) (supervision.Calendar, error) {
	d.almanac.mu.Lock()
	defer d.almanac.mu.Unlock()
	years, seq, err := tx.HolidayYears(ctx, d.almanac.seq)
	if err != nil || len(years) == 0 {
		return d.almanac.calendar, err
	}
	calendar, err := d.almanac.calendar.With(years...)
	if err != nil {
		return supervision.Calendar{}, err
	}
	d.almanac.seq, d.almanac.calendar = seq, calendar
	return calendar, nil
}
