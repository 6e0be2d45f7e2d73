package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"google.golang.org/protobuf/types/known/timestamppb"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// peopleList is a page of the roll.
type peopleList struct {
	frame
	Word   string
	Role   v1.Seat_Role
	People []*v1.Person
	Next   string // address of the next page; empty on the last
}

// rolesShown are those by which a list may be narrowed, in their order.
var rolesShown = []v1.Seat_Role{
	v1.Seat_DEPUTY, v1.Seat_MEMBER, v1.Seat_STAFF, v1.Seat_OFFICIAL, v1.Seat_RESIDENT, v1.Seat_SYSTEM_ADMIN, v1.Seat_SECURITY_ADMIN, v1.Seat_AUDITOR,
}

func (c *console) listPeople(r *http.Request, f frame) (templ.Component, error) {
	list := peopleList{frame: f, Word: strings.TrimSpace(r.FormValue("q")), Role: v1.Seat_Role(v1.Seat_Role_value[r.FormValue("role")])}
	got, err := c.people.ListPeople(r.Context(), &v1.ListPeopleRequest{Q: list.Word, Role: list.Role, PageSize: aPage, PageToken: r.FormValue("page")})
	list.People, list.Next = got.GetPeople(), nextPage(r, got.GetNextPageToken())
	return peoplePage(list), err
}

// personView is the page of somebody on the roll.
type personView struct {
	frame
	Person    *v1.Person
	Held      []*v1.Term // the seats that they have, now or ahead
	Successor string     // by which word a successor was looked for
	Found     []*v1.Person
	More      bool // there are others by that word
	Done      bool // something has just been saved
	Told      []*v1.Delivery
	ToldNext  string
}

func (c *console) showPerson(r *http.Request, f frame) (templ.Component, error) {
	person, err := c.people.GetPerson(r.Context(), &v1.GetPersonRequest{Id: r.PathValue("person")})
	if err != nil {
		return nil, err
	}
	v := personView{frame: f, Person: person, Held: c.seatsHeld(person), Successor: strings.TrimSpace(r.FormValue("successor")), Done: r.FormValue("done") != ""}
	if err := c.toldOf(r, &v); err != nil {
		return nil, err
	}
	if v.mayLeave() {
		err = c.findSuccessors(r, &v)
	}
	return personPage(v), err
}

// mayLeave tells whether the reader is offered to end a term; the service decides.
func (v personView) mayLeave() bool {
	return len(v.Held) > 0 && v.has(v1.Seat_SYSTEM_ADMIN, v1.Seat_SECURITY_ADMIN)
}

// mostSuccessors is how many people a successor is chosen from; of a longer roll, those whose names have a word.
const mostSuccessors = 200

// findSuccessors looks for who could take over: anybody else on the roll who is there in person.
func (c *console) findSuccessors(r *http.Request, v *personView) error {
	got, err := c.people.ListPeople(r.Context(), &v1.ListPeopleRequest{Q: v.Successor, PageSize: mostSuccessors})
	v.More = got.GetNextPageToken() != ""
	v.Found = slices.DeleteFunc(got.GetPeople(), func(p *v1.Person) bool { return p.GetStandIn() || p.GetId() == v.Person.GetId() })
	return err
}

// successorLine names somebody who could take over, and tells them from others of the name.
func (f frame) successorLine(p *v1.Person) string {
	line := p.GetName() + "（" + p.GetId() + "）"
	if terms := p.GetTerms(); len(terms) > 0 {
		line += " " + f.seatLine(terms[0])
	}
	return line
}

// personPath is the address of a person, whose id has a slash.
func personPath(id string) string {
	host, number, _ := strings.Cut(id, "/")
	return "/people/" + url.PathEscape(host) + "/" + url.PathEscape(number)
}

// seatLine names a term's seat, and where it is.
func (f frame) seatLine(t *v1.Term) string {
	line := cmp.Or(t.GetTitle(), f.say(words.SeatRole[t.GetRole()]))
	if t.GetOfficeName() != "" {
		line = t.GetOfficeName() + " · " + line
	}
	if part, ok := words.SeatPart[t.GetPart()]; ok {
		return line + "（" + f.say(part) + "）"
	}
	return line
}

// termDays says between which days somebody sits.
func (f frame) termDays(t *v1.Term) string {
	from := f.Lang.Day(chinaDay(t.GetFrom()))
	if t.GetTo() == nil {
		return f.say(words.TermSince, from)
	}
	last := timestamppb.New(t.GetTo().AsTime().Add(-time.Nanosecond))
	return f.say(words.TermFromTo, from, f.Lang.Day(chinaDay(last)))
}

// chinaDay is the day of an instant where hosts without a campaign of another zone live.
func chinaDay(at *timestamppb.Timestamp) time.Time { return at.AsTime().In(china) }

// china has had no summer time since 1991.
var china = time.FixedZone("CST", 8*60*60)
