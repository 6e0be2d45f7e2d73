package console

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

const undeliveredPath = "/undelivered"

// undeliveredView is what did not arrive, of an office or of all.
type undeliveredView struct {
	frame
	Filter     officeFilter
	Deliveries []*v1.Delivery
	Next       string
	Done       bool // something has just been noted
	Silent     bool // nobody is reached
}

func (c *console) listUndelivered(r *http.Request, f frame) (templ.Component, error) {
	filter, err := c.filterByOffice(r, f, undeliveredPath)
	if err != nil {
		return nil, err
	}
	silent, err := c.silent(r)
	if err != nil {
		return nil, err
	}
	got, err := c.channels.ListUndelivered(r.Context(), &v1.ListUndeliveredRequest{Office: filter.Office, PageSize: aPage, PageToken: r.FormValue("page")})
	return undeliveredPage(undeliveredView{
		frame: f, Filter: filter, Deliveries: got.GetDeliveries(), Next: nextPage(r, got.GetNextPageToken()),
		Done: r.FormValue("done") != "", Silent: silent,
	}), err
}

// lately is how much of what did not arrive an office's own page shows.
const lately = 5

// undeliveredOf is what did not arrive lately of an office, for those who look after it.
func (c *console) undeliveredOf(r *http.Request, f frame, office string) ([]*v1.Delivery, error) {
	if office == "" || !f.has(v1.Seat_STAFF) {
		return nil, nil
	}
	got, err := c.channels.ListUndelivered(r.Context(), &v1.ListUndeliveredRequest{Office: office, PageSize: lately})
	return got.GetDeliveries(), err
}

// undeliveredIn is the page of what did not arrive, of an office.
func undeliveredIn(office string) string {
	return undeliveredPath + "?office=" + url.QueryEscape(office)
}

// title names the page after its office.
func (v undeliveredView) title() string {
	if v.Filter.Office == "" {
		return v.say(words.Undelivered)
	}
	return v.say(words.UndeliveredOf, v.Filter.name())
}

// addressee is whom a message was for: a person, or an office's group.
func (f frame) addressee(d *v1.Delivery) string {
	if d.GetPerson() == "" {
		return f.say(words.GroupOf, d.GetOfficeName())
	}
	return d.GetPersonName()
}

// addressed is the language of the name, for HTML.
func (f frame) addressed(d *v1.Delivery) string {
	if d.GetPerson() == "" {
		return f.Lang.Tag()
	}
	return words.Chinese.Tag()
}

var messageOf = map[v1.Message_Kind]words.Text{
	v1.Message_DIGEST: words.DigestOf, v1.Message_URGENT: words.UrgentOf, v1.Message_GROUP: words.GroupListOf, v1.Message_TEST: words.TestOf,
}

// what a message was, and by which channel it was tried.
func (f frame) what(d *v1.Delivery) string {
	if d.GetReminder() != "" {
		return f.say(words.OneReminder, d.GetReminder())
	}
	line := []string{f.say(messageOf[d.GetKind()], writeDay(f.Lang, d.GetDay()))}
	if d.GetPerson() != "" && d.GetOfficeName() != "" {
		line = append(line, d.GetOfficeName())
	}
	return strings.Join(append(line, f.channelName(d.GetChannelKind(), cmp.Or(d.GetChannelTitle(), d.GetChannel()))), " · ")
}

// channelName is the kind of a channel and, where there are several, what it is called.
func (f frame) channelName(kind v1.Channel_Kind, title string) string {
	name := f.say(words.ChannelKind[kind])
	if kind == v1.Channel_CALL_LIST || kind == v1.Channel_LOG {
		return name
	}
	return f.Lang.Aside(name, title)
}

// unheard says in plain words why a message did not arrive.
func (f frame) unheard(d *v1.Delivery) string {
	switch {
	case d.GetState() == v1.Delivery_DROPPED:
		return f.say(words.DroppedReason)
	case d.GetState() == v1.Delivery_NOT_REACHED && d.GetReason() == "":
		return f.say(words.MissedReason)
	case d.GetState() == v1.Delivery_NOT_REACHED:
		return f.say(words.MissedNoted, d.GetReason())
	}
	return f.say(words.FailedReason, f.why(d.GetReason()))
}

// why puts the reason of a failure into one line.
func (f frame) why(reason string) string {
	why, said := f.whyNot(reason)
	if why == "" || said == "" {
		return why + said
	}
	return f.Lang.Aside(why, said)
}

// whereNext says what became of a message on the channel that was tried next; empty where nothing is to be said.
func (f frame) whereNext(d *v1.Delivery) string {
	next, tried := words.NextStep[d.GetNextState()]
	switch {
	case tried:
		return f.say(next, f.channelName(d.GetNextKind(), cmp.Or(d.GetNextTitle(), d.GetNextChannel())))
	case d.GetState() != v1.Delivery_FAILED:
		return ""
	case d.GetKind() == v1.Message_GROUP:
		return f.say(words.NoNextForGroup)
	}
	return f.say(words.NowhereNext)
}
