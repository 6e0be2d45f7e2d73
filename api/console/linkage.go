package console

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	v1 "duban/api/supervisionv1"
)

// linkageView is the page on which staff share a campaign with congresses above.
type linkageView struct {
	frame
	clock
	Campaign *v1.Campaign
	Above    []*v1.HostAbove
	Linkages []*v1.Linkage
	Projects []*v1.ProjectView
	Done     bool // something has just been changed
}

// with is what is shared with a congress above; nil if nothing is.
func (v linkageView) with(host string) *v1.Linkage {
	for _, l := range v.Linkages {
		if l.GetTo() == host {
			return l
		}
	}
	return nil
}

// mostProjects is as many as a plan may have, which a page lists at once.
const mostProjects = 500

func (c *console) showLinkage(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	got, err := c.linkages.ListLinkages(r.Context(), &v1.ListLinkagesRequest{Campaign: campaign.GetId()})
	if err != nil {
		return nil, err
	}
	projects, err := c.campaigns.ListProjects(r.Context(), &v1.ListProjectsRequest{Campaign: campaign.GetId(), PageSize: mostProjects})
	return linkagePage(linkageView{
		frame: f, clock: c.clock(f.Lang, campaign.GetTimeZone()), Campaign: campaign,
		Above: got.GetAbove(), Linkages: got.GetLinkages(), Projects: projects.GetProjects(), Done: r.FormValue("done") != "",
	}), err
}

func (c *console) shareCampaign(r *http.Request) (string, error) {
	projects := r.PostForm["project"]
	slices.Sort(projects)
	_, err := c.linkages.ShareCampaign(r.Context(), &v1.ShareCampaignRequest{
		Campaign: r.PathValue("campaign"), To: r.PostFormValue("to"), Projects: projects, Reason: r.PostFormValue("reason"),
	})
	return campaignPath(r.PathValue("campaign"), "linkage") + "?done=yes", err
}

func (c *console) unshareCampaign(r *http.Request) (string, error) {
	_, err := c.linkages.UnshareCampaign(r.Context(), &v1.UnshareCampaignRequest{
		Campaign: r.PathValue("campaign"), To: r.PostFormValue("to"), Reason: r.PostFormValue("reason"),
	})
	return campaignPath(r.PathValue("campaign"), "linkage") + "?done=yes", err
}

// sharedList is the page of what congresses below share.
type sharedList struct {
	frame
	Campaigns []*v1.SharedCampaign
	Next      string
}

func (c *console) listShared(r *http.Request, f frame) (templ.Component, error) {
	got, err := c.linkages.ListSharedCampaigns(r.Context(), &v1.ListSharedCampaignsRequest{PageSize: aPage, PageToken: r.FormValue("page")})
	list := sharedList{frame: f, Campaigns: got.GetCampaigns()}
	if next := got.GetNextPageToken(); next != "" {
		list.Next = "/shared?page=" + url.QueryEscape(next)
	}
	return sharedListPage(list), err
}

// sharedView is what is seen of one of them.
type sharedView struct {
	frame
	Campaign *v1.SharedCampaign
	Projects []*v1.SharedProject
	Visits   []*v1.SharedInspection
	Next     string
}

// project is the title of the project that a visit is to.
func (v sharedView) project(id string) string {
	for _, p := range v.Projects {
		if p.GetId() == id {
			return p.GetTitle()
		}
	}
	return id
}

func (c *console) showShared(r *http.Request, f frame) (templ.Component, error) {
	id := r.PathValue("campaign")
	campaign, err := c.linkages.GetSharedCampaign(r.Context(), &v1.GetSharedCampaignRequest{Id: id})
	if err != nil {
		return nil, err
	}
	projects, err := c.linkages.ListSharedProjects(r.Context(), &v1.ListSharedProjectsRequest{Campaign: id, PageSize: mostProjects})
	if err != nil {
		return nil, err
	}
	visits, err := c.linkages.ListSharedInspections(r.Context(), &v1.ListSharedInspectionsRequest{
		Campaign: id, PageSize: aPage, PageToken: r.FormValue("page"),
	})
	v := sharedView{frame: f, Campaign: campaign, Projects: projects.GetProjects(), Visits: visits.GetInspections()}
	if next := visits.GetNextPageToken(); next != "" {
		v.Next = sharedPath(id) + "?page=" + url.QueryEscape(next)
	}
	return sharedPage(v), err
}

func sharedPath(campaign string) string { return "/shared/" + url.PathEscape(campaign) }
