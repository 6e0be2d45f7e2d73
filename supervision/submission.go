package supervision

import "time"

// SubmissionState is where something handed in stands.
type SubmissionState string

// The states of a submission.
const (
	Submitted SubmissionState = "SUBMITTED"
	Accepted  SubmissionState = "ACCEPTED"
	Returned  SubmissionState = "RETURNED"
)

// Submit decides whether the seat's holder may hand something in for the duty at now, and proves the duty if so.
func (d *Duty) Submit(seat string, now time.Time, zone *time.Location) error {
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
	d.Prove(now, zone)
	return nil
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
