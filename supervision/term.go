package supervision

import (
	"slices"
	"time"
)

// Part is what a seat has to do with its unit's papers; empty in most.
type Part string

// The parts in a unit.
const (
	Head    Part = "HEAD"    // 负责人: approves
	Liaison Part = "LIAISON" // 联络员: drafts
)

// Term is a person's time in a seat (任期): from an instant up to another, at which it is over.
type Term struct {
	Seat   string
	Person string
	From   time.Time
	To     time.Time // zero: until further notice
}

// Holds reports whether the person sits in the seat at an instant. What a term ends, ends at once.
func (t Term) Holds(at time.Time) bool {
	return !at.Before(t.From) && (t.To.IsZero() || at.Before(t.To))
}

// Over reports whether the person has left by an instant, or never came.
func (t Term) Over(at time.Time) bool { return t.Empty() || !t.To.IsZero() && !at.Before(t.To) }

// Meets reports whether the two have an instant in common, in whatever seats.
func (t Term) Meets(o Term) bool {
	return !t.Empty() && !o.Empty() && (t.To.IsZero() || o.From.Before(t.To)) && (o.To.IsZero() || t.From.Before(o.To))
}

// Empty reports whether the term was given up before it began: it stands in nobody's way.
func (t Term) Empty() bool { return t.To.Equal(t.From) }

// EndedAt is the term as it is when its person leaves at an instant; one that would only have begun then never begins,
// and one that is over by then stays as it was.
func (t Term) EndedAt(at time.Time) Term {
	if t.To.IsZero() || at.Before(t.To) {
		t.To = Later(t.From, at)
	}
	return t
}

// Take lets the term's person into its seat, which has had the terms given. One person sits there at a time; only the
// stand-in makes room, and what becomes of the stand-in's terms is answered. A term that is over now is a note of the past,
// and nobody makes room for it: the seat would stand empty since. Known says that the term is there already, or that who
// is to sit there from now on does.
func (t Term) Take(had []Term, standIn string, now time.Time) (ended []Term, known bool, err error) {
	if !t.To.IsZero() && !t.From.Before(t.To) {
		return nil, false, Refuse(InvalidRequest, "任期止日早于任期起日", "the term ends before it begins")
	}
	if slices.ContainsFunc(had, func(o Term) bool { return t.is(o, now) }) {
		return nil, true, nil
	}
	for _, o := range had {
		switch {
		case !t.Meets(o):
		case o.Person == standIn && t.Person != standIn:
			if !t.Over(now) {
				ended = append(ended, o.EndedAt(t.From))
			}
		default:
			return nil, false, Refuse(AlreadyExists, "该席位在此期间已有人任职；请先结束其任期", "somebody holds this seat then; end their term first")
		}
	}
	return ended, false, nil
}

// Sooner makes way for somebody who takes a seat over, where it was arranged for later: of the terms that the seat has had,
// given in the order of time, it returns those that are given up, as they are then. Whoever was to come next themselves
// comes sooner and stays as long as arranged; where it is somebody else, nobody comes later.
func (t Term) Sooner(had []Term) (sooner Term, givenUp []Term) {
	for _, o := range had {
		if o.Empty() || o.From.Before(t.From) {
			continue
		}
		own := o.Person == t.Person && givenUp == nil
		if !own || !o.From.Equal(t.From) {
			givenUp = append(givenUp, o.EndedAt(o.From))
		}
		if own {
			t.To = o.To
			break
		}
	}
	return t, givenUp
}

func (t Term) is(o Term, now time.Time) bool {
	begun := t.From.Equal(o.From) || t.From.Equal(now) && o.Holds(now)
	return t.Seat == o.Seat && t.Person == o.Person && begun && t.To.Equal(o.To)
}

// Attended reports whether one of a seat's terms holds at an instant.
func Attended(terms []Term, at time.Time) bool {
	return slices.ContainsFunc(terms, func(t Term) bool { return t.Holds(at) })
}

// LeftBare reports whether nobody sits in a seat with these terms at an instant although something rests on it from that day
// on. Of all that rests there, the last days are given; zero: none is known, or it is over.
func LeftBare(terms []Term, rests []Date, at time.Time, zone *time.Location) bool {
	day := DateOf(at, zone)
	return !Attended(terms, at) && slices.ContainsFunc(rests, func(last Date) bool { return last.IsZero() || !last.Before(day) })
}

// RequireSeating refuses whoever may not give and take seats of a role. Who administers is for the security administrator
// to say, everything else for the system administrator.
func RequireSeating(holds func(Role) bool, role Role) error {
	switch {
	case Administers(role) && !holds(RoleSecurityAdmin):
		return Refuse(NotAllowed, "管理员席位只能由安全管理员任免", "administrators' seats are given and taken by the security administrator")
	case !Administers(role) && !holds(RoleSystemAdmin):
		return Refuse(NotAllowed, "只有系统管理员可以任免席位", "seats are given and taken by the system administrator")
	}
	return nil
}
