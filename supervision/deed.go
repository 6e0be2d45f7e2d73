package supervision

import (
	"slices"
	"strings"
	"time"
)

// Deed is something that people do in a year.
type Deed struct {
	At       time.Time
	Kind     DeedKind
	Duty     string // of what is done, noted, judged, extended or excused
	Event    string // whose day is settled
	Day      Date   // the new last day, or the event's
	Holidays []HolidayYear
	// Unconfirmed: nobody has seen which days come sooner, so a deed that moves some sooner is refused.
	Unconfirmed bool
	Reason      string
}

// DeedKind says what people do.
type DeedKind string

// The kinds of deed.
const (
	DeedDone      DeedKind = "DONE"      // handed in, concluded, voted
	DeedNoted     DeedKind = "NOTED"     // the holder of a part in an inspection, or of the whole, files a note
	DeedAccepted  DeedKind = "ACCEPTED"  // a report
	DeedReturned  DeedKind = "RETURNED"  // a report
	DeedExtended  DeedKind = "EXTENDED"  // to Day
	DeedExcused   DeedKind = "EXCUSED"   // with a reason
	DeedAdvanced  DeedKind = "ADVANCED"  // to the next phase
	DeedSubmitted DeedKind = "SUBMITTED" // all reports together; with a reason, although some are missing
	DeedDated     DeedKind = "DATED"     // an event, to Day
	DeedClosed    DeedKind = "CLOSED"    // the open poll, before its time
	DeedHeld      DeedKind = "HELD"      // messages are silenced; no deadline stands still
	DeedResumed   DeedKind = "RESUMED"   // messages go out again; stale reminders are dropped
	DeedAnnounced DeedKind = "ANNOUNCED" // Holidays
)

func (k DeedKind) aboutDuty() bool {
	return slices.Contains([]DeedKind{DeedDone, DeedNoted, DeedAccepted, DeedReturned, DeedExtended, DeedExcused}, k)
}

// Do lets time pass up to a deed and then does it. What the rules refuse changes nothing and is returned as *Error.
func (y *Year) Do(deed Deed) error {
	y.Live(deed.At)
	if err := y.Campaign.RequireLive(); err != nil {
		return err
	}
	if !deed.Kind.aboutDuty() {
		return y.doToCampaign(deed)
	}
	i, known := y.at[deed.Duty]
	if !known {
		return Refuse(NotFound, "没有任务 "+deed.Duty, "there is no duty "+deed.Duty)
	}
	return y.doTo(&y.duties[i], deed)
}

// doToCampaign does a deed that is about no single duty.
func (y *Year) doToCampaign(deed Deed) error {
	switch deed.Kind {
	case DeedAdvanced:
		return y.Campaign.Enter(y.Campaign.Phase + 1)
	case DeedSubmitted:
		return y.submit(deed.Reason)
	case DeedDated:
		return y.date(deed)
	case DeedAnnounced:
		return y.announce(deed)
	case DeedClosed:
		return y.closeEarly()
	case DeedHeld:
		if y.Campaign.HeldSince.IsZero() {
			y.Campaign.HeldSince = y.Campaign.ClockAt
		}
		return nil
	case DeedResumed:
		y.Campaign.HeldSince = time.Time{}
		return nil
	case DeedDone, DeedNoted, DeedAccepted, DeedReturned, DeedExtended, DeedExcused:
	}
	return nil
}

// doTo does a deed to one duty.
func (y *Year) doTo(d *Duty, deed Deed) error {
	now := y.Campaign.ClockAt
	switch deed.Kind {
	case DeedDone:
		return y.prove(d)
	case DeedNoted:
		return y.note(d)
	case DeedAccepted, DeedReturned:
		return y.judge(d, deed.Kind)
	case DeedExtended:
		return d.Extend(deed.Day, deed.Reason, now, y.Plan.Zone)
	case DeedExcused:
		if err := d.Excuse(deed.Reason); err != nil {
			return err
		}
		y.release(d.Entry)
	case DeedAdvanced, DeedSubmitted, DeedDated, DeedAnnounced, DeedClosed, DeedHeld, DeedResumed:
	}
	return nil
}

// note files a note, which proves a deputy's part; the whole is proven by its conclusion. More notes than one are kept.
func (y *Year) note(d *Duty) error {
	switch {
	case d.Kind != InspectionDuty:
		return Refuse(NotFound, "没有该督查", "there is no such inspection")
	case y.Campaign.ClockAt.Before(d.Planned.Opens(y.Plan.Zone)):
		return Refuse(NotOpen, "该督查尚未开始", "the inspection has not opened yet")
	case d.Shut():
		return d.RequireUnlocked()
	case !d.isPart(), d.Done(): // kept, and proves nothing
		return nil
	}
	d.Prove(y.Campaign.ClockAt, y.Plan.Zone)
	y.release(d.Entry)
	return nil
}

// isPart reports whether it is a deputy's part of an inspection, proven by a note.
func (d *Duty) isPart() bool {
	return d.Kind == InspectionDuty && strings.HasSuffix(d.ID, "/"+d.Holder)
}

// judge accepts or returns a report that was handed in; what was accepted is judged.
func (y *Year) judge(d *Duty, verdict DeedKind) error {
	switch {
	case d.Kind != Report:
		return Refuse(WrongState, "只有报告须经审核", "only reports are judged")
	case d.State != Proven:
		return Refuse(NotFound, "没有待审核的报告", "there is no report to be judged")
	case y.accepted[d.ID]:
		return Refuse(AlreadyDone, "该报告已审核", "the report is already judged")
	}
	if verdict == DeedAccepted {
		y.accepted[d.ID] = true
		return nil
	}
	d.Unprove(y.Campaign.ClockAt, y.Plan.Zone)
	return nil
}

// prove records that a duty is done and opens what waited for it.
func (y *Year) prove(d *Duty) error {
	switch {
	case d.Kind == Vote && !y.voting(d.Entry):
		return Refuse(NotOpen, "测评未在进行", "the poll is not open")
	case d.Kind == InspectionDuty && y.Campaign.ClockAt.Before(d.Planned.Opens(y.Plan.Zone)):
		return Refuse(NotOpen, "该督查尚未开始", "the inspection has not opened yet")
	case d.Shut():
		return d.RequireUnlocked()
	case d.State == Proven || d.State == Excused:
		return Refuse(AlreadyDone, "该任务已办结", "the duty is already done")
	case d.Kind == JointSubmission:
		return Refuse(WrongState, "一并提交须写 SUBMITTED", "reports are submitted together with SUBMITTED")
	}
	d.Prove(y.Campaign.ClockAt, y.Plan.Zone)
	if d.Kind != Vote { // what waits for a vote waits for its close
		y.release(d.Entry)
	}
	return nil
}

// voting reports whether an entry's poll takes ballots.
func (y *Year) voting(entry string) bool {
	return slices.ContainsFunc(y.polls, func(p Poll) bool {
		return p.Entry == entry && p.State == PollOpen && y.Campaign.ClockAt.Before(p.ClosesAt)
	})
}

// release opens the duties and calls the polls that wait for an entry, once all of it is done.
func (y *Year) release(entry string) {
	if slices.ContainsFunc(y.duties, func(d Duty) bool {
		return d.Entry == entry && d.State != Proven && d.State != Excused && d.State != BeforeTakeUp
	}) {
		return
	}
	y.open(entry)
}

// open opens what waits for an entry.
func (y *Year) open(entry string) {
	for i := range y.duties {
		if d := &y.duties[i]; d.After == entry && d.Kind != Vote {
			d.Unlock(y.Campaign.ClockAt)
		}
	}
	y.callPolls(entry)
}

// submit opens the gate (HZ-16).
func (y *Year) submit(override string) error {
	missing := 0
	for _, e := range y.Plan.Entries {
		if e.Kind != JointSubmission {
			continue
		}
		for _, d := range y.duties {
			if slices.Contains(e.Requires, d.Entry) && d.State != Excused && !y.accepted[d.ID] {
				missing++
			}
		}
	}
	if err := y.Campaign.OpenGate(missing, override, y.Campaign.ClockAt); err != nil {
		return err
	}
	for i := range y.duties {
		if d := &y.duties[i]; d.Kind == JointSubmission && d.State != Excused {
			d.Prove(y.Campaign.ClockAt, y.Plan.Zone)
			y.release(d.Entry)
		}
	}
	return nil
}

// closeEarly closes the open poll before its time.
func (y *Year) closeEarly() error {
	for i := range y.polls {
		if p := &y.polls[i]; p.State == PollOpen {
			y.closePoll(p)
			return nil
		}
	}
	return Refuse(NotOpen, "测评未在进行", "the poll is not open")
}
