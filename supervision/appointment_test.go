package supervision

import (
	"slices"
	"testing"
	"time"
)

func campaignOf(held time.Time) *Campaign {
	return &Campaign{ID: "a-2020", Title: "监督", Customs: customs(), HeldSince: held}
}

// A duty is on its last day, a session on all of its days; it rings when its holder is reminded.
func TestAppointmentOfADuty(t *testing.T) {
	d := part(t)
	a := d.Appointment(campaignOf(time.Time{}))
	if a.Kind != LastDay || a.Days.String() != "2020-06-10" || a.State != AppointmentAhead || a.Campaign != "a-2020" {
		t.Errorf("%+v", a)
	}
	if want := []time.Time{on(t, "2020-06-03 09:00"), on(t, "2020-06-07 09:00"), on(t, "2020-06-09 09:00")}; !slices.EqualFunc(a.Alarms, want, time.Time.Equal) {
		t.Errorf("it rings at %v", a.Alarms)
	}
	if held := d.Appointment(campaignOf(on(t, "2020-06-01 09:00"))); len(held.Alarms) != 0 {
		t.Errorf("messages are held, and it rings at %v", held.Alarms)
	}
	for _, kind := range []DutyKind{Meeting, Hearing, Deliberation, Vote} {
		d.Kind = kind
		if a := d.Appointment(campaignOf(time.Time{})); a.Kind != Session || a.Days != d.Window {
			t.Errorf("%s: %+v", kind, a)
		}
	}
}

func TestAppointmentOfADutyIsInItsState(t *testing.T) {
	for state, want := range map[DutyState]AppointmentState{
		Waiting: AppointmentAhead, Open: AppointmentAhead, Overdue: AppointmentAhead, Proven: AppointmentDone,
		Excused: AppointmentCancelled, LeftOpen: AppointmentCancelled,
	} {
		d := part(t)
		d.State = state
		if a := d.Appointment(campaignOf(time.Time{})); a.State != want || len(a.Alarms) > 0 && d.Done() {
			t.Errorf("%s is %s and rings at %v", state, a.State, a.Alarms)
		}
	}
	d := part(t)
	d.Computed.Provisional = true
	if a := d.Appointment(campaignOf(time.Time{})); a.State != AppointmentProvisional {
		t.Errorf("%s", a.State)
	}
}

// A visit is there on its day, and stays there as cancelled when it has none any more, or its inspection ended before it.
func TestAppointmentOfAVisit(t *testing.T) {
	day := Date{2020, time.June, 8} // a Monday
	i := week(t)
	i.VisitDay, i.Place = day, "工地"
	a := i.Appointment(day, time.Time{}, campaignOf(time.Time{}))
	if a.State != AppointmentAhead || a.Place != "工地" || a.Days != (Window{day, day}) || len(a.Alarms) != 1 || !a.Alarms[0].Equal(on(t, "2020-06-05 09:00")) {
		t.Errorf("%+v", a)
	}
	i.State = InspectionClosed
	for closed, want := range map[string]AppointmentState{"2020-06-08 23:59": AppointmentCancelled, "2020-06-09 00:00": AppointmentAhead} {
		if a := i.Appointment(day, on(t, closed), campaignOf(time.Time{})); a.State != want || len(a.Alarms) != 0 {
			t.Errorf("closed %s: %+v", closed, a)
		}
	}
	i.ConcludedAt = on(t, "2020-06-08 17:00")
	if a := i.Appointment(day, on(t, "2020-06-08 18:00"), campaignOf(time.Time{})); a.State != AppointmentDone {
		t.Errorf("concluded: %s", a.State)
	}
	i = week(t)
	if a := i.Appointment(day, time.Time{}, campaignOf(time.Time{})); a.State != AppointmentCancelled || len(a.Alarms) != 0 {
		t.Errorf("called off: %+v", a)
	}
}
