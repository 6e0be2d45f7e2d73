package supervision

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A quota asks for one visit a workday at most: the days of a holiday are no chance.
func TestQuotaImpossible(t *testing.T) {
	often := func(n int, period Period) func(*Entry) {
		return func(e *Entry) { e.Every, e.AtLeast = period, n }
	}
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"five in a week":             {trial{lines: []Entry{visits(t, "v", "6月1日..7日", often(5, EveryWeek))}}, nil},
		"six in a week":              {trial{lines: []Entry{visits(t, "v", "6月1日..7日", often(6, EveryWeek))}}, []string{"duties[0].every v/g01/2020-w23"}},
		"five in the week of 5 May":  {trial{lines: []Entry{visits(t, "v", "5月4日..10日", often(5, EveryWeek))}}, []string{"duties[0].every v/g01/2020-w19"}},
		"four, one on a make-up day": {trial{lines: []Entry{visits(t, "v", "5月4日..10日", often(4, EveryWeek))}}, nil},
		"one on days that are all holidays": {
			trial{lines: []Entry{visits(t, "v", "10月1日..8日", often(1, EveryWindow))}}, []string{"duties[0].every v/g01/2020"},
		},
		"a month cut short by its window": {
			trial{lines: []Entry{visits(t, "v", "6月29日..7月", often(3, EveryMonth))}}, []string{"duties[0].every v/g01/2020-06"},
		},
		"a period cut short by the take-up": {
			trial{lines: []Entry{visits(t, "v", "6月", often(3, EveryMonth))}, from: "2020-06-29"}, []string{"duties[0].every v/g01/2020-06"},
		},
		"a period that was over at the take-up": {trial{lines: []Entry{visits(t, "v", "6月", often(3, EveryMonth))}, from: "2020-07-01"}, nil},
		"two periods, one finding each": {
			trial{lines: []Entry{visits(t, "v", "6月1日..14日", often(6, EveryWeek))}},
			[]string{"duties[0].every v/g01/2020-w23", "duties[0].every v/g01/2020-w24"},
		},
		"no quota": {trial{lines: []Entry{visits(t, "v", "10月1日..8日")}}, nil},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "QUOTA_IMPOSSIBLE", c.want...) })
	}
}

// state writes a quota as `done/need left last STATE`.
func state(q Quota) string {
	return fmt.Sprintf("%d/%d %d %s %s", q.Done, q.Need, q.Left, q.Last, q.State)
}

// A quota of two in June (21 workdays, the 25th and 26th a holiday, Sunday the 28th worked): how it stands as the days pass and visits are made.
func TestQuotaStands(t *testing.T) {
	june := func(states ...DutyState) []Duty {
		p := small(t)
		p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
		p.Entries = []Entry{visits(t, "v", "6月", of("p02"), func(e *Entry) { e.Every, e.AtLeast = EveryMonth, 2 })}
		duties := p.Launch(on(t, "2020-04-21 00:00"), ChinaCalendar()).Duties
		for i, s := range states {
			duties[i].State = s
		}
		return duties
	}
	for _, c := range []struct {
		name, at string
		duties   []Duty
		want     string
	}{
		{"before it begins", "2020-05-01 00:00", june(), "0/2 21 2020-06-29 ON_TRACK"},
		{"on the day before the warning", "2020-06-18 23:59", june(), "0/2 8 2020-06-29 ON_TRACK"},
		{"five workdays before the last chance", "2020-06-19 00:00", june(), "0/2 7 2020-06-29 AT_RISK"},
		{"the last chance for both", "2020-06-29 09:00", june(), "0/2 2 2020-06-29 AT_RISK"},
		{"the last day, one is done", "2020-06-30 09:00", june(Proven), "1/2 1 2020-06-30 AT_RISK"},
		{"the last day, none is done", "2020-06-30 09:00", june(), "0/2 1 2020-06-29 IMPOSSIBLE"},
		{"the month is over", "2020-07-01 00:00", june(Proven, Overdue), "1/2 0 2020-06-30 IMPOSSIBLE"},
		{"both are done", "2020-06-30 09:00", june(Proven, Proven), "2/2 1  MET"},
		{"one is excused", "2020-06-30 09:00", june(Proven, Excused), "1/1 1  MET"},
		{"both are excused", "2020-07-01 09:00", june(Excused, Excused), "0/0 0  MET"},
	} {
		quotas := Quotas(c.duties, on(t, c.at), customs())
		if len(quotas) != 1 || state(quotas[0]) != c.want {
			t.Errorf("%s: %+v, want %s", c.name, quotas, c.want)
		}
	}
}

// An extension of one visit gives its quota the days up to the later end.
func TestQuotaOfAnExtendedDuty(t *testing.T) {
	p := small(t)
	p.Entries = []Entry{visits(t, "v", "10月1日..8日", of("p02"), func(e *Entry) { e.Every, e.AtLeast = EveryWindow, 2 })}
	duties := p.Launch(on(t, "2020-09-21 00:00"), ChinaCalendar()).Duties
	if q := Quotas(duties, on(t, "2020-09-21 00:00"), customs())[0]; state(q) != "0/2 0  IMPOSSIBLE" {
		t.Errorf("over the holiday: %s", state(q))
	}
	if err := duties[1].Extend(Date{2020, 10, 12}, "假期", on(t, "2020-09-21 00:00"), beijing); err != nil {
		t.Fatal(err)
	}
	if q := Quotas(duties, on(t, "2020-09-21 00:00"), customs())[0]; state(q) != "0/2 3 2020-10-10 ON_TRACK" {
		t.Errorf("extended past the holiday: %s", state(q))
	}
}

// The visit counts, its parts do not; the office is warned before the quota becomes impossible, and of no other.
func TestQuotaWarnsBeforeItIsTooLate(t *testing.T) {
	p := small(t)
	p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
	p.Entries = []Entry{visits(t, "v", "6月", of("p01"), func(e *Entry) { e.Every, e.AtLeast = EveryMonth, 2 })}
	r := p.Rehearse(Rehearsing{Calendar: ChinaCalendar()})
	var warned []string
	for _, c := range r.Calls {
		if c.Kind == CallWarn {
			warned = append(warned, c.At.In(beijing).Format(time.DateTime)+" "+c.Duty+" "+c.To)
		}
	}
	want := []string{"2020-06-19 09:00:00 v/g01/2020-06 staff", "2020-06-22 09:00:00 v/g01/2020-06.2 staff"}
	if diff := cmp.Diff(want, warned); diff != "" || len(r.Quotas) != 1 || len(r.Duties) != 4 {
		t.Errorf("%d quotas of %d duties; warnings (-want +got):\n%s", len(r.Quotas), len(r.Duties), diff)
	}
	if !slices.IsSortedFunc(r.Calls, CompareCalls) || !slices.IsSortedFunc(r.Duties, CompareDuties) {
		t.Error("calls or duties are out of order")
	}
}
