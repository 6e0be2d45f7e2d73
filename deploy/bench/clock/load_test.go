package main

import (
	"testing"

	"duban/internal/planfile"
	"duban/supervision"
)

// The plans that Duban is given are accepted, and make, by its rules, the duties and the calls that the load gives to the
// others.
func TestPlansMakeTheLoad(t *testing.T) {
	for _, l := range order {
		calls := map[string]bool{}
		duties := l.draw(1)
		for campaign := range l.campaigns {
			plan, findings := planfile.Read(l.plan(duties, campaign))
			if supervision.HasErrors(findings) {
				t.Fatalf("%s: %v", l.name, findings)
			}
			launched := plan.Launch(l.from, supervision.ChinaCalendar())
			for _, c := range supervision.Agenda(launched.Duties, supervision.Customs{Zone: plan.Zone, Calendar: supervision.ChinaCalendar()}) {
				if c.Kind != supervision.CallOpen {
					calls[plan.ID+c.Duty+c.At.UTC().String()] = true
				}
			}
		}
		want := 0
		for _, d := range duties {
			for _, at := range d.Calls {
				want++
				if !calls[campaignID(d.Campaign)+d.id()+at.UTC().String()] {
					t.Fatalf("%s: %s does not call at %s", l.name, d.id(), at)
				}
			}
		}
		if len(calls) != want {
			t.Errorf("%s: %d calls by the rules, %d by the load", l.name, len(calls), want)
		}
	}
}

// Three duties in ten are proven, and one in twenty is extended, before they end; the same seed draws the same.
func TestDraw(t *testing.T) {
	for _, l := range []load{spread, seconds} {
		proven, extended := 0, 0
		again := l.draw(1)
		for i, d := range l.draw(1) {
			switch {
			case d.Deed == nil:
				continue
			case d.Deed.Last == 0:
				proven++
			default:
				extended++
			}
			if !d.Deed.At.Before(d.Calls[len(d.Calls)-1]) || *d.Deed != *again[i].Deed {
				t.Fatalf("%s: duty %d: %+v and %+v", l.name, i, d.Deed, again[i].Deed)
			}
		}
		if proven != 600 || extended != 100 {
			t.Errorf("%s: %d proven, %d extended", l.name, proven, extended)
		}
	}
}
