package supervision_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"duban/supervision"
)

// periods writes each period as name=window.
func periods(w supervision.Window, p supervision.Period) (text []string) {
	for _, of := range w.Periods(p) {
		text = append(text, of.Name+"="+of.Window.String())
	}
	return text
}

func TestPeriodsAreCutToTheWindow(t *testing.T) {
	tests := []struct {
		window string
		period supervision.Period
		want   string
	}{
		{"5月中旬..7月上旬", supervision.EveryMonth, "2020-05=2020-05-11..2020-05-31 2020-06=2020-06-01..2020-06-30 2020-07=2020-07-01..2020-07-10"},
		{"5月中旬..7月上旬", supervision.EveryQuarter, "2020-q2=2020-05-11..2020-06-30 2020-q3=2020-07-01..2020-07-10"},
		{"5月中旬..11月", supervision.EveryHalfYear, "2020-h1=2020-05-11..2020-06-30 2020-h2=2020-07-01..2020-11-30"},
		{"2020年6月..2021年底", supervision.EveryYear, "2020=2020-06-01..2020-12-31 2021=2021-01-01..2021-12-31"},
		{"12月..次年1月", supervision.EveryQuarter, "2020-q4=2020-12-01..2020-12-31 2021-q1=2021-01-01..2021-01-31"},
		{"6月上旬", supervision.EveryWindow, "=2020-06-01..2020-06-10"},
		{"9月30日", supervision.EveryWeek, "2020-w40=2020-09-30"},
		{"2020-09-28..2020-10-05", supervision.EveryWeek, "2020-w40=2020-09-28..2020-10-04 2020-w41=2020-10-05"},
	}
	for _, tt := range tests {
		if got := strings.Join(periods(window(t, tt.window, 2020), tt.period), " "); got != tt.want {
			t.Errorf("%s of %s:\n got %s\nwant %s", tt.period, tt.window, got, tt.want)
		}
	}
}

// By ISO 8601 the last days of December 2024 are in week 1 of 2025, and the first of January 2021 in week 53 of 2020.
func TestWeeksOverTheYearEnd(t *testing.T) {
	for text, want := range map[string]string{
		"2024-12-30..2025-01-05": "2025-w01=2024-12-30..2025-01-05",
		"2021-01-01..2021-01-04": "2020-w53=2021-01-01..2021-01-03 2021-w01=2021-01-04",
	} {
		if got := strings.Join(periods(window(t, text, 0), supervision.EveryWeek), " "); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Whatever the window, its periods cover each of its days once, under names that differ.
func TestPeriodsCoverTheWindow(t *testing.T) {
	all := []supervision.Period{
		supervision.EveryWeek, supervision.EveryMonth, supervision.EveryQuarter,
		supervision.EveryHalfYear, supervision.EveryYear, supervision.EveryWindow,
	}
	from := day(t, "2019-12-20")
	for start := range 40 {
		for _, length := range []int{0, 1, 6, 7, 30, 365, 800} {
			first := from.AddDays(start)
			w := supervision.Window{First: first, Last: first.AddDays(length)}
			for _, p := range all {
				names, next := map[string]bool{}, w.First
				for _, of := range w.Periods(p) {
					if of.Window.First != next || of.Window.Last.Before(next) || names[of.Name] {
						t.Fatalf("%s of %s: %s %s does not follow on", p, w, of.Name, of.Window)
					}
					names[of.Name], next = true, of.Window.Last.AddDays(1)
				}
				if next != w.Last.AddDays(1) {
					t.Fatalf("%s of %s end before %s", p, w, next)
				}
			}
		}
	}
}

func TestJG06_EveryWednesday(t *testing.T) {
	var days []string
	for _, d := range window(t, "2020-09-23..2020-10-14", 0).Each(time.Wednesday) {
		days = append(days, d.String())
	}
	if want := []string{"2020-09-23", "2020-09-30", "2020-10-07", "2020-10-14"}; !slices.Equal(days, want) {
		t.Errorf("%v, want %v", days, want)
	}
	if got := window(t, "2020-09-24..2020-09-29", 0).Each(time.Wednesday); len(got) != 0 {
		t.Errorf("Wednesdays from Thursday to Tuesday: %v", got)
	}
	if got := window(t, "2020年全年", 0).Each(time.Wednesday); len(got) != 53 {
		t.Errorf("%d Wednesdays in 2020", len(got))
	}
}

func TestOpenWindowHasNoPeriods(t *testing.T) {
	w := window(t, "11月底前", 2020)
	if got := w.Periods(supervision.EveryMonth); got != nil {
		t.Errorf("months: %v", got)
	}
	if got := w.Each(time.Wednesday); got != nil {
		t.Errorf("Wednesdays: %v", got)
	}
}
