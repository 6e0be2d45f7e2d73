package api

import (
	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

func computation(c supervision.Computation) *v1.Computation {
	zh, en := c.Explain()
	return &v1.Computation{
		Rule: c.Rule, Article: c.Article, Written: c.Written, Event: c.Event, StartDay: c.Start.String(),
		Steps: each(c.Steps, computationStep), Result: c.Result.String(), Provisional: c.Provisional,
		Awaits: each(c.Awaits, count), Unsettled: c.Unsettled, Explanation: zh, ExplanationEn: en,
	}
}

func computationStep(s supervision.CountStep) *v1.ComputationStep {
	return &v1.ComputationStep{
		FirstDay: s.Days.First.String(), LastDay: s.Days.Last.String(),
		Kind: v1.ComputationStep_Kind(v1.ComputationStep_Kind_value[string(s.Kind)]), Text: s.Zh, TextEn: s.En,
	}
}
