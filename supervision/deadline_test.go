package supervision_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"duban/supervision"
)

func TestSL15_TwentyTenAndSevenDaysBeforeTheSession(t *testing.T) {
	expectLastDays(t, []countedDay{
		{supervision.Deadline{Rule: "SL-15a"}, "2020-12-28", "2020-12-08"},
		{supervision.Deadline{Rule: "SL-15b"}, "2020-12-28", "2020-12-18"},
		{supervision.Deadline{Rule: "SL-15c"}, "2020-12-28", "2020-12-21"},
		{supervision.Deadline{Rule: "SL-15b"}, "2020-12-29", "2020-12-18"}, // 19 December is a Saturday
		{supervision.Deadline{Rule: "SL-15a"}, "2020-10-28", "2020-09-30"}, // 8 October is the holiday's last day
		{supervision.Deadline{Rule: "SL-15a"}, "2020-10-30", "2020-10-10"}, // a worked Saturday
	})
}

func TestZJ44_ThreeMonthsFromReceipt(t *testing.T) {
	expectLastDays(t, []countedDay{
		{supervision.Deadline{Rule: "ZJ-44"}, "2020-08-11", "2020-11-11"},
		{supervision.Deadline{Rule: "ZJ-44"}, "2020-11-30", "2021-03-01"},                     // February's end is a Sunday
		{supervision.Deadline{Rule: "ZJ-44"}, "2020-07-03", "2020-10-09"},                     // inside the holiday
		{supervision.Deadline{Rule: "ZJ-44", Count: 2}, "2020-08-11", "2020-10-12"},           // the time that is set; a Sunday
		{supervision.Deadline{Rule: "ZJ-44", Roll: stay}, "2020-07-03", "2020-10-03"},         // the plan says that it stands
		{supervision.Deadline{Rule: "ZJ-44", From: oct}, "", "2021-01-04"},                    // from a day of its own
		{supervision.Deadline{Rule: "ZJ-29"}, "2020-03-31", "2020-02-28"},                     // 29 February is a Saturday
		{supervision.Deadline{Rule: "ZJ-29", Roll: stay}, "2020-03-31", "2020-02-29"},         // a month ends with its last day
		{supervision.Deadline{Rule: "SL-27"}, "2020-08-31", "2021-03-01"},                     // 28 February is a Sunday
		{supervision.Deadline{Rule: "DL-51w", Event: "handover"}, "2020-02-03", "2020-08-03"}, // six months
	})
}

func TestDeadlinesOfThePlansOwn(t *testing.T) {
	const workdays = supervision.Workdays
	expectLastDays(t, []countedDay{
		{supervision.Deadline{Count: 1, Unit: workdays}, "2020-09-30", "2020-10-09"},
		{supervision.Deadline{Count: 2, Unit: workdays}, "2020-09-30", "2020-10-10"}, // a worked Saturday
		{supervision.Deadline{Count: 1, Unit: workdays, Before: true}, "2020-10-09", "2020-09-30"},
		{supervision.Deadline{Count: 1, Unit: workdays}, "2020-05-08", "2020-05-09"},
		{supervision.Deadline{Count: 2, Unit: workdays}, "2020-05-08", "2020-05-11"},
		{supervision.Deadline{Count: 15, Unit: workdays}, "2020-10-04", "2020-10-28"}, // counted from a rest day
		{supervision.Deadline{Count: 10}, "2020-09-27", "2020-10-09"},                 // 7 October rolls forward
		{supervision.Deadline{Count: 10, Roll: supervision.Back}, "2020-09-27", "2020-09-30"},
		{supervision.Deadline{Count: 10, Roll: stay}, "2020-09-27", "2020-10-07"},
		{supervision.Deadline{}, "2020-10-07", "2020-10-09"},             // on the day itself, a holiday
		{supervision.Deadline{Before: true}, "2020-10-07", "2020-09-30"}, // and at the latest on it
		{supervision.Deadline{}, "2020-09-30", "2020-09-30"},
	})
}

const stay = supervision.Stay

// oct is a day from which three months lead into the new year's holiday.
var oct = supervision.Date{Year: 2020, Month: 10, Day: 3}

type countedDay struct {
	deadline    supervision.Deadline
	start, want string
}

func expectLastDays(t *testing.T, tests []countedDay) {
	t.Helper()
	for _, tt := range tests {
		var start supervision.Date
		if tt.start != "" {
			start = day(t, tt.start)
		}
		if got := tt.deadline.Compute(start, supervision.ChinaCalendar()); got.Result.String() != tt.want {
			t.Errorf("%+v from %s: %s, want %s", tt.deadline, tt.start, got.Result, tt.want)
		}
	}
}

func TestCompleteFillsInWhatIsNotWritten(t *testing.T) {
	type deadline = supervision.Deadline
	tests := []struct {
		written, want deadline
		ok            bool
	}{
		{deadline{}, deadline{Unit: supervision.Days, Roll: supervision.Forward}, true},
		{deadline{Before: true}, deadline{Before: true, Unit: supervision.Days, Roll: supervision.Back}, true},
		{
			deadline{Rule: "SL-15a", Event: "session"},
			deadline{Rule: "SL-15a", Event: "session", Count: 20, Unit: supervision.Days, Before: true, Roll: supervision.Back},
			true,
		},
		{
			deadline{Rule: "ZJ-44", Count: 2},
			deadline{Rule: "ZJ-44", Count: 2, Unit: supervision.Months, Roll: supervision.Forward},
			true,
		},
		{
			deadline{Rule: "ZJ-44", Count: 60, Unit: supervision.Workdays, Roll: stay},
			deadline{Rule: "ZJ-44", Count: 60, Unit: supervision.Workdays, Roll: stay},
			true,
		},
		{ // a unit without a count would make three months three days
			deadline{Rule: "ZJ-44", Unit: supervision.Days},
			deadline{Rule: "ZJ-44", Count: 3, Unit: supervision.Months, Roll: supervision.Forward},
			true,
		},
		{deadline{Rule: "SL-99"}, deadline{Rule: "SL-99", Unit: supervision.Days, Roll: supervision.Forward}, false},
		{deadline{Rule: "SL-19"}, deadline{Rule: "SL-19", Unit: supervision.Days, Roll: supervision.Forward}, false},
	}
	for _, tt := range tests {
		if got, ok := tt.written.Complete(); got != tt.want || ok != tt.ok {
			t.Errorf("%+v is %+v, %t", tt.written, got, ok)
		}
	}
}

func TestCountInWords(t *testing.T) {
	for d, want := range map[supervision.Deadline][2]string{
		{Rule: "SL-15a"}:                           {"20日前", "20 days before"},
		{Rule: "ZJ-44"}:                            {"3个月内", "within 3 months"},
		{Count: 10, Unit: supervision.Workdays}:    {"10个工作日内", "within 10 working days"},
		{Count: 1, Unit: supervision.Months}:       {"1个月内", "within 1 month"},
		{Count: 1, Before: true, Unit: "DAYS"}:     {"1日前", "1 day before"},
		{Event: "session", Roll: supervision.Back}: {"当日", "on the day itself"},
	} {
		if zh, en := d.Words(); zh != want[0] || en != want[1] {
			t.Errorf("%+v: %s, %s", d, zh, en)
		}
	}
}

func TestCountBeyondAllCalendarsHasNoResult(t *testing.T) {
	for _, unit := range []supervision.Unit{supervision.Days, supervision.Workdays, supervision.Months} {
		got := supervision.Deadline{Count: 3660, Unit: unit}.Compute(day(t, "2199-12-01"), supervision.ChinaCalendar())
		if !got.Result.IsZero() || got.Steps != nil {
			t.Errorf("%s: %s, %v", unit, got.Result, got.Steps)
		}
	}
}

// Nothing panics; what was rolled is worked; counting further never leads back; what is not provisional stays, whatever
// later notices say; and every answer survives the database.
func FuzzDeadline(f *testing.F) {
	f.Add(uint16(392), uint16(10), uint8(1), false, uint8(0))  // over the holiday that was lengthened
	f.Add(uint16(669), uint16(20), uint8(0), true, uint8(2))   // back into the National Day holiday
	f.Add(uint16(699), uint16(3), uint8(2), false, uint8(3))   // to February's end
	f.Add(uint16(2890), uint16(60), uint8(1), false, uint8(1)) // beyond what is known
	harsh, err := supervision.ChinaCalendar().With(
		supervision.HolidayYear{Year: 2018, Holidays: []supervision.NamedDays{named(f, "2017-12-01..2018-12-31")}},
		supervision.HolidayYear{Year: 2027, Holidays: []supervision.NamedDays{named(f, "2026-12-01..2027-12-31")}},
	)
	if err != nil {
		f.Fatal(err)
	}
	units := []supervision.Unit{supervision.Days, supervision.Workdays, supervision.Months}
	rolls := []supervision.Roll{"", supervision.Forward, supervision.Back, supervision.Stay}
	f.Fuzz(func(t *testing.T, after, count uint16, unit uint8, before bool, roll uint8) {
		d := supervision.Deadline{Count: int(count % 3660), Unit: units[unit%3], Before: before, Roll: rolls[roll%4]}
		start := day(t, "2018-06-01").AddDays(int(after % 4000))
		china := supervision.ChinaCalendar()
		got := d.Compute(start, china)
		if (d.Roll != supervision.Stay || d.Unit == supervision.Workdays && d.Count > 0) && !china.IsWorkday(got.Result) {
			t.Fatalf("%+v from %s: %s is not worked", d, start, got.Result)
		}
		if !got.Provisional && d.Compute(start, harsh).Result != got.Result {
			t.Fatalf("%+v from %s: %s is moved by a notice and was not provisional", d, start, got.Result)
		}
		further := d
		further.Count++
		if next := further.Compute(start, china).Result; before && next.After(got.Result) || !before && next.Before(got.Result) {
			t.Fatalf("%+v from %s: %s, but one more leads to %s", d, start, got.Result, next)
		}
		expectAnswer(t, got)
	})
}

// expectAnswer checks what holds of every answer.
func expectAnswer(t *testing.T, got supervision.Computation) {
	t.Helper()
	for _, s := range got.Steps {
		if s.Days.First.After(s.Days.Last) || s.Zh == "" || s.En == "" {
			t.Fatalf("step %+v", s)
		}
	}
	if zh, en := got.Explain(); len(zh) != len(en) || len(zh) < 3 {
		t.Fatalf("explained by %q and %q", zh, en)
	}
	text, err := json.Marshal(got)
	var back supervision.Computation
	if err != nil || json.Unmarshal(text, &back) != nil || !reflect.DeepEqual(got, back) {
		t.Fatalf("%+v came back from %s as %+v, %v", got, text, back, err)
	}
}

func named(t testing.TB, days string) supervision.NamedDays {
	t.Helper()
	w, err := supervision.ParseWindow(days, 0)
	if err != nil {
		t.Fatal(err)
	}
	return supervision.NamedDays{Name: "假", Days: w}
}
