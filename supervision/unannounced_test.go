package supervision

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func surprise(e *Entry) { e.Unannounced = true }

// Nothing in a plan may tell of an unannounced visit before it has taken place.
func TestNothingInThePlanTellsOfAnUnannouncedVisit(t *testing.T) {
	for _, c := range []struct {
		field, code string
		spoil       func(p *Plan)
	}{
		{"duties[1].unannounced", "NOT_A_VISIT", func(p *Plan) { p.Entries[reply].Unannounced = true }},
		{"duties[1].after", "TELLS_OF_VISIT", func(p *Plan) { p.Entries[reply].After = "inspect" }},
		{"duties[0].holder", "TELLS_OF_VISIT", func(p *Plan) {
			p.Entries[inspect].Each, p.Entries[inspect].Holder = EachProject, "u1-official"
		}},
		{"duties[0].holder", "TELLS_OF_VISIT", func(p *Plan) {
			p.Entries[inspect].Each, p.Entries[inspect].Holder = EachProject, HolderUnit
		}},
		{"duties[0].holder", "TELLS_OF_VISIT", func(p *Plan) {
			p.Projects[0].ContactLeader = "u1-official"
			p.Entries[inspect].Each, p.Entries[inspect].Holder = EachProject, HolderLeader
		}},
		{"duties[0].invites[0]", "TELLS_OF_VISIT", func(p *Plan) { p.Entries[inspect].Invites = []string{InviteUnit} }},
		{"duties[0].invites[0]", "TELLS_OF_VISIT", func(p *Plan) { p.Entries[inspect].Invites = []string{InviteContacts} }},
		{"duties[0].invites[1]", "TELLS_OF_VISIT", func(p *Plan) { p.Entries[inspect].Invites = []string{"sc", "u1"} }},
		{"duties[0].invites[0]", "TELLS_OF_VISIT", func(p *Plan) { p.Entries[inspect].Invites = []string{"u1-official"} }},
	} {
		p := smallPlan()
		p.Entries[inspect].Unannounced = true
		if found := p.Check(); len(found) > 0 {
			t.Fatalf("an unannounced visit alone is found wrong: %+v", found)
		}
		c.spoil(&p)
		if f, ok := finding(p.Check(), c.field, c.code); !ok || f.Warning || f.Zh == "" || f.En == "" {
			t.Errorf("%s %s: found %+v", c.field, c.code, p.Check())
		}
	}
}

func TestUnannouncedVisitsMayFollowEachOther(t *testing.T) {
	p := smallPlan()
	again(&p, inspect)
	last := len(p.Entries) - 1
	p.Entries[inspect].Unannounced, p.Entries[last].Unannounced, p.Entries[last].After = true, true, "inspect"
	if found := p.Check(); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
}

// What everybody has seen would tell by vanishing; what was kept may be made known.
func TestAnAnnouncedVisitStaysAnnounced(t *testing.T) {
	known, kept := smallPlan(), smallPlan()
	kept.Entries[inspect].Unannounced = true
	refusedFor(t, kept.Amends(&known), InvalidRequest)
	if err := known.Amends(&kept); err != nil {
		t.Error(err)
	}
}

// Every part of the visit is marked, and the mark follows the plan.
func TestUnannouncedIsKeptThroughLaunchAndRevision(t *testing.T) {
	p := smallPlan()
	p.Entries[inspect].Unannounced = true
	now := on(t, "2020-05-01 09:00")
	kept := p.Launch(now, ChinaCalendar())
	parts := slices.DeleteFunc(slices.Clone(kept.Duties), func(d Duty) bool { return !d.Unannounced })
	if len(parts) != 2 || parts[0].Entry != "inspect" || parts[1].Entry != "inspect" || !kept.Inspections[0].Unannounced {
		t.Errorf("marked are %+v of %+v", parts, kept.Inspections)
	}
	known := smallPlan().Launch(now, ChinaCalendar())
	r := Revise(kept.Duties, known.Duties, "公开", now, p.Zone)
	if len(r.Changed) != 2 || r.Changed[0].Unannounced || len(r.Changes) != 0 {
		t.Errorf("revised are %+v, told of %+v", r.Changed, r.Changes)
	}
	i := kept.Inspections[0]
	if !i.Revise(known.Inspections[0]) || i.Unannounced {
		t.Errorf("the visit is %+v", i)
	}
}

// The units get the letter: with an unannounced visit it is what it is without.
func TestLetterTellsOfNoUnannouncedVisit(t *testing.T) {
	without := smallPlan()
	without.Entries = without.Entries[1:]
	with := smallPlan()
	with.Entries[inspect].Unannounced, with.Entries[inspect].Methods = true, []Method{"SITE_INSPECTION"}
	letter := func(p Plan) Letter {
		return p.SupervisionLetter(p.Launch(on(t, "2020-04-21 09:00"), ChinaCalendar()).Duties)
	}
	if diff := cmp.Diff(letter(without), letter(with)); diff != "" {
		t.Error(diff)
	}
}

// Whoever sits in a unit as well is told nothing of an unannounced visit, so the author is told of them.
func TestPartInAnUnannouncedVisitForSomebodyOfAUnit(t *testing.T) {
	both := []Sitting{{Person: "甲", Seat: "d1"}, {Person: "甲", Seat: "u1"}, {Person: "乙", Seat: "c1"}, {Person: "丙", Seat: "c2"}}
	unit := func(p *Plan) { p.Seats = append(p.Seats, Seat{ID: "u1", Role: RoleOfficial}) }
	for name, c := range map[string]struct {
		trial
		want []string
	}{
		"in a unit":          {trial{lines: []Entry{visits(t, "v", "6月", surprise)}, change: unit, people: both}, []string{"seats[6].id d1"}},
		"an announced visit": {trial{lines: []Entry{visits(t, "v", "6月")}, change: unit, people: both}, nil},
		"in the unit until May": {
			trial{lines: []Entry{visits(t, "v", "6月", surprise)}, change: unit, people: []Sitting{
				{Person: "甲", Seat: "d1"}, {Person: "甲", Seat: "u1", To: window(t, "2020-05-31").Last},
			}},
			nil,
		},
		"nobody is known": {trial{lines: []Entry{visits(t, "v", "6月", surprise)}, change: unit}, nil},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, "KEPT_FROM_HOLDER", c.want...) })
	}
}

func TestToldEarly(t *testing.T) {
	for _, c := range []struct {
		want  bool
		roles []Role
	}{
		{true, []Role{RoleStaff}},
		{true, []Role{RoleDeputy}},
		{true, []Role{RoleResident}},
		{true, []Role{RoleMember, RoleSystemAdmin}},
		{false, nil},
		{false, []Role{RoleOfficial}},
		{false, []Role{RoleAuditor, RoleSecurityAdmin, RoleSystemAdmin}},
		{false, []Role{RoleDeputy, RoleOfficial}},
		{false, []Role{RoleStaff, RoleOfficial}},
	} {
		if got := ToldEarly(func(r Role) bool { return slices.Contains(c.roles, r) }); got != c.want {
			t.Errorf("%v: %v", c.roles, got)
		}
	}
}
