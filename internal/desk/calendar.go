package desk

import (
	"context"
	"sync"
	"time"

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
	for {
		seq, calendar := d.almanac.read()
		years, last, err := tx.HolidayYears(ctx, seq)
		if err != nil || len(years) == 0 {
			return calendar, err
		}
		if calendar, err = calendar.With(years...); err != nil {
			return calendar, err
		}
		d.almanac.turn(last, calendar) // and look whether there are more
	}
}

// calendarAt is the calendar as it stands where the last year added to it has a number, which is mostly the one known.
func (d *Desk) calendarAt(ctx context.Context, tx *postgres.Tx, seq int64) (supervision.Calendar, error) {
	if known, calendar := d.almanac.read(); known >= seq {
		return calendar, nil
	}
	return d.calendar(ctx, tx)
}

func (a *almanac) read() (int64, supervision.Calendar) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.seq, a.calendar
}

// turn takes over what one transaction has read, unless another has read more.
func (a *almanac) turn(seq int64, calendar supervision.Calendar) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if seq > a.seq {
		a.seq, a.calendar = seq, calendar
	}
}

// zone is the time zone of a name, such as Asia/Shanghai. Its tables are read once: there are a few hundred at the most.
func (d *Desk) zone(name string) (*time.Location, error) {
	known, _ := d.zones.Load(name)
	if zone, ok := known.(*time.Location); ok {
		return zone, nil
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		d.zones.Store(name, zone)
	}
	return zone, err
}
