package documents_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"duban/internal/documents"
	"duban/supervision"
)

var (
	june4    = supervision.Date{Year: 2020, Month: time.June, Day: 4}
	china    = time.FixedZone("Asia/Shanghai", 8*60*60)
	atChange = time.Date(2020, 6, 1, 2, 0, 0, 0, time.UTC)
)

// visiting is a visit on the fourth of June.
func visiting() supervision.Appointment {
	return supervision.Appointment{
		ID: "visit/a-2020.week.g1", Campaign: "a-2020", About: "监督", Kind: supervision.VisitDay, Title: "督查", Place: "文三路, 3号楼; 东门\\",
		Days: supervision.Window{First: june4, Last: june4}, State: supervision.AppointmentAhead, Revision: 2, Revised: atChange,
		Alarms: []time.Time{june4.AddDays(-1).At(9, china)},
	}
}

func feedOf(all ...supervision.Appointment) supervision.Feed {
	f := supervision.Feed{Name: "示例市", Origin: "rd.example.cn", Zone: china}
	f.Show(all)
	return f
}

func feedText(t *testing.T, f supervision.Feed, english bool) string {
	t.Helper()
	f.English = english
	text := written(t, func(w *bytes.Buffer) error { return documents.WriteFeed(w, f, "") })
	for line := range strings.Lines(text) {
		if !strings.HasSuffix(line, "\r\n") || strings.ContainsAny(strings.TrimSuffix(line, "\r\n"), "\r\n") || len(line) > 75+len("\r\n") {
			t.Errorf("a line of RFC 5545 ends with CRLF and has at most 75 bytes: %q", line)
		}
	}
	return text
}

func TestFeed_IsReadBack(t *testing.T) {
	e := read(t, feedText(t, feedOf(visiting()), false))["visit/a-2020.week.g1@a-2020.rd.example.cn"]
	if e == nil {
		t.Fatal("no such event")
	}
	for name, want := range map[string]string{
		ical.PropDateTimeStart: "20200604", ical.PropDateTimeEnd: "20200605", ical.PropSummary: "督查：督查", ical.PropLocation: "文三路, 3号楼; 东门\\",
		ical.PropStatus: "CONFIRMED", ical.PropSequence: "2", ical.PropLastModified: "20200601T020000Z", ical.PropTransparency: "TRANSPARENT",
	} {
		if got := value(t, e, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	ring, err := e.Children[0].Props.Get(ical.PropTrigger).DateTime(time.UTC)
	if err != nil || !ring.Equal(june4.AddDays(-1).At(9, china)) {
		t.Errorf("it rings at %s, %v", ring, err)
	}
}

// Where it is known at which address people sign in, an appointment leads to its page there.
func TestFeed_LeadsToPages(t *testing.T) {
	due := supervision.Appointment{
		ID: "visit/g1/2020-06", Campaign: "a-2020", Kind: supervision.LastDay, Title: "月报", Days: visiting().Days, State: supervision.AppointmentAhead, Revised: atChange,
	}
	text := written(t, func(w *bytes.Buffer) error {
		return documents.WriteFeed(w, feedOf(visiting(), due), "https://duban.example.cn/")
	})
	for id, want := range map[string]string{
		"visit/a-2020.week.g1@a-2020.rd.example.cn": "https://duban.example.cn/inspections/a-2020.week.g1",
		"visit/g1/2020-06@a-2020.rd.example.cn":     "https://duban.example.cn/campaigns/a-2020/duties/visit/g1/2020-06",
	} {
		if got := value(t, read(t, text)[id], ical.PropURL); got != want {
			t.Errorf("%s leads to %q, want %q", id, got, want)
		}
	}
	if strings.Contains(feedText(t, feedOf(due), false), "URL") {
		t.Error("it leads nowhere, and somewhere")
	}
}

// What becomes of an appointment is in its status, and in words for programs that show none.
func TestFeed_States(t *testing.T) {
	for state, want := range map[supervision.AppointmentState][3]string{
		supervision.AppointmentAhead:       {"CONFIRMED", "督查：督查", "Visit: 督查"},
		supervision.AppointmentProvisional: {"TENTATIVE", "（日期暂定）督查：督查", "(provisional) Visit: 督查"},
		supervision.AppointmentDone:        {"CONFIRMED", "✓ 督查：督查", "✓ Visit: 督查"},
		supervision.AppointmentCancelled:   {"CANCELLED", "（已取消）督查：督查", "(cancelled) Visit: 督查"},
	} {
		a := visiting()
		a.State = state
		for i, english := range []bool{false, true} {
			for _, e := range read(t, feedText(t, feedOf(a), english)) {
				if got := value(t, e, ical.PropStatus) + value(t, e, ical.PropSummary); got != want[0]+want[1+i] {
					t.Errorf("%s is %s", state, got)
				}
			}
		}
	}
}

// Whatever somebody has written into a name or a place, it adds no line to the calendar.
func TestFeed_WildWords(t *testing.T) {
	a := visiting()
	a.Title = "督查\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:forged" + strings.Repeat("很长的名称", 2000)
	a.Place, a.About, a.Holder = "x\rATTACH:http://evil.example", "\x00\x07监督\n\n", "=cmd()|;,\\n"
	f := feedOf(a)
	f.Name = "名\r\nMETHOD:REQUEST"
	text := feedText(t, f, false)
	if events := read(t, text); len(events) != 1 {
		t.Errorf("%d events", len(events))
	}
	for _, line := range []string{"\r\nATTACH", "\r\nUID:forged", "\r\nMETHOD"} {
		if strings.Contains(text, line) {
			t.Errorf("there is a line %q", line)
		}
	}
}

// A feed holds so many and says where it ends.
func TestFeed_IsCut(t *testing.T) {
	all := make([]supervision.Appointment, supervision.MostAppointments+1)
	for i := range all {
		all[i] = visiting()
		all[i].ID = fmt.Sprintf("visit/%04d", len(all)-i)
	}
	whole, cut := feedText(t, feedOf(all[1:]...), false), feedText(t, feedOf(all...), false)
	if strings.Contains(whole, "仅列出前 2000 项") || !strings.Contains(strings.ReplaceAll(cut, "\r\n ", ""), "仅列出前 2000 项") {
		t.Error("it does not say where it ends")
	}
	events := read(t, cut)
	if len(events) != supervision.MostAppointments || events["visit/0001@a-2020.rd.example.cn"] == nil || events["visit/2001@a-2020.rd.example.cn"] != nil {
		t.Errorf("%d events", len(events))
	}
}
