package supervision

import (
	"slices"
	"testing"
)

// Who is asked along is who the plan means, of each project, street and unit its own.
func TestInvites(t *testing.T) {
	p := Plan{
		Projects: []Project{{ID: "p1", Unit: "u1", Contacts: []string{"builder"}}, {ID: "p2", Unit: "u2"}},
		Groups:   []Group{{ID: "g1", Project: "p1", Street: "s1"}, {ID: "g2", Project: "p2", Street: "s2"}},
	}
	offices := []string{"builder", "gov", "s1", "s2", "u1", "u2"}
	groups, whole := Duty{ID: "e/g1/2020", Entry: "e", Group: "g1", Project: "p1"}, Duty{ID: "e/campaign/2020", Entry: "e"}
	for _, c := range []struct {
		entry Entry
		duty  Duty
		want  []string
	}{
		{Entry{}, groups, nil},
		{Entry{Invites: []string{InviteUnit}}, groups, []string{"u1"}},
		{Entry{Invites: []string{InviteContacts, InviteStreet}}, groups, []string{"builder", "s1"}},
		{Entry{Invites: []string{"gov"}}, whole, []string{"gov"}},
		{Entry{Invites: []string{InviteUnit}}, whole, []string{"u1", "u2"}},
		{Entry{Invites: []string{InviteUnit}, Only: []string{"p2"}}, whole, []string{"u2"}},
		{Entry{Invites: []string{InviteUnit}, Each: EachUnit}, Duty{ID: "e/u2/2020", Entry: "e"}, []string{"u2"}},
		{Entry{Invites: []string{InviteStreet}, Each: EachStreet}, Duty{ID: "e/s2/2020", Entry: "e"}, []string{"s2"}},
		{Entry{Invites: []string{"mayor"}}, whole, []string{"gov"}},
		{Entry{Invites: []string{"gov"}}, Duty{ID: "another/campaign/2020", Entry: "another"}, nil},
	} {
		c.entry.ID = "e"
		p.Entries = []Entry{c.entry}
		seats := map[string][]string{"gov": {"mayor"}}
		if got := only(offices, func(o string) bool { return p.Invites(&c.duty, o, seats[o]) }); !slices.Equal(got, c.want) {
			t.Errorf("%v to %s: %v, want %v", c.entry.Invites, c.duty.ID, got, c.want)
		}
	}
	p.Entries = []Entry{{ID: "e"}}
	p.Projects[1].Unit, p.Entries[0].Invites = "", []string{InviteUnit, "mayor"}
	if p.Invites(&whole, "", nil) || !p.Invites(&whole, "", []string{"mayor"}) {
		t.Error("whoever asks for seats alone is asked along as the unit of a project that has none")
	}
}
