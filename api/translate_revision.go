package api

import (
	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

// toldChanges are the most that one answer tells: with the longest titles, they stay well below the largest answer.
const toldChanges = 5000

func revision(r supervision.Revision, applied bool) *v1.Revision {
	m := &v1.Revision{Total: count(len(r.Changes)), Applied: applied, Changes: each(r.Changes[:min(toldChanges, len(r.Changes))], change)}
	for _, c := range r.Changes {
		if c.Earlier {
			m.Earlier++
		}
	}
	return m
}

func change(c supervision.Change) *v1.Change {
	m := &v1.Change{
		Duty: c.Duty, Title: c.Title, Kind: v1.Change_Kind(v1.Change_Kind_value[string(c.Kind)]), Earlier: c.Earlier,
		FirstDayBefore: c.From.First.String(), LastDayBefore: c.From.Last.String(),
		FirstDay: c.To.First.String(), LastDay: c.To.Last.String(),
	}
	if c.HolderFrom != c.HolderTo {
		m.HolderBefore, m.Holder = c.HolderFrom, c.HolderTo
	}
	return m
}

func eventView(e supervision.Event) *v1.EventView {
	m := &v1.EventView{
		Event:    &v1.Event{Id: e.ID, Title: e.Title, Date: e.Date.String()},
		FirstDay: e.Expected.First.String(), LastDay: e.Expected.Last.String(),
	}
	if e.Expected != (supervision.Window{}) {
		m.Event.Expected = e.Expected.String()
	}
	return m
}
