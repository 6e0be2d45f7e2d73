package console

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"google.golang.org/protobuf/types/known/timestamppb"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
	"duban/internal/links"
)

// show is which duties a list holds, as its address says: `?show=overdue`.
type show string

const (
	everyDuty   show = ""
	overdue     show = "overdue"
	dueThisWeek show = "week"
	mine        show = "mine"
)

var showWord = map[show]words.Text{
	everyDuty: words.AllDuties, overdue: words.Overdue, dueThisWeek: words.DueThisWeek, mine: words.MyDuties,
}

// dutyList is a page of duties.
type dutyList struct {
	Campaign string
	Show     show
	Duties   []*v1.Duty
	More     string // token of the next page; empty on the last
}

// filter is the request that a list stands for.
func (s show) filter(campaign string, at clock) *v1.ListDutiesRequest {
	q := &v1.ListDutiesRequest{Campaign: campaign}
	switch s {
	case overdue:
		q.States = []v1.Duty_State{v1.Duty_OVERDUE}
	case dueThisWeek:
		q.States = []v1.Duty_State{v1.Duty_WAITING, v1.Duty_OPEN}
		q.DueBy = at.Today.AddDate(0, 0, 7).Format(dayFormat)
	case mine:
		q.Mine = true
	case everyDuty:
	}
	return q
}

func (c *console) duties(r *http.Request, campaign string, s show, at clock, size int32, page string) (dutyList, error) {
	q := s.filter(campaign, at)
	q.PageSize, q.PageToken = size, page
	got, err := c.campaigns.ListDuties(r.Context(), q)
	return dutyList{campaign, s, got.GetDuties(), got.GetNextPageToken()}, err
}

func (c *console) listDuties(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	s := show(r.FormValue("show"))
	if _, known := showWord[s]; !known {
		s = everyDuty
	}
	names, err := c.groupNames(r, campaign.GetId())
	if err != nil {
		return nil, err
	}
	at := c.clock(f.Lang, campaign.GetTimeZone())
	list, err := c.duties(r, campaign.GetId(), s, at, aPage, r.FormValue("page"))
	return dutiesPage(f, at, campaign, list, names, nextPage(r, list.More)), err
}

func (c *console) showDuty(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	duty, err := c.campaigns.GetDuty(r.Context(), &v1.GetDutyRequest{Campaign: campaign.GetId(), Id: r.PathValue("duty")})
	if err != nil {
		return nil, err
	}
	papers, err := c.papers(r, duty)
	if err != nil {
		return nil, err
	}
	names, err := c.groupNames(r, campaign.GetId())
	return dutyPage(f, c.clock(f.Lang, campaign.GetTimeZone()), campaign, duty, names[duty.GetGroup()], papers), err
}

// address is where a list is shown in full.
func (l dutyList) address() string { return dutiesPath(l.Campaign, l.Show) }

func dutiesPath(campaign string, s show) string {
	path := campaignPath(campaign, "duties")
	if s == everyDuty {
		return path
	}
	return path + "?show=" + url.QueryEscape(string(s))
}

func dutyPath(campaign, duty string) string { return links.Duty(campaign, duty) }

// why says why a call is made; a reminder names its days before the last day.
func (c clock) why(call *v1.Call, lastDay string) string {
	last := parseDay(lastDay)
	if call.GetKind() != v1.Call_REMIND || last.IsZero() {
		return c.lang.Say(words.CallWhy[call.GetKind()])
	}
	n := c.daysBefore(call.GetAt(), lastDay)
	switch {
	case n > 0:
		return c.lang.Say(words.RemindWhy, n)
	case n == 0:
		return c.lang.Say(words.RemindToday)
	default: // moved: the call belongs to a last day that no longer holds
		return c.lang.Say(words.CallWhy[v1.Call_REMIND])
	}
}

func (c clock) daysBefore(at *timestamppb.Timestamp, lastDay string) int {
	return daysBetween(dayOf(at.AsTime(), c.zone), parseDay(lastDay))
}
