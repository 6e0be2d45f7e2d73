package yeartest

import (
	"fmt"
	"slices"
	"time"

	"duban/supervision"
)

// Watch sees that the rules of the clock hold after every step of a year. It knows them in its own words and asks the
// rules of supervision for nothing but calendar days.
type Watch struct {
	before *Standing
	at     time.Time       // of the last look
	seen   map[string]bool // calls, by duty, kind and instant
	wrong  []string
}

// NewWatch begins with how a year stands at its take-up.
func NewWatch(s *Standing) *Watch { return &Watch{before: s, seen: map[string]bool{}} }

// Look compares how a year stands at an instant, with everything done that is due by then, with how it stood at the last
// look, and answers what is wrong. Not more than one deed may lie between two looks.
func (w *Watch) Look(s *Standing, now time.Time) []string {
	w.wrong = nil
	before := byID(w.before.Duties)
	after := byID(s.Duties)
	w.callsStay(s)
	for i, c := range s.Calls {
		if k := key(c); !w.seen[k] {
			w.seen[k] = true
			w.called(c, before[c.Duty], after[c.Duty], s.Customs)
			w.punctual(s, i, now)
		}
	}
	for i := range s.Duties {
		w.overdue(&s.Duties[i], s, now)
	}
	w.before, w.at = s, now
	return w.wrong
}

func (w *Watch) complainf(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

func byID(duties []supervision.Duty) map[string]*supervision.Duty {
	byID := make(map[string]*supervision.Duty, len(duties))
	for i := range duties {
		byID[duties[i].ID] = &duties[i]
	}
	return byID
}

func key(c supervision.Call) string {
	return c.At.UTC().Format("2006-01-02 15:04:05.000000 ") + string(c.Kind) + " " + c.Duty
}

// callsStay: what has been called stays called, and nothing is called twice.
func (w *Watch) callsStay(s *Standing) {
	there := make(map[string]bool, len(s.Calls))
	for _, c := range s.Calls {
		if there[key(c)] {
			w.complainf("called twice: %s", key(c))
		}
		there[key(c)] = true
	}
	for k := range w.seen {
		if !there[k] {
			w.complainf("no longer called: %s", k)
		}
	}
}

// punctual: nothing is called before it is due, or for an instant that was past already at the last look: an extension or
// another revision moves only what has not happened. Only a warning may be due at once, when holidays leave fewer workdays.
func (w *Watch) punctual(s *Standing, i int, now time.Time) {
	c, made := s.Calls[i], s.Calls[i].At
	if s.MadeAt != nil {
		made = s.MadeAt[i]
	}
	if made.Before(c.At) || c.At.After(now) {
		w.complainf("called before it is due: %s, made at %s, now %s", key(c), made, now)
	}
	if c.At.Before(w.at) && c.Kind != supervision.CallWarn {
		w.complainf("called for an instant before %s: %s", w.at, key(c))
	}
}

// called: what is done, excused or left is called no more; and a call falls on the instant that the duty's days give as
// they stand, extensions included.
func (w *Watch) called(c supervision.Call, before, after *supervision.Duty, customs supervision.Customs) {
	switch {
	case after == nil:
		w.complainf("called of no duty: %s", key(c))
		return
	case before != nil && before.Done() && after.Done() && !after.Returned.After(before.Returned):
		w.complainf("called although %s: %s", before.State, key(c))
	case after.State == supervision.Proven && c.At.After(after.ProvenAt):
		w.complainf("called after the proof of %s: %s", after.ProvenAt, key(c))
	}
	if !due(c, after, customs) && (before == nil || !due(c, before, customs)) {
		w.complainf("called at no instant of %s (before: %+v): %s", after.Window, before, key(c))
	}
}

// due reports whether a duty's days give a call its instant.
func due(c supervision.Call, d *supervision.Duty, customs supervision.Customs) bool {
	zone, last := customs.Zone, d.Window.Last
	opens, lapse := later(d.Window.Opens(zone), d.Since), later(d.Window.Closes(zone), d.Returned, d.Since, d.Window.Opens(zone))
	switch c.Kind {
	case supervision.CallOpen:
		return c.At.Equal(opens)
	case supervision.CallRemind:
		return slices.ContainsFunc(d.RemindDays, func(n int) bool { return c.At.Equal(last.AddDays(-n).At(9, zone)) }) && c.At.Before(lapse)
	case supervision.CallLapse:
		return c.At.Equal(lapse)
	case supervision.CallEscalate:
		day := supervision.DateOf(lapse.Add(-time.Nanosecond), zone)
		return slices.ContainsFunc([]int{1, 4}, func(n int) bool { return c.At.Equal(customs.Calendar.AddWorkdays(day, n).At(9, zone)) })
	case supervision.CallWarn:
		return d.Need > 0 && c.To == customs.Office && c.At.Before(lapse)
	}
	return false
}

func later(all ...time.Time) time.Time { return slices.MaxFunc(all, time.Time.Compare) }

// overdue: a duty is overdue exactly when its end is past and it is not done.
func (w *Watch) overdue(d *supervision.Duty, s *Standing, now time.Time) {
	if d.Done() || d.Shut() || d.Undated() || s.State != supervision.CampaignLive {
		if d.State == supervision.Overdue && !d.Undated() {
			w.complainf("%s is overdue, although shut or over", d.ID)
		}
		return
	}
	zone := s.Customs.Zone
	lapse := later(d.Window.Closes(zone), d.Returned, d.Since, d.Window.Opens(zone))
	if past := !lapse.After(now); past != (d.State == supervision.Overdue) {
		w.complainf("%s is %s at %s, its end is %s", d.ID, d.State, now.In(zone), lapse.In(zone))
	}
}
