package supervision

import (
	"reflect"
	"slices"
	"time"
)

// ChangeKind says what a revision does to a duty.
type ChangeKind string

// The kinds of change.
const (
	DutyAdded      ChangeKind = "ADDED"
	DutyRemoved    ChangeKind = "REMOVED"
	DutyMoved      ChangeKind = "MOVED"
	DutyHandedOver ChangeKind = "HANDED_OVER" // to another holder; it may be moved as well
)

// Change is what a revision does to one duty. Windows are zero where the duty is not there, or has no day.
type Change struct {
	Duty, Title          string
	Kind                 ChangeKind
	From, To             Window
	HolderFrom, HolderTo string
	Earlier              bool // its last day comes sooner, which a member of staff must confirm
	Over                 bool // its new last day is over already, so that it lapses at once
}

// Revision is the difference between a campaign's duties and what its plan makes of them now: because the plan was
// amended, an event has its date, or holidays were announced.
type Revision struct {
	Changes []Change
	Changed []Duty // those that were there, as they are to be
	Added   []Duty
}

// Earlier reports whether a change needs the confirmation of a member of staff.
func (r *Revision) Earlier() bool {
	return slices.ContainsFunc(r.Changes, func(c Change) bool { return c.Earlier })
}

// Revise compares the duties that stand, settled up to now, with those that the plan makes now. What is proven or
// excused stays as it is; an extension stays unless the plan's own day is later; what the plan makes no more is
// excused for the reason.
func Revise(standing, planned []Duty, reason string, now time.Time, zone *time.Location) Revision {
	var r Revision
	planned = withoutSurplus(standing, planned)
	at := make(map[string]int, len(standing))
	for i := range standing {
		at[standing[i].ID] = i
	}
	kept := make(map[string]bool, len(planned))
	for i := range planned {
		kept[planned[i].ID] = true
		if old, stands := at[planned[i].ID]; stands {
			r.compare(standing[old], planned[i], now, zone)
		} else {
			r.add(planned[i])
		}
	}
	for _, d := range standing {
		if !kept[d.ID] && !d.Done() {
			r.remove(d, reason)
		}
	}
	return r
}

// withoutSurplus leaves out so many planned duties of a quota as others, which the plan makes no more, are proven
// already: five were asked for and one is done, now two are asked for, so one is left to do.
func withoutSurplus(standing, planned []Duty) []Duty {
	isPlanned, proven, surplus := map[string]bool{}, map[string]bool{}, map[string]int{}
	for i := range planned {
		isPlanned[planned[i].ID] = true
	}
	for i := range standing {
		d := &standing[i]
		proven[d.ID] = d.State == Proven
		if d.Quota != "" && d.State == Proven && !isPlanned[d.ID] {
			surplus[d.Quota]++
		}
	}
	if len(surplus) == 0 {
		return planned
	}
	gone := map[string]bool{}                // duties and, with their members' parts, inspections
	for i := len(planned) - 1; i >= 0; i-- { // the last of a period go first
		if d := &planned[i]; surplus[d.Quota] > 0 && !proven[d.ID] {
			surplus[d.Quota]--
			gone[d.ID], gone[d.Inspection] = true, d.Inspection != ""
		}
	}
	return only(planned, func(d Duty) bool { return !gone[d.ID] && !gone[d.Inspection] })
}

// add takes in a duty that was not there; one whose window is over already is nobody's to do.
func (r *Revision) add(d Duty) {
	r.Added = append(r.Added, d)
	if d.State != BeforeTakeUp {
		r.Changes = append(r.Changes, Change{Duty: d.ID, Title: d.Title, Kind: DutyAdded, To: d.Window, HolderTo: d.Holder})
	}
}

func (r *Revision) remove(d Duty, reason string) {
	r.Changes = append(r.Changes, Change{Duty: d.ID, Title: d.Title, Kind: DutyRemoved, From: d.Window, HolderFrom: d.Holder})
	d.State, d.Reason, d.Computed = Excused, reason, Computation{}
	r.Changed = append(r.Changed, d)
}

// withdrawn reports whether a revision took the duty out of the plan: people excuse it otherwise, and leave in it how its
// days were computed.
func (d *Duty) withdrawn() bool {
	return d.State == Excused && d.Computed.Rule == "" && d.Computed.Written == "" && d.Computed.Event == ""
}

// compare takes over what the plan now says of a duty that stands.
func (r *Revision) compare(old, plan Duty, now time.Time, zone *time.Location) {
	revived := (old.State == BeforeTakeUp || old.withdrawn()) && plan.State != BeforeTakeUp
	voting := old.Kind == Vote && !old.Shut() // its poll has opened, and the poll's days hold
	if old.Done() && !revived || voting {
		return
	}
	d := old.worded(plan)
	switch {
	case revived:
		d.State, d.Since, d.Reason, d.Planned, d.Window = Waiting, plan.Since, "", plan.Planned, plan.Window
	case plan.Planned != old.Planned:
		d.move(plan.Planned, now, zone)
	case !d.Shut() && (!slices.Equal(d.RemindDays, old.RemindDays) || d.Need != old.Need):
		d.Settled = Later(d.Settled, now) // nobody is reminded of days that are past
	}
	c := Change{
		Duty: d.ID, Title: d.Title, From: old.Window, To: d.Window, HolderFrom: old.Holder, HolderTo: d.Holder,
		Earlier: d.Window.Last.Before(old.Window.Last) && !d.Undated(),
	}
	c.Over = c.From != c.To && d.lapsesAtOnce(now, zone)
	switch {
	case old.withdrawn():
		c.Kind, c.From, c.HolderFrom, c.Earlier = DutyAdded, Window{}, "", false
	case c.HolderFrom != c.HolderTo:
		c.Kind = DutyHandedOver
	case c.From != c.To:
		c.Kind = DutyMoved
	case old.same(d):
		return
	}
	r.Changed = append(r.Changed, d)
	if c.Kind != "" {
		r.Changes = append(r.Changes, c)
	}
}

// lapsesAtOnce reports whether the duty's last day is over, and it is not overdue yet.
func (d *Duty) lapsesAtOnce(now time.Time, zone *time.Location) bool {
	return d.State != Overdue && !d.Shut() && !d.Undated() && !now.Before(d.Window.Closes(zone))
}

// worded is the duty with all that the plan says of it but its days.
func (d *Duty) worded(plan Duty) Duty {
	now := *d
	now.Title, now.Holder, now.To, now.Phase, now.RemindDays, now.Computed = plan.Title, plan.Holder, plan.To, plan.Phase, plan.RemindDays, plan.Computed
	now.Group, now.Project, now.Convenor = plan.Group, plan.Project, plan.Convenor
	now.Quota, now.Nth, now.Need, now.After = plan.Quota, plan.Nth, plan.Need, plan.After
	now.Unannounced, now.Urgent = plan.Unannounced, plan.Urgent
	return now
}

// same reports whether two states of a duty differ in nothing that a plan says.
func (d *Duty) same(o Duty) bool {
	return d.Planned == o.Planned && d.Title == o.Title && d.To == o.To && d.Phase == o.Phase && d.Quota == o.Quota && d.Nth == o.Nth && d.Need == o.Need &&
		d.Group == o.Group && d.Project == o.Project && d.Convenor == o.Convenor && reflect.DeepEqual(d.Computed, o.Computed) &&
		d.After == o.After && d.Unannounced == o.Unannounced && d.Urgent == o.Urgent && slices.Equal(d.RemindDays, o.RemindDays)
}

// move gives an unproven duty the days that its plan now has. What has been called stays called, no reminder comes for a
// day before now, and a day already over lapses at once.
func (d *Duty) move(planned Window, now time.Time, zone *time.Location) {
	extended := d.Window.Last.After(d.Planned.Last) // of one whose day nobody knew, too
	w := planned
	if extended && d.Window.Last.After(planned.Last) {
		w.Last = d.Window.Last
	}
	d.Planned, d.Window = planned, w
	switch {
	case d.Shut() || d.Undated():
		return
	case d.State == Waiting:
		d.Since = Later(d.Since, now)
		return
	}
	d.Settled = Later(d.Settled, now)
	switch over := !now.Before(w.Closes(zone)); {
	case over && d.State != Overdue:
		d.Returned = d.Settled.Add(time.Microsecond) // so that the lapse has an instant of its own, after all that was called
	case !over && now.Before(w.Opens(zone)):
		d.State = Waiting // it opens anew
	case !over:
		d.State = Open
	}
}
