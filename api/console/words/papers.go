package words

import v1 "duban/api/supervisionv1"

// What is handed in for a duty.
var (
	Papers       = Text{"材料", "Papers"}
	ApprovedAt   = Text{"%s审签", "approved %s"}
	ApprovalHint = Text{
		"本单位规定材料须经负责人审签。同意后即提交；是否逾期以同意的时间为准。",
		"In your unit the head approves what is handed in. Once you approve, it is handed in; whether it is late counts by that moment.",
	}
	Approve  = Text{"同意，提交", "Approve and hand in"}
	SendBack = Text{"退回修改", "Send back"}
)

// SubmissionState says what became of a paper.
var SubmissionState = map[v1.Submission_State]Text{
	v1.Submission_SUBMITTED: {"已提交", "Handed in"},
	v1.Submission_ACCEPTED:  {"已通过", "Accepted"},
	v1.Submission_RETURNED:  {"被退回", "Returned"},
	v1.Submission_DRAFTED:   {"待负责人审签", "Waits for the head"},
	v1.Submission_SENT_BACK: {"负责人退回", "Sent back by the head"},
}
