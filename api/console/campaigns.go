package console

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	v1 "duban/api/supervisionv1"
	"duban/internal/links"
)

const (
	aGlance   = 5   // duties of each list on a campaign's own page
	aPage     = 50  // rows of every list's own page
	allGroups = 500 // the most one call gives
)

// campaignView is a campaign's page: where it stands in its year, what presses, who watches what.
type campaignView struct {
	frame
	clock
	Campaign  *v1.Campaign
	Line      timeline
	Names     groupNames
	Overdue   dutyList
	Due       dutyList
	Mine      []*v1.Duty    // the person's own open parts of inspections
	Vacancies []*v1.Vacancy // shown to staff
	Groups    groupList
	Projects  projectList
}

// groupNames are the names of a campaign's groups by their ids.
type groupNames map[string]string

type groupList struct {
	Groups []*v1.GroupView
	Next   string // address of the rest; empty: these are all
}

type projectList struct {
	Projects []*v1.ProjectView
	Next     string
}

func (c *console) listCampaigns(r *http.Request, f frame) (templ.Component, error) {
	got, err := c.campaigns.ListCampaigns(r.Context(), &v1.ListCampaignsRequest{PageSize: aPage, PageToken: r.FormValue("page")})
	if err != nil {
		return nil, err
	}
	return campaignsPage(f, got.GetCampaigns(), nextPage(r, got.GetNextPageToken())), nil
}

func (c *console) showCampaign(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	v := campaignView{frame: f, clock: c.clock(f.Lang, campaign.GetTimeZone()), Campaign: campaign}
	v.Line = layTimeline(campaign, v.Today)
	for _, load := range []func(*http.Request, *campaignView) error{c.pressing, c.ownInspections, c.vacancies, c.watchers} {
		if err := load(r, &v); err != nil {
			return nil, err
		}
	}
	return campaignPage(v), nil
}

// campaign reads the campaign that the address names.
func (c *console) campaign(r *http.Request) (*v1.Campaign, error) {
	return c.campaigns.GetCampaign(r.Context(), &v1.GetCampaignRequest{Id: r.PathValue("campaign")})
}

// pressing reads what is overdue and what falls due within a week.
func (c *console) pressing(r *http.Request, v *campaignView) (err error) {
	if v.Names, err = c.groupNames(r, v.Campaign.GetId()); err != nil {
		return err
	}
	if v.Overdue, err = c.duties(r, v.Campaign.GetId(), overdue, v.clock, aGlance, ""); err != nil {
		return err
	}
	v.Due, err = c.duties(r, v.Campaign.GetId(), dueThisWeek, v.clock, aGlance, "")
	return err
}

// ownInspections reads the person's own duties that are parts of inspections and can be done now.
func (c *console) ownInspections(r *http.Request, v *campaignView) error {
	got, err := c.campaigns.ListDuties(r.Context(), &v1.ListDutiesRequest{
		Campaign: v.Campaign.GetId(), Mine: true, PageSize: aPage,
		States: []v1.Duty_State{v1.Duty_OPEN, v1.Duty_OVERDUE},
	})
	for _, d := range got.GetDuties() {
		if d.GetInspection() != "" {
			v.Mine = append(v.Mine, d)
		}
	}
	return err
}

// vacancies reads which seats stand empty with something resting on them, which is for staff.
func (c *console) vacancies(r *http.Request, v *campaignView) error {
	if !v.has(v1.Seat_STAFF) {
		return nil
	}
	got, err := c.offices.ListVacancies(r.Context(), &v1.ListVacanciesRequest{Campaign: v.Campaign.GetId()})
	v.Vacancies = got.GetVacancies()
	return err
}

// watchers reads groups and projects.
func (c *console) watchers(r *http.Request, v *campaignView) (err error) {
	id := v.Campaign.GetId()
	if v.Groups, err = c.groups(r, id, ""); err != nil {
		return err
	}
	v.Projects, err = c.projects(r, id, "")
	return err
}

func (c *console) groups(r *http.Request, campaign, page string) (groupList, error) {
	got, err := c.campaigns.ListGroups(r.Context(), &v1.ListGroupsRequest{Campaign: campaign, PageSize: aPage, PageToken: page})
	return groupList{got.GetGroups(), onward(campaignPath(campaign, "groups"), got.GetNextPageToken())}, err
}

func (c *console) projects(r *http.Request, campaign, page string) (projectList, error) {
	got, err := c.campaigns.ListProjects(r.Context(), &v1.ListProjectsRequest{Campaign: campaign, PageSize: aPage, PageToken: page})
	return projectList{got.GetProjects(), onward(campaignPath(campaign, "projects"), got.GetNextPageToken())}, err
}

func (c *console) groupNames(r *http.Request, campaign string) (groupNames, error) {
	names := groupNames{}
	err := c.eachGroup(r, campaign, func(g *v1.GroupView) {
		names[g.GetGroup().GetId()] = g.GetGroup().GetName()
	})
	return names, err
}

// eachGroup walks through all groups of a campaign, a page at a time.
func (c *console) eachGroup(r *http.Request, campaign string, visit func(*v1.GroupView)) error {
	for page, more := "", true; more; more = page != "" {
		got, err := c.campaigns.ListGroups(r.Context(), &v1.ListGroupsRequest{Campaign: campaign, PageSize: allGroups, PageToken: page})
		if err != nil {
			return err
		}
		for _, g := range got.GetGroups() {
			visit(g)
		}
		page = got.GetNextPageToken()
	}
	return nil
}

func (c *console) listGroups(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	list, err := c.groups(r, campaign.GetId(), r.FormValue("page"))
	return groupsPage(f, campaign, list), err
}

func (c *console) listProjects(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	names, err := c.groupNames(r, campaign.GetId())
	if err != nil {
		return nil, err
	}
	list, err := c.projects(r, campaign.GetId(), r.FormValue("page"))
	return projectsPage(f, campaign, list, names), err
}

// campaignPath is the address of a campaign, or of a page below it.
func campaignPath(campaign string, below ...string) string {
	return links.Campaign(campaign, below...)
}

// onward is the address of a list's next page; empty after the last.
func onward(path, token string) string {
	if token == "" {
		return ""
	}
	return path + "?page=" + url.QueryEscape(token)
}

// nextPage is the address of the page after the one that r asks for, its filters kept.
func nextPage(r *http.Request, token string) string { return nextOf(r, "page", token) }

// nextOf is nextPage for a page with several lists, of which one goes on under a name of its own.
func nextOf(r *http.Request, list, token string) string {
	if token == "" {
		return ""
	}
	query := r.URL.Query()
	for _, once := range []string{"done", "ticked", "back"} { // what was just done is told once
		query.Del(once)
	}
	query.Set(list, token)
	return r.URL.EscapedPath() + "?" + query.Encode()
}
