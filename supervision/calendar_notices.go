package supervision

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"
)

// NewCalendar applies the notices in the order of their years, each followed by its amendments; the later word on a
// day holds, so that next year's notice may change this December. It refuses, with *Error, a year given twice, a day
// outside the notice's year (or the December before), a day both off and worked, and a make-up workday that was worked
// anyway.
func NewCalendar(years ...HolidayYear) (Calendar, error) {
	c := Calendar{map[Date]noticedDay{}, map[int]HolidayYear{}}
	for _, y := range slices.SortedFunc(slices.Values(years), byYear) {
		if _, twice := c.years[y.Year]; twice {
			return Calendar{}, refuseYear(y.Year, "重复给出", "is given twice")
		}
		c.years[y.Year] = y
		for _, n := range y.notices() {
			if err := c.apply(y.Year, n); err != nil {
				return Calendar{}, err
			}
		}
	}
	return c, nil
}

// With is the calendar with other years: one that it knows already is replaced, so a notice as amended is given whole,
// and of two words on one year the last holds. It refuses what NewCalendar does.
func (c Calendar) With(years ...HolidayYear) (Calendar, error) {
	all := maps.Clone(c.years)
	if all == nil {
		all = map[int]HolidayYear{}
	}
	for _, y := range years {
		all[y.Year] = y
	}
	return NewCalendar(slices.Collect(maps.Values(all))...)
}

// Years are the notices that the calendar knows, in order.
func (c Calendar) Years() []HolidayYear { return slices.SortedFunc(maps.Values(c.years), byYear) }

func byYear(a, b HolidayYear) int { return cmp.Compare(a.Year, b.Year) }

func (c Calendar) apply(year int, notice Amendment) error {
	for _, w := range notice.Workdays {
		off := func(h NamedDays) bool { return h.Days.Overlaps(w.Days) }
		if slices.ContainsFunc(notice.Holidays, off) {
			return refuseYear(year, fmt.Sprintf("%s既放假又上班", w.Days), fmt.Sprintf("%s is both off and worked", w.Days))
		}
		if err := c.mark(year, w, noticedDay{MakeUpWorkday, w.Name, &notice.Source}); err != nil {
			return err
		}
	}
	for _, h := range notice.Holidays {
		if err := c.mark(year, h, noticedDay{Holiday, h.Name, &notice.Source}); err != nil {
			return err
		}
	}
	return nil
}

func (c Calendar) mark(year int, n NamedDays, as noticedDay) error {
	noticed := Window{Date{year - 1, time.December, 1}, Date{year, time.December, 31}}
	if n.Days.Last.Before(n.Days.First) || !noticed.Contains(n.Days.First) || !noticed.Contains(n.Days.Last) {
		return refuseYear(year, fmt.Sprintf("%s %s不在该年内", n.Name, n.Days), fmt.Sprintf("%s %s lies outside the year", n.Name, n.Days))
	}
	for d := n.Days.First; !d.After(n.Days.Last); d = d.AddDays(1) {
		if as.kind == MakeUpWorkday && c.IsWorkday(d) {
			return refuseYear(year, fmt.Sprintf("%s本来就上班", d), fmt.Sprintf("%s is worked anyway", d))
		}
		c.days[d] = as
	}
	return nil
}

func refuseYear(year int, zh, en string) *Error {
	return Refuse(InvalidRequest, fmt.Sprintf("%d年节假日安排：%s", year, zh), fmt.Sprintf("holidays of %d: %s", year, en))
}

// Knows reports whether the calendar has just what a notice says of its year.
func (c Calendar) Knows(y HolidayYear) bool { return reflect.DeepEqual(c.years[y.Year], y) }
