package documents

import (
	"io"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"duban/supervision"
)

// calendar is an iCalendar file (RFC 5545) in the making. Everything in it lasts whole days and rings at instants, so that
// it needs no table of a time zone.
type calendar struct{ *ics.Calendar }

func newCalendar(product, name string, zone *time.Location) calendar {
	c := calendar{ics.NewCalendar()}
	c.SetProductId("-//duban//" + product + "//ZH")
	c.SetName(oneLine(name))
	c.SetXWRTimezone(zone.String())
	return c
}

func (c calendar) write(w io.Writer) error { return c.SerializeTo(w, ics.WithNewLineWindows) }

// days adds an event of whole days, which does not make anybody busy.
func (c calendar) days(uid string, stamp time.Time, w supervision.Window, summary string) *ics.VEvent {
	e := c.AddEvent(uid)
	e.SetDtStampTime(stamp)
	e.SetAllDayStartAt(w.Opens(time.UTC))
	e.SetAllDayEndAt(w.Closes(time.UTC))
	e.SetSummary(oneLine(summary))
	e.SetTimeTransparency(ics.TransparencyTransparent)
	return e
}

// ring has an event ring at instants, wherever it is read.
func ring(e *ics.VEvent, text string, at []time.Time) {
	for _, t := range at {
		alarm := e.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetDescription(oneLine(text))
		alarm.SetTrigger(t.UTC().Format("20060102T150405Z"), ics.WithValue(string(ics.ValueDataTypeDateTime)))
	}
}

// oneLine is a text without the characters that would end its line: what somebody wrote adds nothing to a calendar but itself.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
