package roll

import (
	"cmp"
	"fmt"
	"time"

	"duban/supervision"
)

// seat compares the seat of a row with the one that is there, and reports whether somebody may be put into it.
func (c *comparison) seat(r *Row) bool {
	office, ok := c.office(r)
	if !ok {
		return false
	}
	if first, again := c.seats[r.Seat]; again {
		return c.sameSeat(first, office, r)
	}
	was, there := c.Seats[r.Seat]
	if !there {
		return c.newSeat(office, r)
	}
	if !c.sameSeat(was, office, r) {
		return false
	}
	is := was
	part := partName(is.Part)
	c.differ(Title, r.Title, &is.Title)
	c.differ(Part, partName(r.Part), &part)
	is.Part = cmp.Or(r.Part, is.Part)
	if c.seats[r.Seat] = is; is != was {
		c.change.Seats = append(c.change.Seats, is)
	}
	return true
}

// office is the id of the office that a row names; empty if it names none.
func (c *comparison) office(r *Row) (id string, ok bool) {
	if r.Office == "" {
		return "", true
	}
	switch ids := c.Offices[r.Office]; len(ids) {
	case 0:
		c.refuse(r, Office, "UNKNOWN_OFFICE", fmt.Sprintf("没有名为“%s”的单位；请先建立该单位", r.Office), fmt.Sprintf("there is no office %q; make it first", r.Office))
	case 1:
		return ids[0], true
	default:
		c.refuse(r, Office, "SEVERAL_OFFICES", fmt.Sprintf("有几个同名单位“%s”，请写标识", r.Office), fmt.Sprintf("several offices are called %q; write the id", r.Office))
	}
	return "", false
}

func (c *comparison) newSeat(office string, r *Row) bool {
	if r.Role == "" {
		c.refuse(r, Role, "NEW_SEAT", fmt.Sprintf("席位 %s 尚未设立，须填角色", r.Seat), fmt.Sprintf("the seat %s is new: it needs a role", r.Seat))
		return false
	}
	is := Place{supervision.Seat{ID: r.Seat, Office: office, Role: r.Role, Title: cmp.Or(r.Title, roleName(r.Role))}, r.Part}
	c.seats[r.Seat], c.change.NewSeats = is, append(c.change.NewSeats, is)
	return true
}

// sameSeat refuses another role or office for a seat: duties rest on them. Who administers is nobody's to import.
func (c *comparison) sameSeat(was Place, office string, r *Row) bool {
	switch {
	case supervision.Administers(was.Role):
		c.refuse(r, Seat, "ADMINISTRATOR", "管理员席位由安全管理员逐一指定，不能导入",
			"administrators are named by the security administrator, one by one, and not imported")
	case r.Role != "" && r.Role != was.Role:
		c.refuse(r, Role, "SEAT_DIFFERS", fmt.Sprintf("席位 %s 的角色是%s，不能更改", r.Seat, roleName(was.Role)),
			fmt.Sprintf("the seat %s has the role %s, which stays", r.Seat, was.Role))
	case r.Office != "" && office != was.Office:
		c.refuse(r, Office, "SEAT_DIFFERS", fmt.Sprintf("席位 %s 属于另一单位，不能更改", r.Seat), fmt.Sprintf("the seat %s belongs to another office, which stays", r.Seat))
	default:
		return true
	}
	return false
}

// term lets the row's person into its seat, or gives the term that they have there its last day.
func (c *comparison) term(person string, r *Row) {
	t := c.termOf(person, r)
	switch {
	case t == nil:
		c.begin(person, r)
	case !r.From.IsZero() && r.From != c.day(t.From):
		c.refuse(r, From, "OTHER_START", fmt.Sprintf("其在该席位的任期自 %s 起，起日不能更改", c.day(t.From)), fmt.Sprintf("the term began on %s, which stays", c.day(t.From)))
	case r.To.IsZero() || r.To == c.lastDay(t.To):
	case !t.To.IsZero() && !t.To.After(c.Now):
		c.refuse(r, To, "TERM_OVER", fmt.Sprintf("该任期已于 %s 届满；重新任职请另填任期起", c.lastDay(t.To)),
			fmt.Sprintf("this term was over on %s; give a new one its first day", c.lastDay(t.To)))
	default:
		c.end(t, r)
	}
	if t != nil {
		t.row = r
	}
}

// termOf finds the term that a row means: the one that begins on its day or has a day in common with it, or else the last
// that is not over; nil if it means a new one.
func (c *comparison) termOf(person string, r *Row) (found *term) {
	meant := supervision.Term{From: c.first(r), To: c.over(r)}
	for _, t := range c.terms[r.Seat] {
		if t.Person != person || t.row != nil {
			continue
		}
		switch {
		case r.From.IsZero() && (t.To.IsZero() || t.To.After(c.Now)), !r.From.IsZero() && r.From == c.day(t.From):
			found = t
		case found == nil && !r.From.IsZero() && t.Meets(meant):
			found = t
		}
	}
	return found
}

// begin is a new term.
func (c *comparison) begin(person string, r *Row) {
	t := supervision.Term{Seat: r.Seat, Person: person, From: c.first(r), To: c.over(r)}
	if !t.To.IsZero() && !t.To.After(t.From) {
		c.refuse(r, To, "TERM_OVER", "任期止早于今天；补记以往任期须填任期起", "the term is over before it begins today; give its first day")
		return
	}
	c.effect.Kind = Added
	c.terms[r.Seat] = append(c.terms[r.Seat], &term{Term: t, row: r, begun: true})
}

// end gives a term its last day.
func (c *comparison) end(t *term, r *Row) {
	if !c.over(r).After(t.From) {
		c.refuse(r, To, "WRONG_ORDER", fmt.Sprintf("任期止早于任期起 %s", c.day(t.From)), fmt.Sprintf("the term ends before it begins on %s", c.day(t.From)))
		return
	}
	if !c.over(r).After(c.Now) {
		c.refuse(r, To, "IN_THE_PAST", "任期不能在过去结束；最早止于今天", "a term cannot end in the past: today is the earliest last day")
		return
	}
	if t.To.IsZero() && c.effect.Kind == Unchanged {
		c.effect.Kind = Ended
	}
	c.effect.Differences = append(c.effect.Differences, Difference{To, dayText(c.lastDay(t.To)), r.To.String()})
	t.To, t.ended = c.over(r), true
}

// first is the instant at which a row's term begins.
func (c *comparison) first(r *Row) time.Time {
	if r.From.IsZero() {
		return c.Now
	}
	return r.From.At(0, c.Zone).UTC()
}

// over is the instant at which a row's term is over; zero: none is given.
func (c *comparison) over(r *Row) time.Time {
	if r.To.IsZero() {
		return time.Time{}
	}
	return r.To.AddDays(1).At(0, c.Zone).UTC()
}

func (c *comparison) day(at time.Time) supervision.Date { return supervision.DateOf(at, c.Zone) }

// lastDay is the last day of a term that is over at an instant; zero if that is.
func (c *comparison) lastDay(to time.Time) supervision.Date {
	if to.IsZero() {
		return supervision.Date{}
	}
	return c.day(to.Add(-1))
}

// settle has stand-ins make room, refuses two people in a seat and one that is left with duties and nobody to do them.
func (c *comparison) settle(seat string) {
	terms := c.terms[seat]
	for _, t := range terms {
		if t.row == nil || !t.begun && !t.ended { // the file leaves it as it was
			continue
		}
		for _, o := range terms {
			if o != t && t.Meets(o.Term) && !c.makesRoom(o, t) {
				c.taken(t, o)
			}
		}
	}
	c.keepTerms(terms)
	c.abandoned(terms, c.Rests[seat])
}

// makesRoom reports whether a stand-in leaves for somebody who comes, or is not in the way of a term that is over already.
func (c *comparison) makesRoom(o, t *term) bool {
	if _, named := c.people[o.Person]; named || !c.StandIns[o.Person] || o.Person == t.Person {
		return false
	}
	if !t.Over(c.Now) {
		o.Term, o.ended = o.EndedAt(t.From), true
	}
	return true
}

func (c *comparison) taken(t, o *term) {
	name := c.People[o.Person].Name
	if at, changed := c.people[o.Person]; changed {
		name = c.change.People[at].Name
	}
	c.refuse(t.row, Seat, "SEAT_TAKEN", fmt.Sprintf("席位 %s 自 %s 起由%s任职；请先在表中写明其任期止", t.Seat, c.day(o.From), name),
		fmt.Sprintf("the seat %s is held by %s since %s; say in the file when they leave", t.Seat, name, c.day(o.From)))
}

func (c *comparison) keepTerms(terms []*term) {
	for _, t := range terms {
		switch {
		case t.begun:
			c.change.Begun = append(c.change.Begun, t.Term)
		case t.ended:
			c.change.Ended = append(c.change.Ended, t.Term)
		}
	}
}

// abandoned refuses to let somebody leave a seat on which something rests beyond their last day, with nobody to take it
// over. A term that is over already is a note of the past.
func (c *comparison) abandoned(terms []*term, rests []supervision.Date) {
	all := make([]supervision.Term, len(terms))
	for i, t := range terms {
		all[i] = t.Term
	}
	for _, t := range terms {
		if t.row != nil && (t.begun || t.ended) && !t.To.IsZero() && !t.Over(c.Now) && supervision.LeftBare(all, rests, t.To, c.Zone) {
			c.refuse(t.row, To, "NO_SUCCESSOR", fmt.Sprintf("席位 %s 在此日之后还有未办结的任务；请在表中写明继任者，或不填任期止", t.Seat),
				fmt.Sprintf("the seat %s has duties still to be done after this day; name a successor in the file, or no last day", t.Seat))
		}
	}
}
