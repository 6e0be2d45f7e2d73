// Package yeartest makes up years: from a seed a stream of what people do in a small campaign, done in memory, at a desk or
// both, and what must hold after every step of it, whoever keeps the clock. It belongs in tests and decides nothing. It sees
// the rules, plan files, the desk and the memory; no workflow, no activity and no Temporal.
package yeartest

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"duban/internal/planfile"
	"duban/supervision"
)

//go:embed plan.yaml
var plan string

// Made is a made-up year: one seed, one year.
type Made struct {
	Source   []byte // the plan file; its host and campaign are named by the seed
	Plan     *supervision.Plan
	Calendar supervision.Calendar // as known at the take-up
	Start    time.Time            // the take-up
	Deeds    []supervision.Deed   // in order, at instants of their own; some will be refused
	End      time.Time            // when nothing falls due any more
}

// Make makes up the year of a seed, taken up with what is known of holidays then. The stream is made by living it: most of
// what people do is what they can do then.
func Make(seed uint64, known supervision.Calendar) *Made {
	m := &Made{Source: []byte(strings.ReplaceAll(plan, "SEED", strconv.FormatUint(seed, 10))), Calendar: known}
	var findings []supervision.Finding
	if m.Plan, findings = planfile.Read(m.Source); supervision.HasErrors(findings) {
		panic(fmt.Sprint(findings))
	}
	m.Start = supervision.Date{Year: 2020, Month: time.December, Day: 15}.At(8, m.Plan.Zone).Add(30 * time.Minute)
	p := person{Made: m, year: m.TakeUp(), accepted: map[string]bool{}}
	p.Rand = rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // one seed makes one year
	p.live()
	return m
}

// TakeUp takes the year up in memory.
func (m *Made) TakeUp() *supervision.Year { return supervision.NewYear(*m.Plan, m.Start, m.Calendar) }
