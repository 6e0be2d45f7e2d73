package main

import (
	"math/rand/v2"
	"slices"
	"time"
)

// duty is one of a load, and what somebody does about it.
type duty struct {
	N                      int // from 0
	Campaign, Entry, Group int
	Last                   int         // day, counted from firstDay
	Calls                  []time.Time // by the load's clock
	Deed                   *deed
}

// deed is what somebody does about a duty: proves it or, where there is a later last day, extends it.
type deed struct {
	At   time.Time // by the load's clock
	Last int       // 0: proven
}

// draw makes the duties of the load. The same seed makes the same ones.
func (l load) draw(seed uint64) []duty {
	r := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a load must be the same again
	var duties []duty
	for campaign := range l.campaigns {
		first := len(duties)
		for entry := range l.entries {
			last := l.lasts[0] + r.IntN(l.lasts[1]-l.lasts[0])
			for group := range l.groups {
				if l.groups == 1 {
					group = entry
				}
				duties = append(duties, duty{
					N: len(duties), Campaign: campaign, Entry: entry, Group: group, Last: last, Calls: l.calls(campaign, last, l.from),
				})
			}
		}
		l.drawDeeds(duties[first:], r)
	}
	return duties
}

// drawDeeds has some of a campaign's duties proven and others extended.
func (l load) drawDeeds(duties []duty, r *rand.Rand) {
	clock := l.pace(time.Time{})
	for i, n := range r.Perm(len(duties))[:l.proven+l.extended] {
		d := &duties[n]
		from := d.Calls[0].Add(clock.Long(l.acts[0]))
		span := d.Calls[len(d.Calls)-1].Add(clock.Long(l.acts[1])).Sub(from)
		d.Deed = &deed{At: from.Add(time.Duration(r.Float64() * float64(span)))}
		if i >= l.proven {
			d.Deed.Last = d.Last + 1 + r.IntN(l.later)
		}
	}
}

// tenth is every tenth of the duties, for who could not bear all of them.
func tenth(duties []duty) []duty {
	return slices.DeleteFunc(slices.Clone(duties), func(d duty) bool { return d.N%10 != 0 })
}

// withDeeds are the duties that somebody does something about, in the order in which that is done.
func withDeeds(duties []duty) []duty {
	acted := slices.DeleteFunc(slices.Clone(duties), func(d duty) bool { return d.Deed == nil })
	slices.SortFunc(acted, func(a, b duty) int { return a.Deed.At.Compare(b.Deed.At) })
	return acted
}
