package supervision

// workdays are those of a year, numbered, so that any part of it is counted at once and not day by day.
type workdays struct {
	from   Date
	before []int  // by day: the number of workdays before it
	days   []Date // by number
	weeks  []int  // by number: which week it lies in, of those that have a workday
}

// workdays are those from the first day to the last of all that somebody must go out for.
func (v *reviewer) workdays() workdays {
	var all Window
	for d := range v.away {
		if all.isZero() {
			all = v.left(d)
		}
		all = all.with(v.left(d).First).with(d.Window.Last)
	}
	return v.in.Calendar.number(all)
}

// number numbers the workdays of a window.
func (c Calendar) number(w Window) workdays {
	n := workdays{from: w.First, before: []int{0}}
	var monday Date
	week := -1
	for d := w.First; !w.isZero() && !d.After(w.Last); d = d.AddDays(1) {
		if c.IsWorkday(d) {
			if d.Monday() != monday {
				monday = d.Monday()
				week++
			}
			n.days, n.weeks = append(n.days, d), append(n.weeks, week)
		}
		n.before = append(n.before, len(n.days))
	}
	return n
}

// within are the numbers of the first and the last workday of a window; where it has none the last comes first.
func (n workdays) within(w Window) (first, last int) {
	return n.before[n.from.DaysUntil(w.First)], n.before[n.from.DaysUntil(w.Last)+1] - 1
}

func (n workdays) window(s stretch) Window { return Window{n.days[s.first], n.days[s.last]} }

// least is how many of the visits of a stretch fall into one of its weeks, however they are spread.
func (n workdays) least(s stretch) int {
	weeks := n.weeks[s.last] - n.weeks[s.first] + 1
	return (s.visits + weeks - 1) / weeks
}
