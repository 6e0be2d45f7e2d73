package supervision

// Reason says in one word why something is refused. Each is documented, with an example, in error_reason.proto.
type Reason string

// The reasons that rules give.
const (
	InvalidRequest Reason = "INVALID_REQUEST"
	InvalidPlan    Reason = "INVALID_PLAN"
	InvalidFile    Reason = "INVALID_FILE"
	NotAllowed     Reason = "NOT_ALLOWED"
	NotFound       Reason = "NOT_FOUND"
	AlreadyExists  Reason = "ALREADY_EXISTS"
	WrongState     Reason = "WRONG_STATE"
	CampaignOver   Reason = "CAMPAIGN_OVER"
	NotOpen        Reason = "NOT_OPEN"
	GateShut       Reason = "GATE_SHUT"
	AlreadyDone    Reason = "ALREADY_DONE"
	ReasonRequired Reason = "REASON_REQUIRED"
	AlreadyVoted   Reason = "ALREADY_VOTED"
	ConfirmEarlier Reason = "CONFIRM_EARLIER"
	NeedsSuccessor Reason = "NEEDS_SUCCESSOR"
)

// Error is a refusal that a clerk can read.
type Error struct {
	Reason Reason
	Zh, En string
	// Findings are a refused plan's errors, or say at which field of a form something is wrong; empty otherwise.
	Findings []Finding
}

// Error returns the refusal in both languages.
func (e *Error) Error() string { return e.Zh + " / " + e.En }

// Is reports whether target is a refusal for the same reason.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Reason == e.Reason
}

// Refuse makes a refusal.
func Refuse(reason Reason, zh, en string) *Error { return &Error{Reason: reason, Zh: zh, En: en} }
