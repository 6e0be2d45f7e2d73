package supervision

import (
	"fmt"
	"regexp"
	"strings"
)

// zhDay writes 2020年12月8日（周二）.
func zhDay(d Date) string {
	weekday := [...]string{"日", "一", "二", "三", "四", "五", "六"}[d.Weekday()]
	return fmt.Sprintf("%s（周%s）", d.Zh(), weekday)
}

// enDay writes Tue 2020-12-08.
func enDay(d Date) string { return fmt.Sprintf("%.3s %s", d.Weekday(), d) }

// zhDays writes 2020年10月1日至8日, and one day as zhDay does.
func zhDays(w Window) string {
	if w.First == w.Last {
		return zhDay(w.First)
	}
	var last strings.Builder
	if w.Last.Year != w.First.Year {
		fmt.Fprintf(&last, "%d年", w.Last.Year)
	}
	if w.Last.Year != w.First.Year || w.Last.Month != w.First.Month {
		fmt.Fprintf(&last, "%d月", w.Last.Month)
	}
	return fmt.Sprintf("%s至%s%d日", w.First.Zh(), &last, w.Last.Day)
}

// enDays writes 2020-10-01..2020-10-08, and one day as enDay does.
func enDays(w Window) string {
	if w.First == w.Last {
		return enDay(w.First)
	}
	return w.String()
}

// hung is a count in words after the title of the event that it is counted from: 常委会会议的20日前.
var hung = regexp.MustCompile(`^(.+?)(?:的\d+(?:日|个工作日|个月)前|后\d+(?:日|个工作日|个月)内|当日)$`)

// eventTitle is what the plan calls the event that is counted from; its id where the words do not say.
func (c Computation) eventTitle() string {
	if words := hung.FindStringSubmatch(c.Written); words != nil {
		return words[1]
	}
	return c.Event
}

// inWords is the count in words, with the day that it is counted from where that is no event's: 2020-01-17起10个工作日内.
func (c Computation) inWords() string {
	switch {
	case c.Event != "" || c.Start.IsZero() || c.Written == "":
		return c.Written
	case strings.HasSuffix(c.Written, "内"):
		return c.Start.String() + "起" + c.Written
	case strings.HasSuffix(c.Written, "前"):
		return c.Start.String() + "的" + c.Written
	}
	return c.Start.String() + c.Written
}
