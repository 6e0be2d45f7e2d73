package supervision

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

// Date is a calendar day without a zone: the way deadlines are written. It becomes an instant only when a zone is
// named (At). The zero Date means "no date" and is written as the empty string.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateError says why a text is not a date or a window, and what was expected.
type DateError struct {
	Text   string // as it was written
	Offset int    // of the part at fault, in runes from the start of Text
	Zh, En string // one short line each
}

// Error quotes at most forty characters of the text, so that a wrong file cannot flood a log.
func (e *DateError) Error() string { return fmt.Sprintf("%.40q: %s / %s", e.Text, e.Zh, e.En) }

var isoDate = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`)

// ParseDate reads a day written in full, 2020-05-11. It fails with *DateError, also for a day that no calendar has
// (2020-06-31).
func ParseDate(s string) (Date, error) {
	m := isoDate.FindStringSubmatchIndex(s)
	if m == nil {
		return Date{}, &DateError{Text: s, Zh: "日期应写作 2020-05-11", En: "expected a date such as 2020-05-11"}
	}
	return newDate(s, numberAt(s, m[2:]), numberAt(s, m[4:]), numberAt(s, m[6:]))
}

// DateOf is the day that t falls on in the zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// String writes 2020-05-11, which ParseDate reads, and nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Zh writes 2020年5月11日, as letters do, and nothing for the zero Date.
func (d Date) Zh() string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(d.Year) + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日"
}

// En writes 11 May 2020, and nothing for the zero Date.
func (d Date) En() string {
	if d.IsZero() {
		return ""
	}
	return d.midnightUTC().Format("2 Jan 2006")
}

// IsZero reports whether no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// Compare is negative if d is the earlier day, positive if o is, and zero on the same day.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is a later day than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// AddDays is the day n calendar days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.midnightUTC().AddDate(0, 0, n), time.UTC) }

// DaysUntil counts the calendar days from d to o, negative if o is earlier: d.AddDays(d.DaysUntil(o)) == o.
func (d Date) DaysUntil(o Date) int {
	const secondsPerDay = 24 * 60 * 60
	return int((o.midnightUTC().Unix() - d.midnightUTC().Unix()) / secondsPerDay)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnightUTC().Weekday() }

// Monday begins the week that the day lies in.
func (d Date) Monday() Date {
	return d.AddDays(-(int(d.Weekday()) + daysAWeek - int(time.Monday)) % daysAWeek)
}

// At is the instant when clocks in the zone show hour:00 on that day. Hour 24 is the next day's midnight.
func (d Date) At(hour int, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, zone)
}

// MarshalText writes what String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes: a day in full, or nothing for the zero Date.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// midnightUTC carries the arithmetic: in UTC every day has 24 hours.
func (d Date) midnightUTC() time.Time { return d.At(0, time.UTC) }

// number is a number as someone wrote it, and where: in runes from the start of the text.
type number struct{ value, at int }

// numberAt takes the digits text[span[0]:span[1]], too few of them to overflow; a span below zero is a number that was
// not written.
func numberAt(text string, span []int) number {
	if span[0] < 0 {
		return number{at: -1}
	}
	value, _ := strconv.Atoi(text[span[0]:span[1]])
	return number{value, utf8.RuneCountInString(text[:span[0]])}
}

func (n number) written() bool { return n.at >= 0 }

// The years that a date may lie in: wider than any plan, narrow enough for every format that dates pass through.
const (
	firstYear = 1900
	lastYear  = 2199
)

// newDate refuses what no calendar has, pointing at the number that is wrong.
func newDate(text string, year, month, day number) (Date, error) {
	d := Date{year.value, time.Month(month.value), day.value}
	switch {
	case d.Year < firstYear || d.Year > lastYear:
		return Date{}, &DateError{
			text, year.at, fmt.Sprintf("年份%d不在%d至%d之间", d.Year, firstYear, lastYear),
			fmt.Sprintf("the year %d is not within %d..%d", d.Year, firstYear, lastYear),
		}
	case d.Month < time.January || d.Month > time.December:
		return Date{}, &DateError{text, month.at, fmt.Sprintf("没有%d月", d.Month), fmt.Sprintf("there is no month %d", d.Month)}
	case d.Day < 1 || d.Day > d.monthEnd().Day:
		return Date{}, noSuchDay(text, day.at, d)
	}
	return d, nil
}

func noSuchDay(text string, at int, d Date) error {
	zh, en := fmt.Sprintf("%d月没有%d日", d.Month, d.Day), d.Month.String()
	if d.Month == time.February { // the only month whose length depends on the year
		zh, en = fmt.Sprintf("%d年%s", d.Year, zh), fmt.Sprintf("%s %d", en, d.Year)
	}
	return &DateError{text, at, zh, fmt.Sprintf("%s has %d days", en, d.monthEnd().Day)}
}

// monthEnd is the last day of the month that d lies in: day 0 of the next.
func (d Date) monthEnd() Date { return Date{d.Year, d.Month + 1, 0}.AddDays(0) }
