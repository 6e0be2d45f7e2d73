package supervision

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// DayKind says what a calendar makes of a day.
type DayKind int

// The kinds of day. Of these, Workday and MakeUpWorkday are worked.
const (
	Workday       DayKind = iota // Monday to Friday
	Weekend                      // Saturday or Sunday
	Holiday                      // off by a notice, weekend days inside the holiday included
	MakeUpWorkday                // 调休: a Saturday or Sunday worked for a holiday
)

// String is the kind as plans and messages write it.
func (k DayKind) String() string {
	return [...]string{"WORKDAY", "WEEKEND", "HOLIDAY", "MAKE_UP_WORKDAY"}[k]
}

// Calendar knows the statutory holidays and make-up workdays of the years it has a notice for; in any other year it
// takes Monday to Friday as worked, and says so (Provisional). The zero Calendar knows no year. A Calendar never
// changes: it may be copied and shared.
type Calendar struct {
	days  map[Date]namedKind // only what differs from Monday to Friday
	years map[int]bool
}

type namedKind struct {
	kind DayKind
	name string
}

// NewCalendar applies the notices in the order of their years, each followed by its amendments; the later word on a
// day holds, so that next year's notice may change this December. It refuses a year given twice, a day outside the
// notice's year (or the December before), a day both off and worked, and a make-up workday that was worked anyway.
func NewCalendar(years ...HolidayYear) (Calendar, error) {
	c := Calendar{map[Date]namedKind{}, map[int]bool{}}
	byYear := func(a, b HolidayYear) int { return cmp.Compare(a.Year, b.Year) }
	for _, y := range slices.SortedFunc(slices.Values(years), byYear) {
		if c.years[y.Year] {
			return Calendar{}, fmt.Errorf("calendar: year %d is given twice", y.Year)
		}
		c.years[y.Year] = true
		if err := c.apply(y.Year, y.Holidays, y.Workdays); err != nil {
			return Calendar{}, err
		}
		for _, a := range y.Amendments {
			if err := c.apply(y.Year, a.Holidays, a.Workdays); err != nil {
				return Calendar{}, err
			}
		}
	}
	return c, nil
}

// Kind is what the day is, with the holiday's name: of the holiday itself, or of the one a make-up workday is worked
// for. The name is empty for ordinary days.
func (c Calendar) Kind(d Date) (DayKind, string) {
	if named, ok := c.days[d]; ok {
		return named.kind, named.name
	}
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return Weekend, ""
	}
	return Workday, ""
}

// IsWorkday reports whether offices work on the day.
func (c Calendar) IsWorkday(d Date) bool {
	kind, _ := c.Kind(d)
	return kind == Workday || kind == MakeUpWorkday
}

// WorkdayOnOrAfter is the day itself if it is worked, else the next that is: the way a period's last day moves.
func (c Calendar) WorkdayOnOrAfter(d Date) Date { return c.roll(d, 1) }

// WorkdayOnOrBefore is the day itself if it is worked, else the last one before: the way "N 日前" moves.
func (c Calendar) WorkdayOnOrBefore(d Date) Date { return c.roll(d, -1) }

// AddWorkdays is the n-th workday after d, or the -n-th before it if n is negative. The day itself is not counted,
// worked or not; n = 0 is d itself.
func (c Calendar) AddWorkdays(d Date, n int) Date {
	step := cmp.Compare(n, 0)
	for ; n != 0; n -= step {
		d = c.roll(d.AddDays(step), step)
	}
	return d
}

// Provisional reports whether a later notice may still change the day: its year has no notice yet, or it is in a
// December whose next year has none.
func (c Calendar) Provisional(d Date) bool {
	return !c.years[d.Year] || d.Month == time.December && !c.years[d.Year+1]
}

// roll ends, for a calendar's holidays do.
func (c Calendar) roll(d Date, step int) Date {
	for !c.IsWorkday(d) {
		d = d.AddDays(step)
	}
	return d
}

func (c Calendar) apply(year int, holidays, workdays []NamedDays) error {
	for _, w := range workdays {
		if i := slices.IndexFunc(holidays, func(h NamedDays) bool { return h.Days.Overlaps(w.Days) }); i >= 0 {
			return fmt.Errorf("calendar %d: %s is both off and worked", year, w.Days)
		}
		if err := c.mark(year, w, MakeUpWorkday); err != nil {
			return err
		}
	}
	for _, h := range holidays {
		if err := c.mark(year, h, Holiday); err != nil {
			return err
		}
	}
	return nil
}

func (c Calendar) mark(year int, n NamedDays, kind DayKind) error {
	noticed := Window{Date{year - 1, time.December, 1}, Date{year, time.December, 31}}
	if n.Days.Last.Before(n.Days.First) || !noticed.Contains(n.Days.First) || !noticed.Contains(n.Days.Last) {
		return fmt.Errorf("calendar %d: %s %s lies outside the year", year, n.Name, n.Days)
	}
	for d := n.Days.First; !d.After(n.Days.Last); d = d.AddDays(1) {
		if kind == MakeUpWorkday && c.IsWorkday(d) {
			return fmt.Errorf("calendar %d: %s is worked anyway", year, d)
		}
		c.days[d] = namedKind{kind, n.Name}
	}
	return nil
}
