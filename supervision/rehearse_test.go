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

// With deeds the year is lived: what is done is called no more, what waits opens when it may, what the rules refuse is
// named at its place, and a quota that nobody met is found.
func TestRehearsalIsLived(t *testing.T) {
	p := small(t)
	p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
	p.Entries = append(p.Entries, visits(t, "often", "7月", of("p02"), func(e *Entry) { e.Every, e.AtLeast = EveryMonth, 2 }))
	r := p.Rehearse(Rehearsing{Calendar: ChinaCalendar(), Deeds: []Deed{
		{At: on(t, "2020-06-09 10:00"), Kind: DeedDone, Duty: "week/g02/2020"},
		{At: on(t, "2020-06-05 10:00"), Kind: DeedDone, Duty: "week/g01/2020/d1"}, // told later, done earlier
		{At: on(t, "2020-04-01 10:00"), Kind: DeedDone, Duty: "plan/campaign/2020"},
		{At: on(t, "2020-06-06 10:00"), Kind: DeedDone, Duty: "week/g03/2020"},
		{At: on(t, "2020-07-06 10:00"), Kind: DeedDone, Duty: "often/g02/2020-07"},
	}})
	var refused, week, found []string
	for _, f := range r.Refused {
		refused = append(refused, f.Code+" "+f.Field+" "+f.Subject)
	}
	for _, c := range r.Calls {
		if c.Passed {
			t.Errorf("passed over: %+v", c)
		}
		if strings.HasPrefix(c.Duty, "vote/") {
			t.Errorf("nobody has opened the vote: %+v", c)
		}
		if c.Duty == "week/g01/2020/d1" || c.Duty == "week/g02/2020" {
			week = append(week, c.At.In(beijing).Format("01-02 ")+string(c.Kind)+" "+c.To)
		}
	}
	for _, f := range r.Findings {
		if f.Code == "QUOTA_IMPOSSIBLE" {
			found = append(found, f.Subject)
		}
	}
	if diff := cmp.Diff([]string{"WRONG_STATE events[2].kind plan/campaign/2020", "NOT_FOUND events[3].kind week/g03/2020"}, refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"06-01 OPEN d1", "06-01 OPEN c2", "06-03 REMIND d1", "06-03 REMIND c2", "06-07 REMIND c2", "06-09 REMIND c2"}, week); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"often/g02/2020-07"}, found); diff != "" || !r.Lived {
		t.Errorf("quotas (-want +got):\n%s", diff)
	}
}

// Refusals stand as the deeds are written, whatever the order of time.
func TestRefusalsAreInTheOrderOfTheText(t *testing.T) {
	p := small(t)
	p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
	refused := p.Rehearse(Rehearsing{Calendar: ChinaCalendar(), Deeds: []Deed{
		{At: on(t, "2020-06-06 10:00"), Kind: DeedDone, Duty: "b"}, {At: on(t, "2020-06-05 10:00"), Kind: DeedDone, Duty: "a"},
	}}).Refused
	if len(refused) != 2 || refused[0].Subject != "b" || refused[1].Subject != "a" {
		t.Errorf("%+v", refused)
	}
}
