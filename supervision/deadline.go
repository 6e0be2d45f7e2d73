package supervision

import "cmp"

// Unit is what a deadline is counted in.
type Unit string

// The units. A month ends on the day of the same number, or on its last day where it has none such (民法典第二百零二条).
const (
	Days     Unit = "DAYS"
	Workdays Unit = "WORKDAYS"
	Months   Unit = "MONTHS"
)

// Roll says what becomes of a last day on which nobody works.
type Roll string

// The ways to roll.
const (
	Stay    Roll = "STAY"    // the day stands
	Forward Roll = "FORWARD" // it becomes the next workday (民法典第二百零三条)
	Back    Roll = "BACK"    // it becomes the workday before
)

// Deadline is how a last day is counted. The first day is not counted (民法典第二百零一条). The civil code speaks of civil
// law; that congresses count likewise is an inference, so each rule may say otherwise.
type Deadline struct {
	Rule   string // a preset's name, or ""
	Event  string // what it is counted from: an event's id, or ""
	From   Date   // the day that it is counted from, where that is no event's
	Count  int    // never negative
	Unit   Unit   // empty: Days
	Before bool   // at the latest so long before; else within so long after
	Roll   Roll   // empty: Forward after, Back before
}

// Complete fills in from the preset what is not written; a number and its unit come together. It is false where no preset
// of that name counts a day.
func (d Deadline) Complete() (Deadline, bool) {
	known := d.Rule == ""
	if p, ok := PresetNamed(d.Rule); ok && p.Due.Count > 0 {
		known = true
		d.Before = d.Before || p.Due.Before
		d.Roll = cmp.Or(d.Roll, p.Due.Roll)
		if d.Count == 0 {
			d.Count, d.Unit = p.Due.Count, p.Due.Unit
		}
		d.Unit = cmp.Or(d.Unit, p.Due.Unit)
	}
	d.Unit = cmp.Or(d.Unit, Days)
	d.Roll = cmp.Or(d.Roll, defaultRoll(d.Before))
	return d, known
}

// defaultRoll lets a holiday neither shorten what the law grants nor lengthen what it asks. The law is silent on "N 日前";
// earlier is the side on which nobody is late.
func defaultRoll(before bool) Roll {
	if before {
		return Back
	}
	return Forward
}

// addMonths is the day of the same number n months later, or the last of a month that is too short.
func (d Date) addMonths(n int) Date {
	month := Date{d.Year, d.Month, 1}.midnightUTC().AddDate(0, n, 0)
	first := Date{month.Year(), month.Month(), 1}
	return Date{first.Year, first.Month, min(d.Day, first.monthEnd().Day)}
}

// possible reports whether the day lies in the years that a Date may lie in.
func (d Date) possible() bool { return d.Year >= firstYear && d.Year <= lastYear }
