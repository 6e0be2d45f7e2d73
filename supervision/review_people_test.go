package supervision

import (
	"fmt"
	"testing"
	"time"
)

// Everyone has a task (HZ-04, 人人有任务): a deputy in a group to whom no duty falls is named.
func TestDeputyWithNoTask(t *testing.T) {
	resident := func(p *Plan) {
		p.Seats = append(p.Seats, Seat{ID: "r1", Role: RoleResident})
		p.Groups[1].Members = []string{"r1"}
	}
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"everyone visits":              {trial{lines: []Entry{visits(t, "v", "6月")}}, nil},
		"the second group is left out": {trial{lines: []Entry{visits(t, "v", "6月", of("p01"))}}, []string{"seats[5].id c2"}},
		"members only hold no report": {
			trial{lines: []Entry{line(t, "r", Report, "6月", EachGroup, HolderConvenor)}}, []string{"seats[6].id d1"},
		},
		"a resident council member": {
			trial{lines: []Entry{line(t, "r", Report, "6月", EachDeputy, HolderDeputy)}, change: resident}, []string{"seats[7].id r1"},
		},
		"a resident with a part":       {trial{lines: []Entry{visits(t, "v", "6月")}, change: resident}, nil},
		"over before the take-up":      {trial{lines: []Entry{visits(t, "v", "6月")}, from: "2020-09-01"}, nil},
		"in no group: the check warns": {trial{lines: []Entry{visits(t, "v", "6月")}, change: func(p *Plan) { p.Groups[0].Members = nil }}, nil},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "NO_TASK", c.want...) })
	}
}

// Everything is supervised (HZ-04, 事事有监督): a project that no duty is about is named.
func TestProjectWithNoSupervision(t *testing.T) {
	byUnit := line(t, "r", Report, "6月", EachProject, HolderUnit)
	tour := func(each Each, changes ...func(*Entry)) Entry {
		return line(t, "tour", InspectionDuty, "6月", each, "staff", changes...)
	}
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"each group visits":               {trial{lines: []Entry{visits(t, "v", "6月")}}, nil},
		"one group visits":                {trial{lines: []Entry{visits(t, "v", "6月", of("p02"))}}, []string{"projects[0].id p01"}},
		"a hearing is about none":         {trial{lines: []Entry{line(t, "h", Hearing, "8月", EachCampaign, "staff")}}, []string{"projects[0].id p01", "projects[1].id p02"}},
		"a tour of all":                   {trial{lines: []Entry{tour(EachCampaign)}}, nil},
		"a tour of one":                   {trial{lines: []Entry{tour(EachCampaign, of("p01"))}}, []string{"projects[1].id p02"}},
		"professional groups see all":     {trial{lines: []Entry{line(t, "v", InspectionDuty, "6月", EachPairing, "")}, change: paired}, nil},
		"the unit's own report is none":   {trial{lines: []Entry{byUnit}}, []string{"projects[0].id p01", "projects[1].id p02"}},
		"unless a government supervises":  {trial{lines: []Entry{byUnit}, change: func(p *Plan) { p.Host.Kind = GovernmentHost }}, nil},
		"a committee's paper about it is": {trial{lines: []Entry{line(t, "d", Document, "6月", EachProject, "staff")}}, nil},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "NO_SUPERVISION", c.want...) })
	}
}

// paired adds two professional groups under one convenor, each tied to a street of its own.
func paired(p *Plan) {
	p.Offices = append(p.Offices, Office{"s1", "一街", StreetCommittee}, Office{"s2", "二街", StreetCommittee})
	for _, street := range []string{"s1", "s2"} {
		p.Groups = append(p.Groups, Group{ID: "z-" + street, Kind: ProfessionalGroup, Convenor: "staff", Street: street})
	}
}

// Where it is known who sits where, a seat in which nobody sits when its duty is due is named once.
func TestVacantSeat(t *testing.T) {
	year := []Entry{visits(t, "v", "6月上旬"), visits(t, "w", "9月")}
	all := func(except string, also ...Sitting) []Sitting {
		people := also
		for _, seat := range []string{"c1", "c2", "d1"} {
			if seat != except {
				people = append(people, Sitting{Person: "甲-" + seat, Seat: seat})
			}
		}
		return people
	}
	until := func(day Date) Sitting { return Sitting{Person: "甲", Seat: "d1", To: day} }
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"nobody is known":             {trial{lines: year}, nil},
		"the list is empty":           {trial{lines: year, people: []Sitting{}}, []string{"seats[4].id c1", "seats[5].id c2", "seats[6].id d1"}},
		"all seats are held":          {trial{lines: year, people: all("")}, nil},
		"one is not":                  {trial{lines: year, people: all("d1")}, []string{"seats[6].id d1"}},
		"left before the first":       {trial{lines: year, people: all("d1", until(Date{2020, 6, 9}))}, []string{"seats[6].id d1"}},
		"left after the first":        {trial{lines: year, people: all("d1", until(Date{2020, 6, 10}))}, []string{"seats[6].id d1"}},
		"stays for the last":          {trial{lines: year, people: all("d1", until(Date{2020, 9, 30}))}, nil},
		"a successor on the last day": {trial{lines: year, people: all("d1", until(Date{2020, 6, 9}), Sitting{Person: "乙", Seat: "d1", From: Date{2020, 6, 10}})}, nil},
		"taken up on the last day":    {trial{lines: year[:1], people: all("d1", Sitting{Person: "乙", Seat: "d1", From: Date{2020, 6, 10}})}, nil},
		"only what lies ahead counts": {trial{lines: year[:1], people: all("d1"), from: "2020-08-01"}, nil},
		"a duty that has no day": {
			trial{lines: []Entry{line(t, "r", Report, "", EachCampaign, "staff", counted(Deadline{Event: "e", Count: 3}))}, people: all("")},
			[]string{"seats[0].id staff"},
		},
		"a duty that has no day, held": {
			trial{lines: []Entry{line(t, "r", Report, "", EachCampaign, "staff", counted(Deadline{Event: "e", Count: 3}))}, people: all("", Sitting{Person: "丙", Seat: "staff"})},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "VACANT_SEAT", c.want...) })
	}
}

// More visits in a week than the plan thinks right; a week is from Monday to Sunday.
func TestCrowdedWeek(t *testing.T) {
	four := func(days ...string) (all []Entry) {
		for _, day := range days {
			all = append(all, visits(t, fmt.Sprintf("v%d", len(all)), day, of("p01")))
		}
		return all
	}
	twoSeats := []Sitting{{Person: "甲", Seat: "c1"}, {Person: "甲", Seat: "d1"}, {Person: "乙", Seat: "c2"}}
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"three":                         {trial{lines: four("6月1日", "6月2日", "6月3日")}, nil},
		"four, for convenor and member": {trial{lines: four("6月1日", "6月2日", "6月3日", "6月7日")}, []string{"duties[3].window c1", "duties[3].window d1"}},
		"four over a week's end":        {trial{lines: four("6月5日", "6月6日", "6月7日", "6月8日")}, nil},
		"four on one day at one site":   {trial{lines: four("6月1日", "6月1日", "6月1日", "6月1日")}, nil},
		"four within days of the week":  {trial{lines: four("6月1日..5日", "6月1日..5日", "6月1日..5日", "6月1日..5日")}, []string{"duties[3].window c1", "duties[3].window d1"}},
		"windows longer than the week":  {trial{lines: four("6月1日..8日", "6月1日..8日", "6月1日..8日", "6月1日..8日")}, nil},
		"a plan that allows two":        {trial{lines: four("6月1日", "6月2日", "6月3日"), change: func(p *Plan) { p.VisitsAWeek = 2 }}, []string{"duties[2].window c1", "duties[2].window d1"}},
		"on line nobody goes anywhere":  {trial{lines: append(four("6月1日", "6月2日", "6月3日"), visits(t, "w", "6月4日", online))}, nil},
		"over before the take-up":       {trial{lines: four("6月1日", "6月2日", "6月3日", "6月7日"), from: "2020-06-08"}, nil},
		"part of the week is over":      {trial{lines: four("6月1日", "6月2日", "6月3日", "6月7日"), from: "2020-06-02"}, nil},
		"a quota of four in one week": {
			trial{lines: []Entry{visits(t, "v", "6月1日..7日", of("p02"), func(e *Entry) { e.Every, e.AtLeast = EveryWeek, 4 })}},
			[]string{"duties[0].window c2"},
		},
		"only the first such week": {
			trial{lines: four("6月1日", "6月2日", "6月3日", "6月4日", "6月15日", "6月16日", "6月17日", "6月18日")},
			[]string{"duties[3].window c1", "duties[3].window d1"},
		},
		"convenor and member in one person": {trial{lines: four("6月1日", "6月2日", "6月3日"), people: twoSeats}, nil},
		"two groups in one person": {
			trial{lines: append(four("6月1日", "6月2日"), visits(t, "x", "6月3日..5日", of("p02")), visits(t, "y", "6月3日..5日", of("p02"))), people: []Sitting{{Person: "甲", Seat: "c1"}, {Person: "甲", Seat: "c2"}}},
			[]string{"duties[3].window 甲"},
		},
		"a successor in the middle of the year": {
			trial{lines: four("6月1日", "6月2日", "6月3日", "6月4日"), people: []Sitting{{Person: "甲", Seat: "c1", To: Date{2020, 6, 2}}, {Person: "乙", Seat: "c1", From: Date{2020, 6, 3}}, {Person: "丙", Seat: "d1"}}},
			[]string{"duties[3].window 丙"},
		},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "CROWDED_WEEK", c.want...) })
	}
}

// A person cannot be at two places on one day; of longer windows nobody knows the day.
func TestPersonInTwoPlaces(t *testing.T) {
	meeting := func(id, day string, each Each, holder string) Entry { return line(t, id, Meeting, day, each, holder) }
	both := []Sitting{{Person: "甲", Seat: "c1"}, {Person: "甲", Seat: "c2"}, {Person: "乙", Seat: "d1"}, {Person: "丙", Seat: "staff"}}
	at := func(site string) func(*Plan) {
		return func(p *Plan) { p.Projects[0].Site, p.Projects[1].Site = "一号工地", site }
	}
	session := func(id string, kind DutyKind) Entry {
		return line(t, id, kind, "", EachCampaign, "staff", counted(Deadline{Event: "e", Roll: Stay}))
	}
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"a visit and a meeting":          {trial{lines: []Entry{visits(t, "v", "6月1日", of("p01")), meeting("w", "6月1日", EachCampaign, "c1")}}, []string{"duties[1].window c1"}},
		"on two days":                    {trial{lines: []Entry{visits(t, "v", "6月1日", of("p01")), meeting("m", "6月2日", EachCampaign, "c1")}}, nil},
		"some day of two":                {trial{lines: []Entry{visits(t, "v", "6月1日", of("p01")), meeting("m", "6月1日..2日", EachCampaign, "c1")}}, nil},
		"a meeting and a paper":          {trial{lines: []Entry{line(t, "d", Document, "6月1日", EachCampaign, "c1"), meeting("m", "6月1日", EachCampaign, "c1")}}, nil},
		"a visit on line":                {trial{lines: []Entry{visits(t, "v", "6月1日", of("p01"), online), meeting("m", "6月1日", EachCampaign, "c1")}}, nil},
		"two visits of one site":         {trial{lines: []Entry{visits(t, "v", "6月1日", of("p01")), visits(t, "w", "6月1日", of("p01"))}}, nil},
		"two projects, by one person":    {trial{lines: []Entry{visits(t, "v", "6月1日")}, people: both}, []string{"duties[0].window 甲"}},
		"two projects, by two":           {trial{lines: []Entry{visits(t, "v", "6月1日")}}, nil},
		"two projects of one site":       {trial{lines: []Entry{visits(t, "v", "6月1日")}, people: both, change: at("一号工地")}, nil},
		"two projects of two sites":      {trial{lines: []Entry{visits(t, "v", "6月1日")}, people: both, change: at("二号工地")}, []string{"duties[0].window 甲"}},
		"meetings of two groups":         {trial{lines: []Entry{meeting("m", "6月1日", EachGroup, HolderConvenor)}, people: both}, []string{"duties[0].window 甲"}},
		"a meeting about all projects":   {trial{lines: []Entry{meeting("m", "6月1日", EachProject, "staff")}}, nil},
		"two meetings":                   {trial{lines: []Entry{meeting("m", "6月1日", EachGroup, HolderConvenor), meeting("n", "6月1日", EachGroup, HolderConvenor)}}, []string{"duties[1].window c1", "duties[1].window c2"}},
		"two streets":                    {trial{lines: []Entry{line(t, "v", InspectionDuty, "6月3日", EachPairing, "")}, change: paired}, []string{"duties[0].window staff"}},
		"every wednesday in two streets": {trial{lines: []Entry{line(t, "v", InspectionDuty, "6月", EachPairing, "", everyWeek(time.Wednesday))}, change: paired}, []string{"duties[0].window staff"}},
		"all of one session":             {trial{lines: []Entry{session("h", Hearing), session("d", Deliberation)}, change: expecting(Date{2020, 11, 25})}, nil},
		"the session and a visit":        {trial{lines: []Entry{session("h", Hearing), line(t, "v", InspectionDuty, "11月25日", EachCampaign, "staff")}, change: expecting(Date{2020, 11, 25})}, []string{"duties[1].window staff"}},
		"over before the take-up":        {trial{lines: []Entry{visits(t, "v", "6月1日", of("p01")), meeting("m", "6月1日", EachCampaign, "c1")}, from: "2020-06-02"}, nil},
		"once for a person":              {trial{lines: []Entry{visits(t, "v", "6月1日", of("p01")), meeting("w", "6月1日", EachCampaign, "c1"), meeting("x", "6月1日", EachCampaign, "c1")}}, []string{"duties[1].window c1"}},
		"a successor from that day on": {
			trial{lines: []Entry{visits(t, "v", "6月1日")}, people: []Sitting{{Person: "甲", Seat: "c1"}, {Person: "甲", Seat: "c2", To: Date{2020, 5, 31}}, {Person: "乙", Seat: "c2", From: Date{2020, 6, 1}}}}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "TWO_PLACES", c.want...) })
	}
}

// Two levels at one site in one week, each without the other (不扰民不扰企).
func TestTwoLevelsAtOneSite(t *testing.T) {
	city, street := level(CityLevel), level(StreetLevel)
	share := func(p *Plan) { p.Projects[0].Site, p.Projects[1].Site = "一号工地", "一号工地" }
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"in one week":                   {trial{lines: []Entry{visits(t, "v", "6月1日", city, of("p01")), visits(t, "w", "6月5日", street)}}, []string{"duties[1].window p01"}},
		"in two weeks":                  {trial{lines: []Entry{visits(t, "v", "6月7日", city), visits(t, "w", "6月8日", street)}}, nil},
		"of one level":                  {trial{lines: []Entry{visits(t, "v", "6月1日", city), visits(t, "w", "6月5日", city)}}, nil},
		"at two sites":                  {trial{lines: []Entry{visits(t, "v", "6月1日", city, of("p01")), visits(t, "w", "6月1日", street, of("p02"))}}, nil},
		"at a site of both":             {trial{lines: []Entry{visits(t, "v", "6月1日", city, of("p01")), visits(t, "w", "6月1日", street, of("p02"))}, change: share}, []string{"duties[1].window 一号工地"}},
		"in some week or other":         {trial{lines: []Entry{visits(t, "v", "6月", city), visits(t, "w", "6月5日", street)}}, nil},
		"on line":                       {trial{lines: []Entry{visits(t, "v", "6月1日", city, online), visits(t, "w", "6月5日", street)}}, nil},
		"jointly, seen from both sides": {trial{lines: []Entry{visits(t, "v", "6月1日", city, together), visits(t, "w", "6月1日", street, together)}}, nil},
		"jointly, and once alone":       {trial{lines: []Entry{visits(t, "v", "6月1日", city, together, of("p01")), visits(t, "w", "6月5日", street)}}, []string{"duties[1].window p01"}},
		"the third is another's": {
			trial{lines: []Entry{visits(t, "u", "6月1日", city, together, of("p01")), visits(t, "v", "6月2日", city, of("p01")), visits(t, "w", "6月5日", street, together, of("p01"))}},
			[]string{"duties[2].window p01"},
		},
		"a meeting is no visit":   {trial{lines: []Entry{line(t, "m", Meeting, "6月1日", EachProject, "staff", city), visits(t, "w", "6月5日", street)}}, nil},
		"over before the take-up": {trial{lines: []Entry{visits(t, "v", "6月1日", city), visits(t, "w", "6月5日", street)}, from: "2020-06-02"}, nil},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "SAME_SITE", c.want...) })
	}
}
