package supervision

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What waits for something else is rehearsed on its own days, as if that were done in time; the rest is as at a launch.
func TestRehearsalIsTheYearOfALaunch(t *testing.T) {
	p := small(t)
	p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
	r := p.Rehearse(Rehearsing{Calendar: ChinaCalendar()})
	var vote, others []Call
	for _, c := range r.Calls {
		if strings.HasPrefix(c.Duty, "vote/m1/") {
			vote = append(vote, c)
		} else if !strings.HasPrefix(c.Duty, "vote/") {
			others = append(others, c)
		}
	}
	expect(t, vote, `
		01-01 00:00 OPEN m1
		01-24 09:00 REMIND m1
		01-28 09:00 REMIND m1
		01-30 09:00 REMIND m1
		02-01 00:00 LAPSE m1`)
	launched := Agenda(p.Launch(on(t, "2020-04-21 00:00"), ChinaCalendar()).Duties, Customs{Zone: beijing, Calendar: ChinaCalendar(), Office: "staff"})
	if diff := cmp.Diff(launched, others); diff != "" {
		t.Errorf("not what a launch calls (-want +got):\n%s", diff)
	}
}

// Taken up later, the year has the rest of its calls and marks what was over.
func TestRehearsalFromADay(t *testing.T) {
	p := small(t)
	p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
	r := p.Rehearse(Rehearsing{Calendar: ChinaCalendar(), Start: on(t, "2020-07-01 00:00")})
	if first := r.Calls[0]; !first.At.Equal(on(t, "2020-07-01 00:00")) || first.Duty != "reply/u01/2020" {
		t.Errorf("first call %+v", first)
	}
	if d := r.Duties[0]; d.ID != "plan/campaign/2020" || d.State != BeforeTakeUp {
		t.Errorf("first duty %s %s", d.ID, d.State)
	}
}
