package desk

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"duban/supervision"
)

// image is what rows have become: a JSON merge patch (RFC 7396) on what they were. It tells what the calls of its line do
// not tell, and is laid on after them.
type image struct {
	Kind string   `json:"kind"` // campaign, duty, inspection, poll or submission
	IDs  []string `json:"ids"`
	As   columns  `json:"as"`
}

// columns are those of a row that the rules decide: what a plan says of it is in the plan.
type columns [9]column

// column bears its name in the database. Its value is comparable, and nil for null.
type column struct {
	name  string
	value any
}

// unlike leaves of the columns those that are not as others are.
func (c columns) unlike(others columns) columns {
	for i := range c {
		if c[i] == others[i] {
			c[i] = column{}
		}
	}
	return c
}

// MarshalJSON writes an object.
func (c columns) MarshalJSON() ([]byte, error) {
	named := make(map[string]any, len(c))
	for _, column := range c {
		if column.name != "" {
			named[column.name] = column.value
		}
	}
	return json.Marshal(named)
}

// images are what a transaction makes of rows.
type images struct {
	rows []image
	was  map[string]*supervision.Duty // duties as they were when they were found, with the calls made since
	is   map[string]*supervision.Duty // and as they were saved last
}

// add takes in what rows have become.
func (m *images) add(kind string, as columns, ids ...string) {
	m.rows = append(m.rows, image{kind, ids, as})
}

// addNew takes in new duties.
func (m *images) addNew(duties []supervision.Duty) {
	alike, blank := map[columns]int{}, dutyColumns(&supervision.Duty{})
	for i := range duties {
		m.addAlike(alike, dutyColumns(&duties[i]).unlike(blank), duties[i].ID)
	}
}

// addAlike takes in what a duty has become, together with those that have become the same. None of them may be taken in
// twice.
func (m *images) addAlike(alike map[columns]int, as columns, id string) {
	at, known := alike[as]
	if !known {
		at = len(m.rows)
		alike[as] = at
		m.add("duty", as)
	}
	m.rows[at].IDs = append(m.rows[at].IDs, id)
}

// find keeps how a duty was when the transaction first met it.
func (m *images) find(d *supervision.Duty) {
	if m.was == nil {
		m.was = map[string]*supervision.Duty{}
	}
	if m.was[d.ID] == nil {
		m.was[d.ID] = d
	}
}

// call makes a duty's calls in what it was, for the line lists them.
func (m *images) call(duty string, calls []supervision.Call) {
	if was := m.was[duty]; was != nil {
		for _, c := range calls {
			was.Apply(c)
		}
	}
}

// save keeps how a duty was saved.
func (m *images) save(d supervision.Duty) {
	if m.is == nil {
		m.is = map[string]*supervision.Duty{}
	}
	m.is[d.ID] = &d
}

// all lists the images. A duty that was saved and that nobody has found before is told whole.
func (m *images) all() []image {
	alike := map[columns]int{}
	for _, id := range slices.Sorted(maps.Keys(m.is)) {
		var was columns
		if found := m.was[id]; found != nil {
			was = dutyColumns(found)
		}
		if as := dutyColumns(m.is[id]).unlike(was); as != (columns{}) {
			m.addAlike(alike, as, id)
		}
	}
	return m.rows
}

func campaignColumns(c *supervision.Campaign) columns {
	return columns{
		{"state", c.State}, {"phase", int(c.Phase)}, {"held_since", orNull(c.HeldSince.UTC())}, {"gate_opened_at", orNull(c.GateOpened.UTC())},
	}
}

func dutyColumns(d *supervision.Duty) columns {
	return columns{
		{"state", d.State},
		{"first_day", orNull(d.Window.First)},
		{"last_day", orNull(d.Window.Last)},
		{"since", orNull(d.Since.UTC())},
		{"returned_at", orNull(d.Returned.UTC())},
		{"settled_at", orNull(d.Settled.UTC())},
		{"proven_at", orNull(d.ProvenAt.UTC())},
		{"late", d.Late},
		{"reason", d.Reason},
	}
}

func inspectionColumns(i *supervision.Inspection) columns {
	return columns{
		{"state", i.State},
		{"first_day", orNull(i.Window.First)},
		{"last_day", orNull(i.Window.Last)},
		{"visit_day", orNull(i.VisitDay)},
		{"place", i.Place},
		{"reminded", i.Reminded},
		{"concluded_at", orNull(i.ConcludedAt.UTC())},
	}
}

func pollColumns(p *supervision.Poll) columns {
	return columns{
		{"state", p.State}, {"first_day", orNull(p.Window.First)}, {"last_day", orNull(p.Window.Last)}, {"closes_at", orNull(p.ClosesAt.UTC())},
	}
}

// orNull is a day or an instant; nil for none.
func orNull[T supervision.Date | time.Time](value T) any {
	if value == *new(T) {
		return nil
	}
	return value
}
