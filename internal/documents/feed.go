package documents

import (
	"io"
	"strings"

	ics "github.com/arran4/golang-ical"

	"duban/internal/links"
	"duban/supervision"
)

// readAgain is how often a calendar program that goes by it reads a feed: once an hour.
const readAgain = "PT1H"

// WriteFeed writes a calendar feed as an iCalendar file, whose events lead to their pages at a site. It depends on nothing
// but these two, so that who has read it already need not read it again. An appointment keeps its UID whatever becomes of
// it; a change of it has a greater SEQUENCE and another LAST-MODIFIED.
func WriteFeed(w io.Writer, f supervision.Feed, at links.Site) error {
	c := feedCalendar{calendar: newCalendar("feed", "督办 "+f.Name, f.Zone), origin: f.Origin, english: f.English, site: at}
	c.describe(f.More)
	c.SetRefreshInterval(readAgain)
	c.SetXPublishedTTL(readAgain)
	for i := range f.Appointments {
		c.appointment(&f.Appointments[i])
	}
	return c.write(w)
}

// feedCalendar is a feed's file in the making.
type feedCalendar struct {
	calendar

	origin  string
	english bool
	site    links.Site
}

func (c feedCalendar) say(w word) string {
	if c.english {
		return w.en
	}
	return w.zh
}

// describe says what the calendar holds, and that it is not all if it is not.
func (c feedCalendar) describe(more bool) {
	text := c.say(feedHolds)
	if more {
		text += c.say(feedEnds)
	}
	c.SetXWRCalDesc(text)
	c.SetDescription(text)
}

func (c feedCalendar) appointment(a *supervision.Appointment) {
	title := c.say(appointmentWords[a.Kind]) + a.Title
	e := c.days(a.ID+"@"+a.Campaign+"."+c.origin, a.Revised, a.Days, c.say(stateWords[a.State])+title)
	e.SetModifiedAt(a.Revised)
	e.SetSequence(a.Revision)
	e.SetStatus(appointmentStatus[a.State])
	e.AddCategory(string(a.Kind))
	e.SetDescription(strings.TrimSuffix(oneLine(a.About)+"\n"+oneLine(a.Holder), "\n"))
	if a.Place != "" {
		e.SetLocation(oneLine(a.Place))
	}
	if page := c.site.Page(whereabouts(a)); page != "" {
		e.SetURL(page)
	}
	ring(e, title, a.Alarms)
}

// whereabouts is the page of an appointment.
func whereabouts(a *supervision.Appointment) string {
	if inspection, visit := a.Inspection(); visit {
		return links.Inspection(inspection)
	}
	return links.Duty(a.Campaign, a.ID)
}

var appointmentStatus = map[supervision.AppointmentState]ics.ObjectStatus{
	supervision.AppointmentAhead:       ics.ObjectStatusConfirmed,
	supervision.AppointmentProvisional: ics.ObjectStatusTentative,
	supervision.AppointmentDone:        ics.ObjectStatusConfirmed,
	supervision.AppointmentCancelled:   ics.ObjectStatusCancelled,
}

var (
	feedHolds = word{"任务期限、督查和会议：最近 30 天和今后 400 天。", "Duties, visits and sessions: 30 days back and 400 days ahead."}
	feedEnds  = word{"仅列出前 2000 项，此后的没有列出。", " Only the first 2,000 are listed; those after them are not."}
)

var appointmentWords = map[supervision.AppointmentKind]word{
	supervision.LastDay:  {"截止：", "Due: "},
	supervision.Session:  {"", ""},
	supervision.VisitDay: {"督查：", "Visit: "},
}

// A cancelled appointment says so in its text too: some programs show it like any other.
var stateWords = map[supervision.AppointmentState]word{
	supervision.AppointmentAhead:       {"", ""},
	supervision.AppointmentProvisional: {"（日期暂定）", "(provisional) "},
	supervision.AppointmentDone:        {"✓ ", "✓ "},
	supervision.AppointmentCancelled:   {"（已取消）", "(cancelled) "},
}
