package documents

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"duban/supervision"
)

// itemKind is what happens on a day, in the order in which a day is written.
type itemKind int

const (
	opens itemKind = iota
	reminds
	warns
	done
	returned
	accepted
	extended
	excused
	due
	lapses
	escalates
)

// happening is what one line of a day says of one entry.
type happening struct {
	day   supervision.Date
	kind  itemKind
	entry string
	last  supervision.Date // of the duties' windows
}

// item is a line of a day: all duties of an entry that it happens to, and who is concerned.
type item struct {
	happening
	title       string
	provisional bool
	people      counted
}

// items gathers what happens, in the order in which it is written. As long as nobody does anything, what is overdue is
// not said beside what is due.
func (t *rehearsalText) items() []*item {
	all := map[happening]*item{}
	for _, c := range t.Calls {
		if kind, day := t.happens(c); kind != lapses || t.Lived {
			t.add(all, day, kind, t.duties[c.Duty], c.To)
		}
	}
	handedIn := t.deeds(all)
	for i := range t.Duties {
		switch d := &t.Duties[i]; {
		case d.State == supervision.Proven && handedIn[d.ID]:
		case d.State == supervision.Proven: // together with others
			t.add(all, supervision.DateOf(d.ProvenAt, t.Plan.Zone), done, d, d.Holder)
		case !d.Undated() && d.State != supervision.BeforeTakeUp && d.State != supervision.Excused:
			t.add(all, d.Window.Last, due, d, d.Holder)
		}
	}
	place := map[string]int{}
	for i, e := range t.Plan.Entries {
		place[e.ID] = i
	}
	items := make([]*item, 0, len(all))
	for _, it := range all {
		items = append(items, it)
	}
	slices.SortFunc(items, func(a, b *item) int {
		return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.kind, b.kind), cmp.Compare(place[a.entry], place[b.entry]), a.last.Compare(b.last))
	})
	return items
}

var deedItems = map[supervision.DeedKind]itemKind{
	supervision.DeedDone: done, supervision.DeedReturned: returned, supervision.DeedAccepted: accepted,
	supervision.DeedExtended: extended, supervision.DeedExcused: excused,
}

// deeds adds what people do to duties, each on its day, and tells which duties are handed in so.
func (t *rehearsalText) deeds(all map[happening]*item) (handedIn map[string]bool) {
	handedIn = map[string]bool{}
	for _, deed := range t.Deeds {
		d := t.duties[deed.Duty]
		kind, known := deedItems[deed.Kind]
		if d == nil || !known {
			continue
		}
		handedIn[d.ID] = handedIn[d.ID] || kind == done
		t.add(all, supervision.DateOf(deed.At, t.Plan.Zone), kind, d, d.Holder)
	}
	return handedIn
}

func (t *rehearsalText) add(all map[happening]*item, day supervision.Date, kind itemKind, d *supervision.Duty, to string) {
	key := happening{day, kind, d.Entry, d.Window.Last}
	if all[key] == nil {
		all[key] = &item{happening: key, title: d.Title + " [" + d.Entry + "]"}
		if d.Urgent {
			all[key].title += t.say(word{"（急办）", " (urgent)"})
		}
	}
	all[key].people.add(to)
	all[key].provisional = all[key].provisional || d.Computed.Provisional
}

// happens is what a call is, and on which day; a lapse at midnight belongs to the day that ends.
func (t *rehearsalText) happens(c supervision.Call) (itemKind, supervision.Date) {
	day := supervision.DateOf(c.At, t.Plan.Zone)
	switch c.Kind {
	case supervision.CallOpen:
		return opens, day
	case supervision.CallWarn:
		return warns, day
	case supervision.CallLapse:
		return lapses, supervision.DateOf(c.At.Add(-time.Nanosecond), t.Plan.Zone)
	case supervision.CallEscalate:
		return escalates, day
	case supervision.CallRemind:
	}
	return reminds, day
}

var itemWords = [...]word{
	opens: {"开始", "Opens"}, reminds: {"提醒", "Reminder"}, warns: {"预警", "Warning"},
	done: {"办结", "Done"}, returned: {"退回", "Returned"}, accepted: {"通过", "Accepted"}, extended: {"延期", "Extended"},
	excused: {"免除", "Excused"}, due: {"截止", "Due"}, lapses: {"逾期", "Overdue"}, escalates: {"报送", "Reported"},
}

// label is the first word of an item's line.
func (t *rehearsalText) label(kind itemKind) string {
	if kind == escalates && !t.Lived {
		return t.say(word{"若未办结", "If not done"})
	}
	return t.say(itemWords[kind])
}

// detail says by when, or how much time is left.
func (t *rehearsalText) detail(it *item) string {
	last := t.shortDay(it.last, it.day)
	provisional := ""
	if it.provisional {
		provisional = t.say(word{"，暂定", ", provisional"})
	}
	switch it.kind {
	case opens:
		return t.sayf(word{"（至%s%s）", " (until %s%s)"}, last, provisional)
	case reminds:
		return t.sayf(word{"（%s，%s截止%s）", " (%s, due %s%s)"}, t.left(it.day.DaysUntil(it.last)), last, provisional)
	case warns:
		return t.sayf(word{"（次数将无法完成，%s截止%s）", " (will soon be impossible, due %s%s)"}, last, provisional)
	case escalates:
		return t.sayf(word{"（%s已截止），报送：", " (was due %s), reported to:"}, last)
	case extended:
		return t.sayf(word{"（至%s）", " (until %s)"}, last)
	case done, returned, accepted, excused:
		return ""
	case due, lapses:
	}
	if it.provisional {
		return t.say(word{"（暂定）", " (provisional)"})
	}
	return ""
}

// left says how many days are left.
func (t *rehearsalText) left(days int) string {
	switch days {
	case 0:
		return t.say(word{"今天", "today"})
	case 1:
		return t.say(word{"还有1天", "1 day left"})
	}
	return t.sayf(word{"还有%d天", "%d days left"}, days)
}

// item writes what happens and, below, to whom. A list of people that stands somewhere already is referred to: the same
// hundred deputies are reminded three times a month.
func (t *rehearsalText) item(it *item) {
	const label, names, few = 17, 19, 2
	t.hang(4, t.label(it.kind), label, append(pieces(it.title), t.detail(it)))
	all := t.people(it.people, it.day)
	list := strings.Join(all, "")
	if earlier, known := t.named[list]; known && len(all) > few {
		all = []string{t.sayf(word{"%d人，同%s [%s] 所列", "the %d named on %s under [%s]"}, len(all), t.shortDay(earlier.day, it.day), earlier.entry)}
	} else {
		t.named[list] = it.happening
	}
	t.hang(names, "", names, all)
}

// week begins a week, and says how many before it had nothing.
func (t *rehearsalText) week(last, monday supervision.Date) {
	if empty := last.DaysUntil(monday)/7 - 1; !last.IsZero() && empty > 0 {
		t.heading(t.sayf(word{"（其间%d周无事项）", "(%d weeks with nothing)"}, empty))
	}
	year, week := monday.At(0, time.UTC).ISOWeek()
	t.heading(t.sayf(word{"%d年第%d周，%s至%s", "Week %[2]d of %[1]d, %[3]s to %[4]s"}, year, week, t.shortDay(monday, monday), t.shortDay(monday.AddDays(6), monday)))
}

// day writes 6月1日（周一）, Mon 2020-06-01.
func (t *rehearsalText) day(d supervision.Date) string {
	if t.english {
		return d.Weekday().String()[:3] + " " + d.String()
	}
	return t.shortDay(d, d) + "（周" + [...]string{"日", "一", "二", "三", "四", "五", "六"}[d.Weekday()] + "）"
}

// shortDay leaves the year out where it is that of another day: 6月1日.
func (t *rehearsalText) shortDay(d, other supervision.Date) string {
	switch {
	case t.english:
		return d.String()
	case d.Year != other.Year:
		return t.sayf(word{"%d年%d月%d日", ""}, d.Year, int(d.Month), d.Day)
	}
	return t.sayf(word{"%d月%d日", ""}, int(d.Month), d.Day)
}
