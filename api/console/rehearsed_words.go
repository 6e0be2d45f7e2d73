package console

import (
	"strings"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

func (y *rehearsedYear) say(t words.Text, args ...any) string { return y.Lang.Say(t, args...) }

func (y *rehearsedYear) weekDays(w *rehearsedWeek) string {
	return y.say(words.FromTo, y.Lang.Day(w.Monday), y.Lang.ShortDay(w.Monday.AddDate(0, 0, 6)))
}

func (y *rehearsedYear) weekNumber(w *rehearsedWeek) string {
	_, number := w.Monday.ISOWeek()
	return y.say(words.WeekNumber, number)
}

// at writes a line's day, and the hour of what is said to people.
func (y *rehearsedYear) at(line rehearsedLine) string {
	day := y.Lang.Weekday(line.At)
	if line.Kind == v1.Call_UNSPECIFIED {
		return day
	}
	return day + line.At.Format(" 15:04")
}

// limits says until when a duty that opens is open, and when one that people are reminded of is due.
func (y *rehearsedYear) limits(line rehearsedLine) string {
	switch last := line.Days.Last; {
	case last.IsZero() || line.Kind == v1.Call_UNSPECIFIED && line.At.Equal(last):
		return ""
	case line.Kind == v1.Call_UNSPECIFIED:
		return y.say(words.UntilDay, y.Lang.ShortDay(last))
	default:
		return y.say(words.DueDay, y.Lang.ShortDay(last))
	}
}

func join(names []string) string { return strings.Join(names, "、") }

// lastChance is the last day on which a quota can still be met, or why there is none.
func lastChance(lang words.Lang, q *v1.Quota) string {
	switch {
	case q.GetState() == v1.Quota_MET:
		return lang.Say(words.NothingToDo)
	case q.GetState() == v1.Quota_IMPOSSIBLE:
		return lang.Say(words.NoLastChance)
	default:
		return writeDay(lang, q.GetLastChance())
	}
}

// The shapes of what a page says in colour too.
var (
	severityShape = map[v1.Finding_Severity]string{v1.Finding_ERROR: "overdue", v1.Finding_WARNING: "attention"}
	quotaShape    = map[v1.Quota_State]string{
		v1.Quota_MET: "done", v1.Quota_ON_TRACK: "open", v1.Quota_AT_RISK: "attention", v1.Quota_IMPOSSIBLE: "overdue",
	}
)
