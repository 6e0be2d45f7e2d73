package supervision

import "time"

// SubmissionState is where something handed in stands.
type SubmissionState string

// The states of a submission. A paper leaves its unit when it is submitted: where the unit says that its head approves,
// that is when the head does.
const (
	Drafted   SubmissionState = "DRAFTED"   // by the liaison; waits for the unit's head
	SentBack  SubmissionState = "SENT_BACK" // by the unit's head, to whoever drafted it
	Submitted SubmissionState = "SUBMITTED"
	Accepted  SubmissionState = "ACCEPTED"
	Returned  SubmissionState = "RETURNED"
)

// Inside reports whether the paper has not left its unit: it proves nothing, and nobody else sees it.
func (s SubmissionState) Inside() bool { return s == Drafted || s == SentBack }

// House is how papers leave the unit of whoever writes one.
type House struct {
	Approved bool     // the unit says that its head approves, and the writer is not the head
	Heads    []string // the seats of its heads
}

// Submit decides whether the seat's holder may hand something in for the duty at now, and proves the duty if so. What an
// author's head approves is handed in at the instant of the approval: what came to the head in time and left late is late.
func (d *Duty) Submit(seat string, now time.Time, zone *time.Location) error {
	if err := d.takes(seat); err != nil {
		return err
	}
	d.Prove(now, zone)
	return nil
}

// Draft decides whether the seat's holder may lay something before the unit's head, to be handed in for the duty. The duty
// stays as it is.
func (d *Duty) Draft(seat string, h House) error {
	if err := d.takes(seat); err != nil {
		return err
	}
	if len(h.Heads) == 0 {
		return Refuse(WrongState, "本单位的材料须经负责人审签，但尚未设负责人席位", "the unit's head approves its papers, and the unit has no seat of a head")
	}
	return nil
}

// takes decides whether the seat's holder can prove the duty by a paper.
func (d *Duty) takes(seat string) error {
	switch {
	case seat != d.Holder:
		return Refuse(NotAllowed, "该任务由其他席位承担", "another seat holds this duty")
	case !d.Kind.ProvenBySubmission():
		return Refuse(WrongState, "该任务不以提交材料办结", "this duty is not proven by handing something in")
	case d.Shut():
		return d.RequireUnlocked()
	case d.State == Proven || d.State == Excused:
		return Refuse(AlreadyDone, "该任务已办结", "the duty is already done")
	}
	return nil
}

// Decide decides whether the unit's head may have a paper in this state become Submitted or SentBack; again, it changes
// nothing.
func (s SubmissionState) Decide(verdict SubmissionState) (changed bool, err error) {
	switch s {
	case verdict:
		return false, nil
	case Drafted:
		return true, nil
	case SentBack, Submitted, Accepted, Returned:
	}
	return false, Refuse(AlreadyDone, "该材料已经审签或已提交", "the head has decided on this paper already, or it needed no approval")
}

// Judge decides whether a submission in this state may be judged to become another; again, it changes nothing.
func (s SubmissionState) Judge(verdict SubmissionState, kind DutyKind) (changed bool, err error) {
	switch {
	case s == verdict:
		return false, nil
	case kind != Report:
		return false, Refuse(WrongState, "只有报告须经审核", "only reports are judged")
	case s != Submitted:
		return false, Refuse(AlreadyDone, "该报告已审核", "the report is already judged")
	}
	return true, nil
}
