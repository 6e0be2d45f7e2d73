package console

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"duban/api/console/words"
)

const dayFormat = "2006-01-02" // of every day in the protos

// zone loads a campaign's time zone. A machine without the zone's data still counts China's days right.
func zone(name string) *time.Location {
	if loc, err := time.LoadLocation(name); err == nil && name != "" {
		return loc
	}
	return time.FixedZone("Asia/Shanghai", 8*60*60)
}

// dayOf is the calendar day of an instant in a zone, as midnight UTC: days are compared and counted, never converted.
func dayOf(t time.Time, in *time.Location) time.Time {
	y, m, d := t.In(in).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// parseDay reads a day of the protos; a day that is absent or unreadable is the zero time.
func parseDay(s string) time.Time {
	d, err := time.Parse(dayFormat, s)
	if err != nil {
		return time.Time{}
	}
	return d
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours()) / 24 }

// writeDay writes a day of the protos in a language; what is no day stays as it is.
func writeDay(lang words.Lang, s string) string {
	if d := parseDay(s); !d.IsZero() {
		return lang.Day(d)
	}
	return s
}

// writeDays writes a span of days of the protos, one day alone once, and says so where there is none.
func writeDays(lang words.Lang, first, last string) string {
	switch {
	case last == "":
		return lang.Say(words.DayUnknown)
	case first == last:
		return writeDay(lang, last)
	default:
		return lang.Say(words.FromTo, writeDay(lang, first), writeDay(lang, last))
	}
}

// clock writes instants and counts days as one campaign does.
type clock struct {
	Today time.Time // midnight UTC of today's day in the campaign's zone
	lang  words.Lang
	zone  *time.Location
}

func (c *console) clock(lang words.Lang, timeZone string) clock {
	in := zone(timeZone)
	return clock{Today: dayOf(c.opts.Now(), in), lang: lang, zone: in}
}

// moment writes an instant to the minute; an absent one is "".
func (c clock) moment(t *timestamppb.Timestamp) string {
	if t == nil {
		return ""
	}
	return c.lang.Moment(t.AsTime().In(c.zone))
}

// left says how far a last day is from today.
func (c clock) left(lastDay string) string {
	last := parseDay(lastDay)
	if last.IsZero() {
		return ""
	}
	switch n := daysBetween(c.Today, last); {
	case n < -1:
		return c.lang.Say(words.DaysOver, -n)
	case n == -1:
		return c.lang.Say(words.DayYesterday)
	case n == 0:
		return c.lang.Say(words.Today)
	case n == 1:
		return c.lang.Say(words.DayTomorrow)
	default:
		return c.lang.Say(words.DaysLeft, n)
	}
}
