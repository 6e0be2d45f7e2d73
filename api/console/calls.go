package console

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"google.golang.org/protobuf/types/known/timestamppb"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

const callsPath = "/calls"

// messagePages are those of messages, and how they are named.
var messagePages = []struct {
	path string
	name words.Text
}{
	{callsPath, words.CallList},
	{tickedPath, words.Ticked},
	{undeliveredPath, words.Undelivered},
	{quietPath, words.Quiet},
	{wordingsPath, words.Wordings},
	{channelsPath, words.Channels},
}

// callsView is the call list (电话名单), of an office or of all: for the screen, where calls are ticked off, and for paper.
type callsView struct {
	frame
	Filter officeFilter
	Calls  []*v1.PhoneCall
	AsOf   string
	Page   string // its token, to which one comes back
	Next   string
	Ticked *v1.Delivery // the call that has just been ticked off
	Back   bool         // one has just been put back
	Silent bool         // nobody is reached
}

// mostCalls is how many calls are listed at once for paper.
const mostCalls = 500

func (c *console) listCalls(r *http.Request, f frame) (templ.Component, error) {
	filter, err := c.filterByOffice(r, f, callsPath)
	if err != nil {
		return nil, err
	}
	v := callsView{frame: f, Filter: filter, AsOf: f.Lang.Moment(c.opts.Now().In(china)), Page: r.FormValue("page"), Back: r.FormValue("back") != ""}
	if v.Silent, err = c.silent(r); err != nil {
		return nil, err
	}
	if err := c.sayTicked(r, &v); err != nil {
		return nil, err
	}
	size := int32(aPage)
	if r.FormValue("all") != "" {
		size = mostCalls
	}
	got, err := c.channels.ListPhoneCalls(r.Context(), &v1.ListPhoneCallsRequest{Office: filter.Office, PageSize: size, PageToken: v.Page})
	v.Calls, v.Next = got.GetCalls(), nextPage(r, got.GetNextPageToken())
	return callsPage(v), err
}

// sayTicked has the page name the call that has just been ticked off, if one was, so that a slip is seen and can be taken back.
func (c *console) sayTicked(r *http.Request, v *callsView) error {
	if r.FormValue("ticked") == "" {
		return nil
	}
	m, err := c.channels.GetMessage(r.Context(), &v1.GetMessageRequest{Id: r.FormValue("ticked")})
	for _, d := range m.GetDeliveries() {
		if d.GetChannelKind() == v1.Channel_CALL_LIST {
			v.Ticked = d
		}
	}
	return err
}

// tickCall notes how a call went and comes back to the same page of the list. A note is one line, however it was typed.
func (c *console) tickCall(r *http.Request) (string, error) {
	_, err := c.channels.TickCall(r.Context(), &v1.TickCallRequest{
		Id: r.PathValue("message"), Reached: r.PostFormValue("reached") == "yes", Note: strings.Join(strings.Fields(r.PostFormValue("note")), " "),
	})
	if r.PostFormValue("vain") != "" {
		return fromCalls(r) + "&done=yes", err
	}
	return fromCalls(r) + "&ticked=" + url.QueryEscape(r.PathValue("message")), err
}

// untickCall puts a call back on the list, and comes to the list.
func (c *console) untickCall(r *http.Request) (string, error) {
	_, err := c.channels.UntickCall(r.Context(), &v1.UntickCallRequest{Id: r.PathValue("message")})
	return callsOf(r.PostFormValue("office"), "") + "&back=yes", err
}

// callsOf is a page of an office's call list; of that of all if it is empty.
func callsOf(office, page string) string {
	query := url.Values{"office": {office}}
	if page != "" {
		query.Set("page", page)
	}
	return callsPath + "?" + query.Encode()
}

// fromCalls is the page of the list on which a call was ticked off: of those to make, or of those made in vain.
func fromCalls(r *http.Request) string {
	if r.PostFormValue("vain") != "" {
		return undeliveredIn(r.PostFormValue("office"))
	}
	return callsOf(r.PostFormValue("office"), r.PostFormValue("page"))
}

// againPath is where a call is put back on the list.
func againPath(d *v1.Delivery) string { return tickPath(d) + "/again" }

// tickPath is where a call is ticked off.
func tickPath(d *v1.Delivery) string {
	return callsPath + "/" + url.PathEscape(d.GetMessage())
}

// title names the list after its office.
func (v callsView) title() string {
	if v.Filter.Office == "" {
		return v.say(words.CallList)
	}
	return v.say(words.CallListOf, v.Filter.name())
}

// thisYear is an instant to the minute, in a year that the reader knows.
func (f frame) thisYear(at *timestamppb.Timestamp) string {
	t := at.AsTime().In(china)
	return f.Lang.ShortDay(t) + t.Format(" 15:04")
}

// allCalls is the list on one page, as far as one page goes.
func (v callsView) allCalls() string {
	return callsPath + "?" + url.Values{"all": {"yes"}, "office": {v.Filter.Office}}.Encode()
}

// spoken is the language of what there is to say, for HTML.
func spoken(c *v1.PhoneCall) string { return words.Parse(c.GetLanguage()).Tag() }
