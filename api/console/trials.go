package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// mostLooks is how often the page of a test looks again by itself, each two seconds.
const mostLooks = 45

// trialView is the page of a test of a channel.
type trialView struct {
	frame
	Now      time.Time
	Channel  *v1.Channel
	Message  string
	Delivery *v1.Delivery // on the channel that was tried
	Looks    int          // how often it was looked at
}

func (c *console) testChannel(r *http.Request) (string, error) {
	id := r.PathValue("channel")
	sent, err := c.channels.TestChannel(r.Context(), &v1.TestChannelRequest{Id: id, RequestId: r.PostFormValue("test")})
	return trialPath(id, sent.GetMessage()), err
}

func (c *console) showTrial(r *http.Request, f frame) (templ.Component, error) {
	m, err := c.channels.GetMessage(r.Context(), &v1.GetMessageRequest{Id: r.PathValue("message")})
	if err != nil {
		return nil, err
	}
	ch, err := c.channels.GetChannel(r.Context(), &v1.GetChannelRequest{Id: r.PathValue("channel")})
	looks, _ := strconv.Atoi(r.FormValue("looks")) // what is no number is none
	v := trialView{frame: f, Now: c.opts.Now(), Channel: ch, Message: m.GetId(), Looks: max(looks, 0)}
	for _, d := range m.GetDeliveries() {
		if d.GetChannel() == ch.GetId() {
			v.Delivery = d
		}
	}
	return trialPage(v), err
}

// trialPath is the page of a test.
func trialPath(channel, message string) string {
	return channelPath(channel) + "/tests/" + url.PathEscape(message)
}

// taken tells whether the other side has taken the test.
func (v trialView) taken() bool {
	return slices.Contains([]v1.Delivery_State{v1.Delivery_ACCEPTED, v1.Delivery_READ}, v.Delivery.GetState())
}

// waits tells whether there is no answer yet. A test wakes its channel: where that rests again, it has answered, be it to what
// waited there before.
func (v trialView) waits() bool {
	under := []v1.Delivery_State{v1.Delivery_QUEUED, v1.Delivery_SENDING}
	return slices.Contains(under, v.Delivery.GetState()) && v.answer() == ""
}

// answer is what the other side said.
func (v trialView) answer() string {
	if v.rests() {
		return cmp.Or(v.Delivery.GetReason(), v.Channel.GetPauseReason())
	}
	return v.Delivery.GetReason()
}

// progress says that there is no answer yet, and whether the page still looks by itself.
func (v trialView) progress() string {
	if v.Looks >= mostLooks {
		return v.say(words.TrialLong)
	}
	return v.say(words.TrialWaits)
}

// verdict says what became of a test.
func (v trialView) verdict() string {
	switch v.Delivery.GetState() {
	case v1.Delivery_ACCEPTED:
		return v.say(words.TrialTaken)
	case v1.Delivery_READ:
		return v.say(words.TrialRead)
	default:
		return v.say(words.TrialFailed)
	}
}

// mayBeInside tells whether nothing was sent because the address lies inside the network.
func (v trialView) mayBeInside() bool { return strings.HasPrefix(v.answer(), "FORBIDDEN") }

// again is where the page looks again by itself; empty: no more.
func (v trialView) again() string {
	if !v.waits() || v.Looks >= mostLooks {
		return ""
	}
	return trialPath(v.Channel.GetId(), v.Message) + "?looks=" + strconv.Itoa(v.Looks+1)
}

// rests tells whether the channel is left alone for a while because of what it answered.
func (v trialView) rests() bool {
	return v.Channel.GetPausedUntil() != nil && v.Now.Before(v.Channel.GetPausedUntil().AsTime())
}
