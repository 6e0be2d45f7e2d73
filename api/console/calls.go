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
	{callsPath, words.CallList}, {undeliveredPath, words.Undelivered}, {quietPath, words.Quiet}, {wordingsPath, words.Wordings}, {channelsPath, words.Channels},
}

// callsView is the call list (电话名单), of an office or of all: for the screen, where calls are ticked off, and for paper.
type callsView struct {
	frame
	Filter officeFilter
	Calls  []*v1.PhoneCall
	AsOf   string
	Page   string // its token, to which one comes back
	Next   string
	Done   bool // a call has just been ticked off
	Silent bool // nobody is reached
}

// mostCalls is how many calls are listed at once for paper.
const mostCalls = 500

func (c *console) listCalls(r *http.Request, f frame) (templ.Component, error) {
	filter, err := c.filterByOffice(r, f, callsPath)
	if err != nil {
		return nil, err
	}
	silent, err := c.silent(r)
	if err != nil {
		return nil, err
	}
	page, size := r.FormValue("page"), int32(aPage)
	if r.FormValue("all") != "" {
		size = mostCalls
	}
	got, err := c.channels.ListPhoneCalls(r.Context(), &v1.ListPhoneCallsRequest{Office: filter.Office, PageSize: size, PageToken: page})
	return callsPage(callsView{
		frame: f, Filter: filter, Calls: got.GetCalls(), AsOf: f.Lang.Moment(c.opts.Now().In(china)), Page: page,
		Next: nextPage(r, got.GetNextPageToken()), Done: r.FormValue("done") != "", Silent: silent,
	}), err
}

// tickCall notes how a call went and comes back to the same page of the list. A note is one line, however it was typed.
func (c *console) tickCall(r *http.Request) (string, error) {
	_, err := c.channels.TickCall(r.Context(), &v1.TickCallRequest{
		Id: r.PathValue("message"), Reached: r.PostFormValue("reached") == "yes", Note: strings.Join(strings.Fields(r.PostFormValue("note")), " "),
	})
	return fromCalls(r) + "&done=yes", err
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
