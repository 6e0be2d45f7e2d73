package supervision

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// Rehearsal is a year as a plan will make it: what there is to do, who is called when, and what its author should know
// before anybody is asked to.
type Rehearsal struct {
	Plan     Plan
	Roster   Roster // nil: nobody is known
	Duties   []Duty // by first day, last day and id, the undated last
	Calls    []Call // in order
	Quotas   []Quota
	Findings []Finding // what the check of the plan finds is not repeated here

	Lived   bool      // with deeds: Calls are those that are made, not those that would be if nobody did anything
	Deeds   []Deed    // what was done in it, in the order of time
	Refused []Finding // deeds that the rules refuse, in the order in which they are given, each at its place, `events[3].kind`
}

// Rehearsing are the circumstances of a rehearsal.
type Rehearsing struct {
	Start    time.Time // the take-up; zero: the first day of the campaign
	Calendar Calendar
	Roster   Roster // who sits in each seat; nil: nobody is known
	Deeds    []Deed // what people do, in any order; nil: nobody does anything
}

// Rehearse takes the plan up as Launch does, and looks at the whole year at once. With deeds the year is lived to its
// end; without, what waits for something else is called on its own days, as if that were done in time. The plan must
// have been checked.
func (p Plan) Rehearse(in Rehearsing) Rehearsal {
	if in.Start.IsZero() {
		in.Start = p.Period.Opens(p.Zone)
	}
	r := p.foresee(in)
	if in.Deeds != nil {
		r = p.live(in)
	}
	r.Roster = in.Roster
	r.Findings = newReviewer(r, in).review()
	return r
}

// foresee calls everything that there is to call as long as nobody does anything.
func (p Plan) foresee(in Rehearsing) Rehearsal {
	duties := p.Launch(in.Start, in.Calendar).Duties
	customs := Customs{Zone: p.Zone, Calendar: in.Calendar, Office: p.OfficeSeat()}
	for i := range duties {
		duties[i].Unlock(in.Start)
	}
	slices.SortFunc(duties, CompareDuties)
	return Rehearsal{Plan: p, Duties: duties, Calls: Agenda(duties, customs), Quotas: Quotas(duties, in.Start, customs)}
}

// live does the deeds in the order of time and lets the year end.
func (p Plan) live(in Rehearsing) Rehearsal {
	year := NewYear(p, in.Start, in.Calendar)
	var done []Deed
	refused := map[int]Finding{}
	for _, i := range inTime(in.Deeds) {
		if err := year.do(in.Deeds[i], in.Start); err != nil {
			refused[i] = refusal(i, in.Deeds[i], err)
			continue
		}
		done = append(done, in.Deeds[i])
	}
	year.LiveOut()
	for i := range year.Calls {
		year.Calls[i].Passed = false // in a year that is lived at once nobody was late to keep the clock
	}
	duties := year.Duties()
	return Rehearsal{
		Plan: year.Plan, Duties: duties, Calls: year.Calls, Quotas: Quotas(duties, year.Campaign.ClockAt, year.Campaign.Customs),
		Lived: true, Deeds: done, Refused: inText(refused),
	}
}

// inText are the refusals of deeds in the order in which the deeds are written.
func inText(refused map[int]Finding) (all []Finding) {
	for _, i := range slices.Sorted(maps.Keys(refused)) {
		all = append(all, refused[i])
	}
	return all
}

// inTime lists the places of the deeds in the order of time.
func inTime(deeds []Deed) []int {
	order := make([]int, len(deeds))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return deeds[a].At.Compare(deeds[b].At) })
	return order
}

// do refuses what is said to have been done before the take-up: the year has no such day.
func (y *Year) do(d Deed, start time.Time) error {
	if d.At.Before(start) {
		return Refuse(WrongState, "早于启动时间", "before the take-up")
	}
	return y.Do(d)
}

func refusal(i int, d Deed, err error) Finding {
	f := Finding{
		Code: "REFUSED", Warning: true, Subject: cmp.Or(d.Duty, d.Event), Field: place("events", i, "kind"),
		Zh: err.Error(), En: err.Error(),
	}
	if refused, ok := errors.AsType[*Error](err); ok {
		f.Code, f.Zh, f.En = string(refused.Reason), refused.Zh, refused.En
	}
	what := strings.TrimSpace(string(d.Kind) + " " + f.Subject)
	f.Zh, f.En = what+"："+f.Zh, what+": "+f.En
	return f
}

// CompareDuties orders duties as a reader meets them: by first day, then by last, then by id, the undated at the end. Ids are
// compared as text, so that the tenth of a quota (.10) comes before its second (.2): any order is as good, but it must
// not change.
func CompareDuties(a, b Duty) int {
	if a.Undated() != b.Undated() {
		if b.Undated() {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Window.First.Compare(b.Window.First), a.Window.Last.Compare(b.Window.Last), cmp.Compare(a.ID, b.ID))
}
