package supervision

import (
	"cmp"
	"fmt"
	"slices"
)

// load is all that one person must go out for, each visit by the first and the last workday on which it can be done.
type load struct {
	person string
	visits []errand
}

// errand is a visit whose day is free between two workdays, given by their numbers.
type errand struct {
	first, last int
	duty        *Duty
}

// stretch is successive workdays, by number, within which visits must be done.
type stretch struct{ first, last, visits int }

// overloaded finds what no single week shows: of visits whose windows are long nobody knows the weeks, but where so many
// must fit into so few, one week has too many (CROWDED_WEEK, for who is not said to have one already); and where there
// are more than workdays, though each cadence alone could be kept, they cannot be done (OVERLOADED). One finding for a
// person.
func (v *reviewer) overloaded(crowded map[string]bool) {
	days := v.workdays()
	for _, l := range v.loads(days) {
		var full, busy stretch
		excess, most := 0, v.Plan.VisitsAWeek
		for s := range l.stretches {
			if more := s.visits - s.days(); more > excess && s.first < s.last { // of one day TWO_PLACES speaks
				full, excess = s, more
			}
			if least := days.least(s); least > most {
				busy, most = s, least
			}
		}
		switch {
		case excess > 0:
			v.overload(l, full, days)
		case busy.visits > 0 && !crowded[l.person]:
			v.crowd(l, busy, days)
		}
	}
}

func (v *reviewer) overload(l *load, s stretch, days workdays) {
	d, w := l.lastOf(s), days.window(s)
	v.warn(d.Entry, v.windowField(d.Entry), "OVERLOADED", l.person,
		fmt.Sprintf("%s 在 %s 内须督查 %d 次，只有 %d 个工作日", l.person, w, s.visits, s.days()),
		fmt.Sprintf("%s must make %d visits within %s, which has %d workdays", l.person, s.visits, w, s.days()))
}

func (v *reviewer) crowd(l *load, s stretch, days workdays) {
	d, w, least := l.lastOf(s), days.window(s), days.least(s)
	v.warn(d.Entry, v.windowField(d.Entry), "CROWDED_WEEK", l.person,
		fmt.Sprintf("%s 在 %s 内须督查 %d 次，其中至少一周有 %d 次，多于 %d 次", l.person, w, s.visits, least, v.Plan.VisitsAWeek),
		fmt.Sprintf("%s must make %d visits within %s: at least %d in some week, more than %d", l.person, s.visits, w, least, v.Plan.VisitsAWeek))
}

// loads lists who must go out, in the order of the duties. Left out is what other findings say: what has no workday, and
// what belongs to a quota that cannot be met anyway.
func (v *reviewer) loads(days workdays) (all []*load) {
	hopeless, of, made := map[string]bool{}, map[string]*load{}, map[trip]bool{}
	for _, q := range v.Quotas {
		hopeless[q.ID] = q.State == QuotaImpossible
	}
	for d := range v.away {
		first, last := days.within(v.left(d))
		to := trip{personWeek{person: v.in.Roster.person(d.Holder, d.Window.Last)}, v.errand(d)}
		if first > last || hopeless[d.Quota] || d.State == Excused || made[to] {
			continue
		}
		made[to] = true
		if of[to.person] == nil {
			of[to.person] = &load{person: to.person}
			all = append(all, of[to.person])
		}
		of[to.person].visits = append(of[to.person].visits, errand{first, last, d})
	}
	return all
}

// left is what the take-up leaves of a duty's window.
func (v *reviewer) left(d *Duty) Window {
	if d.Window.First.Before(v.today) {
		return Window{v.today, d.Window.Last}
	}
	return d.Window
}

// stretches passes each stretch from the first day of a visit to the last day of one, with the number of visits that
// cannot be made outside it.
func (l *load) stretches(yield func(stretch) bool) {
	visits := slices.SortedStableFunc(slices.Values(l.visits), func(a, b errand) int { return cmp.Compare(b.first, a.first) })
	lasts := collect(visits, func(e errand) int { return e.last })
	slices.Sort(lasts)
	lasts = slices.Compact(lasts)
	ending := make([]int, len(lasts)) // visits that begin on the day or later, by their last days
	for i, e := range visits {
		at, _ := slices.BinarySearch(lasts, e.last)
		ending[at]++
		if i+1 < len(visits) && visits[i+1].first == e.first {
			continue
		}
		within := 0
		for at, n := range ending {
			if within += n; n > 0 && !yield(stretch{e.first, lasts[at], within}) {
				return
			}
		}
	}
}

// lastOf is the last of the visits in a stretch, with which it became too full.
func (l *load) lastOf(s stretch) (d *Duty) {
	for _, e := range l.visits {
		if e.first >= s.first && e.last <= s.last {
			d = e.duty
		}
	}
	return d
}

func (s stretch) days() int { return s.last - s.first + 1 }
