package supervision

// Computation answers how a date was computed (这一天怎么算出来的). It is kept with its duty as JSON.
type Computation struct {
	Rule        string      `json:"rule,omitempty"`        // a preset's name, or "" for a rule of the plan's own
	Article     string      `json:"article,omitempty"`     // 监督法(2024)第十五条; "" for the plan's own
	Written     string      `json:"written,omitempty"`     // in the plan's words, 6月上旬, or the count in words, 20日前
	Event       string      `json:"event,omitempty"`       // the id of what it is counted from, or ""
	Start       Date        `json:"start,omitzero"`        // the day counted from; zero where nothing is counted
	Steps       []CountStep `json:"steps,omitempty"`       // in the order of counting
	First       Date        `json:"first,omitzero"`        // the window's first day, where nothing is counted
	Result      Date        `json:"result,omitzero"`       // zero while unknown
	Provisional bool        `json:"provisional,omitempty"` // it may still move: see Awaits and Unsettled
	Awaits      []int       `json:"awaits,omitempty"`      // the years whose notice of holidays may still move it
	Unsettled   bool        `json:"unsettled,omitempty"`   // the event's date is not settled
}
