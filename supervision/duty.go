package supervision

import "time"

// DutyKind says what must be done, and so what proves it.
type DutyKind string

// The kinds of duty.
const (
	Meeting         DutyKind = "MEETING"          // 部署会, 座谈会: proven by its record
	Hearing         DutyKind = "HEARING"          // 听取汇报: proven by its record
	InspectionDuty  DutyKind = "INSPECTION"       // 督查: notes prove the parts, the conclusion proves the visit
	Document        DutyKind = "DOCUMENT"         // 方案, 计划: proven when submitted
	Report          DutyKind = "REPORT"           // 监督报告: proven when submitted, and judged
	JointSubmission DutyKind = "JOINT_SUBMISSION" // 一并提交: opens the gate
	Deliberation    DutyKind = "DELIBERATION"     // 审议: proven by its record
	Vote            DutyKind = "VOTE"             // 满意度测评: proven by the member's ballot
)

// ProvenBySubmission reports whether handing something in proves a duty of this kind.
func (k DutyKind) ProvenBySubmission() bool {
	return k != InspectionDuty && k != Vote && k != JointSubmission
}

// DutyState is where a duty stands.
type DutyState string

// The states of a duty.
const (
	Waiting      DutyState = "WAITING"        // not open yet, or shut behind another duty
	Open         DutyState = "OPEN"           //
	Proven       DutyState = "PROVEN"         // in time or late
	Overdue      DutyState = "OVERDUE"        // past its end and unproven
	Excused      DutyState = "EXCUSED"        // need not be done
	BeforeTakeUp DutyState = "BEFORE_TAKE_UP" // its window was over at launch: makes no calls
	LeftOpen     DutyState = "LEFT_OPEN"      // unproven when the campaign ended
)

// Duty is one thing that the holder of a seat must do within a window: the one shape behind meetings, documents,
// inspections, reports and votes. Its zero instants mean "not yet".
type Duty struct {
	ID         string // entry/subject/occurrence, and the seat for a deputy's part
	Entry      string
	Kind       DutyKind
	Title      string
	Holder     string // a seat
	To         string // the office that it is due to; may be empty
	Group      string // may be empty
	Project    string // may be empty
	Convenor   string // the group's convenor, told first when the duty lapses; may be empty
	Inspection string // the inspection it belongs to; may be empty
	Phase      Phase
	Window     Window // as it stands, extensions included; zero while nobody knows its day
	Planned    Window // as the plan gives it: what people extended is not in it
	Computed   Computation
	Quota      string // entry/subject/period that it counts towards; may be empty
	Nth, Need  int    // the nth of so many in that period; zero without a quota
	RemindDays []int
	After      string // an entry; until that is proven the duty is shut
	// Unannounced: a part in a visit of which whoever is supervised learns when it has taken place.
	Unannounced bool
	// Urgent: what is told of it goes out at once.
	Urgent bool

	State    DutyState
	Since    time.Time // live from: take-up, or the opening of what it waits for; zero while shut
	Returned time.Time // the last time its proof was handed back
	Settled  time.Time // its calls up to and including this instant are made
	ProvenAt time.Time
	Late     bool
	Reason   string // why it was extended or excused
}

// Done reports whether nothing more can fall due for the duty.
func (d *Duty) Done() bool {
	switch d.State {
	case Proven, Excused, BeforeTakeUp, LeftOpen:
		return true
	case Waiting, Open, Overdue:
	}
	return false
}

// Shut reports whether the duty still waits for another one.
func (d *Duty) Shut() bool { return d.Since.IsZero() }

// Unlock opens a shut duty to its calls from now on.
func (d *Duty) Unlock(now time.Time) {
	if d.Shut() {
		d.Since = now
	}
}

// RequireUnlocked refuses what may not be done while the duty waits for another one.
func (d *Duty) RequireUnlocked() error {
	if d.Shut() {
		return Refuse(GateShut, "前置程序尚未完成", "what must come first is not done")
	}
	return nil
}

// Prove records at now that the duty is done; late when its end has passed. Proving again changes nothing.
func (d *Duty) Prove(now time.Time, zone *time.Location) {
	if d.State == Proven {
		return
	}
	d.State, d.ProvenAt = Proven, now
	d.Late = !d.Undated() && !now.Before(d.Window.Closes(zone))
}

// Undated reports whether nobody knows the duty's day yet: it can be done, but nothing is called for it.
func (d *Duty) Undated() bool { return d.Window.isZero() }

// Unprove hands the proof back at now: the original due date lives again, and a date already past lapses at once.
// The return counts as a moment after everything already called, so that this new lapse has an instant of its own.
func (d *Duty) Unprove(now time.Time, zone *time.Location) {
	if d.State != Proven {
		return
	}
	d.Returned = now
	if !now.After(d.Settled) {
		d.Returned = d.Settled.Add(time.Microsecond)
	}
	d.State, d.ProvenAt, d.Late = Open, time.Time{}, false
	if now.Before(d.Window.Opens(zone)) {
		d.State = Waiting
	}
}

// Extend moves the duty's last day later. What has been called stays called, and no reminder comes for a day before now.
// It refuses a day that is not later than the present one, or already over at now.
func (d *Duty) Extend(last Date, reason string, now time.Time, zone *time.Location) error {
	if d.Window.Last == last && d.Reason == reason {
		return nil
	}
	if d.Done() {
		return Refuse(AlreadyDone, "该任务已办结,不能延期", "the duty is done and cannot be extended")
	}
	longer := Window{First: d.Window.First, Last: last}
	if !last.After(d.Window.Last) || !longer.Closes(zone).After(now) {
		return Refuse(InvalidRequest, "新期限须晚于原期限和今天", "the new last day must be later than the old one and not over")
	}
	d.Window, d.Reason = longer, reason
	if !d.Shut() {
		d.Settled = Later(d.Settled, now)
	}
	if d.State == Overdue {
		d.State = Open
	}
	return nil
}

// Excuse frees the holder of the duty.
func (d *Duty) Excuse(reason string) error {
	if d.State == Excused {
		return nil
	}
	if d.State == Proven || d.State == LeftOpen {
		return Refuse(AlreadyDone, "该任务已办结,无须免除", "the duty is done and needs no excuse")
	}
	d.State, d.Reason = Excused, reason
	return nil
}
