package supervision

// evaluated is how far the third phase has come.
func (y *Year) evaluated() Evaluated {
	e := Evaluated{Deliberated: true, PollCalled: true, ResultsGiven: true}
	after, last := map[string]bool{}, Date{} // what the evaluation's vote waits for, and its last day
	for _, entry := range y.Plan.Entries {
		if entry.Kind == Vote && entry.Phase == Evaluation {
			after[entry.After] = true
		}
	}
	for i := range y.polls {
		p := &y.polls[i]
		if p.After == "" {
			e.HasPoll = true
			e.PollCalled = e.PollCalled && p.State != PollPlanned
			last = p.Window.Last
		}
		e.Deliberated = e.Deliberated && (p.Over() || !after[p.Entry])
		e.ResultsGiven = e.ResultsGiven && (p.State == PollFedBack || p.After != "" && p.State == PollPlanned)
	}
	for i := range y.duties {
		y.evaluate(&e, &y.duties[i], after, last)
	}
	return e
}

// evaluate takes one duty into account.
func (y *Year) evaluate(e *Evaluated, d *Duty, after map[string]bool, vote Date) {
	done := d.State == Proven || d.State == Excused
	e.HasGate = e.HasGate || d.Kind == JointSubmission
	if d.Kind == Deliberation || d.Kind != Vote && after[d.Entry] {
		e.Deliberated = e.Deliberated && done
	}
	if d.Kind == Vote || d.Done() || !d.Undated() && !d.Window.Last.After(vote) {
		return
	}
	e.Remaining = true
	if d.Window.Last.After(e.Until) {
		e.Until = d.Window.Last
	}
}
