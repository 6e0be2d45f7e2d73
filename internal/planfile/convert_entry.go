package planfile

import (
	"cmp"
	"strconv"
	"time"

	"duban/api/supervisionv1"
	"duban/supervision"
)

func (r *reader) entries(duties []*supervisionv1.DutyEntry, p *supervision.Plan) []supervision.Entry {
	entries := make([]supervision.Entry, len(duties))
	for i, d := range duties {
		e := entry(d)
		field := "duties[" + strconv.Itoa(i) + "]"
		e.Level = cmp.Or(e.Level, p.Host.Level)
		e.Window = r.entryWindow(field, d, p)
		if d.GetDue() != nil {
			e.Due = r.deadline(field+".due", d.GetDue(), p.Year)
		}
		entries[i] = e
	}
	return entries
}

// entryWindow is an entry's own window or the named one; it opens with the entry's phase where its words name only the end.
func (r *reader) entryWindow(field string, d *supervisionv1.DutyEntry, p *supervision.Plan) supervision.Window {
	if d.GetWindow() == "" {
		for _, w := range p.Windows {
			if w.ID == d.GetWithin() {
				return w.Window
			}
		}
		return supervision.Window{}
	}
	opens := p.Period.First
	if phase := supervision.ParsePhase(d.GetPhase().String()); phase != supervision.NoPhase {
		opens = p.Window(phase).First
	}
	return r.opened(field+".window", d.GetWindow(), p.Year, opens)
}

// deadline is how a last day is counted, its preset's parts filled in; an unknown preset is for the check to find.
func (r *reader) deadline(field string, d *supervisionv1.Deadline, year int) *supervision.Deadline {
	due, _ := supervision.Deadline{
		Rule: d.GetRule(), Event: d.GetEvent(), From: r.day(field+".from", d.GetFrom(), year), Count: int(d.GetCount()),
		Unit: supervision.Unit(named(d.GetUnit())), Before: d.GetDirection() == supervisionv1.Deadline_BEFORE,
		Roll: supervision.Roll(named(d.GetRoll())),
	}.Complete()
	return &due
}

// entry is all of a duty's entry but its days.
func entry(d *supervisionv1.DutyEntry) supervision.Entry {
	remind := each(d.GetRemindDays(), func(n int32) int { return int(n) })
	if len(remind) == 0 {
		remind = supervision.DefaultRemindDays
	}
	return supervision.Entry{
		ID: d.GetId(), Kind: supervision.DutyKind(named(d.GetKind())), Title: d.GetTitle(), Written: d.GetWindow(), Within: d.GetWithin(),
		Stage: supervision.Stage(d.GetStage()), Phase: supervision.ParsePhase(d.GetPhase().String()),
		Each: supervision.Each(d.GetForEach()), Only: d.GetProjects(), Holder: d.GetHolder(),
		RemindDays: remind, Requires: d.GetRequires(), After: d.GetAfter(), Source: d.GetSource(),
		Every: supervision.Period(named(d.GetEvery())), AtLeast: int(d.GetAtLeast()), Weekday: weekday(d.GetWeekday()),
		To: d.GetTo(), With: d.GetWith(), Invites: d.GetInvites(), Level: supervision.Level(named(d.GetLevel())),
		Rhythm: supervision.Rhythm(named(d.GetRhythm())), Medium: supervision.Medium(named(d.GetMedium())),
		Actor: supervision.Actor(named(d.GetActor())), Unannounced: d.GetUnannounced(), Urgent: d.GetUrgent(),
		Methods: each(d.GetMethods(), func(m supervisionv1.DutyEntry_Method) supervision.Method { return supervision.Method(m.String()) }),
	}
}

// weekday is the day of the week; nil if none was chosen.
func weekday(d supervisionv1.DutyEntry_Weekday) *time.Weekday {
	if d == supervisionv1.DutyEntry_WEEKDAY_UNSPECIFIED {
		return nil
	}
	return new(time.Weekday(int(d) % 7)) // Sunday is 7 in the plan language and 0 in Go
}
