package console

import (
	"cmp"
	"slices"
	"time"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// What a page can show of a year: a plan of ten thousand duties would fill some thirty megabytes.
const (
	mostLines    = 2500
	mostNames    = 12000 // in all lists of those who are told
	mostQuotas   = 60    // of one title
	mostFindings = 300
)

// rehearsedYear is a rehearsal laid out week by week.
type rehearsedYear struct {
	*v1.Rehearsal
	Lang     words.Lang
	Weeks    []*rehearsedWeek // those in which there is something
	Undated  []rehearsedLine
	Quotas   []*quotaSum
	Errors   int
	Warnings int
}

// rehearsedWeek is what a week brings, from Monday to Sunday.
type rehearsedWeek struct {
	Monday                  time.Time
	Quiet                   int // weeks without anything since the one before
	Opens, Due, Told, IfNot rehearsedLines
	CountsOnly              bool // the page is full
}

// rehearsedLine is one thing that happens to several seats alike.
type rehearsedLine struct {
	At          time.Time // in the congress's zone
	Kind        v1.Call_Kind
	Title       string
	Days        rehearsedDays
	What        words.Text // becomes of the duty; empty under a heading that says so
	Provisional bool
	Urgent      bool
	Names       []string // of the seats, each once
	Times       int      // how often it happens in all
}

// rehearsedDays are a duty's first and last day, midnight UTC; zero while nobody knows them.
type rehearsedDays struct{ First, Last time.Time }

// layYear lays out a rehearsal with its details.
func layYear(m *v1.Rehearsal, lang words.Lang) *rehearsedYear {
	y := &rehearsedYear{Rehearsal: m, Lang: lang}
	for _, f := range m.GetDetails().GetFindings() {
		if f.GetSeverity() == v1.Finding_ERROR {
			y.Errors++
		} else {
			y.Warnings++
		}
	}
	l := newLayout(m)
	l.duties(m.GetDuties())
	l.calls(m.GetCalls())
	y.Weeks, y.Undated = l.inOrder(), l.undated.all()
	y.Quotas = sumQuotas(m.GetDetails().GetQuotas())
	return y
}

// quotaSum is all quotas of one title, the worst first.
type quotaSum struct {
	Title  string
	Need   int32 // in all
	Quotas []*v1.Quota
	States map[v1.Quota_State]int
}

func sumQuotas(all []*v1.Quota) (sums []*quotaSum) {
	byTitle := map[string]*quotaSum{}
	for _, q := range all {
		s := byTitle[q.GetTitle()]
		if s == nil {
			s = &quotaSum{Title: q.GetTitle(), States: map[v1.Quota_State]int{}}
			byTitle[s.Title], sums = s, append(sums, s)
		}
		s.Quotas = append(s.Quotas, q)
		s.Need += q.GetNeed()
		s.States[q.GetState()]++
	}
	for _, s := range sums {
		slices.SortStableFunc(s.Quotas, func(a, b *v1.Quota) int { return cmp.Compare(b.GetState(), a.GetState()) })
	}
	return sums
}

// rehearsedLines gathers what is alike, in the order in which it was met.
type rehearsedLines struct {
	lines []*rehearsedLine
	at    map[lineKey]*rehearsedLine
	named map[lineKey]map[string]bool
}

type lineKey struct {
	at    time.Time
	kind  v1.Call_Kind
	title string
	last  time.Time
}

func (l *rehearsedLines) add(line rehearsedLine, name string) {
	key := lineKey{line.At, line.Kind, line.Title, line.Days.Last}
	if l.at == nil {
		l.at, l.named = map[lineKey]*rehearsedLine{}, map[lineKey]map[string]bool{}
	}
	alike := l.at[key]
	if alike == nil {
		alike = &line
		l.at[key], l.named[key] = alike, map[string]bool{}
		l.lines = append(l.lines, alike)
	}
	alike.Times++
	alike.Provisional = alike.Provisional || line.Provisional
	alike.Urgent = alike.Urgent || line.Urgent
	if !l.named[key][name] {
		l.named[key][name] = true
		alike.Names = append(alike.Names, name)
	}
}

func (l *rehearsedLines) all() []rehearsedLine {
	lines := make([]rehearsedLine, len(l.lines))
	for i, line := range l.lines {
		lines[i] = *line
	}
	return lines
}

// Times is how often something happens in all.
func (l *rehearsedLines) Times() (n int) {
	for _, line := range l.lines {
		n += line.Times
	}
	return n
}
