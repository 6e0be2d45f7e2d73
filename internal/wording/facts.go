package wording

import (
	"fmt"
	"slices"

	"duban/supervision"
)

// MostLines is how many lines a message spells out; More counts the rest.
const MostLines = 100

// Facts are what one recipient is told at one time, in the language of the message. Days are written as its language has them.
type Facts struct {
	Host   string // the congress
	Name   string // of the person or office addressed
	Office string // whose list it is; several: one after the other; may be empty
	Day    string // in the congress's zone
	Count  int    // of all things, those left out too
	Lines  []Line // at most MostLines, in the order in which they were added
	More   int    // how many of Count are not in Lines
	Link   string // leads to them after sign-in
}

// Line is one thing told.
type Line struct {
	Of       string // whose it is, where that needs saying
	What     string // one sentence, which says that first
	Title    string // of the plan's entry, or of the seat
	Last     string // the day by which, or of the visit; may be empty
	Campaign string
	Times    int // how many things this line stands for, if more than one
	under    heading
}

// heading is where a unit finds a line; each line is under just one.
type heading int

const (
	other heading = iota
	overdue
	returned
	due
)

// Overdue are the lines of what is overdue.
func (f *Facts) Overdue() []Line { return f.under(overdue) }

// Returned are the lines of what was returned.
func (f *Facts) Returned() []Line { return f.under(returned) }

// Due are the lines of what is due.
func (f *Facts) Due() []Line { return f.under(due) }

// Other are the lines under no other heading.
func (f *Facts) Other() []Line { return f.under(other) }

func (f *Facts) under(h heading) (lines []Line) {
	for _, l := range f.Lines {
		if l.under == h {
			lines = append(lines, l)
		}
	}
	return lines
}

// Sentence is the line as somebody says it, with how many things it stands for.
func (l *Line) Sentence(in Language) string {
	switch {
	case l.Times == 0:
		return l.What
	case in == English:
		return fmt.Sprintf("%s (%d of these)", l.What, l.Times)
	}
	return fmt.Sprintf("%s（%d项）", l.What, l.Times)
}

// Told is one thing to be told, as it is stored.
type Told struct {
	Of       string // whose it is, where that needs saying
	Kind     string // of the notice: REMIND, RETURNED …
	Title    string
	Day      supervision.Date // as supervision.GlanceZh takes it
	Campaign string           // its title
}

// Grow makes room for so many things to be added.
func (f *Facts) Grow(n int) { f.Lines = slices.Grow(f.Lines, min(n, MostLines-len(f.Lines))) }

// Add adds what is told next. What comes first is spelt out, what reads alike in one line; all is counted.
func (f *Facts) Add(l Language, t Told) {
	f.Count++
	line := t.line(l)
	switch {
	case again(f.Lines, line):
	case len(f.Lines) == MostLines:
		f.More++
	default:
		f.Lines = append(f.Lines, line)
	}
}

// line is the line that tells it.
func (t *Told) line(l Language) Line {
	line := Line{Of: t.Of, Title: t.Title, Last: l.Day(t.Day), Campaign: t.Campaign, under: headingOf(t.Kind)}
	colon := "："
	if l == English {
		line.What, colon = supervision.GlanceEn(t.Kind, t.Title, t.Day), ": "
	} else {
		line.What = supervision.GlanceZh(t.Kind, t.Title, t.Day)
	}
	if t.Of != "" {
		line.What = t.Of + colon + line.What
	}
	return line
}

// again counts what a line tells already, word for word.
func again(lines []Line, line Line) bool {
	for i := range lines {
		if l := &lines[i]; l.What == line.What && l.Campaign == line.Campaign {
			l.Times = max(l.Times, 1) + 1
			return true
		}
	}
	return false
}

// headingOf is where a unit finds a kind of notice. The heading says all that such a notice says beside its title and day;
// what says more is among the others, where it is spelt out.
func headingOf(kind string) heading {
	switch kind {
	case string(supervision.CallLapse):
		return overdue
	case supervision.NoticeReturned:
		return returned
	case string(supervision.CallOpen), string(supervision.CallRemind):
		return due
	}
	return other
}

// plain is a copy of the facts whose texts are one line each, and bounded.
func (f *Facts) plain() *Facts {
	g := *f
	for _, s := range []*string{&g.Host, &g.Name, &g.Office, &g.Day} {
		*s = oneLine(*s, mostOfAField)
	}
	if len(g.Link) > mostOfALink {
		g.Link = "" // cut off, it leads nowhere
	}
	g.Link = oneLine(g.Link, mostOfALink)
	g.Lines = slices.Clone(g.Lines[:min(len(g.Lines), MostLines)])
	for i := range g.Lines {
		g.Lines[i].plain()
	}
	return &g
}

func (l *Line) plain() {
	for _, s := range []*string{&l.Of, &l.What, &l.Title, &l.Last, &l.Campaign} {
		*s = oneLine(*s, mostOfAField)
	}
}
