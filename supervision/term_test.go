package supervision_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/supervision"
)

// may is the beginning of a day of May 2020; zero gives the zero instant.
func may(n int) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Date(2020, 5, n, 0, 0, 0, 0, time.UTC)
}

func sits(person string, from, to int) supervision.Term {
	return supervision.Term{Seat: "g01-convenor", Person: person, From: may(from), To: may(to)}
}

// What a term ends, ends at once: its last instant is not in it.
func TestTerm_HoldsFromItsBeginningUpToItsEnd(t *testing.T) {
	term := sits("a", 5, 10)
	for _, c := range []struct {
		at   time.Time
		want bool
	}{
		{may(5).Add(-1), false},
		{may(5), true},
		{may(10).Add(-1), true},
		{may(10), false},
	} {
		if got := term.Holds(c.at); got != c.want {
			t.Errorf("at %s: %v", c.at, got)
		}
	}
	if !sits("a", 5, 0).Holds(may(31)) {
		t.Error("a term without an end is over")
	}
}

func TestTerm_OnePersonASeatAtATime(t *testing.T) {
	now := may(3)
	for name, c := range map[string]struct {
		new     supervision.Term
		had     []supervision.Term
		ended   []supervision.Term
		known   bool
		refused supervision.Reason
	}{
		"an empty seat":                    {new: sits("b", 5, 0)},
		"the stand-in makes room":          {new: sits("b", 5, 0), had: []supervision.Term{sits("x", 1, 0)}, ended: []supervision.Term{sits("x", 1, 5)}},
		"a stand-in of the same instant":   {new: sits("b", 5, 0), had: []supervision.Term{sits("x", 5, 0)}, ended: []supervision.Term{sits("x", 5, 5)}},
		"back before the stand-in":         {new: sits("b", 5, 0), had: []supervision.Term{sits("x", 7, 0)}, ended: []supervision.Term{sits("x", 7, 7)}},
		"the stand-in twice":               {new: sits("x", 7, 0), had: []supervision.Term{sits("x", 1, 0)}, refused: supervision.AlreadyExists},
		"the next day after another":       {new: sits("b", 10, 0), had: []supervision.Term{sits("a", 1, 10)}},
		"before another":                   {new: sits("b", 1, 5), had: []supervision.Term{sits("a", 5, 0)}},
		"while another sits":               {new: sits("b", 9, 0), had: []supervision.Term{sits("a", 1, 10)}, refused: supervision.AlreadyExists},
		"over the beginning of another":    {new: sits("b", 1, 0), had: []supervision.Term{sits("a", 5, 10)}, refused: supervision.AlreadyExists},
		"where somebody never came to sit": {new: sits("b", 1, 0), had: []supervision.Term{sits("a", 5, 5)}},
		"the same again":                   {new: sits("a", 1, 10), had: []supervision.Term{sits("a", 1, 10)}, known: true},
		"the same to another day":          {new: sits("a", 1, 9), had: []supervision.Term{sits("a", 1, 10)}, refused: supervision.AlreadyExists},
		"the same from now":                {new: sits("a", 3, 0), had: []supervision.Term{sits("a", 1, 0)}, known: true},
		"the same from now to another day": {new: sits("a", 3, 9), had: []supervision.Term{sits("a", 1, 0)}, refused: supervision.AlreadyExists},
		"the same from a later day":        {new: sits("a", 5, 0), had: []supervision.Term{sits("a", 1, 0)}, refused: supervision.AlreadyExists},
		"a past term evicts no stand-in":   {new: sits("b", 2, 3), had: []supervision.Term{sits("x", 1, 0)}},
		"a past term while another sat":    {new: sits("b", 2, 3), had: []supervision.Term{sits("a", 1, 0)}, refused: supervision.AlreadyExists},
		"an end before the beginning":      {new: sits("a", 9, 9), refused: supervision.InvalidRequest},
	} {
		ended, known, err := c.new.Take(c.had, "x", now)
		if diff := cmp.Diff(c.ended, ended); diff != "" || known != c.known || (c.refused == "") != (err == nil) || c.refused != "" && !errors.Is(err, &supervision.Error{Reason: c.refused}) {
			t.Errorf("%s: known %v, %v\n%s", name, known, err, diff)
		}
	}
}

func TestTerm_EndsNoLaterThanItDid(t *testing.T) {
	for _, c := range []struct{ term, want supervision.Term }{
		{sits("a", 1, 0), sits("a", 1, 10)},
		{sits("a", 1, 20), sits("a", 1, 10)},
		{sits("a", 1, 5), sits("a", 1, 5)},     // over before
		{sits("a", 15, 0), sits("a", 15, 15)},  // never begins
		{sits("a", 15, 20), sits("a", 15, 15)}, // the same
	} {
		if got := c.term.EndedAt(may(10)); got != c.want {
			t.Errorf("%+v ends as %+v, want %+v", c.term, got, c.want)
		}
	}
}

// Whoever takes over before the day that was arranged makes way for themselves, or for nobody later.
func TestTerm_SoonerThanArranged(t *testing.T) {
	left := sits("a", 1, 3)
	for name, c := range map[string]struct {
		had     []supervision.Term
		want    supervision.Term
		givenUp []supervision.Term
	}{
		"nobody was to come":           {had: []supervision.Term{left}, want: sits("b", 3, 0)},
		"the next one":                 {had: []supervision.Term{left, sits("b", 10, 0)}, want: sits("b", 3, 0), givenUp: []supervision.Term{sits("b", 10, 10)}},
		"the next one until a day":     {had: []supervision.Term{left, sits("b", 10, 20)}, want: sits("b", 3, 20), givenUp: []supervision.Term{sits("b", 10, 10)}},
		"and another after them":       {had: []supervision.Term{left, sits("b", 10, 20), sits("c", 20, 0)}, want: sits("b", 3, 20), givenUp: []supervision.Term{sits("b", 10, 10)}},
		"as arranged":                  {had: []supervision.Term{left, sits("b", 3, 20)}, want: sits("b", 3, 20)},
		"another than arranged":        {had: []supervision.Term{left, sits("c", 3, 20)}, want: sits("b", 3, 0), givenUp: []supervision.Term{sits("c", 3, 3)}},
		"another, with two to come":    {had: []supervision.Term{left, sits("c", 10, 20), sits("b", 20, 0)}, want: sits("b", 3, 0), givenUp: []supervision.Term{sits("c", 10, 10), sits("b", 20, 20)}},
		"what was given up is no term": {had: []supervision.Term{left, sits("c", 5, 5), sits("b", 10, 0)}, want: sits("b", 3, 0), givenUp: []supervision.Term{sits("b", 10, 10)}},
	} {
		got, givenUp := sits("b", 3, 0).Sooner(c.had)
		if diff := cmp.Diff(c.givenUp, givenUp); diff != "" || got != c.want {
			t.Errorf("%s: %+v\n%s", name, got, diff)
		}
	}
}

// The security administrator says who administers, the system administrator everything else; no other role says anything.
func TestSeating_EachAdministratorGivesHisOwn(t *testing.T) {
	giver := map[supervision.Role]supervision.Role{
		supervision.RoleSystemAdmin: supervision.RoleSecurityAdmin, supervision.RoleSecurityAdmin: supervision.RoleSecurityAdmin,
		supervision.RoleAuditor: supervision.RoleSecurityAdmin, supervision.RoleStaff: supervision.RoleSystemAdmin,
		supervision.RoleDeputy: supervision.RoleSystemAdmin, supervision.RoleOfficial: supervision.RoleSystemAdmin,
		supervision.RoleMember: supervision.RoleSystemAdmin, supervision.RoleResident: supervision.RoleSystemAdmin,
	}
	for role, by := range giver {
		for other := range giver {
			err := supervision.RequireSeating(func(r supervision.Role) bool { return r == other }, role)
			if (err == nil) != (other == by) {
				t.Errorf("%s gives a seat of %s: %v", other, role, err)
			}
		}
	}
}

func TestPersonID_ANumberIsTheHostsOwn(t *testing.T) {
	if got := supervision.PersonID("hangzhou", "0012"); got != "hangzhou/0012" || !supervision.IsOwnPerson("hangzhou", got) {
		t.Error(got)
	}
	if got := supervision.PersonID("xihu", "hangzhou/0012"); got != "hangzhou/0012" || supervision.IsOwnPerson("xihu", got) {
		t.Error(got)
	}
	if supervision.IsOwnPerson("hang", "hangzhou/0012") {
		t.Error("a host whose name begins alike owns it")
	}
}
