package console

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// eventsView is the page of a campaign's events.
type eventsView struct {
	frame
	Campaign *v1.Campaign
	Events   []*v1.EventView
	Done     bool // one has just been dated
}

// mayRevise tells whether the reader is offered to date events and to amend the plan.
func mayRevise(f frame, c *v1.Campaign) bool {
	return f.has(v1.Seat_STAFF) && c.GetState() == v1.Campaign_LIVE
}

func (c *console) listEvents(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	got, err := c.revisions.ListEvents(r.Context(), &v1.ListEventsRequest{Campaign: campaign.GetId()})
	return eventsPage(eventsView{frame: f, Campaign: campaign, Events: got.GetEvents(), Done: r.FormValue("done") != ""}), err
}

// lookAtDate shows what the date of an event would change, with the form that makes it so.
func (c *console) lookAtDate(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	q := dateRequest(r)
	q.ValidateOnly = true
	change, err := c.revisions.DateEvent(r.Context(), q)
	if err != nil {
		return nil, err
	}
	events, err := c.revisions.ListEvents(r.Context(), &v1.ListEventsRequest{Campaign: campaign.GetId()})
	v := revisionView{
		frame: f, Campaign: campaign, Revision: change, Back: campaignPath(campaign.GetId(), "events"),
		Action: eventPath(campaign.GetId(), q.GetEvent()) + "/confirmed", Reason: q.GetReason(), Date: q.GetDate(),
	}
	v.What = f.say(words.EventBecomes, titleOf(events.GetEvents(), q.GetEvent()), writeDay(f.Lang, q.GetDate()))
	return revisionPage(v), err
}

// dateEvent makes it so.
func (c *console) dateEvent(r *http.Request) (string, error) {
	q := dateRequest(r)
	_, err := c.revisions.DateEvent(r.Context(), q)
	return campaignPath(q.GetCampaign(), "events") + "?done=yes", err
}

func dateRequest(r *http.Request) *v1.DateEventRequest {
	return &v1.DateEventRequest{
		Campaign: r.PathValue("campaign"), Event: r.PathValue("event"), Date: r.PostFormValue("date"),
		Reason: r.PostFormValue("reason"), ConfirmEarlier: r.PostFormValue("earlier") != "",
	}
}

func titleOf(events []*v1.EventView, id string) string {
	for _, e := range events {
		if e.GetEvent().GetId() == id {
			return e.GetEvent().GetTitle()
		}
	}
	return id
}

func eventPath(campaign, event string) string {
	return campaignPath(campaign, "events", url.PathEscape(event))
}
