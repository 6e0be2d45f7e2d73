package roll

import (
	"slices"
	"time"

	"duban/supervision"
)

// Standing is what a host has of the people, seats and offices that a file names, before it is taken up.
type Standing struct {
	Host     string
	Now      time.Time
	Zone     *time.Location
	People   map[string]supervision.Person // by id, those on the host's roll
	Known    map[string]bool               // ids of people whom another host knows by the file's name
	Offices  map[string][]string           // ids, by id and by name, which several may bear
	Seats    map[string]Place
	Terms    map[string][]supervision.Term // by seat, all there ever were
	StandIns map[string]bool               // ids of people who make room for everybody
	Rests    map[string][]supervision.Date // by seat, the last days of what rests there and is still to be done; zero: none is known
}

// Place is a seat and what it has to do with its unit's papers.
type Place struct {
	supervision.Seat
	Part supervision.Part
}

// Changes are what a file makes of a standing.
type Changes struct {
	People   []supervision.Person // as they are on the roll from now on
	Were     []supervision.Person // as each of them was; nobody who is new
	NewSeats []Place
	Seats    []Place            // whose title or part is another
	Ended    []supervision.Term // as they end now
	Begun    []supervision.Term
	Effects  []Effect // one a row, in the file's order
}

// None reports whether the file says only what is so already.
func (c *Changes) None() bool {
	return len(c.People)+len(c.NewSeats)+len(c.Seats)+len(c.Ended)+len(c.Begun) == 0
}

// Count is the number of rows of a kind.
func (c *Changes) Count(kind Kind) (n int) {
	for _, e := range c.Effects {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// Effect is what a file makes of one of its rows.
type Effect struct {
	Row         Row
	Kind        Kind
	Differences []Difference // from what was there; empty for what is new
}

// Kind says how a row stands to what was there.
type Kind string

// The kinds of effect.
const (
	Unchanged Kind = "UNCHANGED"
	Added     Kind = "ADDED"   // somebody new, or a new term
	Changed   Kind = "CHANGED" // another name, title or day
	Ended     Kind = "ENDED"   // a term that was to last until further notice has its last day
)

// Difference is a cell that says something else than what was there.
type Difference struct{ Column, Was, Is string }

// comparison is the state of comparing: what the file says so far, and all that is wrong with it.
type comparison struct {
	*Standing
	file   *File
	found  findings
	change Changes
	people map[string]int // places in change.People
	seats  map[string]Place
	terms  map[string][]*term
	said   sayings // of people by their ids: the host may stand before a number, or not
	effect *Effect // of the row at hand
}

// term is one of a seat, with the row that says something of it.
type term struct {
	supervision.Term
	row   *Row
	begun bool
	ended bool
}

// Compare says what the file makes of a standing. A blank cell leaves things as they are. With findings there is nothing
// to be done.
func (f *File) Compare(s Standing) (*Changes, []supervision.Finding) {
	c := &comparison{Standing: &s, file: f, people: map[string]int{}, seats: map[string]Place{}, terms: map[string][]*term{}, said: sayings{}}
	for seat, all := range s.Terms {
		for _, t := range all {
			if !t.Empty() {
				c.terms[seat] = append(c.terms[seat], &term{Term: t})
			}
		}
	}
	for i := 0; i < len(f.Rows) && !c.found.more; i++ {
		c.compare(&f.Rows[i])
	}
	_, seats := f.Named(s.Host)
	for i := 0; i < len(seats) && !c.found.more; i++ {
		c.settle(seats[i])
	}
	if len(c.found.all) > 0 {
		return nil, c.found.list()
	}
	return &c.change, nil
}

// Named lists the ids of the people and seats that the file names, in order and each once.
func (f *File) Named(host string) (people, seats []string) {
	for _, r := range f.Rows {
		people = append(people, supervision.PersonID(host, r.Number))
		if r.Seat != "" {
			seats = append(seats, r.Seat)
		}
	}
	slices.Sort(people)
	slices.Sort(seats)
	return slices.Compact(people), slices.Compact(seats)
}

func (c *comparison) compare(r *Row) {
	c.change.Effects = append(c.change.Effects, Effect{Row: *r, Kind: Unchanged})
	c.effect = &c.change.Effects[len(c.change.Effects)-1]
	id := supervision.PersonID(c.Host, r.Number)
	c.said.compare(c.file, id, *r, &c.found)
	c.person(id, r)
	if r.Seat != "" && c.seat(r) {
		c.term(id, r)
	}
	if c.effect.Kind == Unchanged && len(c.effect.Differences) > 0 {
		c.effect.Kind = Changed
	}
}

// refuse finds something wrong with a cell of a row.
func (c *comparison) refuse(r *Row, column, code, zh, en string) {
	c.found.add(c.file.At(*r, column, code, zh, en))
}

// differ lays what a cell says over what was there, unless the cell is blank.
func (c *comparison) differ(column, is string, was *string) {
	if is != "" && is != *was {
		c.effect.Differences = append(c.effect.Differences, Difference{column, *was, is})
		*was = is
	}
}

// person compares whom a row names with the roll.
func (c *comparison) person(id string, r *Row) {
	at, again := c.people[id]
	var p supervision.Person
	known := true
	switch {
	case again:
		p = c.change.People[at]
	default:
		p, known = c.People[id]
	}
	before := p
	if !known {
		if !supervision.IsOwnPerson(c.Host, id) && !c.Known[id] {
			c.refuse(r, Number, "NOBODY", "没有该人员，或者姓名不符", "there is no such person, or the name is another")
		}
		p = supervision.Person{ID: id, Name: r.Name, Phone: r.Phone, Email: r.Email}
		c.effect.Kind = Added
	} else {
		c.differ(Name, r.Name, &p.Name)
		c.differ(Phone, r.Phone, &p.Phone)
		c.differ(Email, r.Email, &p.Email)
	}
	if again {
		c.change.People[at] = p
	} else if p != before {
		c.people[id] = len(c.change.People)
		c.change.People, c.change.Were = append(c.change.People, p), append(c.change.Were, before)
	}
}
