package console

import (
	"net/http"

	"github.com/a-h/templ"

	v1 "duban/api/supervisionv1"
)

// listNotices shows the person's own inbox, to which messages lead; of one campaign, where the address names it.
func (c *console) listNotices(r *http.Request, f frame) (templ.Component, error) {
	var campaign *v1.Campaign
	if r.PathValue("campaign") != "" {
		var err error
		if campaign, err = c.campaign(r); err != nil {
			return nil, err
		}
	}
	got, err := c.notices.ListNotices(r.Context(), &v1.ListNoticesRequest{
		Campaign: campaign.GetId(), PageSize: aPage, PageToken: r.FormValue("page"),
	})
	at := c.clock(f.Lang, campaign.GetTimeZone())
	return noticesPage(f, at, campaign, got.GetNotices(), nextPage(r, got.GetNextPageToken())), err
}
