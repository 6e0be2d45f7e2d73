package supervision

import (
	"cmp"
	"slices"
	"time"
)

// CallKind is what falls due for a duty.
type CallKind string

// The kinds of call, in the order in which they are made at one instant.
const (
	CallOpen     CallKind = "OPEN"
	CallRemind   CallKind = "REMIND"
	CallWarn     CallKind = "WARN" // a quota is about to become impossible
	CallLapse    CallKind = "LAPSE"
	CallEscalate CallKind = "ESCALATE"
)

// Call falls due for a duty at an instant. (Duty, Kind, At) is its key: it is made once.
type Call struct {
	Duty string
	Kind CallKind
	At   time.Time
	To   string // the seat that is told
	// Passed: overtaken while nobody kept the clock. It is recorded, and nobody is told.
	Passed bool
}

// CompareCalls orders calls by instant, duty and kind.
func CompareCalls(a, b Call) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Duty, b.Duty), cmp.Compare(rank(a.Kind), rank(b.Kind)))
}

func rank(k CallKind) int {
	return slices.Index([]CallKind{CallOpen, CallRemind, CallWarn, CallLapse, CallEscalate}, k)
}

// Customs are what a congress's calls follow: its zone, its calendar of working days, its office.
type Customs struct {
	Zone     *time.Location
	Calendar Calendar
	Office   string // the seat told last when a duty lapses; may be empty
}

// morning is the hour of day at which people are reminded and told.
const morning = 9

// escalateAfter are the working days after a lapse on which it is escalated: to the group's convenor (to the office where
// there is none, or the convenor holds the duty), then to the office.
var escalateAfter = [...]int{1, 4}

// Agenda lists, in order, every call that the duties still have ahead of them.
func Agenda(duties []Duty, c Customs) []Call {
	var agenda []Call
	for i := range duties {
		agenda = append(agenda, duties[i].Ahead(c)...)
	}
	slices.SortFunc(agenda, CompareCalls)
	return agenda
}

// Ahead lists, in order, the calls that the duty still has ahead of it, as its facts stand.
func (d *Duty) Ahead(c Customs) []Call {
	calls := d.ahead(c)
	if len(calls) == 0 {
		return d.aheadAfterLapse(c)
	}
	return append(calls, d.escalations(calls[len(calls)-1].At, c)...) // the lapse comes last
}

// ahead lists, in order, the calls up to the lapse that the duty still has ahead of it.
func (d *Duty) ahead(c Customs) []Call {
	if d.calm() {
		return nil
	}
	return d.still(d.calls(c))
}

// aheadAfterLapse lists the escalations that a duty still has ahead of it which has lapsed.
func (d *Duty) aheadAfterLapse(c Customs) []Call {
	if d.calm() {
		return nil
	}
	return d.still(d.escalations(d.lapse(c.Zone), c))
}

// calm reports whether the duty makes no calls as its facts stand.
func (d *Duty) calm() bool { return d.Done() || d.Shut() || d.Undated() }

// still leaves, in order, those of the calls that are not made yet.
func (d *Duty) still(calls []Call) []Call {
	from := Later(d.Since, d.Returned)
	calls = slices.DeleteFunc(calls, func(k Call) bool { return !k.At.After(d.Settled) || k.At.Before(from) })
	slices.SortStableFunc(calls, CompareCalls)
	return calls
}

// Next is the instant of the duty's next call; zero when it has none. The workdays after a lapse are counted only once
// it is over.
func (d *Duty) Next(c Customs) time.Time {
	calls := d.ahead(c)
	if len(calls) == 0 {
		calls = d.aheadAfterLapse(c)
	}
	if len(calls) == 0 {
		return time.Time{}
	}
	return calls[0].At
}

// lapse is the instant at which the duty lapses: with its window, when its proof was returned, or when it opened, if that
// came later.
func (d *Duty) lapse(zone *time.Location) time.Time {
	return Later(d.lapseDue(zone), Later(d.Window.Opens(zone), d.Since))
}

// calls lists every call up to the lapse that the duty's dates give, whether made or not. A reminder may come before the
// window opens: what must be done on one day is announced before it.
func (d *Duty) calls(c Customs) []Call {
	opens := Later(d.Window.Opens(c.Zone), d.Since)
	lapse := d.lapse(c.Zone)
	calls := []Call{{Duty: d.ID, Kind: CallOpen, At: opens, To: d.Holder}}
	for _, n := range d.RemindDays {
		if at := d.Window.Last.AddDays(-n).At(morning, c.Zone); !at.Before(d.Since) && at.Before(lapse) {
			calls = append(calls, Call{Duty: d.ID, Kind: CallRemind, At: at, To: d.Holder})
		}
	}
	if at := d.warning(opens, c); c.Office != "" && !at.IsZero() && at.Before(lapse) {
		calls = append(calls, Call{Duty: d.ID, Kind: CallWarn, At: at, To: c.Office})
	}
	return append(calls, Call{Duty: d.ID, Kind: CallLapse, At: lapse, To: d.Holder})
}

// lapseDue is the end of the window, or the return of the proof if that came later.
func (d *Duty) lapseDue(zone *time.Location) time.Time {
	return Later(d.Window.Closes(zone), d.Returned)
}

func (d *Duty) escalations(lapse time.Time, c Customs) []Call {
	last := DateOf(lapse.Add(-time.Nanosecond), c.Zone) // midnight ends the day before
	first := d.Convenor
	if first == "" || first == d.Holder { // nobody is told twice of his own lapse
		first = c.Office
	}
	var calls []Call
	for i, to := range []string{first, c.Office} {
		if to != "" && d.Kind != Vote { // a poll that is over cannot be caught up with
			at := c.Calendar.AddWorkdays(last, escalateAfter[i]).At(morning, c.Zone)
			calls = append(calls, Call{Duty: d.ID, Kind: CallEscalate, At: at, To: to})
		}
	}
	return calls
}

// Settle makes the duty's calls that are due at now and returns them in order, with their true instants.
// A reminder that a later one, or the end itself, has overtaken is marked as passed.
func (d *Duty) Settle(now time.Time, c Customs) []Call {
	due := d.ahead(c)
	if len(due) == 0 || !due[len(due)-1].At.After(now) {
		due = d.Ahead(c)
	}
	due = slices.DeleteFunc(due, func(k Call) bool { return k.At.After(now) })
	for i := range due {
		due[i].Passed = (due[i].Kind == CallRemind || due[i].Kind == CallWarn) && overtaken(due[i].Kind, due[i+1:])
		d.Apply(due[i])
	}
	return due
}

// overtaken reports whether another of the kind, or the lapse, is among the calls that follow at the same settling.
func overtaken(kind CallKind, following []Call) bool {
	return slices.ContainsFunc(following, func(k Call) bool { return k.Kind == kind || k.Kind == CallLapse })
}

// Apply makes of the duty what a call makes of it.
func (d *Duty) Apply(k Call) {
	d.Settled = k.At
	switch k.Kind {
	case CallOpen:
		d.State = Open
	case CallLapse:
		d.State = Overdue
	case CallRemind, CallWarn, CallEscalate:
	}
}
