package supervision

import (
	"slices"
	"strings"
	"time"
)

// Appointment is one thing in a calendar feed. It lasts whole days and makes nobody busy: whoever has something to do until
// a day may do it earlier.
type Appointment struct {
	ID       string // in its campaign the same for ever, whatever becomes of it
	Campaign string // its id
	About    string // the campaign's title
	Kind     AppointmentKind
	Title    string
	Holder   string // the title of the seat whose duty it is; empty for a visit
	Place    string // of a visit; may be empty
	Days     Window
	State    AppointmentState
	Alarms   []time.Time
	// Seconds from the campaign's launch to the last change of what is shown; and when that was.
	Revision int
	Revised  time.Time
}

// Cancel has it that nobody has to come any more.
func (a *Appointment) Cancel() { a.State, a.Alarms = AppointmentCancelled, nil }

// AppointmentKind says what the days of an appointment are.
type AppointmentKind string

// The kinds of appointment.
const (
	LastDay  AppointmentKind = "LAST_DAY" // of a duty
	Session  AppointmentKind = "SESSION"  // all days of a meeting, a hearing, a deliberation or a vote
	VisitDay AppointmentKind = "VISIT_DAY"
)

// AppointmentState says what has become of an appointment.
type AppointmentState string

// The states of an appointment.
const (
	AppointmentAhead       AppointmentState = "AHEAD"
	AppointmentProvisional AppointmentState = "PROVISIONAL" // a notice or an event may still move it
	AppointmentDone        AppointmentState = "DONE"
	AppointmentCancelled   AppointmentState = "CANCELLED" // excused, withdrawn, called off, or left when its campaign ended
)

// Appointment is the duty in a calendar feed: a session on all of its days, everything else on the last. Its alarms ring
// when its holder is reminded; while the campaign's messages are held, none does.
func (d *Duty) Appointment(c *Campaign) Appointment {
	a := Appointment{ID: d.ID, Campaign: c.ID, About: c.Title, Kind: LastDay, Title: d.Title, Days: Window{d.Window.Last, d.Window.Last}, State: d.appointed()}
	if d.Kind.isSession() {
		a.Kind, a.Days = Session, d.Window
	}
	if c.HeldSince.IsZero() && !d.calm() {
		a.Alarms = d.reminders(c.Customs)
	}
	return a
}

func (k DutyKind) isSession() bool {
	return slices.Contains([]DutyKind{Meeting, Hearing, Deliberation, Vote}, k)
}

func (d *Duty) appointed() AppointmentState {
	switch {
	case d.State == Proven:
		return AppointmentDone
	case d.State == Excused || d.State == LeftOpen:
		return AppointmentCancelled
	case d.Computed.Provisional:
		return AppointmentProvisional
	}
	return AppointmentAhead
}

// reminders are the instants of the duty's reminders, made or not, in their order.
func (d *Duty) reminders(c Customs) (at []time.Time) {
	for _, call := range d.calls(c) {
		if call.Kind == CallRemind {
			at = append(at, call.At)
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	return at
}

// visitOf begins the ids of visits.
const visitOf = "visit/"

// Inspection is the id of the inspection whose visit the appointment is, if it is one.
func (a *Appointment) Inspection() (id string, is bool) {
	if a.Kind != VisitDay {
		return "", false
	}
	return strings.CutPrefix(a.ID, visitOf)
}

// Appointment is the inspection's visit in a calendar feed, on the day for which it is arranged, or was before it was called
// off; closed is when the inspection ended, zero if it has not. It rings when the group is reminded of it.
func (i *Inspection) Appointment(day Date, closed time.Time, c *Campaign) Appointment {
	a := Appointment{
		ID: visitOf + i.ID, Campaign: c.ID, About: c.Title, Kind: VisitDay, Title: i.Title, Place: i.Place,
		Days: Window{day, day}, State: AppointmentAhead,
	}
	switch over := day.At(24, c.Customs.Zone); {
	case i.VisitDay.IsZero(), !closed.IsZero() && closed.Before(over) && i.ConcludedAt.IsZero():
		a.State = AppointmentCancelled
	case !i.ConcludedAt.IsZero():
		a.State = AppointmentDone
	case closed.IsZero() && c.HeldSince.IsZero():
		a.Alarms = []time.Time{i.remindAt(c.Customs)}
	}
	return a
}
