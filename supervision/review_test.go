package supervision

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// line is one line of a plan in the monitoring phase, with what a test changes of it.
func line(t testing.TB, id string, kind DutyKind, w string, each Each, holder string, changes ...func(*Entry)) Entry {
	t.Helper()
	e := Entry{ID: id, Kind: kind, Title: id, Phase: Monitoring, Each: each, Holder: holder, RemindDays: DefaultRemindDays, Written: w}
	if w != "" {
		e.Window = window(t, w)
	}
	for _, change := range changes {
		change(&e)
	}
	return e
}

// visits is a line of visits that each group makes.
func visits(t testing.TB, id, w string, changes ...func(*Entry)) Entry {
	t.Helper()
	return line(t, id, InspectionDuty, w, EachGroup, "", changes...)
}

func online(e *Entry) { e.Medium = Online }

func level(l Level) func(*Entry) { return func(e *Entry) { e.Level = l } }

func together(e *Entry) { e.With = []string{"city"} }

func of(projects ...string) func(*Entry) { return func(e *Entry) { e.Only = projects } }

func everyWeek(day time.Weekday) func(*Entry) {
	return func(e *Entry) { e.Every, e.Weekday = EveryWeek, new(day) }
}

func counted(d Deadline) func(*Entry) {
	return func(e *Entry) { e.Due = &d }
}

// trial is a small plan with lines of its own, rehearsed.
type trial struct {
	lines  []Entry
	change func(*Plan)
	people []Sitting // nil: nobody is known
	from   string    // the day of the take-up; empty: the campaign's first
	free   bool      // with a calendar that knows no year
}

// found rehearses and lists the findings of one code, sorted: `place subject`.
func (tr trial) found(t testing.TB, code string) (found []string) {
	t.Helper()
	p := small(t)
	p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
	p.VisitsAWeek, p.Entries = DefaultVisitsAWeek, tr.lines
	if tr.change != nil {
		tr.change(&p)
	}
	in := Rehearsing{Calendar: ChinaCalendar()}
	if tr.free {
		in.Calendar = Calendar{}
	}
	if tr.people != nil {
		in.Roster = NewRoster(tr.people)
	}
	if tr.from != "" {
		in.Start = on(t, tr.from+" 00:00")
	}
	for _, f := range p.Rehearse(in).Findings {
		if !f.Warning || f.Zh == "" || f.En == "" {
			t.Errorf("no warning in two languages: %+v", f)
		}
		if f.Code == code {
			found = append(found, f.Field+" "+f.Subject)
		}
	}
	slices.Sort(found)
	return found
}

// check compares the findings of one code.
func (tr trial) check(t *testing.T, code string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, tr.found(t, code)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", code, diff)
	}
}

func TestDeadlineOnARestDay(t *testing.T) {
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"sunday":            {trial{lines: []Entry{visits(t, "v", "5月中旬..5月31日")}}, []string{"duties[0].window v/g01/2020"}},
		"workday":           {trial{lines: []Entry{visits(t, "v", "5月中旬..5月29日")}}, nil},
		"holiday on friday": {trial{lines: []Entry{visits(t, "v", "10月2日")}}, []string{"duties[0].window v/g01/2020"}},
		"make-up saturday":  {trial{lines: []Entry{visits(t, "v", "10月10日")}}, nil},
		"one for an entry": {
			trial{lines: []Entry{visits(t, "v", "5月中旬..10月", func(e *Entry) { e.Every = EveryMonth })}},
			[]string{"duties[0].window v/g01/2020-05"},
		},
		"one for each entry": {
			trial{lines: []Entry{visits(t, "v", "5月31日"), visits(t, "w", "5月31日")}},
			[]string{"duties[0].window v/g01/2020", "duties[1].window w/g01/2020"},
		},
		"counted, and moved off it": {
			trial{lines: []Entry{line(t, "r", Report, "", EachCampaign, "staff", counted(Deadline{From: Date{2020, 5, 21}, Count: 10}))}}, nil,
		},
		"counted, and it stands": {
			trial{lines: []Entry{line(t, "r", Report, "", EachCampaign, "staff", counted(Deadline{From: Date{2020, 5, 21}, Count: 10, Roll: Stay}))}},
			[]string{"duties[0].due r/campaign/2020"},
		},
		"over before the take-up": {trial{lines: []Entry{visits(t, "v", "5月31日")}, from: "2020-06-01"}, nil},
		"on the take-up's day":    {trial{lines: []Entry{visits(t, "v", "5月31日")}, from: "2020-05-31"}, []string{"duties[0].window v/g01/2020"}},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "REST_DAY", c.want...) })
	}
}

// A finding names the days, in their order, so that one for an entry is enough.
func TestRestDaysAreNamed(t *testing.T) {
	p := small(t)
	p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
	p.Entries = []Entry{visits(t, "v", "5月中旬..10月1日", func(e *Entry) { e.Every = EveryMonth })}
	found := p.Rehearse(Rehearsing{Calendar: ChinaCalendar()}).Findings
	i := slices.IndexFunc(found, func(f Finding) bool { return f.Code == "REST_DAY" })
	if zh := "期限逢休息日：2020-05-31（周日）、2020-10-01（国庆节、中秋节）"; i < 0 || found[i].Zh != zh {
		t.Errorf("want %s in %+v", zh, found)
	}
}

func TestWeekSkipped(t *testing.T) {
	everyThursday := visits(t, "v", "9月28日..10月15日", everyWeek(time.Thursday))
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"two thursdays of the holiday": {trial{lines: []Entry{everyThursday}}, []string{"duties[0].weekday v"}},
		"before the take-up":           {trial{lines: []Entry{everyThursday}, from: "2020-10-09"}, nil},
		"no rest day among them":       {trial{lines: []Entry{visits(t, "v", "7月", everyWeek(time.Thursday))}}, nil},
		"in a project's stage": {
			trial{
				lines:  []Entry{visits(t, "v", "", everyWeek(time.Thursday), func(e *Entry) { e.Stage = DuringStage })},
				change: func(p *Plan) { p.Projects[1].Stages[1] = window(t, "9月28日..10月15日") },
			},
			[]string{"duties[0].weekday v"},
		},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "WEEK_SKIPPED", c.want...) })
	}
}

// The check sees only windows that are written; what is counted, or given by a stage, is seen when it has a day.
func TestEventOutsideItsPhase(t *testing.T) {
	after := func(from Date, days int) Entry {
		return line(t, "r", Report, "", EachCampaign, "staff", counted(Deadline{From: from, Count: days}))
	}
	for name, c := range map[string]struct {
		trial
		code string
		want []string
	}{
		"inside":         {trial{lines: []Entry{after(Date{2020, 5, 11}, 30)}}, "OUTSIDE_PHASE", nil},
		"in another":     {trial{lines: []Entry{after(Date{2020, 11, 11}, 30)}}, "OUTSIDE_PHASE", []string{"duties[0].due r/campaign/2020"}},
		"in none":        {trial{lines: []Entry{after(Date{2021, 1, 11}, 60)}}, "OUTSIDE_PERIOD", []string{"duties[0].due r/campaign/2020"}},
		"in none is one": {trial{lines: []Entry{after(Date{2021, 1, 11}, 60)}}, "OUTSIDE_PHASE", nil},
		"of a stage": {
			trial{
				lines:  []Entry{line(t, "v", InspectionDuty, "", EachProject, HolderConvenor, func(e *Entry) { e.Stage = AfterStage })},
				change: func(p *Plan) { p.Projects[0].Stages[2] = window(t, "12月") },
			},
			"OUTSIDE_PHASE",
			[]string{"duties[0].stage v/p01/2020"},
		},
		"written: the check says it":  {trial{lines: []Entry{visits(t, "v", "12月1日")}}, "OUTSIDE_PHASE", nil},
		"a plan that has no phases":   {trial{lines: []Entry{after(Date{2020, 11, 11}, 30)}, change: unphased}, "OUTSIDE_PHASE", nil},
		"an event that has no day":    {trial{lines: []Entry{line(t, "r", Report, "", EachCampaign, "staff", counted(Deadline{Event: "e", Count: 3}))}}, "OUTSIDE_PERIOD", nil},
		"an event of the coming year": {trial{lines: []Entry{line(t, "r", Report, "", EachCampaign, "staff", counted(Deadline{Event: "e", Count: 3}))}, change: expecting(Date{2021, 3, 1})}, "OUTSIDE_PERIOD", []string{"duties[0].due r/campaign/2020"}},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, c.code, c.want...) })
	}
}

func unphased(p *Plan) {
	p.Phases = [3]Window{}
	for i := range p.Entries {
		p.Entries[i].Phase = NoPhase
	}
}

func expecting(day Date) func(*Plan) {
	return func(p *Plan) { p.Events = []Event{{ID: "e", Expected: Window{day, day}}} }
}

func TestProvisionalYearSaysWhy(t *testing.T) {
	for year, want := range map[int][2]string{
		2018: {"没有 2018 年的节假日文件", "there is no holiday file for 2018"},
		2027: {"2027 年的节假日安排尚未公布", "the holidays of 2027 are not announced"},
	} {
		if zh, en := unknownYear(year); zh != want[0] || en != want[1] {
			t.Errorf("%s / %s", zh, en)
		}
	}
}

func TestProvisionalYear(t *testing.T) {
	year := []Entry{visits(t, "v", "6月"), visits(t, "w", "7月")}
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"known":                 {trial{lines: year}, nil},
		"unknown, said once":    {trial{lines: year, free: true}, []string{"duties[0].window 2020"}},
		"not for what was over": {trial{lines: year, free: true, from: "2020-07-01"}, []string{"duties[1].window 2020"}},
		"counted over a year's end": {
			trial{lines: []Entry{line(t, "r", Report, "", EachCampaign, "staff", counted(Deadline{From: Date{2020, 12, 30}, Count: 3, Unit: Workdays}))}, free: true},
			[]string{"duties[0].due 2020", "duties[0].due 2021"},
		},
		"a december awaits the next year": {
			trial{lines: []Entry{visits(t, "v", "2026年12月15日")}}, []string{"duties[0].window 2027"},
		},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "PROVISIONAL_YEAR", c.want...) })
	}
}
