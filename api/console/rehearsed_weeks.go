package console

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// weekLayout sorts a rehearsal into weeks.
type weekLayout struct {
	weeks       map[time.Time]*rehearsedWeek
	undated     rehearsedLines
	byID        map[string]*v1.RehearsedDuty
	days        map[string]rehearsedDays
	titles      map[string]string // of seats
	provisional map[string]bool
}

func newLayout(m *v1.Rehearsal) *weekLayout {
	l := &weekLayout{
		weeks: map[time.Time]*rehearsedWeek{}, byID: map[string]*v1.RehearsedDuty{}, days: map[string]rehearsedDays{},
		titles: map[string]string{}, provisional: map[string]bool{},
	}
	for _, s := range m.GetDetails().GetSeats() {
		l.titles[s.GetId()] = s.GetTitle()
	}
	for _, id := range m.GetDetails().GetProvisional() {
		l.provisional[id] = true
	}
	for _, d := range m.GetDuties() {
		l.byID[d.GetId()] = d
		l.days[d.GetId()] = daysOf(d)
	}
	return l
}

// daysOf reads a duty's span: its end is the first instant that is no longer in it.
func daysOf(d *v1.RehearsedDuty) rehearsedDays {
	opens, due := parseInstant(d.GetOpens()), parseInstant(d.GetDue())
	if opens.IsZero() {
		return rehearsedDays{}
	}
	return rehearsedDays{dayOf(opens, opens.Location()), dayOf(due.Add(-time.Nanosecond), due.Location())}
}

// parseInstant reads an instant of the protos, in the offset that it is written with.
func parseInstant(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// duties notes when each opens and when it falls due.
func (l *weekLayout) duties(all []*v1.RehearsedDuty) {
	for _, d := range all {
		line := l.line(d)
		name := l.name(d.GetHolder())
		if line.Days.First.IsZero() {
			l.undated.add(line, name)
			continue
		}
		line.At, line.What = line.Days.First, words.WeekOpens
		l.week(line.At).Opens.add(line, name)
		line.At, line.What = line.Days.Last, words.WeekDue
		l.week(line.At).Due.add(line, name)
	}
}

// calls notes who is told what, apart from what only happens if a duty is not done. That a duty opens is noted already.
func (l *weekLayout) calls(all []*v1.RehearsedCall) {
	for _, c := range all {
		line := l.line(l.byID[c.GetDuty()])
		at := parseInstant(c.GetAt())
		line.Kind, line.At, line.What = c.GetKind(), at, words.CallKind[c.GetKind()]
		week := l.week(dayOf(at, at.Location()))
		switch c.GetKind() {
		case v1.Call_REMIND, v1.Call_WARN:
			week.Told.add(line, l.name(c.GetTo()))
		case v1.Call_LAPSE, v1.Call_ESCALATE:
			week.IfNot.add(line, l.name(c.GetTo()))
		case v1.Call_OPEN, v1.Call_UNSPECIFIED:
		}
	}
}

func (l *weekLayout) line(d *v1.RehearsedDuty) rehearsedLine {
	return rehearsedLine{Title: d.GetTitle(), Days: l.days[d.GetId()], Provisional: l.provisional[d.GetId()], Urgent: d.GetUrgent()}
}

func (l *weekLayout) name(seat string) string { return cmp.Or(l.titles[seat], seat) }

// week is the one that a day lies in.
func (l *weekLayout) week(day time.Time) *rehearsedWeek {
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	if l.weeks[monday] == nil {
		l.weeks[monday] = &rehearsedWeek{Monday: monday}
	}
	return l.weeks[monday]
}

// inOrder gives the weeks by time, and leaves out what a page cannot hold.
func (l *weekLayout) inOrder() []*rehearsedWeek {
	mondays := slices.SortedFunc(maps.Keys(l.weeks), time.Time.Compare)
	weeks := make([]*rehearsedWeek, len(mondays))
	room := pageRoom{lines: mostLines, names: mostNames}
	for i, monday := range mondays {
		w := l.weeks[monday]
		if i > 0 {
			w.Quiet = daysBetween(mondays[i-1], monday)/7 - 1
		}
		w.CountsOnly = !room.take(w)
		weeks[i] = w
	}
	return weeks
}

// inOrder are the things that a week brings, in the order of their days; what falls due stands at the end of its day.
func (w *rehearsedWeek) inOrder() []*rehearsedLine {
	lines := slices.Concat(w.Opens.lines, w.Told.lines, w.Due.lines)
	slices.SortStableFunc(lines, func(a, b *rehearsedLine) int {
		return dayOf(a.At, a.At.Location()).Compare(dayOf(b.At, b.At.Location()))
	})
	return lines
}

// pageRoom is what a page still holds.
type pageRoom struct{ lines, names int }

// take makes room for a week; names go first where there is too little. It is false when there is no room left.
func (r *pageRoom) take(w *rehearsedWeek) bool {
	all := slices.Concat(w.Opens.lines, w.Due.lines, w.Told.lines, w.IfNot.lines)
	if r.lines -= len(all); r.lines < 0 {
		return false
	}
	for _, line := range all {
		if r.names -= len(line.Names); r.names < 0 && len(line.Names) > fewNames {
			line.Names = nil
		}
	}
	return true
}

// fewNames are shown without a fold.
const fewNames = 3
