package api

import (
	"fmt"
	"slices"

	v1 "duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/supervision"
)

// rehearse reads a request and lives the year of its plan. The findings are those of the check and those of the
// rehearsal, in the order of the text.
func rehearse(req *v1.RehearsePlanRequest, calendar supervision.Calendar) (supervision.Rehearsal, error) {
	plan, found, place := openPlan(req)
	if plan == nil {
		return supervision.Rehearsal{}, refusedPlan(found)
	}
	in := supervision.Rehearsing{Calendar: calendar}
	var err error
	if in.Roster, err = roster(plan, req.GetPeople()); err != nil {
		return supervision.Rehearsal{}, err
	}
	if req.GetStart() != "" {
		day, err := parseDay("start", req.GetStart())
		if err != nil {
			return supervision.Rehearsal{}, err
		}
		in.Start = day.At(0, plan.Zone)
	}
	r := plan.Rehearse(in)
	r.Findings = slices.Concat(found, place(r.Findings))
	slices.SortStableFunc(r.Findings, supervision.CompareFindings)
	return r, nil
}

// openPlan reads the plan of a request; place gives later findings their lines, where there is a text.
func openPlan(req *v1.RehearsePlanRequest) (
	plan *supervision.Plan, found []supervision.Finding, place func([]supervision.Finding) []supervision.Finding,
) {
	if m := req.GetPlan(); m != nil {
		plan, found = planfile.FromMessage(m)
		return plan, found, func(later []supervision.Finding) []supervision.Finding { return later }
	}
	file := planfile.Open([]byte(req.GetYaml()))
	return file.Plan, file.Findings, file.Place
}

func refusedPlan(found []supervision.Finding) error {
	refusal := *errBadPlan
	refusal.Findings = found
	return &refusal
}

// roster reads who sits where. Nil where nobody is named: then nobody is known, and no seat is thought vacant.
func roster(plan *supervision.Plan, people []*v1.Sitting) (supervision.Roster, error) {
	if len(people) == 0 {
		return nil, nil //nolint:nilnil // no roster is one that knows nobody
	}
	sittings := make([]supervision.Sitting, len(people))
	for i, p := range people {
		s := supervision.Sitting{Person: p.GetPerson(), Name: p.GetName(), Seat: p.GetSeat()}
		var err error
		if s.From, err = optionalDay(fmt.Sprintf("people[%d].from", i), p.GetFrom()); err != nil {
			return nil, err
		}
		if s.To, err = optionalDay(fmt.Sprintf("people[%d].to", i), p.GetTo()); err != nil {
			return nil, err
		}
		sittings[i] = s
	}
	if found := plan.CheckRoster(sittings); len(found) > 0 {
		return nil, invalidRequest(found)
	}
	return supervision.NewRoster(sittings), nil
}

// optionalDay is a day that a request may leave out.
func optionalDay(field, text string) (supervision.Date, error) {
	if text == "" {
		return supervision.Date{}, nil
	}
	return parseDay(field, text)
}
