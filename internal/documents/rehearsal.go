package documents

import (
	"cmp"

	"duban/supervision"
)

// subject is what a finding is about: where it names nothing, the field that it stands at.
func subject(f supervision.Finding) string { return cmp.Or(f.Subject, f.Field) }

// seatTitles are the titles of the plan's seats by id.
func seatTitles(p supervision.Plan) map[string]string {
	titles := make(map[string]string, len(p.Seats))
	for _, s := range p.Seats {
		titles[s.ID] = s.Title
	}
	return titles
}
