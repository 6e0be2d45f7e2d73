package console

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

const tickedPath = "/ticked"

// tickedView is the calls that were ticked off lately.
type tickedView struct {
	frame
	Calls []*v1.Delivery
	Next  string
}

func (c *console) listTicked(r *http.Request, f frame) (templ.Component, error) {
	got, err := c.channels.ListDeliveries(r.Context(), &v1.ListDeliveriesRequest{Ticked: true, PageSize: aPage, PageToken: r.FormValue("page")})
	return tickedPage(tickedView{frame: f, Calls: got.GetDeliveries(), Next: nextPage(r, got.GetNextPageToken())}), err
}

// toldOf is what somebody was told lately, for those who look after it.
func (c *console) toldOf(r *http.Request, v *personView) error {
	if !v.has(v1.Seat_STAFF) {
		return nil
	}
	got, err := c.channels.ListDeliveries(r.Context(), &v1.ListDeliveriesRequest{
		Person: v.Person.GetId(), PageSize: aPage, PageToken: r.FormValue("told"),
	})
	v.Told, v.ToldNext = got.GetDeliveries(), nextOf(r, "told", got.GetNextPageToken())
	return err
}

// untickable are the outcomes of a call that can be taken back, and how that is called.
var untickable = map[v1.Delivery_State]words.Text{v1.Delivery_REACHED: words.Untick, v1.Delivery_NOT_REACHED: words.RingAgain}

// ended says what became of a message on a channel. What is in the log has reached nobody.
func (f frame) ended(d *v1.Delivery) string {
	switch {
	case d.GetChannelKind() == v1.Channel_LOG && d.GetState() == v1.Delivery_ACCEPTED:
		return f.say(words.OnlyLogged)
	case d.GetState() == v1.Delivery_FAILED:
		return f.unheard(d)
	}
	return f.say(words.DeliveryState[d.GetState()])
}

// arrived tells whether somebody has been told.
func arrived(d *v1.Delivery) bool {
	switch d.GetState() {
	case v1.Delivery_ACCEPTED, v1.Delivery_READ, v1.Delivery_REACHED:
		return d.GetChannelKind() != v1.Channel_LOG
	default:
		return false
	}
}

// shapeOf is the mark beside what became of a message.
func shapeOf(d *v1.Delivery) string {
	switch {
	case arrived(d):
		return "done"
	case d.GetState() == v1.Delivery_FAILED, d.GetState() == v1.Delivery_NOT_REACHED:
		return "attention"
	case d.GetState() == v1.Delivery_DROPPED, d.GetState() == v1.Delivery_ACCEPTED:
		return "left"
	}
	return "waiting"
}

// upTo99 is a number that is counted no further than that.
func upTo99(n int32) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(int(n))
}
