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
	cal := ics.NewCalendar()
	cal.SetProductId("-//duban//rehearsal//ZH")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(r.Plan.Title)
	cal.SetXWRTimezone(r.Plan.Zone.String())
	c := calendar{Calendar: cal, Rehearsal: r, entries: r.Plan.EntriesByID(), seats: seatTitles(r.Plan), alarms: map[string][]time.Time{}}
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
	return cal.SerializeTo(w, ics.WithNewLineWindows)
}

// calendar is a file in the making.
type calendar struct {
	*ics.Calendar
	supervision.Rehearsal
	entries map[string]supervision.Entry
	seats   map[string]string
	alarms  map[string][]time.Time // by duty
}

func (c *calendar) phase(p supervision.Phase) {
	c.days("phase-"+strings.ToLower(p.String()), c.Plan.Window(p), phaseWords[p].zh+" "+phaseWords[p].en)
}

func (c *calendar) duty(d *supervision.Duty) {
	e := c.days(d.ID, d.Window, d.Title+" · "+c.holder(d))
	e.SetStatus(status(d))
	e.AddCategory(string(d.Kind))
	e.SetDescription(d.ID + "\n" + d.Holder + "\n" + c.entries[d.Entry].Rule(d.Computed))
	for _, at := range c.alarms[d.ID] {
		alarm := e.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetDescription(d.Title)
		alarm.SetTrigger(at.UTC().Format("20060102T150405Z"), ics.WithValue(string(ics.ValueDataTypeDateTime)))
	}
}

// holder names who must do the duty: the person who sits there on its last day, else the seat.
func (c *calendar) holder(d *supervision.Duty) string {
	s, _ := c.Roster.In(d.Holder, d.Window.Last)
	return cmp.Or(s.Name, s.Person, c.seats[d.Holder])
}

// days adds an event of whole days, which does not make anybody busy.
func (c *calendar) days(id string, w supervision.Window, summary string) *ics.VEvent {
	e := c.AddEvent(id + "@" + c.Plan.ID + ".duban")
	e.SetDtStampTime(c.Plan.Period.Opens(c.Plan.Zone))
	e.SetAllDayStartAt(w.Opens(time.UTC))
	e.SetAllDayEndAt(w.Closes(time.UTC))
	e.SetSummary(summary)
	e.SetTimeTransparency(ics.TransparencyTransparent)
	return e
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
