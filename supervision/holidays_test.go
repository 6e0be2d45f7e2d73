package supervision_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"duban/supervision"
)

func notices(t *testing.T) []supervision.HolidayYear {
	t.Helper()
	years, err := supervision.ChinaHolidays()
	if err != nil {
		t.Fatal(err)
	}
	return years
}

// firstPublished leaves out what was changed after a year's notice.
func firstPublished(t *testing.T, year int) (y supervision.HolidayYear, c supervision.Calendar) {
	t.Helper()
	y = notices(t)[year-2019]
	y.Amendments = nil
	c, err := supervision.NewCalendar(y)
	if err != nil {
		t.Fatal(err)
	}
	return y, c
}

func TestOneNoticeForEachYearFrom2019To2026(t *testing.T) {
	years := notices(t)
	if len(years) != 8 {
		t.Fatalf("%d years", len(years))
	}
	for i, y := range years {
		if y.Year != 2019+i || y.Source.Title == "" || y.Source.Number == "" {
			t.Errorf("file %d holds %d, from %+v", i, y.Year, y.Source)
		}
		if y.Source.Published.Before(y.Source.Dated) || y.Source.Published.Year != y.Year-1 {
			t.Errorf("%d: dated %s, published %s", y.Year, y.Source.Dated, y.Source.Published)
		}
	}
}

// The law gives 11 days a year, 13 from 2025 on (全国年节及纪念日放假办法); make-up days only move them. So in each notice
// the weekdays off, less the weekend days worked, are the days of the law, and one wrong day shows.
func TestEachNoticeGivesTheDaysOfTheLaw(t *testing.T) {
	for year := 2019; year <= 2026; year++ {
		notice, calendar := firstPublished(t, year)
		want := 11
		if year >= 2025 {
			want = 13
		}
		given := 0
		for _, h := range notice.Holidays {
			for d := h.Days.First; !d.After(h.Days.Last); d = d.AddDays(1) {
				if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
					given++
				}
			}
		}
		for _, w := range notice.Workdays {
			given -= len(daysOf(calendar, w.Days, supervision.MakeUpWorkday))
		}
		if given != want {
			t.Errorf("%d gives %d days, want %d", year, given, want)
		}
	}
}

// The notices were typed from their texts; other people's calendars must agree with them on each of the 2922 days.
func TestEveryDayAgreesWithOtherCalendars(t *testing.T) {
	text, err := os.ReadFile("testdata/china-workdays.txt")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for line := range strings.Lines(string(text)) {
		month, marks, _ := strings.Cut(strings.TrimSpace(line), " ")
		if month == "#" {
			continue
		}
		for i, mark := range marks {
			d := day(t, month+"-01").AddDays(i)
			if got := supervision.ChinaCalendar().IsWorkday(d); got != (mark == 'w') {
				t.Errorf("%s worked: %t", d, got)
			}
			checked++
		}
	}
	if checked != 2922 {
		t.Errorf("%d days checked", checked)
	}
}

func TestSpringFestival2020WasLengthenedOn27January(t *testing.T) {
	_, before := firstPublished(t, 2020)
	expectDays(t, before, []expectedDay{
		{"2020-01-30", supervision.Holiday, "春节"},
		{"2020-01-31", supervision.Workday, ""},
		{"2020-02-01", supervision.MakeUpWorkday, "春节"},
		{"2020-02-02", supervision.Weekend, ""},
	})
	expectDays(t, supervision.ChinaCalendar(), []expectedDay{
		{"2020-01-19", supervision.MakeUpWorkday, "春节"},
		{"2020-01-31", supervision.Holiday, "春节"},
		{"2020-02-01", supervision.Holiday, "春节"},
		{"2020-02-02", supervision.Holiday, "春节"},
		{"2020-02-03", supervision.Workday, ""},
	})
	amended := notices(t)[1].Amendments
	if len(amended) != 1 || amended[0].Source.Published != day(t, "2020-01-27") || amended[0].Source.Number != "国办发明电〔2020〕1号" {
		t.Errorf("amendments of 2020: %+v", amended)
	}
}

// What counts open deadlines again after a late notice: five workdays from 23 January came out two days earlier.
func TestDeadlineMovesWithTheAmendment(t *testing.T) {
	_, before := firstPublished(t, 2020)
	from := day(t, "2020-01-23")
	if got := before.AddWorkdays(from, 5).String(); got != "2020-02-05" {
		t.Errorf("as first published: %s", got)
	}
	if got := supervision.ChinaCalendar().AddWorkdays(from, 5).String(); got != "2020-02-07" {
		t.Errorf("as amended: %s", got)
	}
}

func TestLabourDay2019WasLengthenedInMarch(t *testing.T) {
	_, before := firstPublished(t, 2019)
	days := window(t, "2019-04-28..2019-05-05", 0)
	if got := daysOf(before, days, supervision.Holiday); len(got) != 1 || got[0] != "2019-05-01" {
		t.Errorf("as first published: %v", got)
	}
	if got := daysOf(supervision.ChinaCalendar(), days, supervision.Holiday); len(got) != 4 {
		t.Errorf("as amended: %v", got)
	}
	if got := daysOf(supervision.ChinaCalendar(), days, supervision.MakeUpWorkday); len(got) != 2 {
		t.Errorf("make-up workdays as amended: %v", got)
	}
}
