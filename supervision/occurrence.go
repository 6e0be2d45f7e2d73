package supervision

import (
	"cmp"
	"strconv"
	"time"
)

// occurrence is one time that an entry falls due.
type occurrence struct {
	id        string // unique among those of its entry and subject: 2020, 2020-q2, 2020-q2.2, 2020-09-30
	window    Window // zero while nobody knows its day
	computed  Computation
	period    string // the period of a cadence that it counts towards; empty where there is none
	nth, need int    // the nth of so many in that period
}

// quota names what the occurrence counts towards: entry/subject/period. Empty where there is no cadence.
func (o occurrence) quota(e Entry, s subject) string {
	if o.period == "" {
		return ""
	}
	return e.ID + "/" + s.id + "/" + o.period
}

// base is the window of an entry for a subject: its own, or that of the project's stage; zero if there is none.
func (e Entry) base(s subject) Window {
	if e.Stage == NoStage {
		return e.Window
	}
	return s.stages[e.Stage-BeforeStage]
}

// times is how many occurrences the entry has in a window, rest days not considered.
func (e Entry) times(base Window) int {
	switch {
	case e.Due != nil || e.Every == "" && (e.Stage == NoStage || !base.isZero()):
		return 1
	case base.isZero() || base.tooLong():
		return 0
	case e.Weekday != nil:
		return len(base.Each(*e.Weekday))
	}
	return len(base.Periods(e.Every)) * max(e.AtLeast, 1)
}

// tooLong reports whether a window is longer than any campaign: a cadence in it would make duties without end.
func (w Window) tooLong() bool { return w.First.DaysUntil(w.Last) > 10*366 }

// occurrences lists, in order, when the entry falls due for the subjects of one window.
func (l *launcher) occurrences(e Entry, base Window) []occurrence {
	year := strconv.Itoa(l.plan.Year)
	switch {
	case e.Due != nil:
		window, computed := l.plan.count(e, l.calendar)
		return []occurrence{{id: year, window: window, computed: computed}}
	case base.isZero():
		return nil
	case e.Weekday != nil:
		return l.weekly(e, base)
	case e.Every != "":
		return l.cadence(e, base, year)
	}
	return []occurrence{{id: year, window: base, computed: l.plan.asWritten(e, base)}}
}

// cadence gives every period so many occurrences as the entry asks for.
func (l *launcher) cadence(e Entry, base Window, year string) (all []occurrence) {
	need := max(e.AtLeast, 1)
	for _, period := range base.Periods(e.Every) {
		id := cmp.Or(period.Name, year)
		for n := 1; n <= need; n++ {
			o := occurrence{id: id, window: period.Window, computed: l.plan.asWritten(e, period.Window), period: id, nth: n, need: need}
			if n > 1 { // so that asking for more changes no id
				o.id += "." + strconv.Itoa(n)
			}
			all = append(all, o)
		}
	}
	return all
}

// weekly falls on one day of every week; where that is a rest day, the week has none (JG-06).
func (l *launcher) weekly(e Entry, base Window) (all []occurrence) {
	for _, day := range base.Each(*e.Weekday) {
		if !l.calendar.IsWorkday(day) {
			continue
		}
		only := Window{day, day}
		o := occurrence{id: day.String(), window: only, computed: l.plan.asWritten(e, only), period: day.String(), nth: 1, need: 1}
		if l.calendar.Provisional(day) {
			o.computed.Provisional, o.computed.Awaits = true, []int{day.Year}
		}
		all = append(all, o)
	}
	return all
}

// asWritten is the computation of a window that nothing is counted for, in the words of the entry, of the named window,
// or of the project's stage.
func (p Plan) asWritten(e Entry, w Window) Computation {
	c := Computation{Written: e.Written, First: w.First, Result: w.Last}
	for _, named := range p.Windows {
		if named.ID == e.Within && e.Within != "" {
			c.Written = named.Title + "（" + named.Written + "）"
		}
	}
	if e.Stage != NoStage {
		c.Written = [...]string{"事前", "事中", "事后"}[e.Stage-BeforeStage]
	}
	return c
}

// count gives the window of an entry whose last day is counted; zero while the day that it is counted from is unknown.
func (p Plan) count(e Entry, calendar Calendar) (Window, Computation) {
	due, settled := *e.Due, true
	start, article := due.From, ""
	if due.Event != "" {
		start, settled = p.event(due.Event).CountFrom()
	}
	if preset, ok := PresetNamed(due.Rule); ok {
		article = preset.Article
	}
	if start.IsZero() {
		return Window{}, Computation{Rule: due.Rule, Article: article, Written: p.hanging(due), Event: due.Event, Provisional: true, Unsettled: true}
	}
	computed := due.Compute(start, calendar)
	computed.Event, computed.Written = due.Event, p.hanging(due)
	if !settled {
		computed.Provisional, computed.Unsettled = true, true
	}
	opens := e.Window.First
	if opens.IsZero() {
		opens = p.opening(e, start)
	}
	if opens.After(computed.Result) {
		opens = computed.Result
	}
	return Window{opens, computed.Result}, computed
}

// hanging says in words what is counted from where: 常委会会议的20日前.
func (p Plan) hanging(due Deadline) string {
	words, _ := due.Words()
	from := p.event(due.Event).Title
	switch {
	case from == "":
		return words
	case due.Before:
		return from + "的" + words
	case due.Count == 0:
		return from + words
	}
	return from + "后" + words
}

// opening is the first day of an entry whose last day is counted, where the plan gives none: the day counted from or,
// when it is counted backwards, the first day of its phase.
func (p Plan) opening(e Entry, start Date) Date {
	switch {
	case !e.Due.Before:
		return start
	case e.Phase != NoPhase:
		return p.Window(e.Phase).First
	}
	return p.Period.First
}

func (p Plan) event(id string) Event {
	for _, e := range p.Events {
		if e.ID == id {
			return e
		}
	}
	return Event{}
}

// phased reports whether the plan has phases.
func (p Plan) phased() bool { return p.Phases != [3]Window{} }

// lastChance is the last day on which the nth of what a period needs can still be done, if one is done a workday.
func (d *Duty) lastChance(c Calendar) Date {
	return c.AddWorkdays(d.Window.Last.AddDays(1), d.Nth-d.Need-1)
}

// warnWorkdays before that day the office is warned, in a short period half of its workdays before.
const warnWorkdays = 5

func warnLead(period Window, c Calendar) int { return min(warnWorkdays, c.Workdays(period)/2) }

// warning is when the office is warned that a quota is about to become impossible; zero where the duty counts towards
// none, or opens when it is too late.
func (d *Duty) warning(opens time.Time, c Customs) time.Time {
	if d.Need == 0 || d.Window.First == d.Window.Last { // what has one day is reminded of
		return time.Time{}
	}
	last := d.lastChance(c.Calendar)
	at := c.Calendar.AddWorkdays(last, -warnLead(d.Window, c.Calendar)).At(morning, c.Zone)
	if at.Before(opens) { // taken up late
		at = NextMorning(opens, c.Zone, c.Calendar)
	}
	if DateOf(at, c.Zone).After(last) {
		return time.Time{}
	}
	return at
}
