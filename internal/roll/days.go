package roll

import (
	"fmt"
	"strconv"
	"time"

	"duban/supervision"
)

// dayLayouts are how offices write days.
var dayLayouts = []string{
	"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102",
	"2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006-1-2 15:04:05", "2006/1/2 15:04:05",
}

// Excel counts days from an eve of 1900, or of 1904; the years that are believed are those in which somebody may sit.
const (
	lateBy    = 1462
	firstYear = 1950
	lastYear  = 2100
)

var eve = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)

// readDay reads a day, as a text or as Excel's number.
func readDay(into *supervision.Date, text string, late bool) *problem {
	day, ok := parseDay(text, late)
	if !ok {
		return &problem{
			"BAD_DAY", fmt.Sprintf("“%s”不是日期；应如 2026-05-20", text), fmt.Sprintf("%q is no day; expected one like 2026-05-20", text),
		}
	}
	*into = day
	return nil
}

func parseDay(text string, late bool) (supervision.Date, bool) {
	for _, layout := range dayLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			return believed(at)
		}
	}
	count, err := strconv.ParseFloat(text, 64)
	if err != nil || count < 1 || count > 100_000 {
		return supervision.Date{}, false
	}
	if late {
		count += lateBy
	}
	return believed(eve.AddDate(0, 0, int(count)))
}

func believed(at time.Time) (supervision.Date, bool) {
	return supervision.DateOf(at, time.UTC), at.Year() >= firstYear && at.Year() <= lastYear
}

// dayText writes a day; nothing for none.
func dayText(d supervision.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
