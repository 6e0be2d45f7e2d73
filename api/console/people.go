package console

import (
	"cmp"
	"net/http"
	"net/url"
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

func (c *console) showPerson(r *http.Request, f frame) (templ.Component, error) {
	person, err := c.people.GetPerson(r.Context(), &v1.GetPersonRequest{Id: r.PathValue("person")})
	return personPage(f, person, c.seatsHeld(person), r.FormValue("done") != ""), err
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
