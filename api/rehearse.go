package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/supervision"
)

// rehearse reads a request and lives the year of its plan.
func rehearse(req *v1.RehearsePlanRequest, calendar supervision.Calendar) (supervision.Rehearsal, error) {
	file := openPlan(req)
	if file.Plan == nil {
		return supervision.Rehearsal{}, refusedPlan(file.Findings)
	}
	in := supervision.Rehearsing{Calendar: calendar}
	var found []supervision.Finding
	if in.Roster, found = planfile.RosterOf(req.GetPeople(), file.Plan); len(found) > 0 {
		return supervision.Rehearsal{}, invalidRequest(found)
	}
	if req.GetStart() != "" {
		day, err := parseDay("start", req.GetStart())
		if err != nil {
			return supervision.Rehearsal{}, err
		}
		in.Start = day.At(0, file.Plan.Zone)
	}
	return file.Rehearse(in), nil
}

// bringsPlan is a request with a plan: as a message or as a text.
type bringsPlan interface {
	GetPlan() *v1.Plan
	GetYaml() string
}

func openPlan(req bringsPlan) *planfile.File {
	if m := req.GetPlan(); m != nil {
		return planfile.OpenMessage(m)
	}
	return planfile.Open([]byte(req.GetYaml()))
}

func refusedPlan(found []supervision.Finding) error {
	refusal := *errBadPlan
	refusal.Findings = found
	return &refusal
}
