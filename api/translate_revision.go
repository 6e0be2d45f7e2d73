package api

import (
	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

// toldChanges are the most that one answer tells: with the longest titles, they stay well below the largest answer.
const toldChanges = 5000

// revision tells a revision of a campaign; titles are those of the seats.
func revision(r supervision.Revision, applied bool, titles map[string]string) *v1.Revision {
	m := &v1.Revision{Total: count(len(r.Changes)), Applied: applied}
	for _, c := range r.Changes {
		told := change(c, titles)
		if told.GetEarlier() {
			m.Earlier++
		}
		if told.GetOverdueAtOnce() {
			m.OverdueAtOnce++
		}
		if len(m.GetChanges()) < toldChanges {
			m.Changes = append(m.Changes, told)
		}
	}
	return m
}

func change(c supervision.Change, titles map[string]string) *v1.Change {
	return &v1.Change{
		Duty: c.Duty, Title: c.Title, Kind: v1.Change_Kind(v1.Change_Kind_value[string(c.Kind)]),
		Earlier: c.Earlier, OverdueAtOnce: c.Over,
		FirstDayBefore: c.From.First.String(), LastDayBefore: c.From.Last.String(),
		FirstDay: c.To.First.String(), LastDay: c.To.Last.String(),
		HolderBefore: c.HolderFrom, HolderTitleBefore: titles[c.HolderFrom], Holder: c.HolderTo, HolderTitle: titles[c.HolderTo],
	}
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
