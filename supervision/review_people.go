package supervision

import (
	"fmt"
	"slices"
	"time"
)

// idle: deputies and residents to whom no duty falls (HZ-04, 人人有任务). Those in no group are found by the check.
func (v *reviewer) idle() {
	busy := map[string]bool{}
	for _, d := range v.Duties {
		busy[d.Holder] = true
	}
	grouped := map[string]bool{}
	for _, g := range v.Plan.Groups {
		grouped[g.Convenor] = true
		for _, m := range g.Members {
			grouped[m] = true
		}
	}
	for i, s := range v.Plan.Seats {
		if (s.Role == RoleDeputy || s.Role == RoleResident) && grouped[s.ID] && !busy[s.ID] {
			v.found = append(v.found, Finding{
				Code: "NO_TASK", Warning: true, Subject: s.ID, Field: place("seats", i, "id"),
				Zh: "全年没有任何任务；应做到人人有任务", En: "has nothing to do all year; expected every deputy to have a task",
			})
		}
	}
}

// unvisited: projects that a group watches on paper, but no duty is about (HZ-04, 事事有监督).
func (v *reviewer) unvisited() {
	seen, everywhere := map[string]bool{}, false
	for _, d := range v.Duties {
		seen[d.Project] = true
		e := v.Plan.Entries[v.entries[d.Entry]]
		everywhere = everywhere || e.Kind == InspectionDuty && e.Each != EachGroup && d.Project == "" && len(e.Only) == 0
	}
	for i, pr := range v.Plan.Projects {
		if !seen[pr.ID] && !everywhere {
			v.found = append(v.found, Finding{
				Code: "NO_SUPERVISION", Warning: true, Subject: pr.ID, Field: place("projects", i, "id"),
				Zh: "全年没有任何监督任务涉及该项目；应做到事事有监督", En: "no duty of the year is about it; expected every project to have supervision",
			})
		}
	}
}

// vacant: seats that hold duties and in which nobody sits, where it is known who sits where.
func (v *reviewer) vacant() {
	said := map[string]bool{}
	for _, d := range v.Duties {
		if v.in.Sitting == nil || said[d.Holder] || v.in.Sitting[d.Holder] != "" {
			continue
		}
		said[d.Holder] = true
		v.warn(d.Entry, "holder", "VACANT_SEAT", d.Holder,
			"席位 "+d.Holder+" 承担任务，但无人就任", "nobody sits in "+d.Holder+", which holds duties")
	}
}

// person is who sits in a seat, or the seat where that is not known.
func (v *reviewer) person(seat string) string { return first(v.in.Sitting[seat], seat) }

// outing is a duty that somebody goes somewhere for, in one certain week.
type outing struct {
	*Duty
	entry  Entry
	monday Date
}

// visits lists the visits, in order, whose window lies within one week: of the others nobody knows the week.
func (v *reviewer) visits() (all []outing) {
	for i := range v.Duties {
		d := &v.Duties[i]
		if d.Kind != InspectionDuty || d.Undated() || d.State == BeforeTakeUp {
			continue
		}
		monday := d.Window.First.monday()
		if d.Window.Last.monday() == monday {
			all = append(all, outing{d, v.Plan.Entries[v.entries[d.Entry]], monday})
		}
	}
	return all
}

// monday begins the week that the day lies in.
func (d Date) monday() Date {
	return d.AddDays(-(int(d.Weekday()) + daysAWeek - int(time.Monday)) % daysAWeek)
}

// crowdedWeeks: more visits for one person in a week than the plan thinks right; the first such week of each person.
func (v *reviewer) crowdedWeeks() {
	type week struct {
		person string
		monday Date
	}
	count, said := map[week]int{}, map[string]bool{}
	visits := v.visits()
	for _, d := range visits {
		count[week{v.person(d.Holder), d.monday}]++
	}
	for _, d := range visits {
		w := week{v.person(d.Holder), d.monday}
		if n := count[w]; n > v.Plan.VisitsAWeek && !said[w.person] {
			said[w.person] = true
			v.warn(d.Entry, v.windowField(d.Entry), "CROWDED_WEEK", w.person,
				fmt.Sprintf("%s 在 %s 起的一周内有 %d 次督查，多于 %d 次", w.person, w.monday, n, v.Plan.VisitsAWeek),
				fmt.Sprintf("%s has %d visits in the week of %s, more than %d", w.person, n, w.monday, v.Plan.VisitsAWeek))
		}
	}
}

// twoPlaces: one person expected at two places on one day; one finding for a person.
func (v *reviewer) twoPlaces() {
	type day struct {
		person string
		date   Date
	}
	at, said := map[day]*Duty{}, map[string]bool{}
	for i := range v.Duties {
		d := &v.Duties[i]
		if d.Undated() || d.State == BeforeTakeUp || d.Window.First != d.Window.Last || !d.Kind.attended() {
			continue
		}
		w := day{v.person(d.Holder), d.Window.First}
		other := at[w]
		if other == nil {
			at[w] = d
			continue
		}
		if said[w.person] || !v.apart(d, other) {
			continue
		}
		said[w.person] = true
		v.warn(d.Entry, v.windowField(d.Entry), "TWO_PLACES", w.person,
			fmt.Sprintf("%s 在 %s 同日有两处：%s、%s", w.person, w.date, other.ID, d.ID),
			fmt.Sprintf("%s is expected at two places on %s: %s, %s", w.person, w.date, other.ID, d.ID))
	}
}

// attended reports whether somebody must be there when a duty of the kind is done.
func (k DutyKind) attended() bool {
	return slices.Contains([]DutyKind{Meeting, Hearing, InspectionDuty, Deliberation}, k)
}

// apart reports whether two duties of a day are at two places: visits of one site go together, and so do meetings of
// one entry.
func (v *reviewer) apart(a, b *Duty) bool {
	if a.Kind == InspectionDuty && b.Kind == InspectionDuty && a.Project != "" {
		return v.sites[a.Project] != v.sites[b.Project]
	}
	return a.Entry != b.Entry
}

// sameSite: two levels that visit one site in one week, each without the other (不扰民不扰企, 政府督查工作条例 on repeated
// inspections); one finding for a site.
func (v *reviewer) sameSite() {
	type week struct {
		site   string
		monday Date
	}
	at, said := map[week]outing{}, map[string]bool{}
	for _, d := range v.visits() {
		if d.Project == "" {
			continue
		}
		w := week{v.sites[d.Project], d.monday}
		other, met := at[w]
		if !met {
			at[w] = d
			continue
		}
		if said[w.site] || other.entry.Level == d.entry.Level || other.Entry == d.Entry {
			continue
		}
		said[w.site] = true
		v.warn(d.Entry, v.windowField(d.Entry), "SAME_SITE", w.site,
			fmt.Sprintf("%s 起的一周内两级分别督查 %s：%s、%s，可合并为联动督查", w.monday, w.site, other.ID, d.ID),
			fmt.Sprintf("two levels visit %s in the week of %s: %s, %s; expected one joint visit", w.site, w.monday, other.ID, d.ID))
	}
}
