package supervision

import (
	"cmp"
	"fmt"
	"slices"
)

// Compute counts the last day from start, the event's day, or from d.From where start is zero. With neither, the answer
// has no result and is unsettled. There is no result either where the count leaves the years that a Date may lie in.
func (d Deadline) Compute(start Date, c Calendar) Computation {
	d, _ = d.Complete()
	preset, _ := PresetNamed(d.Rule)
	words, _ := d.Words()
	answer := Computation{
		Rule: d.Rule, Article: preset.Article, Written: words, Event: d.Event, Start: cmp.Or(start, d.From),
	}
	if answer.Start.IsZero() {
		answer.Unsettled, answer.Provisional = true, true
		return answer
	}
	t := tally{calendar: c}
	if last := t.end(d, answer.Start); last.possible() {
		answer.Result, answer.Steps, answer.Awaits = last, t.steps, t.awaits
		answer.Provisional = len(t.awaits) > 0
	}
	return answer
}

// Words is the count in words: 20日前, 3个月内, 10个工作日内.
func (d Deadline) Words() (zh, en string) {
	d, _ = d.Complete()
	zh, en = d.amount()
	switch {
	case d.Count == 0:
		return "当日", "on the day itself"
	case d.Before:
		return zh + "前", en + " before"
	}
	return zh + "内", "within " + en
}

func (d Deadline) amount() (zh, en string) {
	switch d.Unit {
	case Workdays:
		zh, en = "个工作日", "working day"
	case Months:
		zh, en = "个月", "month"
	case Days:
		zh, en = "日", "day"
	}
	if d.Count != 1 {
		en += "s"
	}
	return fmt.Sprintf("%d%s", d.Count, zh), fmt.Sprintf("%d %s", d.Count, en)
}

// tally counts, and remembers what it made of the days that mattered.
type tally struct {
	calendar Calendar
	steps    []CountStep
	awaits   []int
}

// end is the last day, rolled. A count of workdays ends on one, so there is nothing to roll.
func (t *tally) end(d Deadline, start Date) Date {
	step := 1
	if d.Before {
		step = -1
	}
	switch {
	case d.Count == 0:
		return t.roll(start, d.Roll)
	case d.Unit == Workdays:
		return t.workdays(d, start, step)
	case d.Unit == Months:
		return t.roll(t.counted(d, start, start.addMonths(step*d.Count)), d.Roll)
	}
	return t.roll(t.counted(d, start, start.AddDays(step*d.Count)), d.Roll)
}

// workdays stops at the end of all calendars, whatever the count.
func (t *tally) workdays(d Deadline, start Date, step int) Date {
	last := start
	for left := d.Count; left > 0 && last.possible(); {
		last = last.AddDays(step)
		if !t.worked(last) {
			t.note(last, Skipped)
			continue
		}
		left--
		if kind, _ := t.calendar.Kind(last); kind == MakeUpWorkday {
			t.note(last, MadeUp)
		}
	}
	return t.counted(d, start, last)
}

func (t *tally) roll(d Date, roll Roll) Date {
	if roll == Stay {
		if !t.calendar.IsWorkday(d) {
			t.note(d, Stood)
		}
		return d
	}
	step, kind := 1, Rolled
	if roll == Back {
		step, kind = -1, RolledBack
	}
	for ; !t.worked(d); d = d.AddDays(step) {
		t.note(d, kind)
	}
	if kind, _ := t.calendar.Kind(d); kind == MakeUpWorkday {
		t.note(d, MadeUp)
	}
	return d
}

// worked also remembers the year whose notice may still change the answer.
func (t *tally) worked(d Date) bool {
	if year := t.calendar.awaited(d); year != 0 && !slices.Contains(t.awaits, year) {
		t.awaits = append(t.awaits, year)
	}
	return t.calendar.IsWorkday(d)
}
