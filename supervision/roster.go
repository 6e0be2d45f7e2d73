package supervision

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Roster says who sits in each seat, the sittings of a seat in the order of time. Nil means that nobody is known.
type Roster map[string][]Sitting

// Sitting is a person's time in a seat: a successor takes over the seat with all its duties.
type Sitting struct {
	Person   string // an id, the same for all seats of one person
	Name     string // may be empty
	Seat     string
	From, To Date // both included; zero: from ever, for good
}

// holds reports whether the person sits there on the day.
func (s Sitting) holds(d Date) bool { return !d.Before(s.From) && (s.To.IsZero() || !d.After(s.To)) }

// NewRoster files sittings by seat. They must have been checked.
func NewRoster(all []Sitting) Roster {
	r := Roster{}
	for _, s := range all {
		r[s.Seat] = append(r[s.Seat], s)
	}
	for _, sittings := range r {
		slices.SortStableFunc(sittings, func(a, b Sitting) int { return a.From.Compare(b.From) })
	}
	return r
}

// In is who sits in the seat on the day; false when nobody does, or nobody is known.
func (r Roster) In(seat string, day Date) (Sitting, bool) {
	i := slices.IndexFunc(r[seat], func(s Sitting) bool { return s.holds(day) })
	if i < 0 {
		return Sitting{}, false
	}
	return r[seat][i], true
}

// person is the id of who sits in the seat on the day, or the seat itself where that is not known.
func (r Roster) person(seat string, day Date) string {
	s, _ := r.In(seat, day)
	return cmp.Or(s.Person, seat)
}

// CheckRoster lists what is wrong with sittings: a seat that the plan does not have, that two people hold at a time, or a
// person under two names. Field names the place as a file of people writes it, `people[3].seat`.
func (p Plan) CheckRoster(all []Sitting) []Finding {
	c := &checker{plan: p}
	seats := knownIDs(noun{"席位", "seat"}, p.Seats, func(s Seat) string { return s.ID })
	held, names := map[string][]Sitting{}, map[string]string{}
	for i, s := range all {
		c.renamed(i, s, names)
		c.line(place("people", i, "person"), s.Person)
		c.line(place("people", i, "name"), s.Name)
		if !c.refer(seats, place("people", i, "seat"), s.Seat) {
			continue
		}
		if !s.To.IsZero() && s.To.Before(s.From) {
			c.refuse(place("people", i, "to"), "WRONG_ORDER",
				fmt.Sprintf("止于 %s，早于开始 %s", s.To, s.From), fmt.Sprintf("ends on %s, before it begins on %s", s.To, s.From))
		}
		c.taken(i, s, held[s.Seat])
		held[s.Seat] = append(held[s.Seat], s)
	}
	return c.found
}

// renamed refuses one person under two names: the id of one was written for another. A name may be left out.
func (c *checker) renamed(i int, s Sitting, names map[string]string) {
	known := names[s.Person]
	if s.Name == "" || known == s.Name {
		return
	}
	if known == "" {
		names[s.Person] = s.Name
		return
	}
	c.refuse(place("people", i, "name"), "TWO_NAMES",
		fmt.Sprintf("%s 前面写的是 %s，这里是 %s；一人一个编号", s.Person, known, s.Name),
		fmt.Sprintf("%s is %s above and %s here; expected one id for each person", s.Person, known, s.Name))
}

// taken refuses a sitting while somebody else sits there.
func (c *checker) taken(i int, s Sitting, others []Sitting) {
	at := slices.IndexFunc(others, s.meets)
	if at < 0 {
		return
	}
	from := s.From
	if others[at].From.After(from) {
		from = others[at].From
	}
	c.refuse(place("people", i, "seat"), "SEAT_TAKEN",
		strings.TrimSpace(fmt.Sprintf("席位 %s 同时有两人：%s、%s %s", s.Seat, others[at].Person, s.Person, from)),
		strings.TrimSpace(fmt.Sprintf("%s is held by two at a time: %s and %s %s", s.Seat, others[at].Person, s.Person, from)))
}

// meets reports whether the two sittings have a day in common.
func (s Sitting) meets(o Sitting) bool {
	return (s.To.IsZero() || !o.From.After(s.To)) && (o.To.IsZero() || !s.From.After(o.To))
}
