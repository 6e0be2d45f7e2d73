package planfile

import (
	"slices"
	"strconv"
	"strings"

	"duban/supervision"
)

// about gives findings that name nothing the id of what their field belongs to: events[0].expected is about that event,
// projects[1].indicators[3].target about that project.
func about(p *supervision.Plan, found []supervision.Finding) []supervision.Finding {
	named := slices.Clone(found)
	for i := range named {
		if f := &named[i]; f.Subject == "" {
			f.Subject = idOf(p, f.Field)
		}
	}
	return named
}

// idOf is the id of the thing that a field belongs to; empty where it belongs to the plan as a whole.
func idOf(p *supervision.Plan, field string) string {
	i, err := strconv.Atoi(field[strings.IndexByte(field, '[')+1 : max(strings.IndexByte(field, ']'), 0)])
	if err != nil {
		return ""
	}
	switch list(field) {
	case "events":
		return idAt(p.Events, i, func(e supervision.Event) string { return e.ID })
	case "windows":
		return idAt(p.Windows, i, func(w supervision.NamedWindow) string { return w.ID })
	case "offices":
		return idAt(p.Offices, i, func(o supervision.Office) string { return o.ID })
	case "seats":
		return idAt(p.Seats, i, func(s supervision.Seat) string { return s.ID })
	case "projects":
		return idAt(p.Projects, i, func(pr supervision.Project) string { return pr.ID })
	case "groups":
		return idAt(p.Groups, i, func(g supervision.Group) string { return g.ID })
	case "duties":
		return idAt(p.Entries, i, func(e supervision.Entry) string { return e.ID })
	}
	return ""
}

func idAt[T any](all []T, i int, id func(T) string) string {
	if i >= len(all) {
		return ""
	}
	return id(all[i])
}
