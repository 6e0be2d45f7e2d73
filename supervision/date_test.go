package supervision_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"duban/supervision"
)

// shanghai needs no zone data on the machine: China has kept one offset since 1991.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func day(t *testing.T, s string) supervision.Date {
	t.Helper()
	d, err := supervision.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2020-05-11", "2020-02-29", "2019-12-31", "1900-01-01", "2199-12-31"} {
		if got := day(t, s).String(); got != s {
			t.Errorf("%s came back as %s", s, got)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	const form = "日期应写作 2020-05-11"
	tests := []struct {
		text   string
		offset int
		zh, en string
	}{
		{"2020-06-31", 8, "6月没有31日", "June has 30 days"},
		{"2019-02-29", 8, "2019年2月没有29日", "February 2019 has 28 days"},
		{"2020-05-00", 8, "5月没有0日", "May has 31 days"},
		{"2020-13-01", 5, "没有13月", "there is no month 13"},
		{"0202-05-11", 0, "年份202不在1900至2199之间", "the year 202 is not within 1900..2199"},
		{"2020-5-11", 0, form, "expected a date such as 2020-05-11"},
		{" 2020-05-11", 0, form, "expected a date such as 2020-05-11"},
		{"", 0, form, "expected a date such as 2020-05-11"},
	}
	for _, tt := range tests {
		_, err := supervision.ParseDate(tt.text)
		var got *supervision.DateError
		if !errors.As(err, &got) {
			t.Fatalf("%q: error %v is no DateError", tt.text, err)
		}
		if want := (supervision.DateError{Text: tt.text, Offset: tt.offset, Zh: tt.zh, En: tt.en}); *got != want {
			t.Errorf("%q:\n got %+v\nwant %+v", tt.text, *got, want)
		}
	}
}

func TestDateErrorReadsInOneLine(t *testing.T) {
	_, err := supervision.ParseDate("2020-06-31")
	if got, want := err.Error(), `"2020-06-31": 6月没有31日 / June has 30 days`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDateOfDependsOnTheZone(t *testing.T) {
	evening := time.Date(2020, 5, 10, 16, 0, 0, 0, time.UTC)
	if got := supervision.DateOf(evening, shanghai).String(); got != "2020-05-11" {
		t.Errorf("in Shanghai it is %s", got)
	}
	if got := supervision.DateOf(evening, time.UTC).String(); got != "2020-05-10" {
		t.Errorf("in UTC it is %s", got)
	}
}

func TestDateAt(t *testing.T) {
	got := day(t, "2020-05-11").At(9, shanghai)
	if want := time.Date(2020, 5, 11, 1, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("09:00 is %s", got.UTC())
	}
}

func TestDaysAcrossMonthsAndYears(t *testing.T) {
	tests := []struct {
		from string
		days int
		to   string
	}{
		{"2020-02-28", 1, "2020-02-29"},
		{"2019-02-28", 1, "2019-03-01"},
		{"2020-12-31", 31, "2021-01-31"},
		{"2020-05-11", 0, "2020-05-11"},
		{"2020-01-01", -1, "2019-12-31"},
		{"1900-01-01", 109_572, "2199-12-31"}, // more than a Duration holds
	}
	for _, tt := range tests {
		from, to := day(t, tt.from), day(t, tt.to)
		if got := from.AddDays(tt.days); got != to {
			t.Errorf("%s and %d days: %s, want %s", from, tt.days, got, to)
		}
		if got := from.DaysUntil(to); got != tt.days {
			t.Errorf("%s to %s: %d days, want %d", from, to, got, tt.days)
		}
	}
}

func TestMondayBeginsTheWeek(t *testing.T) {
	for of, want := range map[string]string{
		"2020-06-08": "2020-06-08", "2020-06-10": "2020-06-08", "2020-06-14": "2020-06-08", "2020-06-15": "2020-06-15", "2021-01-03": "2020-12-28",
	} {
		if got := day(t, of).Monday(); got != day(t, want) {
			t.Errorf("the week of %s begins on %s, want %s", of, got, want)
		}
	}
}

func TestDateOrder(t *testing.T) {
	inOrder := []string{"2019-12-31", "2020-01-01", "2020-01-31", "2020-02-01"}
	for i, a := range inOrder {
		for j, b := range inOrder {
			x, y := day(t, a), day(t, b)
			if x.Before(y) != (i < j) || x.After(y) != (i > j) || (x.Compare(y) == 0) != (i == j) {
				t.Errorf("%s and %s are out of order", a, b)
			}
		}
	}
}

func TestDateAsText(t *testing.T) {
	type due struct{ Due, Returned supervision.Date }
	want := due{Due: day(t, "2020-05-11")}
	text, err := json.Marshal(want)
	if err != nil || string(text) != `{"Due":"2020-05-11","Returned":""}` {
		t.Fatalf("%s, %v", text, err)
	}
	var got due
	if err := json.Unmarshal(text, &got); err != nil || got != want || !got.Returned.IsZero() {
		t.Errorf("%s came back as %+v, %v", text, got, err)
	}
	if err := json.Unmarshal([]byte(`{"Due":"2020-06-31"}`), &got); err == nil {
		t.Error("31 June was read from JSON")
	}
}
