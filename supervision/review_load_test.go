package supervision

import (
	"slices"
	"testing"
)

// times asks for so many in each month.
func times(n int) func(*Entry) { return func(e *Entry) { e.Every, e.AtLeast = EveryMonth, n } }

// Of visits that have a month to be made in nobody knows the weeks; but sixteen do not fit into five weeks of three.
func TestCrowdedWeekOfAMonth(t *testing.T) {
	both := []Sitting{{Person: "甲", Seat: "c1"}, {Person: "甲", Seat: "c2"}, {Person: "乙", Seat: "d1"}}
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"fifteen in five weeks": {trial{lines: []Entry{visits(t, "v", "6月", of("p02"), times(15))}}, nil},
		"sixteen":               {trial{lines: []Entry{visits(t, "v", "6月", of("p02"), times(16))}}, []string{"duties[0].window c2"}},
		"on line":               {trial{lines: []Entry{visits(t, "v", "6月", of("p02"), times(16), online)}}, nil},
		"convenor and member":   {trial{lines: []Entry{visits(t, "v", "6月", of("p01"), times(16))}}, []string{"duties[0].window c1", "duties[0].window d1"}},
		"of two lines":          {trial{lines: []Entry{visits(t, "v", "6月", of("p02"), times(8)), visits(t, "w", "6月", of("p02"), times(8))}}, []string{"duties[1].window c2"}},
		"of two groups in one person": {
			trial{lines: []Entry{visits(t, "v", "6月", times(8))}, people: both}, []string{"duties[0].window 甲"},
		},
		"two months share a week": {trial{lines: []Entry{visits(t, "v", "6月..7月", of("p02"), times(15))}}, []string{"duties[0].window c2"}},
		"the take-up leaves two weeks": {
			trial{lines: []Entry{visits(t, "v", "7月", of("p02"), times(7))}, from: "2020-07-20"}, []string{"duties[0].window c2"},
		},
		"said of its own week already": {
			trial{lines: []Entry{visits(t, "v", "6月1日..5日", of("p02"), times(4)), visits(t, "w", "6月", of("p02"), times(14))}},
			[]string{"duties[0].window c2"},
		},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "CROWDED_WEEK", c.want...) })
	}
}

// Two cadences, each of which could be kept, that together need more days than there are.
func TestOverloaded(t *testing.T) {
	both := func(first, second int) []Entry {
		return []Entry{visits(t, "v", "6月", of("p02"), times(first)), visits(t, "w", "6月", of("p02"), times(second))}
	}
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"as many as workdays":            {trial{lines: both(11, 10)}, nil},
		"one more":                       {trial{lines: both(11, 11)}, []string{"duties[1].window c2"}},
		"one alone is too much":          {trial{lines: both(22, 1)}, nil},
		"over before the take-up":        {trial{lines: both(11, 11), from: "2020-07-01"}, nil},
		"the take-up leaves eleven days": {trial{lines: both(6, 6), from: "2020-06-14"}, []string{"duties[1].window c2"}},
		"two on one day":                 {trial{lines: []Entry{visits(t, "v", "6月1日", of("p02")), visits(t, "w", "6月1日", of("p02"))}}, nil},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "OVERLOADED", c.want...) })
	}
}

// A finding says how many, in which days, and how many at least in one week.
func TestCrowdedWeekSaysHowMany(t *testing.T) {
	p := small(t)
	p.Period, p.VisitsAWeek = Window{p.Phases[0].First, p.Phases[2].Last}, DefaultVisitsAWeek
	p.Entries = []Entry{visits(t, "v", "6月", of("p02"), times(16))}
	found := p.Rehearse(Rehearsing{Calendar: ChinaCalendar()}).Findings
	i := slices.IndexFunc(found, func(f Finding) bool { return f.Code == "CROWDED_WEEK" })
	if want := "c2 must make 16 visits within 2020-06-01..2020-06-30: at least 4 in some week, more than 3"; i < 0 || found[i].En != want {
		t.Errorf("%v, want %s", found, want)
	}
}
