package supervision

import (
	"fmt"
	"slices"
)

// away lists the duties that somebody goes somewhere for: a visit on line goes nowhere.
func (v *reviewer) away(yield func(*Duty) bool) {
	for d := range v.ahead {
		if d.Kind == InspectionDuty && v.entry(d).Medium != Online && !yield(d) {
			return
		}
	}
}

// visits lists those of them that lie in one certain week: of a longer window nobody knows the week.
func (v *reviewer) visits(yield func(d *Duty, monday Date) bool) {
	for d := range v.away {
		monday := d.Window.First.Monday()
		if d.Window.Last.Monday() == monday && !yield(d, monday) {
			return
		}
	}
}

// personWeek is a week of somebody's.
type personWeek struct {
	person string
	monday Date
}

// trip tells visits apart: a convenor's and a member's part in one inspection are one, and so are visits to one site on
// one day.
type trip struct {
	personWeek
	to string
}

// errand tells where a visit goes.
func (v *reviewer) errand(d *Duty) string {
	if d.Window.First == d.Window.Last {
		return d.Window.First.String() + v.spot(d)
	}
	return d.Inspection
}

// crowdedWeeks: more visits for one person in a week than the plan thinks right; the first such week of each person. It
// returns who has one.
func (v *reviewer) crowdedWeeks() (said map[string]bool) {
	said = map[string]bool{}
	count, made := map[personWeek]int{}, map[trip]bool{}
	var lasts []*Duty // with which the weeks became too full
	for d, monday := range v.visits {
		w := personWeek{v.in.Roster.person(d.Holder, d.Window.Last), monday}
		to := trip{w, v.errand(d)}
		if made[to] {
			continue
		}
		made[to] = true
		if count[w]++; count[w] == v.Plan.VisitsAWeek+1 && !said[w.person] {
			said[w.person] = true
			lasts = append(lasts, d)
		}
	}
	for _, d := range lasts {
		w := personWeek{v.in.Roster.person(d.Holder, d.Window.Last), d.Window.First.Monday()}
		v.warn(d.Entry, v.windowField(d.Entry), "CROWDED_WEEK", w.person,
			fmt.Sprintf("%s 在 %s 起的一周内有 %d 次督查，多于 %d 次", w.person, w.monday, count[w], v.Plan.VisitsAWeek),
			fmt.Sprintf("%s has %d visits in the week of %s, more than %d", w.person, count[w], w.monday, v.Plan.VisitsAWeek))
	}
	return said
}

// twoPlaces: one person expected at two places on one day; one finding for a person.
func (v *reviewer) twoPlaces() {
	type day struct {
		person string
		date   Date
	}
	at, said := map[day]*Duty{}, map[string]bool{}
	for d := range v.ahead {
		if d.Window.First != d.Window.Last || !v.attended(d) {
			continue
		}
		w := day{v.in.Roster.person(d.Holder, d.Window.First), d.Window.First}
		other := at[w]
		if other == nil {
			at[w] = d
			continue
		}
		if said[w.person] || v.spot(d) == v.spot(other) {
			continue
		}
		said[w.person] = true
		v.warn(d.Entry, v.windowField(d.Entry), "TWO_PLACES", w.person,
			fmt.Sprintf("%s 在 %s 同日有两处：%s、%s", w.person, w.date, other.ID, d.ID),
			fmt.Sprintf("%s is expected at two places on %s: %s, %s", w.person, w.date, other.ID, d.ID))
	}
}

// attended reports whether somebody must be there in person when the duty is done.
func (v *reviewer) attended(d *Duty) bool {
	return v.entry(d).Medium != Online && slices.Contains([]DutyKind{Meeting, Hearing, InspectionDuty, Deliberation}, d.Kind)
}

// spot is where a duty is attended, as far as the plan tells: a visit at the project's site, else in the street and
// community that its group is tied to, else at a place of its own; what is counted from one event at that event; the
// meetings of one entry together, but for those that each group has of its own.
func (v *reviewer) spot(d *Duty) string {
	group := v.groups[d.Group]
	switch {
	case d.Kind != InspectionDuty && d.Computed.Event != "":
		return "event " + d.Computed.Event
	case d.Kind != InspectionDuty && slices.Contains([]Each{EachGroup, EachPairing}, v.entry(d).Each):
		return "meeting " + d.Entry + " of " + d.Group
	case d.Kind != InspectionDuty:
		return "meeting " + d.Entry
	case d.Project != "":
		return "site " + v.sites[d.Project]
	case group.Street != "":
		return "street " + group.Street + " " + group.Community
	}
	return "visit " + d.Inspection
}

// siteWeek is a week of a site's.
type siteWeek struct {
	site   string
	monday Date
}

// sameSite: two levels that visit one site in one week, each without the other (不扰民不扰企); one finding for a site.
func (v *reviewer) sameSite() {
	at, said := map[siteWeek][]*Duty{}, map[string]bool{}
	for d, monday := range v.visits {
		w := siteWeek{v.sites[d.Project], monday}
		if d.Project == "" || said[w.site] {
			continue
		}
		other := v.otherLevel(d, at[w])
		if other == nil {
			if !slices.ContainsFunc(at[w], func(o *Duty) bool { return o.Entry == d.Entry }) {
				at[w] = append(at[w], d)
			}
			continue
		}
		said[w.site] = true
		v.warn(d.Entry, v.windowField(d.Entry), "SAME_SITE", w.site,
			fmt.Sprintf("%s 起的一周内两级分别督查 %s：%s、%s，可合并为联动督查", w.monday, w.site, other.ID, d.ID),
			fmt.Sprintf("two levels visit %s in the week of %s: %s, %s; expected one joint visit", w.site, w.monday, other.ID, d.ID))
	}
}

// otherLevel is one of the visits that another level makes for itself. Two that are each made with others are taken for
// the two sides of one joint visit.
func (v *reviewer) otherLevel(d *Duty, visits []*Duty) *Duty {
	mine := v.entry(d)
	i := slices.IndexFunc(visits, func(o *Duty) bool {
		other := v.entry(o)
		return other.Level != mine.Level && (len(other.With) == 0 || len(mine.With) == 0)
	})
	if i < 0 {
		return nil
	}
	return visits[i]
}
