package supervision_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/supervision"
)

type expectedDay struct {
	date string
	kind supervision.DayKind
	name string
}

func expectDays(t *testing.T, c supervision.Calendar, want []expectedDay) {
	t.Helper()
	for _, w := range want {
		kind, name := c.Kind(day(t, w.date))
		if kind != w.kind || name != w.name {
			t.Errorf("%s is %s %s, want %s %s", w.date, kind, name, w.kind, w.name)
		}
	}
}

// daysOf lists the days of a kind in the window, as text.
func daysOf(c supervision.Calendar, w supervision.Window, wanted supervision.DayKind) (days []string) {
	for d := w.First; !d.After(w.Last); d = d.AddDays(1) {
		if kind, _ := c.Kind(d); kind == wanted {
			days = append(days, d.String())
		}
	}
	return days
}

func TestJG06_WednesdaysMinusHolidays(t *testing.T) {
	china := supervision.ChinaCalendar()
	expectDays(t, china, []expectedDay{
		{"2020-09-30", supervision.Workday, ""},
		{"2020-10-07", supervision.Holiday, "国庆节、中秋节"},
		{"2020-10-14", supervision.Workday, ""},
	})
	var visits []string
	for d := day(t, "2020-09-23"); d.Before(day(t, "2020-10-31")); d = d.AddDays(7) {
		if d.Weekday() == time.Wednesday && china.IsWorkday(d) {
			visits = append(visits, d.String())
		}
	}
	if want := []string{"2020-09-23", "2020-09-30", "2020-10-14", "2020-10-21", "2020-10-28"}; !slices.Equal(visits, want) {
		t.Errorf("visits on %v, want %v", visits, want)
	}
}

func TestHZ05_TheSaturdayBeforeTheKickOffIsWorked(t *testing.T) {
	expectDays(t, supervision.ChinaCalendar(), []expectedDay{
		{"2020-05-05", supervision.Holiday, "劳动节"},
		{"2020-05-09", supervision.MakeUpWorkday, "劳动节"},
		{"2020-05-10", supervision.Weekend, ""},
		{"2020-05-11", supervision.Workday, ""},
	})
}

func TestMakeUpWorkdays(t *testing.T) {
	for year, want := range map[string][]string{
		"2020": {"2020-01-19", "2020-04-26", "2020-05-09", "2020-06-28", "2020-09-27", "2020-10-10"},
		"2026": {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"},
	} {
		w := window(t, year+"-01-01.."+year+"-12-31", 0)
		if got := daysOf(supervision.ChinaCalendar(), w, supervision.MakeUpWorkday); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", year, got, want)
		}
	}
}

func TestNewYearComesTwiceIn2022(t *testing.T) {
	china := supervision.ChinaCalendar()
	got := daysOf(china, window(t, "2021-12-25..2022-01-08", 0), supervision.Holiday)
	got = append(got, daysOf(china, window(t, "2022-12-25..2023-01-08", 0), supervision.Holiday)...)
	want := []string{"2022-01-01", "2022-01-02", "2022-01-03", "2022-12-31", "2023-01-01", "2023-01-02"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestLastDayOnARestDayMoves(t *testing.T) {
	china := supervision.ChinaCalendar()
	tests := []struct{ date, before, after string }{
		{"2020-10-04", "2020-09-30", "2020-10-09"}, // inside the holiday
		{"2020-05-10", "2020-05-09", "2020-05-11"}, // a Sunday after a worked Saturday
		{"2020-05-09", "2020-05-09", "2020-05-09"}, // worked itself
		{"2022-12-31", "2022-12-30", "2023-01-03"}, // over the year
	}
	for _, tt := range tests {
		if got := china.WorkdayOnOrBefore(day(t, tt.date)).String(); got != tt.before {
			t.Errorf("on or before %s: %s, want %s", tt.date, got, tt.before)
		}
		if got := china.WorkdayOnOrAfter(day(t, tt.date)).String(); got != tt.after {
			t.Errorf("on or after %s: %s, want %s", tt.date, got, tt.after)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	china := supervision.ChinaCalendar()
	tests := []struct {
		from string
		n    int
		want string
	}{
		{"2020-11-30", 1, "2020-12-01"},
		{"2020-11-30", 4, "2020-12-04"},
		{"2020-09-30", 1, "2020-10-09"},
		{"2020-09-30", 2, "2020-10-10"}, // a worked Saturday
		{"2020-10-04", 1, "2020-10-09"},
		{"2020-10-04", 0, "2020-10-04"},
		{"2020-10-09", -1, "2020-09-30"},
		{"2020-12-31", 20, "2021-01-29"},
		{"2026-12-28", 5, "2027-01-04"}, // provisional: New Year 2027 is not announced
	}
	for _, tt := range tests {
		if got := china.AddWorkdays(day(t, tt.from), tt.n).String(); got != tt.want {
			t.Errorf("%s and %d workdays: %s, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestProvisional(t *testing.T) {
	for s, want := range map[string]bool{
		"2018-12-31": true, "2019-01-01": false, "2025-12-31": false, "2026-11-30": false, "2026-12-01": true, "2027-01-04": true,
	} {
		if got := supervision.ChinaCalendar().Provisional(day(t, s)); got != want {
			t.Errorf("%s provisional: %t", s, got)
		}
	}
}

func TestDayKindIsWrittenAsInPlans(t *testing.T) {
	kinds := []supervision.DayKind{supervision.Workday, supervision.Weekend, supervision.Holiday, supervision.MakeUpWorkday}
	if got, want := fmt.Sprint(kinds), "[WORKDAY WEEKEND HOLIDAY MAKE_UP_WORKDAY]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestZeroCalendarKnowsTheWeek(t *testing.T) {
	var unknown supervision.Calendar
	expectDays(t, unknown, []expectedDay{
		{"2020-10-01", supervision.Workday, ""}, {"2020-10-10", supervision.Weekend, ""},
	})
	if !unknown.Provisional(day(t, "2020-10-01")) {
		t.Error("a calendar without notices is sure of itself")
	}
}

func TestNewCalendarRefuses(t *testing.T) {
	notice := func(holidays, workdays string) supervision.HolidayYear {
		return supervision.HolidayYear{
			Year:     2026,
			Holidays: []supervision.NamedDays{{Name: "劳动节", Days: window(t, holidays, 2026)}},
			Workdays: []supervision.NamedDays{{Name: "劳动节", Days: window(t, workdays, 2026)}},
		}
	}
	sound := notice("5月1日..5日", "5月9日")
	tests := map[string][]supervision.HolidayYear{
		"given twice":             {sound, sound},
		"outside the year":        {notice("2025-11-30", "5月9日")},
		"both off and worked":     {notice("5月1日..9日", "5月9日")},
		"2026-05-08 is worked":    {notice("5月1日..5日", "5月8日..9日")},
		"2027-01-01 lies outside": {notice("2027-01-01", "5月9日")},
	}
	for want, years := range tests {
		if _, err := supervision.NewCalendar(years...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one that says %q", err, want)
		}
	}
	if _, err := supervision.NewCalendar(sound); err != nil {
		t.Errorf("the sound notice: %v", err)
	}
	sound.Amendments = []supervision.Amendment{{Workdays: sound.Workdays}}
	if _, err := supervision.NewCalendar(sound); err == nil {
		t.Error("an amendment that changes nothing was taken")
	}
}

// A year is lived in a second: asking for a day must cost no memory.
func TestAskingForADayAllocatesNothing(t *testing.T) {
	china, d := supervision.ChinaCalendar(), day(t, "2020-09-30")
	if n := testing.AllocsPerRun(100, func() { d = china.AddWorkdays(d, 1) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Counting n workdays lands on the n-th workday, further for a larger n, and back again.
func FuzzAddWorkdays(f *testing.F) {
	f.Add(uint16(638), int8(1))   // 2020-09-30
	f.Add(uint16(395), int8(-20)) // into the holiday that was lengthened
	f.Add(uint16(3000), int8(100))
	f.Fuzz(func(t *testing.T, after uint16, n int8) {
		china := supervision.ChinaCalendar()
		from := day(t, "2019-01-01").AddDays(int(after) % 3653)
		to := china.AddWorkdays(from, int(n))
		if n != 0 && !china.IsWorkday(to) {
			t.Fatalf("%s and %d workdays: %s is not worked", from, n, to)
		}
		if got := workdaysBetween(china, from, to); got != int(n) {
			t.Fatalf("%s and %d workdays: %s, but %d lie between", from, n, to, got)
		}
		if next := china.AddWorkdays(from, int(n)+1); !to.Before(next) {
			t.Fatalf("%s: %d workdays lead to %s, one more to %s", from, n, to, next)
		}
		if back := china.AddWorkdays(to, -int(n)); china.IsWorkday(from) && back != from {
			t.Fatalf("%s and %d workdays: back from %s to %s", from, n, to, back)
		}
	})
}

// workdaysBetween counts the workdays from one day to another, without the first, negative backwards.
func workdaysBetween(c supervision.Calendar, from, to supervision.Date) (n int) {
	step := 1
	if to.Before(from) {
		step = -1
	}
	for d := from; d != to; {
		if d = d.AddDays(step); c.IsWorkday(d) {
			n += step
		}
	}
	return n
}
