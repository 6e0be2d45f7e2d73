package supervision_test

import (
	"slices"
	"testing"

	"duban/supervision"
)

// asKnownOn is today's calendar, but for 2020 as it was known on a day.
func asKnownOn(t *testing.T, s string) supervision.Calendar {
	t.Helper()
	c, err := supervision.ChinaCalendar().With(notices(t)[1].AsOf(day(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The notice of 27 January 2020 made 31 January to 2 February days off. Every way of counting that meets them moves.
func TestNoticeOf27January2020MovesOpenDeadlines(t *testing.T) {
	before, after := asKnownOn(t, "2020-01-26"), asKnownOn(t, "2020-01-27")
	type deadline = supervision.Deadline
	tests := []struct {
		deadline          deadline
		start, was, moved string
	}{
		{deadline{Count: 10, Unit: supervision.Workdays}, "2020-01-17", "2020-02-05", "2020-02-07"},
		{deadline{Count: 5, Unit: supervision.Workdays, Before: true}, "2020-02-10", "2020-02-03", "2020-02-03"}, // not met
		{deadline{Count: 10, Unit: supervision.Workdays, Before: true}, "2020-02-10", "2020-01-21", "2020-01-19"},
		{deadline{Rule: "ZJ-44"}, "2019-10-31", "2020-01-31", "2020-02-03"},             // ends on a day that became a holiday
		{deadline{Rule: "ZJ-44"}, "2019-11-01", "2020-02-01", "2020-02-03"},             // on a workday made up, then off
		{deadline{Rule: "ZJ-44"}, "2019-11-03", "2020-02-03", "2020-02-03"},             // after it
		{deadline{Rule: "SL-15a"}, "2020-02-20", "2020-01-31", "2020-01-23"},            // the session's papers are due before the holiday
		{deadline{Rule: "ZJ-44", Roll: stay}, "2019-10-31", "2020-01-31", "2020-01-31"}, // a day that stands
	}
	for _, tt := range tests {
		start := day(t, tt.start)
		if got := tt.deadline.Compute(start, before).Result.String(); got != tt.was {
			t.Errorf("%+v from %s as known on 26 January: %s, want %s", tt.deadline, tt.start, got, tt.was)
		}
		if got := tt.deadline.Compute(start, after).Result.String(); got != tt.moved {
			t.Errorf("%+v from %s as known on 27 January: %s, want %s", tt.deadline, tt.start, got, tt.moved)
		}
	}
}

func TestAsOfLeavesOutLaterAmendmentsAlone(t *testing.T) {
	y := notices(t)[1]
	if got := y.AsOf(day(t, "2020-01-26")); len(got.Amendments) != 0 || len(got.Holidays) != len(y.Holidays) {
		t.Errorf("on 26 January: %+v", got)
	}
	if got := y.AsOf(day(t, "2020-01-27")); len(got.Amendments) != 1 {
		t.Errorf("on 27 January: %+v", got)
	}
	if len(y.Amendments) != 1 {
		t.Error("the year itself was changed")
	}
}

func TestWithReplacesAKnownYearAndKeepsTheOthers(t *testing.T) {
	china := supervision.ChinaCalendar()
	before := asKnownOn(t, "2020-01-26")
	expectDays(t, before, []expectedDay{
		{"2020-01-31", supervision.Workday, ""},
		{"2020-10-01", supervision.Holiday, "国庆节、中秋节"},
		{"2019-10-01", supervision.Holiday, "国庆节"},
	})
	expectDays(t, china, []expectedDay{{"2020-01-31", supervision.Holiday, "春节"}})
	back, err := before.With(notices(t)[1])
	if err != nil {
		t.Fatal(err)
	}
	expectDays(t, back, []expectedDay{{"2020-01-31", supervision.Holiday, "春节"}})
}

func TestYearsAreListedInOrder(t *testing.T) {
	next := supervision.HolidayYear{Year: 2027}
	c, err := asKnownOn(t, "2020-01-26").With(next)
	if err != nil {
		t.Fatal(err)
	}
	var years []int
	for _, y := range c.Years() {
		years = append(years, y.Year)
	}
	if !slices.Equal(years, []int{2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027}) || len(c.Years()[1].Amendments) != 0 {
		t.Errorf("%v", years)
	}
	var none supervision.Calendar
	if none.Years() != nil {
		t.Error("the zero Calendar knows a year")
	}
}

func TestWithTakesTheLastWordOnAYear(t *testing.T) {
	y := notices(t)[1]
	c, err := supervision.ChinaCalendar().With(y.AsOf(day(t, "2020-01-26")), y)
	if err != nil || c.IsWorkday(day(t, "2020-01-31")) {
		t.Errorf("the amendment is lost: %v", err)
	}
}

func TestEachDayKnowsItsNotice(t *testing.T) {
	for s, want := range map[string]string{
		"2020-01-30": "国办发明电〔2019〕16号",
		"2020-01-31": "国办发明电〔2020〕1号",
		"2020-09-27": "国办发明电〔2019〕16号",
		"2018-12-29": "国办发明电〔2018〕15号",
		"2020-09-26": "",
	} {
		n, ok := supervision.ChinaCalendar().Notice(day(t, s))
		if n.Number != want || ok != (want != "") {
			t.Errorf("%s is by %+v", s, n)
		}
	}
}
