package supervision

import "testing"

// What comes round again and again is better told in a digest, and the author is told so; anything may be urgent all the same.
func TestUrgentOftenIsDoubted(t *testing.T) {
	p := smallPlan()
	for i := range p.Entries {
		p.Entries[i].Urgent = true
	}
	if found := p.Check(); len(found) > 0 {
		t.Fatalf("found %+v", found)
	}
	p.Entries[reply].Every = EveryMonth
	if f, ok := finding(p.Check(), "duties[1].urgent", "URGENT_OFTEN"); !ok || !f.Warning || f.Zh == "" || f.En == "" {
		t.Errorf("found %+v", p.Check())
	}
}

// Whoever has a part in it is told at once, and the mark follows the plan.
func TestUrgentIsKeptThroughLaunchAndRevision(t *testing.T) {
	p := smallPlan()
	p.Entries[inspect].Urgent = true
	now := on(t, "2020-05-01 09:00")
	urgent := p.Launch(now, ChinaCalendar()).Duties
	for _, d := range urgent {
		if d.Urgent != (d.Entry == "inspect") {
			t.Errorf("%s is urgent: %v", d.ID, d.Urgent)
		}
	}
	r := Revise(urgent, smallPlan().Launch(now, ChinaCalendar()).Duties, "不急了", now, p.Zone)
	if len(r.Changed) != 2 || r.Changed[0].Urgent || r.Changed[1].Urgent || len(r.Changes) != 0 {
		t.Errorf("revised are %+v, told of %+v", r.Changed, r.Changes)
	}
}
