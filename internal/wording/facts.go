package wording

import (
	"fmt"
	"slices"

	"duban/supervision"
)

// MostLines is how many lines a message spells out; More counts the rest.
const MostLines = 100

// Facts are what one recipient is told at one time, in the language of the message. Days are written 2020-06-10.
type Facts struct {
	Host  string // the congress
	Name  string // of the person or office addressed
	Day   string // in the congress's zone
	Count int    // of all things, those left out too
	Lines []Line // at most MostLines, in the order in which they were added
	// The same lines once more, each in just one of these.
	Overdue, Returned, Due, Other []Line
	More                          int    // how many of Count are not in Lines
	Link                          string // leads to them after sign-in
}

// Line is one thing told.
type Line struct {
	What     string // one sentence
	Title    string // of the plan's entry, or of the seat
	Last     string // the day by which, or of the visit; may be empty
	Campaign string
	Times    int // how many things this line stands for, if more than one
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
	line, section := t.line(l), f.section(t.Kind)
	switch {
	case again(f.Lines, line):
		again(*section, line)
	case len(f.Lines) == MostLines:
		f.More++
	default:
		f.Lines, *section = append(f.Lines, line), append(*section, line)
	}
}

// line is the line that tells it.
func (t *Told) line(l Language) Line {
	line := Line{Title: t.Title, Last: t.Day.String(), Campaign: t.Campaign}
	if l == English {
		line.What = supervision.GlanceEn(t.Kind, t.Title, t.Day)
	} else {
		line.What = supervision.GlanceZh(t.Kind, t.Title, t.Day)
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

// section is where a unit finds a kind of notice. The heading says all that such a notice says beside its title and day;
// what says more is among the others, where it is spelt out.
func (f *Facts) section(kind string) *[]Line {
	switch kind {
	case string(supervision.CallLapse):
		return &f.Overdue
	case supervision.NoticeReturned:
		return &f.Returned
	case string(supervision.CallOpen), string(supervision.CallRemind):
		return &f.Due
	}
	return &f.Other
}

// plain is a copy of the facts whose texts are one line each, and bounded.
func (f *Facts) plain() *Facts {
	g := *f
	for _, s := range []*string{&g.Host, &g.Name, &g.Day} {
		*s = oneLine(*s, mostOfAField)
	}
	if len(g.Link) > mostOfALink {
		g.Link = "" // cut off, it leads nowhere
	}
	g.Link = oneLine(g.Link, mostOfALink)
	for _, lines := range []*[]Line{&g.Lines, &g.Overdue, &g.Returned, &g.Due, &g.Other} {
		*lines = slices.Clone((*lines)[:min(len(*lines), MostLines)])
		for i := range *lines {
			(*lines)[i].plain()
		}
	}
	return &g
}

func (l *Line) plain() {
	for _, s := range []*string{&l.What, &l.Title, &l.Last, &l.Campaign} {
		*s = oneLine(*s, mostOfAField)
	}
}
