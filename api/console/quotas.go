package console

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// quotaTabs are the lists of quotas, by the state that the address names; the first is all.
var quotaTabs = []v1.Quota_State{v1.Quota_UNSPECIFIED, v1.Quota_AT_RISK, v1.Quota_IMPOSSIBLE, v1.Quota_ON_TRACK, v1.Quota_MET}

// quotaList is a page of a campaign's quotas.
type quotaList struct {
	frame
	Campaign *v1.Campaign
	State    v1.Quota_State // unspecified: all
	Quotas   []*v1.Quota
	Next     string
}

func (c *console) listQuotas(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	l := quotaList{frame: f, Campaign: campaign, State: v1.Quota_State(v1.Quota_State_value[strings.ToUpper(r.FormValue("state"))])}
	q := &v1.ListQuotasRequest{Campaign: campaign.GetId(), PageSize: aPage, PageToken: r.FormValue("page")}
	if l.State != v1.Quota_UNSPECIFIED {
		q.States = []v1.Quota_State{l.State}
	}
	got, err := c.campaigns.ListQuotas(r.Context(), q)
	l.Quotas, l.Next = got.GetQuotas(), nextPage(r, got.GetNextPageToken())
	return quotasPage(l), err
}

// tab names a list of quotas.
func (l quotaList) tab(s v1.Quota_State) string {
	if s == v1.Quota_UNSPECIFIED {
		return l.say(words.AllQuotas)
	}
	return l.say(words.QuotaStates[s])
}

// address is that of the list of quotas in a state.
func (l quotaList) address(s v1.Quota_State) string {
	path := campaignPath(l.Campaign.GetId(), "quotas")
	if s == v1.Quota_UNSPECIFIED {
		return path
	}
	return path + "?state=" + strings.ToLower(s.String())
}

// quotaPeriod writes a quota's first and last day; a narrow line breaks between them and never inside one.
func quotaPeriod(lang words.Lang, q *v1.Quota) string {
	whole := func(day string) string { return strings.ReplaceAll(writeDay(lang, day), " ", "\u00a0") }
	return lang.Say(words.FromTo, whole(q.GetFirstDay()), whole(q.GetLastDay()))
}
