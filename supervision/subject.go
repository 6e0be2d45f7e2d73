package supervision

import (
	"cmp"
	"slices"
)

// subject is what one duty of an entry is about.
type subject struct {
	id      string
	seat    string // for a deputy or a resident council member
	unit    string // for a unit
	street  string // for a street
	group   Group
	project string
	owns    []string  // a unit's projects
	stages  [3]Window // the project's
}

// about reports whether the entry is for a subject: those of other projects are left out.
func (e Entry) about(s subject) bool {
	if s.project != "" {
		return e.covers(s.project)
	}
	return s.owns == nil || slices.ContainsFunc(s.owns, e.covers)
}

// subjectLists are what a plan's entries are repeated for, each list made once: anew for each of 2,000 entries it would
// take minutes.
type subjectLists struct {
	plan  Plan
	lists map[Each][]subject
}

func newSubjectLists(p Plan) subjectLists { return subjectLists{p, map[Each][]subject{}} }

func (l subjectLists) of(each Each) []subject {
	if _, known := l.lists[each]; !known {
		l.lists[each] = l.plan.subjects(each)
	}
	return l.lists[each]
}

// subjects lists what an entry is repeated for.
func (p Plan) subjects(each Each) []subject {
	switch each {
	case EachGroup, EachPairing:
		return p.groupsAs(each)
	case EachProject:
		groups := p.watchers()
		return collect(p.Projects, func(pr Project) subject {
			return subject{id: pr.ID, unit: pr.Unit, group: groups[pr.ID], project: pr.ID, stages: pr.Stages}
		})
	case EachDeputy, EachMember:
		return p.membersAs(each)
	case EachUnit:
		return p.units()
	case EachStreet:
		streets := p.officesOf(StreetCommittee)
		return collect(streets, func(o Office) subject { return subject{id: o.ID, street: o.ID} })
	case EachCampaign:
	}
	return []subject{{id: "campaign"}}
}

// groupsAs lists the groups that watch a project or, as pairings, those that watch every project.
func (p Plan) groupsAs(each Each) (all []subject) {
	stages := map[string][3]Window{}
	for _, pr := range p.Projects {
		stages[pr.ID] = pr.Stages
	}
	for _, g := range p.Groups {
		if (g.Kind == ProfessionalGroup) == (each == EachPairing) {
			all = append(all, subject{id: g.ID, street: g.Street, group: g, project: g.Project, stages: stages[g.Project]})
		}
	}
	return all
}

// watchers are the groups by the project they watch, the first of several.
func (p Plan) watchers() map[string]Group {
	groups := map[string]Group{}
	for _, g := range p.Groups {
		if _, taken := groups[g.Project]; !taken {
			groups[g.Project] = g
		}
	}
	return groups
}

// membersAs lists every deputy, and every resident council member too if asked for members, once, in the first group
// that has them, in the plan's order.
func (p Plan) membersAs(each Each) (all []subject) {
	roles := p.roles()
	seen := map[string]bool{}
	for _, g := range p.Groups {
		for _, seat := range append([]string{g.Convenor}, g.Members...) {
			wanted := roles[seat] == RoleDeputy || each == EachMember && roles[seat] == RoleResident
			if wanted && !seen[seat] {
				seen[seat] = true
				all = append(all, subject{id: seat, seat: seat, street: g.Street, group: g, project: g.Project})
			}
		}
	}
	return all
}

func (p Plan) roles() map[string]Role {
	roles := make(map[string]Role, len(p.Seats))
	for _, s := range p.Seats {
		roles[s.ID] = s.Role
	}
	return roles
}

// units lists every office that leads a project once, in the order of the projects.
func (p Plan) units() []subject {
	var all []subject
	at := map[string]int{}
	for _, pr := range p.Projects {
		if _, listed := at[pr.Unit]; !listed {
			at[pr.Unit] = len(all)
			all = append(all, subject{id: pr.Unit, unit: pr.Unit})
		}
		s := &all[at[pr.Unit]]
		s.owns = append(s.owns, pr.ID)
	}
	return all
}

// holder is the seat that must do the entry for the subject; empty when there is none.
func (p Plan) holder(e Entry, s subject) string {
	switch e.Holder {
	case HolderDeputy, HolderMember:
		return s.seat
	case HolderUnit:
		return p.firstSeat(p.office(HolderUnit, s), RoleOfficial)
	case HolderLeader:
		return cmp.Or(s.group.LeadLeader, p.project(s.project).ContactLeader)
	case HolderCommittee, HolderStreet:
		return p.firstSeat(p.office(e.Holder, s), RoleStaff)
	case "", HolderConvenor:
		return p.visitor(e, s)
	}
	return e.Holder
}

// office is the office that a word means for a subject; the word itself where it is an office's id.
func (p Plan) office(word string, s subject) string {
	switch word {
	case HolderUnit:
		return cmp.Or(s.unit, p.project(s.project).Unit)
	case HolderCommittee:
		return cmp.Or(p.project(s.project).Committee, s.group.LeadDepartment)
	case HolderStreet:
		return cmp.Or(s.street, s.group.Street)
	}
	return word
}

// visitor is who answers for a visit that names nobody: the one member who makes it alone, or the group's convenor.
func (p Plan) visitor(e Entry, s subject) string {
	if e.Holder == "" && s.seat != "" {
		return s.seat
	}
	return s.group.Convenor
}

func (p Plan) seatsOf(role Role) []Seat {
	return only(p.Seats, func(s Seat) bool { return s.Role == role })
}

func collect[From, To any](all []From, one func(From) To) []To {
	out := make([]To, len(all))
	for i, v := range all {
		out[i] = one(v)
	}
	return out
}
