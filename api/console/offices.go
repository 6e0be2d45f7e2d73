package console

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// officesView is the page of a host's offices, and of where it stands among the others.
type officesView struct {
	frame
	Host    *v1.HostView
	Above   []*v1.HostView
	Below   []*v1.HostView
	Offices []*v1.OfficeView
	Next    string
	Done    bool // something has just been saved
	Feeds   feedsView
}

// mostBelow is how many hosts directly below are named.
const mostBelow = 500

func (c *console) listOffices(r *http.Request, f frame) (templ.Component, error) {
	return c.officesWithFeed(r, f, "")
}

// officesWithFeed is the page with the path of a calendar's address, if one was made.
func (c *console) officesWithFeed(r *http.Request, f frame, made string) (templ.Component, error) {
	feeds, err := c.officeFeeds(r, f, made)
	if err != nil {
		return nil, err
	}
	host, err := c.offices.GetHost(r.Context(), &v1.GetHostRequest{})
	if err != nil {
		return nil, err
	}
	below, err := c.offices.ListHosts(r.Context(), &v1.ListHostsRequest{PageSize: mostBelow})
	if err != nil {
		return nil, err
	}
	got, err := c.offices.ListOffices(r.Context(), &v1.ListOfficesRequest{PageSize: aPage, PageToken: r.FormValue("page")})
	return officesPage(officesView{
		frame: f, Host: host.GetHost(), Above: host.GetAbove(), Below: below.GetHosts(), Offices: got.GetOffices(),
		Next: nextPage(r, got.GetNextPageToken()), Done: r.FormValue("done") != "",
		Feeds: feeds,
	}), err
}

// path names the hosts above, the nearest first.
func (v officesView) path() string {
	var names []string
	for _, h := range v.Above {
		names = append(names, h.GetName())
	}
	return strings.Join(names, " › ")
}

func (c *console) saveOffice(r *http.Request) (string, error) {
	_, err := c.offices.SaveOffice(r.Context(), &v1.SaveOfficeRequest{
		Id: r.PostFormValue("id"), Name: r.PostFormValue("name"), Kind: v1.Office_Kind(v1.Office_Kind_value[r.PostFormValue("kind")]),
		Parent: r.PostFormValue("parent"), HeadApproves: r.PostFormValue("head_approves") != "",
	})
	return "/offices?done=yes", err
}

func (c *console) placeHost(r *http.Request) (string, error) {
	_, err := c.offices.PlaceHost(r.Context(), &v1.PlaceHostRequest{Id: r.PostFormValue("id"), Parent: r.PostFormValue("parent")})
	return "/offices?done=yes", err
}

// seatsView is the page of an office's seats, or of all.
type seatsView struct {
	frame
	Office string
	Seats  []*v1.SeatView
	Next   string
	Done   bool
	Missed []*v1.Delivery // what did not arrive lately
}

func (c *console) listSeats(r *http.Request, f frame) (templ.Component, error) {
	office := r.FormValue("office")
	missed, err := c.undeliveredOf(r, f, office)
	if err != nil {
		return nil, err
	}
	got, err := c.offices.ListSeats(r.Context(), &v1.ListSeatsRequest{Office: office, PageSize: aPage, PageToken: r.FormValue("page")})
	return seatsPage(seatsView{
		frame: f, Office: office, Seats: got.GetSeats(), Next: nextPage(r, got.GetNextPageToken()), Done: r.FormValue("done") != "", Missed: missed,
	}), err
}

func (c *console) saveSeat(r *http.Request) (string, error) {
	_, err := c.offices.SaveSeat(r.Context(), &v1.SaveSeatRequest{
		Id: r.PostFormValue("id"), Office: r.PostFormValue("office"), Role: v1.Seat_Role(v1.Seat_Role_value[r.PostFormValue("role")]),
		Title: r.PostFormValue("title"), Part: v1.SeatView_Part(v1.SeatView_Part_value[r.PostFormValue("part")]),
	})
	return seatsPath(r.PostFormValue("office")) + "&done=yes", err
}

// seatsPath is the address of an office's seats; of all if it is empty.
func seatsPath(office string) string { return "/seats?office=" + url.QueryEscape(office) }

// title names the page after the office, where its seats tell its name.
func (v seatsView) title() string {
	switch {
	case v.Office == "":
		return v.say(words.AllSeats)
	case len(v.Seats) > 0:
		return v.say(words.SeatsOf, v.Seats[0].GetOfficeName())
	default:
		return v.say(words.SeatsOf, v.Office)
	}
}

// gives lists the roles whose seats the reader is offered to make; the service decides.
func (f frame) gives() (roles []v1.Seat_Role) {
	for _, role := range slices.Sorted(maps.Keys(words.SeatRole)) {
		by := v1.Seat_SYSTEM_ADMIN
		if role == v1.Seat_SYSTEM_ADMIN || role == v1.Seat_SECURITY_ADMIN || role == v1.Seat_AUDITOR {
			by = v1.Seat_SECURITY_ADMIN
		}
		if f.has(by) {
			roles = append(roles, role)
		}
	}
	return roles
}

// officeLine says what an office is, and where.
func (v officesView) officeLine(o *v1.OfficeView) string {
	line := []string{o.GetId(), v.say(words.OfficeKind[o.GetKind()])}
	if o.GetParent() != "" {
		line = append(line, v.say(words.BelowOffice, o.GetParent()))
	}
	if o.GetHeadApproves() {
		line = append(line, v.say(words.HeadDecides))
	}
	return strings.Join(line, " · ")
}

// seatFacts says what a seat may do.
func (f frame) seatFacts(s *v1.SeatView) string {
	line := []string{s.GetId(), f.say(words.SeatRole[s.GetRole()])}
	if s.GetOfficeName() != "" {
		line = append(line, s.GetOfficeName())
	}
	if part, ok := words.SeatPart[s.GetPart()]; ok {
		line = append(line, f.say(part))
	}
	return strings.Join(line, " · ")
}

// vacancyLine says since when a seat is empty and what is due there first.
func (v campaignView) vacancyLine(s *v1.Vacancy) string {
	var line []string
	if s.GetOfficeName() != "" {
		line = append(line, s.GetOfficeName())
	}
	if s.GetSince() != nil {
		line = append(line, v.say(words.VacancySince, v.moment(s.GetSince())))
	}
	if s.GetNextDay() != "" {
		line = append(line, v.say(words.VacancyNext, writeDay(v.Lang, s.GetNextDay())))
	}
	return strings.Join(line, " · ")
}
