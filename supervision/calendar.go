package supervision

import (
	"cmp"
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
