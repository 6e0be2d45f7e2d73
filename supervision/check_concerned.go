package supervision

import "strconv"

// concerned refuses references of an entry to offices, projects and people that the plan does not list.
func (c *checker) concerned(i int, e Entry) {
	if e.To != "" && e.To != HolderUnit && e.To != HolderCommittee && e.To != HolderStreet {
		c.refer(c.lists.offices, place("duties", i, "to"), e.To)
	}
	for j, id := range e.With {
		c.refer(c.lists.offices, item("duties", i, "with", j), id)
	}
	for j, id := range e.Only {
		c.refer(c.lists.projects, item("duties", i, "projects", j), id)
	}
	for j, id := range e.Invites {
		c.invited(item("duties", i, "invites", j), id)
	}
}

// invited are offices or seats, or words for those that the subject has.
func (c *checker) invited(field, id string) {
	switch {
	case id == InviteUnit, id == InviteContacts, id == InviteStreet, c.lists.seats.has(id):
	default:
		c.refer(c.lists.offices, field, id)
	}
}

// item writes where a finding is in a list of an item: duties[3].with[0].
func item(list string, i int, field string, j int) string {
	return place(list, i, field+"["+strconv.Itoa(j)+"]")
}

// contacts refuses a project's references to people and offices that the plan does not list.
func (c *checker) contacts(i int, pr Project) {
	if pr.ContactLeader != "" {
		c.refer(c.lists.seats, place("projects", i, "contact_leader"), pr.ContactLeader)
	}
	if pr.Committee != "" {
		c.refer(c.lists.offices, place("projects", i, "committee"), pr.Committee)
	}
	for j, id := range pr.Cooperating {
		c.refer(c.lists.offices, item("projects", i, "cooperating", j), id)
	}
	for j, id := range pr.Contacts {
		c.refer(c.lists.offices, item("projects", i, "contacts", j), id)
	}
	c.line(place("projects", i, "site"), pr.Site)
}
