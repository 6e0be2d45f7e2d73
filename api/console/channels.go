package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// channelsPath is where channels are listed.
const channelsPath = "/channels"

// mostChannels is how many channels stand on one page: all that a congress is likely to have, so that they can stand by office.
const mostChannels = 500

// channelKinds are those that an office can have, the likeliest first.
var channelKinds = []v1.Channel_Kind{v1.Channel_MAIL, v1.Channel_DINGTALK, v1.Channel_WECOM, v1.Channel_WEBHOOK}

// channelsView is the page of a host's channels, or of an office's.
type channelsView struct {
	frame
	Now     time.Time
	Filter  officeFilter
	Silent  bool // nobody is reached
	Offices []channelsOf
	Next    string
}

// channelsOf are the channels of one office, or those that every host has.
type channelsOf struct {
	Name     string // empty for what every host has
	Channels []*v1.Channel
}

func (c *console) listChannels(r *http.Request, f frame) (templ.Component, error) {
	filter, err := c.filterByOffice(r, f, channelsPath)
	if err != nil {
		return nil, err
	}
	silent, err := c.silent(r)
	if err != nil {
		return nil, err
	}
	got, err := c.channels.ListChannels(r.Context(), &v1.ListChannelsRequest{Office: filter.Office, PageSize: mostChannels, PageToken: r.FormValue("page")})
	return channelsPage(channelsView{
		frame: f, Now: c.opts.Now(), Filter: filter, Silent: silent, Offices: byOffice(got.GetChannels()), Next: nextPage(r, got.GetNextPageToken()),
	}), err
}

// silent tells whether no office has a channel, so that all goes into the log and reaches nobody. Every host has two of its
// own at most, the log and the call list.
func (c *console) silent(r *http.Request) (bool, error) {
	got, err := c.channels.ListChannels(r.Context(), &v1.ListChannelsRequest{PageSize: 3})
	return !slices.ContainsFunc(got.GetChannels(), owned), err
}

// byOffice puts channels under their offices; what every host has comes last.
func byOffice(all []*v1.Channel) (offices []channelsOf) {
	slices.SortStableFunc(all, func(a, b *v1.Channel) int {
		if owned(a) != owned(b) {
			return -cmp.Compare(a.GetOffice(), b.GetOffice())
		}
		return cmp.Compare(a.GetOffice(), b.GetOffice())
	})
	for i, ch := range all {
		if i == 0 || all[i-1].GetOffice() != ch.GetOffice() {
			offices = append(offices, channelsOf{Name: ch.GetOfficeName()})
		}
		last := &offices[len(offices)-1]
		last.Channels = append(last.Channels, ch)
	}
	return offices
}

// title names the page after its office.
func (v channelsView) title() string {
	if v.Filter.Office == "" {
		return v.say(words.Channels)
	}
	return v.say(words.ChannelsOf, v.Filter.name())
}

// channelView is the page of one channel.
type channelView struct {
	frame
	Now     time.Time
	Channel *v1.Channel
	Form    channelForm // by which it is changed
	Host    string      // the congress's id, of which receipts are told
	Done    bool        // something has just been saved
	Test    string      // by which a test is the same, sent twice
}

func (c *console) showChannel(r *http.Request, f frame) (templ.Component, error) {
	ch, err := c.channels.GetChannel(r.Context(), &v1.GetChannelRequest{Id: r.PathValue("channel")})
	if err != nil {
		return nil, err
	}
	return c.channelPage(r, f, ch, channelForm{frame: f, Channel: ch})
}

// channelPage is a channel's page with the form as it was written.
func (c *console) channelPage(r *http.Request, f frame, ch *v1.Channel, form channelForm) (templ.Component, error) {
	host, err := c.offices.GetHost(r.Context(), &v1.GetHostRequest{})
	return channelPage(channelView{
		frame: f, Now: c.opts.Now(), Channel: ch, Form: form, Host: host.GetHost().GetId(), Done: r.FormValue("done") != "", Test: uuid.NewString(),
	}), err
}

// switchChannel turns a channel on or off; all else of it stays.
func (c *console) switchChannel(r *http.Request) (string, error) {
	ch, err := c.channels.GetChannel(r.Context(), &v1.GetChannelRequest{Id: r.PathValue("channel")})
	if err != nil {
		return "", err
	}
	_, err = c.channels.SaveChannel(r.Context(), &v1.SaveChannelRequest{
		Id: ch.GetId(), Office: ch.GetOffice(), Kind: ch.GetKind(), Title: ch.GetTitle(), Address: ch.GetAddress(), Sender: ch.GetSender(),
		Off: r.PostFormValue("off") != "",
	})
	return channelPath(ch.GetId()) + "?done=yes", err
}

func (c *console) allowInside(r *http.Request) (string, error) {
	id := r.PathValue("channel")
	_, err := c.channels.AllowInside(r.Context(), &v1.AllowInsideRequest{Id: id, Inside: r.PostFormValue("inside") != "", Address: r.PostFormValue("address")})
	return channelPath(id) + "?done=yes", err
}

// channelPath is the page of a channel.
func channelPath(id string) string { return channelsPath + "/" + url.PathEscape(id) }

// channelOf is the page of the channel that an address is about.
func channelOf(r *http.Request) string { return channelPath(r.PathValue("channel")) }

// channelTitle is what a channel is called.
func (f frame) channelTitle(ch *v1.Channel) string {
	return cmp.Or(ch.GetTitle(), f.say(words.ChannelKind[ch.GetKind()])+" "+ch.GetId())
}

// owned tells a channel that an office has set up from those that every host has.
func owned(ch *v1.Channel) bool { return ch.GetOffice() != "" }

// robot tells whether a channel speaks to a group.
func robot(kind v1.Channel_Kind) bool { return kind == v1.Channel_DINGTALK || kind == v1.Channel_WECOM }

// channelState is the shape and the word of how a channel fares.
func (f frame) channelState(ch *v1.Channel, now time.Time) (shape, word string) {
	switch {
	case ch.GetOff():
		return "left", f.say(words.ChannelOff)
	case ch.GetPausedUntil() != nil && now.Before(ch.GetPausedUntil().AsTime()):
		return "overdue", f.say(words.ChannelRests, f.chinaMoment(ch.GetPausedUntil()))
	case ch.GetFailures() > 0:
		return "attention", f.say(words.ChannelFails)
	}
	return "open", f.say(words.ChannelOn)
}

// channelLine says what a channel is and when it was used last.
func (f frame) channelLine(ch *v1.Channel) string {
	if !owned(ch) {
		return f.say(words.ChannelNote[ch.GetKind()])
	}
	line := []string{f.say(words.ChannelKind[ch.GetKind()]), ch.GetAddress()}
	if ch.GetInside() {
		line = append(line, f.say(words.ChannelMayIn))
	}
	return strings.Join(append(line, f.lastSent(ch)), " · ")
}

// lastSent says when a channel was used last.
func (f frame) lastSent(ch *v1.Channel) string {
	if ch.GetLastSentAt() == nil {
		return f.say(words.ChannelUnsent)
	}
	return f.say(words.ChannelSent, f.chinaMoment(ch.GetLastSentAt()))
}

// whyNot is a reason for which something was not taken, in the reader's language, and what was said in other words.
func (f frame) whyNot(reason string) (why, said string) {
	cause, said, _ := strings.Cut(reason, ": ")
	if t, known := words.DeliveryCause[cause]; known {
		return f.say(t), said
	}
	if zh, en, both := strings.Cut(reason, " / "); both {
		return f.Lang.Choose(zh, en), ""
	}
	return "", reason
}
