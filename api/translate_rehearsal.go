package api

import (
	"cmp"
	"strings"
	"time"

	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

// Rehearsed is a rehearsal as REST, gRPC and the pages get it. The command line's JSON, which documents write, has the
// same keys and values, with null for what is left out here.
func Rehearsed(r supervision.Rehearsal) *v1.Rehearsal {
	zone := r.Plan.Zone
	m := &v1.Rehearsal{
		Campaign: r.Plan.ID,
		Duties:   make([]*v1.RehearsedDuty, len(r.Duties)),
		Calls:    make([]*v1.RehearsedCall, len(r.Calls)),
		Findings: each(r.Findings, rehearsedFinding),
	}
	for _, p := range r.Plan.PhasesOfYear() {
		w := r.Plan.Window(p)
		m.Phases = append(m.Phases, &v1.RehearsedPhase{Phase: phaseName(p), From: w.First.String(), To: w.Last.String()})
	}
	entries := r.Plan.EntriesByID()
	for i := range r.Duties {
		m.Duties[i] = rehearsedDuty(&r.Duties[i], entries[r.Duties[i].Entry], zone)
	}
	for i, c := range r.Calls {
		m.Calls[i] = &v1.RehearsedCall{At: rfc3339(c.At.In(zone)), Kind: callKind(c.Kind), Duty: c.Duty, To: c.To}
	}
	return m
}

// RehearsedInDetail has beside that what a page shows.
func RehearsedInDetail(r supervision.Rehearsal) *v1.Rehearsal {
	m := Rehearsed(r)
	m.Details = &v1.RehearsalDetails{
		Title: r.Plan.Title, HostName: r.Plan.Host.Name, Demonstration: r.Plan.Demonstration, TimeZone: r.Plan.Zone.String(),
		FirstDay: r.Plan.Period.First.String(), LastDay: r.Plan.Period.Last.String(), Lived: r.Lived,
		Seats: concerned(r), Findings: each(r.Findings, finding),
	}
	titles := map[string]string{}
	for _, s := range m.GetDetails().GetSeats() {
		titles[s.GetId()] = s.GetTitle()
	}
	for _, q := range r.Quotas {
		m.Details.Quotas = append(m.Details.Quotas, quota(q, titles[q.Holder]))
	}
	for i := range r.Duties {
		if r.Duties[i].Computed.Provisional {
			m.Details.Provisional = append(m.Details.Provisional, r.Duties[i].ID)
		}
	}
	return m
}

func rfc3339(t time.Time) string { return t.Format(time.RFC3339) }

func rehearsedDuty(d *supervision.Duty, e supervision.Entry, zone *time.Location) *v1.RehearsedDuty {
	m := &v1.RehearsedDuty{Id: d.ID, Kind: dutyKind(d.Kind), Title: d.Title, Holder: d.Holder, Rule: e.Rule(d.Computed)}
	if d.Urgent {
		m.Urgent = new(true)
	}
	if !d.Undated() {
		m.Opens, m.Due = new(rfc3339(d.Window.Opens(zone))), new(rfc3339(d.Window.Closes(zone)))
	}
	return m
}

func rehearsedFinding(f supervision.Finding) *v1.RehearsedFinding {
	return &v1.RehearsedFinding{
		Code: f.Code, Severity: severity(f), Subject: cmp.Or(f.Subject, f.Field), Line: count(f.Line), Message: f.Zh + " / " + f.En,
	}
}

// concerned are the seats that hold a duty or are told of one, in the plan's order, with who sits there if that is known.
func concerned(r supervision.Rehearsal) (seats []*v1.Seat) {
	named := map[string]bool{}
	for i := range r.Duties {
		named[r.Duties[i].Holder] = true
	}
	for _, c := range r.Calls {
		named[c.To] = true
	}
	for _, s := range r.Plan.Seats {
		if !named[s.ID] {
			continue
		}
		m := seat(s)
		if names := sitting(r.Roster[s.ID]); names != "" {
			m.Title += "（" + names + "）"
		}
		seats = append(seats, m)
	}
	return seats
}

// sitting names who sits in a seat, one after the other.
func sitting(all []supervision.Sitting) string {
	return strings.Join(each(all, func(s supervision.Sitting) string { return cmp.Or(s.Name, s.Person) }), "、")
}
