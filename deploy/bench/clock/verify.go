package main

import (
	"slices"
	"time"
)

// outcome is what a contestant's rows say in the end, all but commits by the load's clock.
type outcome struct {
	calls []made
	facts map[int]fact
	// grace is how long before a proof or an extension a call may fall due that is then not made. For Duban there is
	// none: a call at an instant comes before a command at a later one, however late the call is.
	grace time.Duration
}

// made is a call that was made.
type made struct {
	duty      int
	at, by    time.Time // due; known to be made
	committed time.Time // by the wall's clock, as PostgreSQL noted it
}

// fact is when a duty was proven or else extended.
type fact struct {
	at     time.Time
	proven bool
}

// faults are what must not be.
type faults struct{ missing, duplicate, afterProof int }

// key names a call. Microseconds are what PostgreSQL keeps.
type key struct {
	duty int
	at   int64
}

// judge compares what was made until an instant of the load's clock with what the duties, and what people did about them,
// demand.
func (o outcome) judge(t *trial, until time.Time) (f faults) {
	rows := map[key]int{}
	for _, c := range o.calls {
		if proof := o.facts[c.duty]; proof.proven && (c.at.After(proof.at) || c.by.After(proof.at)) {
			f.afterProof++
			continue
		}
		rows[t.key(c.duty, c.at)]++
	}
	for _, d := range t.duties {
		must, may := o.demanded(t.load, d)
		for _, at := range must {
			if at.Before(until) && rows[t.key(d.N, at)] == 0 {
				f.missing++
			}
		}
		for _, at := range slices.Concat(must, may) {
			rows[t.key(d.N, at)]--
		}
	}
	for _, n := range rows {
		f.duplicate += max(n, 0)
	}
	return f
}

// demanded are the calls that a duty must make, and those that it may.
func (o outcome) demanded(l load, d duty) (must, may []time.Time) {
	fact, acted := o.facts[d.N]
	if !acted {
		return d.Calls, nil
	}
	for _, at := range d.Calls {
		switch {
		case at.After(fact.at):
		case at.After(fact.at.Add(-o.grace)):
			may = append(may, at)
		default:
			must = append(must, at)
		}
	}
	if !fact.proven {
		must = append(must, l.calls(d.Campaign, d.Deed.Last, fact.at)...)
	}
	return must, may
}

func (t *trial) key(duty int, at time.Time) key { return key{duty, wall(t.clock(), at).UnixMicro()} }
