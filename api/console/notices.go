package console

import (
	"net/http"

	"github.com/a-h/templ"

	v1 "duban/api/supervisionv1"
)

// listNotices shows the person's own inbox in one campaign.
func (c *console) listNotices(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	got, err := c.notices.ListNotices(r.Context(), &v1.ListNoticesRequest{
		Campaign: campaign.GetId(), PageSize: aPage, PageToken: r.FormValue("page"),
	})
	at := c.clock(f.Lang, campaign.GetTimeZone())
	return noticesPage(f, at, campaign, got.GetNotices(), nextPage(r, got.GetNextPageToken())), err
}
