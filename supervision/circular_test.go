package supervision_test

import (
	"errors"
	"testing"
	"time"

	"duban/supervision"
)

func TestParseMonth(t *testing.T) {
	for text, want := range map[string]string{
		"2020-02": "2020-02-01..2020-02-29", "2021-12": "2021-12-01..2021-12-31",
		"": "", "2020": "", "2020-13": "", "2020-00": "", "2020-2": "", "20-02": "", "2020-02-01": "", "１２３４-01": "", "1899-12": "",
	} {
		m, err := supervision.ParseMonth(text)
		var wrong *supervision.DateError
		switch {
		case want == "" && (!errors.As(err, &wrong) || wrong.Text != text):
			t.Errorf("%q is read as %s, %v", text, m, err)
		case want != "" && (err != nil || m.Days().String() != want || m.String() != text):
			t.Errorf("%q is read as %s %s, %v", text, m, m.Days(), err)
		}
	}
}

// A circular counts the days that are over where its host is, and says when they are not all.
func TestNewCircular(t *testing.T) {
	shanghai := time.FixedZone("Asia/Shanghai", 8*60*60)
	june := supervision.Month{Year: 2020, Month: time.June}
	for at, want := range map[string]struct {
		days   string
		toDate bool
	}{
		"2020-05-31T16:00:00Z": {"", true}, // its first midnight in Shanghai
		"2020-06-01T15:59:59Z": {"", true},
		"2020-06-01T16:00:00Z": {"2020-06-01", true},
		"2020-06-30T15:59:59Z": {"2020-06-01..2020-06-29", true},
		"2020-06-30T16:00:00Z": {"2020-06-01..2020-06-30", false},
		"2021-02-01T00:00:00Z": {"2020-06-01..2020-06-30", false},
	} {
		asOf, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		c, err := supervision.NewCircular(june, asOf, shanghai)
		if err != nil || c.Days.String() != want.days || c.ToDate() != want.toDate || !c.AsOf.Equal(asOf) || c.Zone != shanghai || c.Month != june {
			t.Errorf("%s: %+v, to date %v, %v", at, c, c.ToDate(), err)
		}
	}
	before := time.Date(2020, 5, 31, 15, 59, 59, 999, time.UTC)
	if _, err := supervision.NewCircular(june, before, shanghai); !errors.Is(err, supervision.Refuse(supervision.NotOpen, "", "")) {
		t.Errorf("before the month begins: %v", err)
	}
}

// Every duty that somebody could be asked for is counted, and each once.
func TestOutcomes(t *testing.T) {
	var o supervision.Outcomes
	for n, state := range []supervision.DutyState{
		supervision.BeforeTakeUp, supervision.Proven, supervision.Overdue, supervision.LeftOpen, supervision.Excused, supervision.Waiting, supervision.Open,
	} {
		o.Add(state, false, 10+n)
	}
	o.Add(supervision.Proven, true, 100)
	want := supervision.Outcomes{InTime: 11, Late: 100, Overdue: 12, LeftOpen: 13, Excused: 14, Pending: 15 + 16}
	if o != want || o.Due() != 181 {
		t.Errorf("%+v, %d in all", o, o.Due())
	}
	m := supervision.CampaignMonth{Outcomes: o, Arrears: []supervision.Arrears{{Duties: 20}, {Duties: 3}}}
	if n := m.Unnamed(); n != 2 {
		t.Errorf("%d are not named", n)
	}
}
