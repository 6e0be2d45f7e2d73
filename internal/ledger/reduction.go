package ledger

// Reduction is by what right payloads may be absent from a record: a later row says that they were taken away. Whoever
// keeps the record knows its verbs and objects, and says so; the zero Reduction lets no payload be absent.
type Reduction struct {
	// Verb is that of the rows that say so. Such a row speaks for all rows before it that have its object for theirs, as
	// Object tells.
	Verb string
	// Object is the object of the row that takes the payload of such a line away; empty where none may.
	Object func(verb, object string) string
}

// of is the object of the row that explains the absence of a row's payload.
func (n Reduction) of(r *rowReader) string {
	if n.Object == nil {
		return ""
	}
	return n.Object(string(r.texts[verbText]), string(r.texts[objectText]))
}

// by is the object whose payloads a row says were taken away. Every row is asked: the verb is compared where it lies.
func (n Reduction) by(r *rowReader) string {
	if n.Verb == "" || string(r.texts[verbText]) != n.Verb {
		return ""
	}
	return string(r.texts[objectText])
}

// absences are the first rows without a payload, by the objects of the rows that would explain it and have not come yet.
type absences map[string]Finding

// missPayload finds a payload's absence at once where nothing may explain it, and else waits for the row that does.
func (e *examination) missPayload(row judged, place uint64) {
	e.report.Reduced++
	f := Finding{Removed, place, place + 1, row.seq, "its payload is absent, and may not be"}
	if row.by == "" {
		e.find(f)
		return
	}
	if _, waits := e.absent[row.by]; !waits {
		f.What = "its payload is absent, and no later row says that it was taken away"
		e.absent[row.by] = f
	}
}

// findUnexplained finds the first row whose payload's absence no later row has explained.
func (e *examination) findUnexplained() {
	var first *Finding
	for _, f := range e.absent {
		if first == nil || f.Index < first.Index {
			first = &f
		}
	}
	if first == nil {
		return
	}
	if f := e.report.Finding; f != nil && f.Kind == Removed && f.Index > first.Index {
		e.report.Finding = nil
	}
	e.find(*first)
}
