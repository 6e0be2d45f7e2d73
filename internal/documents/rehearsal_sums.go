package documents

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"duban/supervision"
)

// undated writes what waits for a day that nobody knows yet.
func (t *rehearsalText) undated() {
	duties := t.choose((*supervision.Duty).Undated)
	if len(duties) == 0 {
		return
	}
	t.heading(t.say(word{"日期未定", "Without a day yet"}))
	t.entries(duties)
}

// over writes what was over before the take-up, and calls nobody.
func (t *rehearsalText) over() {
	duties := t.choose(func(d *supervision.Duty) bool { return d.State == supervision.BeforeTakeUp })
	if len(duties) == 0 {
		return
	}
	t.heading(t.say(word{"启动前已结束，不再提醒", "Over before the take-up: nobody is reminded"}))
	t.entries(duties)
}

// entries writes duties by entry, each with its holders.
func (t *rehearsalText) entries(duties []*supervision.Duty) {
	entries, holders := byEntry(duties)
	known := t.Plan.EntriesByID()
	for _, id := range entries {
		e := known[id]
		t.line(2, e.Title+" ["+id+"]"+t.hangsOn(e))
		t.hang(4, "", 4, t.people(*holders[id], t.Plan.Period.Last))
	}
}

// hangsOn names the event that an entry's day is counted from.
func (t *rehearsalText) hangsOn(e supervision.Entry) string {
	if e.Due == nil || e.Due.Event == "" {
		return ""
	}
	return t.sayf(word{"，起算于 %s", ", counted from %s"}, e.Due.Event)
}

func (t *rehearsalText) findings() {
	t.heading(t.sayf(word{"提示（%d条）", "Findings (%d)"}, len(t.Findings)))
	for _, f := range t.Findings {
		severity := t.say(word{"错误", "error"})
		if f.Warning {
			severity = t.say(word{"警告", "warning"})
		}
		label := t.sayf(word{"第%d行", "line %d"}, f.Line)
		about := ""
		if f.Subject != "" {
			about = " " + f.Subject
		}
		t.hang(2, label, 12, pieces(severity+" "+f.Code+about+t.say(word{"：", ": "})+t.say(word{f.Zh, f.En})))
	}
}

// standing is how quotas stand that stand alike.
type standing struct {
	entry      string
	window     supervision.Window
	need, left int
	last       supervision.Date
	state      supervision.QuotaState
}

var quotaWords = map[supervision.QuotaState]word{
	supervision.QuotaMet:        {"已完成", "met"},
	supervision.QuotaOnTrack:    {"可完成", "possible"},
	supervision.QuotaAtRisk:     {"即将无法完成", "soon impossible"},
	supervision.QuotaImpossible: {"无法完成", "impossible"},
}

// quotas writes how cadences stand, those that stand alike in one line.
func (t *rehearsalText) quotas() {
	if len(t.Quotas) == 0 {
		return
	}
	t.heading(t.sayf(word{"次数（%d项）", "Quotas (%d)"}, len(t.Quotas)))
	count := map[standing]int{}
	for _, q := range t.Quotas {
		count[standing{q.Entry, q.Window, q.Need, q.Left, q.Last, q.State}]++
	}
	for _, e := range t.Plan.Entries {
		if lines := t.standings(e, count); len(lines) > 0 {
			t.line(2, e.Title+" ["+e.ID+"]")
			for _, line := range lines {
				t.line(4, line)
			}
		}
	}
}

func (t *rehearsalText) standings(e supervision.Entry, count map[standing]int) (lines []string) {
	var all []standing
	for s := range count {
		if s.entry == e.ID {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b standing) int {
		return cmp.Or(a.window.First.Compare(b.window.First), a.window.Last.Compare(b.window.Last), cmp.Compare(a.need, b.need),
			cmp.Compare(a.left, b.left), a.last.Compare(b.last), cmp.Compare(a.state, b.state))
	})
	for _, s := range all {
		line := t.sayf(word{"%s：%d项，每项%d次，%d个工作日", "%s: %d quotas of %d, %d workdays"}, s.window, count[s], s.need, s.left)
		if !s.last.IsZero() {
			line += t.sayf(word{"，最后机会%s", ", last chance %s"}, t.shortDay(s.last, s.window.First))
		}
		lines = append(lines, line+t.say(word{"，", ", "})+t.say(quotaWords[s.state]))
	}
	return lines
}

// reminders writes how many reminders reach each person, or each seat where nobody is known; the most reminded first.
func (t *rehearsalText) reminders() {
	count := map[string]int{}
	place := map[string]int{} // of the person's first seat in the plan
	seats := map[string]int{}
	for i, s := range t.Plan.Seats {
		seats[s.ID] = i
	}
	for _, c := range t.Calls {
		if c.Kind != supervision.CallRemind {
			continue
		}
		name := t.reached(c)
		if count[name]++; count[name] == 1 || seats[c.To] < place[name] {
			place[name] = seats[c.To]
		}
	}
	t.heading(t.say(word{"每人收到的提醒次数", "Reminders for each person"}))
	names := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(place[a], place[b]), cmp.Compare(a, b))
	})
	for _, name := range names {
		t.hang(2, fmt.Sprint(count[name]), 8, []string{name})
	}
}

// reached is the person whom a call reaches or, where nobody is known or sits there, the seat.
func (t *rehearsalText) reached(c supervision.Call) string {
	day := supervision.DateOf(c.At, t.Plan.Zone)
	if s, held := t.Roster.In(c.To, day); held {
		return cmp.Or(s.Name, s.Person) + " [" + s.Person + "]"
	}
	return t.seat(c.To, day)
}
