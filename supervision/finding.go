package supervision

// Finding is one thing that a check of a plan turned up.
type Finding struct {
	Code    string // one word: UNKNOWN_UNIT, OUTSIDE_PHASE
	Warning bool   // false: the plan is refused
	Subject string // the duty, seat, project or year that it is about; may be empty
	Field   string // `duties[3].window`
	Line    int    // 1-based, 0 when the plan did not come as text
	Column  int
	Zh, En  string // what was found and what was expected
}

// Severity is ERROR or WARNING.
func (f Finding) Severity() string {
	if f.Warning {
		return "WARNING"
	}
	return "ERROR"
}

// HasErrors reports whether a plan with these findings is refused.
func HasErrors(findings []Finding) bool {
	for _, f := range findings {
		if !f.Warning {
			return true
		}
	}
	return false
}
