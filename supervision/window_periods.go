package supervision

import (
	"fmt"
	"time"
)

// Period is how often a thing is done.
type Period string

// The periods. A week begins on Monday.
const (
	EveryWeek     Period = "WEEK"
	EveryMonth    Period = "MONTH"
	EveryQuarter  Period = "QUARTER"
	EveryHalfYear Period = "HALF_YEAR"
	EveryYear     Period = "YEAR"
	EveryWindow   Period = "WINDOW" // in the window as a whole
)

// PeriodOf is one period of a window, cut to the window.
type PeriodOf struct {
	Name   string // 2020-w27 (ISO 8601), 2020-07, 2020-q3, 2020-h2, 2020; "" for the window as a whole
	Window Window
}

// Each lists every such day of the week in the window, which needs both its days.
func (w Window) Each(weekday time.Weekday) (days []Date) {
	if w.First.IsZero() {
		return nil
	}
	wait := (int(weekday) - int(w.First.Weekday()) + daysAWeek) % daysAWeek
	for d := w.First.AddDays(wait); !d.After(w.Last); d = d.AddDays(daysAWeek) {
		days = append(days, d)
	}
	return days
}

// Periods lists, in order, the periods that the window touches. The window needs both its days.
func (w Window) Periods(p Period) (periods []PeriodOf) {
	if w.First.IsZero() {
		return nil
	}
	for d := w.First; !d.After(w.Last); {
		of := p.around(d, w)
		periods = append(periods, of)
		d = of.Window.Last.AddDays(1)
	}
	return periods
}

const daysAWeek = 7

// around is the period that d lies in, cut to the window.
func (p Period) around(d Date, w Window) PeriodOf {
	whole := PeriodOf{Window: w}
	switch p {
	case EveryWeek:
		year, week := d.midnightUTC().ISOWeek()
		monday := d.Monday()
		whole = PeriodOf{fmt.Sprintf("%04d-w%02d", year, week), Window{monday, monday.AddDays(daysAWeek - 1)}}
	case EveryMonth:
		whole = PeriodOf{fmt.Sprintf("%04d-%02d", d.Year, d.Month), d.monthsOfYear(1)}
	case EveryQuarter:
		whole = PeriodOf{fmt.Sprintf("%04d-q%d", d.Year, (d.Month+2)/3), d.monthsOfYear(3)}
	case EveryHalfYear:
		whole = PeriodOf{fmt.Sprintf("%04d-h%d", d.Year, (d.Month+5)/6), d.monthsOfYear(6)}
	case EveryYear:
		whole = PeriodOf{fmt.Sprintf("%04d", d.Year), d.monthsOfYear(12)}
	case EveryWindow:
	}
	whole.Window = whole.Window.cutTo(w)
	return whole
}

// monthsOfYear is the part that d lies in when its year is cut into parts of n months.
func (d Date) monthsOfYear(n int) Window {
	first := Date{d.Year, d.Month - (d.Month-1)%time.Month(n), 1}
	return Window{first, first.addMonths(n - 1).monthEnd()}
}

// cutTo leaves what the two windows have in common.
func (w Window) cutTo(o Window) Window {
	if w.First.Before(o.First) {
		w.First = o.First
	}
	if w.Last.After(o.Last) {
		w.Last = o.Last
	}
	return w
}
