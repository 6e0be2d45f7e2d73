package desk

import (
	"maps"
	"slices"
	"time"

	"duban/supervision"
)

// image is what a row has become: a JSON merge patch (RFC 7396) on what it was. It tells what the calls of its line do not
// tell, and is laid on after them.
type image struct {
	Kind string  `json:"kind"` // campaign, duty, inspection, poll or submission
	ID   string  `json:"id"`
	As   columns `json:"as"`
}

// columns are a row's, by their names in the database: what the rules decide, not what the plan says. Nil is null.
type columns map[string]any

// unlike leaves of the columns those that are not as others are.
func (c columns) unlike(others columns) columns {
	maps.DeleteFunc(c, func(name string, value any) bool {
		other, known := others[name]
		return known && value == other
	})
	return c
}

// images are what a transaction makes of rows.
type images struct {
	rows []image
	was  map[string]*supervision.Duty // as they were when they were found; the calls made since are made in them too
	is   map[string]supervision.Duty  // as they were saved
}

// add takes in what a row has become.
func (m *images) add(kind, id string, as columns) { m.rows = append(m.rows, image{kind, id, as}) }

// find keeps how a duty was when the transaction first met it.
func (m *images) find(d *supervision.Duty) {
	if m.was == nil {
		m.was = map[string]*supervision.Duty{}
	}
	if m.was[d.ID] == nil {
		m.was[d.ID] = d
	}
}

// call makes a duty's calls in what it was.
func (m *images) call(duty string, calls []supervision.Call) {
	if was := m.was[duty]; was != nil {
		for _, c := range calls {
			was.Apply(c)
		}
	}
}

// save keeps how a duty was saved.
func (m *images) save(d *supervision.Duty) {
	if m.is == nil {
		m.is = map[string]supervision.Duty{}
	}
	m.is[d.ID] = *d
}

// all lists the images, of duties that were there those that the calls do not make. One that nobody has found is told whole.
func (m *images) all() []image {
	for _, id := range slices.Sorted(maps.Keys(m.is)) {
		is, was := m.is[id], columns(nil)
		if found := m.was[id]; found != nil {
			was = dutyColumns(found)
		}
		if as := dutyColumns(&is).unlike(was); len(as) > 0 {
			m.add("duty", id, as)
		}
	}
	return m.rows
}

func campaignColumns(c *supervision.Campaign) columns {
	return columns{
		"state": c.State, "phase": int(c.Phase), "held_since": orNull(c.HeldSince.UTC()), "gate_opened_at": orNull(c.GateOpened.UTC()),
	}
}

func dutyColumns(d *supervision.Duty) columns {
	return columns{
		"state": d.State, "first_day": orNull(d.Window.First), "last_day": orNull(d.Window.Last), "since": orNull(d.Since.UTC()),
		"returned_at": orNull(d.Returned.UTC()), "settled_at": orNull(d.Settled.UTC()), "proven_at": orNull(d.ProvenAt.UTC()),
		"late": d.Late, "reason": d.Reason,
	}
}

func inspectionColumns(i *supervision.Inspection) columns {
	return columns{
		"state": i.State, "first_day": orNull(i.Window.First), "last_day": orNull(i.Window.Last), "visit_day": orNull(i.VisitDay),
		"place": i.Place, "reminded": i.Reminded, "concluded_at": orNull(i.ConcludedAt.UTC()),
	}
}

func pollColumns(p *supervision.Poll) columns {
	return columns{
		"state": p.State, "first_day": orNull(p.Window.First), "last_day": orNull(p.Window.Last), "closes_at": orNull(p.ClosesAt.UTC()),
	}
}

// orNull is a day or an instant; nil for none.
func orNull[T supervision.Date | time.Time](value T) any {
	if value == *new(T) {
		return nil
	}
	return value
}
