package supervision

import (
	"cmp"
	"slices"
	"time"
)

// Rehearsal is a year as a plan will make it: what there is to do, who is called when as long as nobody does it, and
// what its author should know before anybody is asked to.
type Rehearsal struct {
	Plan     Plan
	Roster   Roster // nil: nobody is known
	Duties   []Duty // by first day, last day and id, the undated last
	Calls    []Call // in order
	Quotas   []Quota
	Findings []Finding // what the check of the plan finds is not repeated here
}

// Rehearsing are the circumstances of a rehearsal.
type Rehearsing struct {
	Start    time.Time // the take-up; zero: the first day of the campaign
	Calendar Calendar
	Roster   Roster // who sits in each seat; nil: nobody is known
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
	r := Rehearsal{Plan: p, Roster: in.Roster, Duties: launched.Duties}
	slices.SortFunc(r.Duties, CompareDuties)
	r.Calls = Agenda(r.Duties, customs)
	r.Quotas = Quotas(r.Duties, in.Start, customs)
	r.Findings = newReviewer(r, in).review()
	return r
}

// CompareDuties orders duties as a reader meets them: by first day, then by last, then by id, the undated at the end.
func CompareDuties(a, b Duty) int {
	if a.Undated() != b.Undated() {
		if b.Undated() {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Window.First.Compare(b.Window.First), a.Window.Last.Compare(b.Window.Last), cmp.Compare(a.ID, b.ID))
}
