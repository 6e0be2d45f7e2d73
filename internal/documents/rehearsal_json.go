package documents

import (
	"encoding/json"
	"io"
	"time"

	"duban/supervision"
)

// The JSON of a rehearsal, in the order in which it is written. Instants are RFC 3339 with the offset of the plan's zone.
type (
	rehearsalJSON struct {
		Campaign string        `json:"campaign"`
		Phases   []phaseJSON   `json:"phases"`
		Duties   []dutyJSON    `json:"duties"`
		Calls    []callJSON    `json:"calls"`
		Findings []findingJSON `json:"findings"`
	}
	// phaseJSON gives the first and the last day, 2020-04-21.
	phaseJSON struct {
		Phase string `json:"phase"`
		From  string `json:"from"`
		To    string `json:"to"`
	}
	// dutyJSON has the first instant of the window and the first after it: a window is half open, so what may be done on
	// 10 June is due at 2020-06-11T00:00. Both are null while nobody knows its day.
	dutyJSON struct {
		ID     string  `json:"id"`
		Kind   string  `json:"kind"`
		Title  string  `json:"title"`
		Holder string  `json:"holder"` // a seat
		Opens  *string `json:"opens"`
		Due    *string `json:"due"`
		Rule   string  `json:"rule"`
		Urgent bool    `json:"urgent,omitempty"` // its seats are told at once
	}
	callJSON struct {
		At   string `json:"at"`
		Kind string `json:"kind"`
		Duty string `json:"duty"`
		To   string `json:"to"` // a seat
	}
	findingJSON struct {
		Code     string `json:"code"`
		Severity string `json:"severity"` // ERROR or WARNING
		Subject  string `json:"subject"`
		Line     int    `json:"line"`
		Message  string `json:"message"` // 中文 / English
	}
)

// WriteRehearsalJSON writes a rehearsal for other programs: the duties by first day, last day and id, the undated last;
// the calls by instant, duty and kind; the findings as the rehearsal has them.
func WriteRehearsalJSON(w io.Writer, r supervision.Rehearsal) error {
	entries := r.Plan.EntriesByID()
	answer := rehearsalJSON{
		Campaign: r.Plan.ID, Phases: phasesJSON(r.Plan),
		Duties: make([]dutyJSON, len(r.Duties)), Calls: make([]callJSON, len(r.Calls)), Findings: make([]findingJSON, len(r.Findings)),
	}
	for i := range r.Duties {
		d := &r.Duties[i]
		answer.Duties[i] = dutyJSON{
			ID: d.ID, Kind: string(d.Kind), Title: d.Title, Holder: d.Holder, Rule: entries[d.Entry].Rule(d.Computed), Urgent: d.Urgent,
		}
		if !d.Undated() {
			answer.Duties[i].Opens = new(instant(d.Window.Opens(r.Plan.Zone), r.Plan.Zone))
			answer.Duties[i].Due = new(instant(d.Window.Closes(r.Plan.Zone), r.Plan.Zone))
		}
	}
	for i, c := range r.Calls {
		answer.Calls[i] = callJSON{instant(c.At, r.Plan.Zone), string(c.Kind), c.Duty, c.To}
	}
	for i, f := range r.Findings {
		answer.Findings[i] = findingJSON{f.Code, f.Severity(), subject(f), f.Line, f.Zh + " / " + f.En}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(answer)
}

func phasesJSON(p supervision.Plan) []phaseJSON {
	phases := []phaseJSON{}
	for _, phase := range p.PhasesOfYear() {
		w := p.Window(phase)
		phases = append(phases, phaseJSON{phase.String(), w.First.String(), w.Last.String()})
	}
	return phases
}

func instant(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.RFC3339) }
