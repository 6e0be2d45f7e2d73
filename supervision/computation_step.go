package supervision

import "fmt"

// CountStep is what was made of a day, or of successive days, in counting.
type CountStep struct {
	Days Window   `json:"days"`
	Kind StepKind `json:"kind"`
	Zh   string   `json:"zh"`
	En   string   `json:"en"`
}

// StepKind says what was made of a day.
type StepKind string

// The kinds of step.
const (
	Counted    StepKind = "COUNTED"     // the day on which the count ends
	Skipped    StepKind = "SKIPPED"     // a rest day, not counted
	MadeUp     StepKind = "MADE_UP"     // a weekend day that is worked, and so counts
	Rolled     StepKind = "ROLLED"      // a rest day, so that a later day is the last
	RolledBack StepKind = "ROLLED_BACK" // a rest day, so that an earlier day is the last
	Stood      StepKind = "STOOD"       // a rest day on which, by the rule, the count ends all the same
)

// counted notes the day on which the count ends.
func (t *tally) counted(d Deadline, start, last Date) Date {
	zh, en := d.amount()
	if d.Before {
		zh, en = "往前数"+zh, en+" earlier"
	} else {
		zh, en = "往后数"+zh, en+" later"
	}
	if d.Unit == Months && last.Day != start.Day {
		zh += fmt.Sprintf("，该月没有%d日，止于月末", start.Day)
		en += fmt.Sprintf(", at the month's end: it has no day %d", start.Day)
	}
	t.steps = append(t.steps, CountStep{Window{last, last}, Counted, zh, en})
	return last
}

// note joins the day to the span before it where the reason is the same.
func (t *tally) note(d Date, kind StepKind) {
	zh, en := t.calendar.reason(d)
	madeZh, madeEn := kind.made()
	step := CountStep{Window{d, d}, kind, zh + "，" + madeZh, en + ", " + madeEn}
	if n := len(t.steps); n > 0 && t.steps[n-1].joins(step) {
		t.steps[n-1].Days = t.steps[n-1].Days.with(d)
		return
	}
	t.steps = append(t.steps, step)
}

func (s CountStep) joins(next CountStep) bool {
	successive := s.Days.Last.AddDays(1) == next.Days.First || next.Days.Last.AddDays(1) == s.Days.First
	return successive && s.Kind == next.Kind && s.Zh == next.Zh
}

// with stretches the window to the day.
func (w Window) with(d Date) Window {
	if d.Before(w.First) {
		w.First = d
	}
	if d.After(w.Last) {
		w.Last = d
	}
	return w
}

// reason says what kind of day it is, and by which notice.
func (c Calendar) reason(d Date) (zh, en string) {
	kind, name := c.Kind(d)
	switch kind {
	case Holiday:
		zh, en = name+"放假", "holiday "+name
	case MakeUpWorkday:
		zh, en = name+"调休上班", "worked for "+name
	case Weekend:
		return "周末", "weekend"
	case Workday:
		return "工作日", "working day"
	}
	if n, ok := c.Notice(d); ok && n.Number != "" {
		zh, en = zh+"（"+n.Number+"）", en+" ("+n.Number+")"
	}
	return zh, en
}

func (k StepKind) made() (zh, en string) {
	switch k {
	case Skipped:
		return "不计入", "not counted"
	case MadeUp:
		return "计为工作日", "counts as a working day"
	case Rolled:
		return "顺延", "moved to the next working day"
	case RolledBack:
		return "提前", "moved to the working day before"
	case Stood, Counted:
	}
	return "按规则不顺延", "which by the rule stands"
}
