package documents_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"

	"duban/internal/documents"
	"duban/supervision"
)

// read has another library read a calendar file back.
func read(t *testing.T, text string) map[string]*ical.Component {
	t.Helper()
	cal, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	events := map[string]*ical.Component{}
	for _, e := range cal.Events() {
		events[e.Props.Get(ical.PropUID).Value] = e.Component
	}
	return events
}

func value(t *testing.T, c *ical.Component, name string) string {
	t.Helper()
	prop := c.Props.Get(name)
	if prop == nil {
		t.Fatalf("no %s", name)
	}
	if prop.ValueType() == ical.ValueText {
		text, err := prop.Text()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	return prop.Value
}

func TestRehearsalCalendar(t *testing.T) {
	r := rehearsed(t, []byte(brief), supervision.Rehearsing{})
	text := written(t, func(w *bytes.Buffer) error { return documents.WriteRehearsalCalendar(w, r) })
	for line := range strings.Lines(text) {
		if !strings.HasSuffix(line, "\r\n") || len(line) > 75+len("\r\n") {
			t.Errorf("a line of RFC 5545 ends with CRLF and has at most 75 bytes: %q", line)
		}
	}
	events := read(t, text)
	var uids []string
	for uid := range events {
		uids = append(uids, uid)
	}
	if len(events) != 5 { // the answer has no day yet
		t.Errorf("events %v", uids)
	}
	visit, paper, phase := events["visit/g1/2020-w26@a-2020.duban"], events["paper/campaign/2020@a-2020.duban"], events["phase-monitoring@a-2020.duban"]
	if visit == nil || paper == nil || phase == nil {
		t.Fatalf("events %v", uids)
	}
	for _, c := range []struct {
		event      *ical.Component
		name, want string
	}{
		{visit, ical.PropDateTimeStart, "20200622"},
		{visit, ical.PropDateTimeEnd, "20200627"},
		{visit, ical.PropDateTimeStamp, "20200420T160000Z"},
		{visit, ical.PropSummary, "督查 · 召集人"},
		{visit, ical.PropStatus, "CONFIRMED"},
		{visit, ical.PropTransparency, "TRANSPARENT"},
		{paper, ical.PropSummary, "送材料 & <附件> · 联络员"},
		{paper, ical.PropDateTimeEnd, "20201222"},
		{paper, ical.PropStatus, "TENTATIVE"},
		{paper, ical.PropDescription, "paper/campaign/2020\nclerk\nSL-15c"},
		{phase, ical.PropDateTimeStart, "20200511"},
		{phase, ical.PropDateTimeEnd, "20201201"},
		{phase, ical.PropSummary, "监督推进 Monitoring"},
	} {
		if got := value(t, c.event, c.name); got != c.want {
			t.Errorf("%s is %q, want %q", c.name, got, c.want)
		}
	}
	if got := visit.Props.Get(ical.PropDateTimeStart).ValueType(); got != ical.ValueDate {
		t.Errorf("a day is of type %s", got)
	}
}

// An alarm rings at the instant of each reminder, wherever the calendar is read.
func TestRehearsalCalendarRings(t *testing.T) {
	r := shipped(t, "hangzhou-2020")
	events := read(t, written(t, func(w *bytes.Buffer) error { return documents.WriteRehearsalCalendar(w, r) }))
	if len(events) != len(r.Duties)+3 {
		t.Errorf("%d events of %d duties", len(events), len(r.Duties))
	}
	var rings []string
	for _, alarm := range events["supervision-week/g03/2020/g03-d1@hangzhou-2020.duban"].Children {
		at, err := alarm.Props.Get(ical.PropTrigger).DateTime(time.UTC)
		if err != nil || value(t, alarm, ical.PropAction) != "DISPLAY" {
			t.Errorf("%v: %+v", err, alarm)
		}
		rings = append(rings, at.In(r.Plan.Zone).Format("01-02 15:04"))
	}
	if diff := cmp.Diff([]string{"06-03 09:00", "06-07 09:00", "06-09 09:00"}, rings); diff != "" {
		t.Errorf("alarms (-want +got):\n%s", diff)
	}
}

// Where it is known who sits where, the event names the person whose day it is.
func TestRehearsalCalendarNamesPeople(t *testing.T) {
	r := rehearsed(t, []byte(brief), supervision.Rehearsing{Roster: people()})
	events := read(t, written(t, func(w *bytes.Buffer) error { return documents.WriteRehearsalCalendar(w, r) }))
	if got := value(t, events["visit/g1/2020-w26@a-2020.duban"], ical.PropSummary); got != "督查 · 乙" {
		t.Errorf("summary %s", got)
	}
	if got := value(t, events["paper/campaign/2020@a-2020.duban"], ical.PropSummary); got != "送材料 & <附件> · 联络员" {
		t.Errorf("summary %s", got)
	}
}

// What need not be done any more is cancelled, so that a later file takes it out.
func TestRehearsalCalendarCancels(t *testing.T) {
	r := rehearsed(t, []byte(brief), supervision.Rehearsing{Deeds: []supervision.Deed{
		{At: time.Date(2020, 6, 1, 2, 0, 0, 0, time.UTC), Kind: supervision.DeedExcused, Duty: "visit/g1/2020-w26", Reason: "外出"},
	}})
	events := read(t, written(t, func(w *bytes.Buffer) error { return documents.WriteRehearsalCalendar(w, r) }))
	if got := value(t, events["visit/g1/2020-w26@a-2020.duban"], ical.PropStatus); got != "CANCELLED" {
		t.Errorf("status %s", got)
	}
}
