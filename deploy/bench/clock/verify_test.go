package main

import (
	"testing"
	"time"
)

// A judge that overlooks a fault would let any contestant pass: each kind is found, once, and an extension and a proof
// demand what they should.
func TestJudge(t *testing.T) {
	tr := &trial{load: seconds, began: firstDay.AddDate(-4, 0, 0)}
	tr.duties = seconds.draw(1)[:1]
	d := &tr.duties[0]
	d.Deed = nil
	all := func() outcome {
		o := outcome{facts: map[int]fact{}}
		for _, at := range d.Calls {
			o.calls = append(o.calls, made{duty: d.N, at: at, by: at.Add(time.Minute)})
		}
		return o
	}
	end := d.Calls[len(d.Calls)-1].AddDate(0, 0, 30)
	for name, c := range map[string]struct {
		change func(*outcome)
		want   faults
	}{
		"nothing":              {func(*outcome) {}, faults{}},
		"one is missing":       {func(o *outcome) { o.calls = o.calls[1:] }, faults{missing: 1}},
		"one is there twice":   {func(o *outcome) { o.calls = append(o.calls, o.calls[0]) }, faults{duplicate: 1}},
		"one nobody asked for": {func(o *outcome) { o.calls[0].at = o.calls[0].at.Add(time.Hour) }, faults{missing: 1, duplicate: 1}},
		"two after a proof":    {func(o *outcome) { o.facts[d.N] = fact{at: d.Calls[1].Add(time.Hour), proven: true} }, faults{afterProof: 2}},
		"one made after the proof it came before": {func(o *outcome) {
			o.calls = o.calls[:2]
			o.facts[d.N] = fact{at: d.Calls[1].Add(time.Second), proven: true}
		}, faults{afterProof: 1, missing: 1}},
		"none of what an extension leads to": {func(o *outcome) {
			d.Deed = &deed{Last: d.Last + 20}
			o.facts[d.N] = fact{at: d.Calls[3].Add(-time.Hour)}
			o.calls = o.calls[:3]
		}, faults{missing: 4}},
		"all of it, and what was before": {func(o *outcome) {
			d.Deed = &deed{Last: d.Last + 20}
			o.facts[d.N] = fact{at: d.Calls[2].Add(time.Hour)}
			o.calls = o.calls[:3]
			for _, at := range seconds.calls(d.Campaign, d.Deed.Last, o.facts[d.N].at) {
				o.calls = append(o.calls, made{duty: d.N, at: at, by: at})
			}
		}, faults{}},
	} {
		o := all()
		c.change(&o)
		if got := o.judge(tr, end); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		d.Deed = nil
	}
}
