package supervision

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func (c *checker) projects() {
	watched := c.watched()
	for i, pr := range c.plan.Projects {
		c.unique(c.lists.projects, "projects", i, pr.ID)
		c.refer(c.lists.units, place("projects", i, "unit"), pr.Unit)
		c.projectTexts(i, pr)
		c.contacts(i, pr)
		c.targets(i, pr)
		if !watched[pr.ID] {
			c.warn(place("projects", i, "id"), "UNSUPERVISED",
				"没有监督小组，也没有逐项目的任务；应做到事事有监督",
				"no group and no duty supervises it; expected every project to have supervision")
		}
	}
}

func (c *checker) projectTexts(i int, pr Project) {
	c.line(place("projects", i, "title"), pr.Title)
	c.text(place("projects", i, "text"), pr.Text, true)
	for j, tag := range pr.Tags {
		c.line(place("projects", i, "tags["+strconv.Itoa(j)+"]"), tag)
	}
	for j, in := range pr.Indicators {
		c.line(indicatorPlace(i, j, "name"), in.Name)
		c.line(indicatorPlace(i, j, "unit"), in.Unit)
		c.text(indicatorPlace(i, j, "text"), in.Text, true)
	}
}

func indicatorPlace(project, indicator int, field string) string {
	return place("projects", project, place("indicators", indicator, field))
}

// targets warns once for each project whose source lost numbers, at the first of them.
func (c *checker) targets(i int, pr Project) {
	first := slices.IndexFunc(pr.Indicators, Indicator.unknown)
	if first < 0 {
		return
	}
	names := strings.Join(collect(only(pr.Indicators, Indicator.unknown), func(in Indicator) string { return in.Name }), "、")
	c.warn(indicatorPlace(i, first, "target"), "UNKNOWN_TARGET",
		"源文缺数，目标未知："+names, "the source gives no number, so the target is unknown: "+names)
}

// unknown reports whether a number is missing that the words call for.
func (in Indicator) unknown() bool { return in.Target == nil && in.Form == "" }

// watched are the projects that somebody must look at (HZ-04, 事事有监督).
func (c *checker) watched() map[string]bool {
	watched := map[string]bool{}
	for _, g := range c.plan.Groups {
		watched[g.Project] = true
	}
	for _, e := range c.plan.Entries {
		if e.Each != EachProject && e.Each != EachPairing {
			continue
		}
		for _, pr := range c.plan.Projects {
			watched[pr.ID] = watched[pr.ID] || e.covers(pr.ID)
		}
	}
	return watched
}

func (c *checker) groups() {
	for i, g := range c.plan.Groups {
		c.unique(c.lists.groups, "groups", i, g.ID)
		c.line(place("groups", i, "name"), g.Name)
		c.group(i, g)
		c.members(i, g)
		c.committees(i, g)
	}
}

// group: a special group watches one project and is convened by a deputy; a professional group pairs a committee with a
// street, and staff or a deputy convene it.
func (c *checker) group(i int, g Group) {
	if g.Kind != ProfessionalGroup {
		c.refer(c.lists.projects, place("groups", i, "project"), g.Project)
		c.inspector(place("groups", i, "convenor"), g.Convenor, RoleDeputy)
		return
	}
	if g.Project != "" {
		c.refuse(place("groups", i, "project"), "WRONG_PROJECT",
			"专业督查组督查全部项目，不写 project", "a PROFESSIONAL group watches every project; expected none here")
	}
	c.refer(c.lists.streets, place("groups", i, "street"), g.Street)
	c.inspector(place("groups", i, "convenor"), g.Convenor, RoleDeputy, RoleStaff)
}

// inspectors are the roles that a group's members may have: a professional group takes staff of its committees.
func inspectors(g Group) []Role {
	if g.Kind == ProfessionalGroup {
		return []Role{RoleDeputy, RoleResident, RoleStaff}
	}
	return []Role{RoleDeputy, RoleResident}
}

// inspector refuses a seat whose role may not inspect.
func (c *checker) inspector(field, seat string, roles ...Role) {
	at, known := c.lists.seats.first[seat]
	if !known || c.plan.Seats[at].Role == "" {
		c.refer(c.lists.seats, field, seat)
		return
	}
	if role := c.plan.Seats[at].Role; !slices.Contains(roles, role) {
		zh, en := c.choices(c.lists.deputies, seat)
		c.refuse(field, "NOT_A_DEPUTY",
			fmt.Sprintf("%s 是 %s 席位，应为代表(DEPUTY)席位%s", seat, role, zh),
			fmt.Sprintf("%s is a seat of role %s; expected a DEPUTY%s", seat, role, en))
	}
}

func (c *checker) members(i int, g Group) {
	for j, seat := range g.Members {
		field := place("groups", i, "members["+strconv.Itoa(j)+"]")
		c.inspector(field, seat, inspectors(g)...)
		if seat == g.Convenor && seat != "" {
			c.refuse(field, "CONVENOR_REPEATED",
				seat+" 已是本组召集人，成员中不再重复", seat+" convenes the group already; expected only the other members")
		}
	}
}

func (c *checker) committees(i int, g Group) {
	if g.LeadLeader != "" {
		c.refer(c.lists.seats, place("groups", i, "lead_leader"), g.LeadLeader)
	}
	if g.Street != "" && g.Kind != ProfessionalGroup {
		c.refer(c.lists.streets, place("groups", i, "street"), g.Street)
	}
	c.line(place("groups", i, "community"), g.Community)
	if g.LeadDepartment != "" {
		c.refer(c.lists.offices, place("groups", i, "lead_department"), g.LeadDepartment)
	}
	for j, office := range g.Cooperating {
		c.refer(c.lists.offices, place("groups", i, "cooperating["+strconv.Itoa(j)+"]"), office)
	}
}

// idle warns of every deputy who is in no group (HZ-04, 人人有任务).
func (c *checker) idle() {
	busy := map[string]bool{}
	for _, g := range c.plan.Groups {
		busy[g.Convenor] = true
		for _, seat := range g.Members {
			busy[seat] = true
		}
	}
	for i, s := range c.plan.Seats {
		if (s.Role == RoleDeputy || s.Role == RoleResident) && !busy[s.ID] {
			c.warn(place("seats", i, "id"), "IDLE_DEPUTY",
				"该代表不在任何监督小组；应做到人人有任务", "this deputy is in no group; expected every deputy to have a task")
		}
	}
}

// officesOf lists the offices of a kind.
func (p Plan) officesOf(kind OfficeKind) []Office {
	return only(p.Offices, func(o Office) bool { return o.Kind == kind })
}

// only keeps what passes.
func only[T any](all []T, pass func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !pass(v) })
}
