package supervision

import (
	"slices"
	"strings"
)

// Invites reports whether an office, or who sits in one of its seats, is asked along to a duty of the plan's without having
// it: by name, or as the unit, the street or a contact that it has to do with. Without an office it is about the seats alone.
func (p Plan) Invites(d *Duty, office string, seats []string) bool {
	i := slices.IndexFunc(p.Entries, func(e Entry) bool { return e.ID == d.Entry })
	return i >= 0 && slices.ContainsFunc(p.Entries[i].Invites, func(who string) bool {
		return office != "" && slices.Contains(p.invited(who, p.Entries[i], d), office) || slices.Contains(seats, who)
	})
}

// invited are the offices that a word of an entry means for one of its duties. Of a duty that is done once for each unit or
// street it is that very one.
func (p Plan) invited(who string, e Entry, d *Duty) (offices []string) {
	about := only(p.Projects, func(pr Project) bool { return d.Project == pr.ID || d.Project == "" && e.covers(pr.ID) })
	switch {
	case who == InviteUnit && e.Each == EachUnit, who == InviteStreet && e.Each == EachStreet:
		_, subject, _ := strings.Cut(d.ID, "/")
		office, _, _ := strings.Cut(subject, "/")
		return []string{office}
	case who == InviteUnit:
		return collect(about, func(pr Project) string { return pr.Unit })
	case who == InviteContacts:
		return slices.Concat(collect(about, func(pr Project) []string { return pr.Contacts })...)
	case who == InviteStreet:
		return collect(only(p.Groups, func(g Group) bool { return g.ID == d.Group }), func(g Group) string { return g.Street })
	}
	return []string{who}
}
