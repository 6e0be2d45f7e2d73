package supervision

import (
	"slices"
	"time"
)

// Rehearsal is a year as a plan will make it: what there is to do, who is called when as long as nobody does it, and
// what its author should know before anybody is asked to.
type Rehearsal struct {
	Plan     Plan
	Duties   []Duty // in the order of their first days, the undated last
	Calls    []Call // in order
	Quotas   []Quota
	Findings []Finding // what the check of the plan finds is not repeated here
}

// Rehearsing are the circumstances of a rehearsal.
type Rehearsing struct {
	Start    time.Time // the take-up; zero: the first day of the campaign
	Calendar Calendar
	Sitting  map[string]string // who sits in each seat; nil: nobody is known
}

// Rehearse takes the plan up as Launch does, and looks at the whole year at once: what waits for something else is
// called on its own days, as if that were done in time. The plan must have been checked.
func (p Plan) Rehearse(in Rehearsing) Rehearsal {
	if in.Start.IsZero() {
		in.Start = p.Period.Opens(p.Zone)
	}
	launched := p.Launch(in.Start, in.Calendar)
	customs := Customs{Zone: p.Zone, Calendar: in.Calendar, Office: p.OfficeSeat()}
	for i := range launched.Duties {
		launched.Duties[i].Unlock(in.Start)
	}
	r := Rehearsal{Plan: p, Duties: launched.Duties}
	slices.SortStableFunc(r.Duties, byDay)
	r.Calls = Agenda(r.Duties, customs)
	r.Quotas = Quotas(r.Duties, in.Start, customs)
	r.Findings = newReviewer(r, in).review()
	return r
}

// byDay orders duties as a reader meets them: by first day, then by last, the undated at the end.
func byDay(a, b Duty) int {
	switch {
	case a.Undated() != b.Undated():
		if b.Undated() {
			return -1
		}
		return 1
	case a.Window.First != b.Window.First:
		return a.Window.First.Compare(b.Window.First)
	}
	return a.Window.Last.Compare(b.Window.Last)
}
