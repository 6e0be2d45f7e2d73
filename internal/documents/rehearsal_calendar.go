package documents

import (
	"cmp"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"duban/supervision"
)

// WriteRehearsalCalendar writes a rehearsal as an iCalendar file (RFC 5545): one event of whole days for each duty that
// has a day, with an alarm at the instant of each reminder, and one for each phase. What may still move is tentative. An
// event keeps its UID as long as the duty keeps its id, so a later file replaces it; the stamp is the campaign's first
// day, because one rehearsal makes one file.
func WriteRehearsalCalendar(w io.Writer, r supervision.Rehearsal) error {
	c := rehearsalCalendar{
		calendar: newCalendar("rehearsal", r.Plan.Title, r.Plan.Zone), Rehearsal: r,
		entries: r.Plan.EntriesByID(), seats: seatTitles(r.Plan), alarms: map[string][]time.Time{},
	}
	c.SetMethod(ics.MethodPublish)
	for _, k := range r.Calls {
		if k.Kind == supervision.CallRemind {
			c.alarms[k.Duty] = append(c.alarms[k.Duty], k.At)
		}
	}
	for _, phase := range r.Plan.PhasesOfYear() {
		c.phase(phase)
	}
	for i := range r.Duties {
		if d := &r.Duties[i]; !d.Undated() {
			c.duty(d)
		}
	}
	return c.write(w)
}

// rehearsalCalendar is a rehearsal's file in the making.
type rehearsalCalendar struct {
	calendar
	supervision.Rehearsal

	entries map[string]supervision.Entry
	seats   map[string]string
	alarms  map[string][]time.Time // by duty
}

func (c *rehearsalCalendar) phase(p supervision.Phase) {
	c.event("phase-"+strings.ToLower(p.String()), c.Plan.Window(p), phaseWords[p].zh+" "+phaseWords[p].en)
}

func (c *rehearsalCalendar) duty(d *supervision.Duty) {
	e := c.event(d.ID, d.Window, d.Title+" · "+c.holder(d))
	e.SetStatus(status(d))
	e.AddCategory(string(d.Kind))
	e.SetDescription(d.ID + "\n" + d.Holder + "\n" + c.entries[d.Entry].Rule(d.Computed))
	ring(e, d.Title, c.alarms[d.ID])
}

// holder names who must do the duty: the person who sits there on its last day, else the seat.
func (c *rehearsalCalendar) holder(d *supervision.Duty) string {
	s, _ := c.Roster.In(d.Holder, d.Window.Last)
	return cmp.Or(s.Name, s.Person, c.seats[d.Holder])
}

func (c *rehearsalCalendar) event(id string, w supervision.Window, summary string) *ics.VEvent {
	return c.days(id+"@"+c.Plan.ID+".duban", c.Plan.Period.Opens(c.Plan.Zone), w, summary)
}

func status(d *supervision.Duty) ics.ObjectStatus {
	switch {
	case d.State == supervision.Excused:
		return ics.ObjectStatusCancelled
	case d.Computed.Provisional:
		return ics.ObjectStatusTentative
	}
	return ics.ObjectStatusConfirmed
}
