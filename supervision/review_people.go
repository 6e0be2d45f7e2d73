package supervision

import "fmt"

// idle: deputies and residents to whom no duty falls (HZ-04, 人人有任务). Those in no group are found by the check.
func (v *reviewer) idle() {
	busy, grouped := map[string]bool{}, map[string]bool{}
	for i := range v.Duties {
		busy[v.Duties[i].Holder] = true
	}
	for _, g := range v.Plan.Groups {
		grouped[g.Convenor] = true
		for _, m := range g.Members {
			grouped[m] = true
		}
	}
	for i, s := range v.Plan.Seats {
		if (s.Role == RoleDeputy || s.Role == RoleResident) && grouped[s.ID] && !busy[s.ID] {
			v.warnAt(place("seats", i, "id"), "NO_TASK", s.ID,
				"全年没有任何任务；应做到人人有任务", "has nothing to do all year; expected every deputy to have a task")
		}
	}
}

// unvisited: projects that a group watches on paper, but no duty is about (HZ-04, 事事有监督). Those without a group are
// found by the check.
func (v *reviewer) unvisited() {
	seen := map[string]bool{}
	for entry := range v.supervising() {
		for _, pr := range v.Plan.Projects {
			seen[pr.ID] = seen[pr.ID] || v.Plan.Entries[v.entries[entry]].covers(pr.ID)
		}
	}
	for i := range v.Duties {
		d := &v.Duties[i]
		seen[d.Project] = seen[d.Project] || !v.ownReport(d)
	}
	for i, pr := range v.Plan.Projects {
		if !seen[pr.ID] {
			v.warnAt(place("projects", i, "id"), "NO_SUPERVISION", pr.ID,
				"全年没有任何监督任务涉及该项目；应做到事事有监督", "no duty of the year supervises it; expected every project to have supervision")
		}
	}
}

// supervising are the entries whose visits are about no project in particular, and so about all that the entry covers.
func (v *reviewer) supervising() map[string]bool {
	entries := map[string]bool{}
	for i := range v.Duties {
		if d := &v.Duties[i]; d.Kind == InspectionDuty && d.Project == "" {
			entries[d.Entry] = true
		}
	}
	return entries
}

// ownReport tells whether a duty is the supervised side's own: what a unit writes of its project is not yet supervision
// of it. In a government's plan it is.
func (v *reviewer) ownReport(d *Duty) bool {
	i, known := v.seats[d.Holder]
	return known && v.Plan.Seats[i].Role == RoleOfficial && v.Plan.Host.Kind != GovernmentHost
}

// vacant: seats in which nobody sits on the last day of a duty that they hold, where it is known who sits where; the
// first such duty of each.
func (v *reviewer) vacant() {
	said := map[string]bool{}
	for i := range v.Duties {
		d := &v.Duties[i]
		at, known := v.seats[d.Holder]
		if v.in.Roster == nil || d.State == BeforeTakeUp || !known || said[d.Holder] || v.seated(d) {
			continue
		}
		said[d.Holder] = true
		v.warnAt(place("seats", at, "id"), "VACANT_SEAT", d.Holder,
			fmt.Sprintf("%s 的期限 %s 无人就任该席位", d.ID, d.Window.Last),
			fmt.Sprintf("nobody sits there on %s, the last day of %s", d.Window.Last, d.ID))
	}
}

// seated reports whether somebody sits in the duty's seat on its last day, or ever while nobody knows that day.
func (v *reviewer) seated(d *Duty) bool {
	if d.Undated() {
		return len(v.in.Roster[d.Holder]) > 0
	}
	_, held := v.in.Roster.In(d.Holder, d.Window.Last)
	return held
}

// kept: seats with a part in an unannounced visit in which somebody sits who sits in a unit as well, where it is known who
// sits where. They are told nothing of it; the office is, in their place. The first such duty of each.
func (v *reviewer) kept() {
	said, units := map[string]bool{}, map[Date]map[string]bool{}
	for d := range v.ahead {
		day := d.Window.Last
		at, known := v.seats[d.Holder]
		sitting, seated := v.in.Roster.In(d.Holder, day)
		if !d.Unannounced || !known || !seated || said[d.Holder] {
			continue
		}
		if units[day] == nil {
			units[day] = v.inUnits(day)
		}
		if said[d.Holder] = units[day][sitting.Person]; said[d.Holder] {
			v.warnAt(place("seats", at, "id"), "KEPT_FROM_HOLDER", d.Holder,
				fmt.Sprintf("%s 是暗访；%s 就任该席位的人同时在责任单位任职，事前不会得到通知", d.ID, day),
				fmt.Sprintf("%s is unannounced; whoever sits there on %s sits in a unit too, and is told nothing before", d.ID, day))
		}
	}
}

// inUnits are the people who sit in seats of those who are supervised on a day.
func (v *reviewer) inUnits(day Date) map[string]bool {
	people := map[string]bool{}
	for _, official := range v.Plan.seatsOf(RoleOfficial) {
		if s, seated := v.in.Roster.In(official.ID, day); seated {
			people[s.Person] = true
		}
	}
	return people
}
