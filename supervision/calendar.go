package supervision

import (
	"cmp"
	"fmt"
	"maps"
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
	days  map[Date]noticedDay // only what differs from Monday to Friday
	years map[int]HolidayYear
}

type noticedDay struct {
	kind   DayKind
	name   string
	notice *Notice
}

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
		notices := slices.Concat([]Amendment{{y.Source, y.Holidays, y.Workdays}}, y.Amendments)
		for i := range notices {
			if err := c.apply(y.Year, &notices[i]); err != nil {
				return Calendar{}, err
			}
		}
	}
	return c, nil
}

// With is the calendar with other years: one that it knows already is replaced, so a notice as amended is given whole.
// It refuses what NewCalendar does.
func (c Calendar) With(years ...HolidayYear) (Calendar, error) {
	given := func(known HolidayYear) bool {
		return slices.ContainsFunc(years, func(y HolidayYear) bool { return y.Year == known.Year })
	}
	return NewCalendar(append(slices.DeleteFunc(c.Years(), given), years...)...)
}

// Years are the notices that the calendar knows, in order.
func (c Calendar) Years() []HolidayYear { return slices.SortedFunc(maps.Values(c.years), byYear) }

func byYear(a, b HolidayYear) int { return cmp.Compare(a.Year, b.Year) }

// Notice is the one by which the day is a holiday or a make-up workday.
func (c Calendar) Notice(d Date) (Notice, bool) {
	noticed, ok := c.days[d]
	if !ok {
		return Notice{}, false
	}
	return *noticed.notice, true
}

// Kind is what the day is, with the holiday's name: of the holiday itself, or of the one a make-up workday is worked
// for. The name is empty for ordinary days.
func (c Calendar) Kind(d Date) (DayKind, string) {
	if noticed, ok := c.days[d]; ok {
		return noticed.kind, noticed.name
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

// Workdays counts the workdays of a window; none if it ends before it starts.
func (c Calendar) Workdays(w Window) (n int) {
	for d := w.First; !d.After(w.Last); d = d.AddDays(1) {
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}

// Provisional reports whether a later notice may still change the day: its year has no notice yet, or it is in a
// December whose next year has none.
func (c Calendar) Provisional(d Date) bool { return c.awaited(d) != 0 }

// awaited is the year whose notice may still change the day, or 0.
func (c Calendar) awaited(d Date) int {
	if _, known := c.years[d.Year]; !known {
		return d.Year
	}
	if _, known := c.years[d.Year+1]; !known && d.Month == time.December {
		return d.Year + 1
	}
	return 0
}

// roll ends, for a calendar's holidays do.
func (c Calendar) roll(d Date, step int) Date {
	for !c.IsWorkday(d) {
		d = d.AddDays(step)
	}
	return d
}

func (c Calendar) apply(year int, notice *Amendment) error {
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
