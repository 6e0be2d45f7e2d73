package console

import (
	"encoding/base64"
	"net/http"

	"github.com/a-h/templ"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// amendForm takes a new version of a campaign's plan.
type amendForm struct {
	frame
	Campaign *v1.Campaign
	Reason   string
	Text     string
	Refusal  *failure
	Findings []*v1.Finding
	Done     bool // the plan has just been amended
}

// revisionView is what a revision would change, with the form that makes it so.
type revisionView struct {
	frame
	Campaign *v1.Campaign
	Revision *v1.Revision
	What     string // one sentence: what would be done
	Action   string // of the form that does it
	Back     string
	Reason   string
	Date     string // an event's; empty for a plan
	Plan     string // in base64: browsers change the ends of lines; empty for an event
}

func (c *console) showAmend(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	return amendPage(amendForm{frame: f, Campaign: campaign, Done: r.FormValue("done") != ""}), err
}

// lookAtAmendment shows what a new version of the plan would change.
func (c *console) lookAtAmendment(r *http.Request, f frame) (templ.Component, error) {
	campaign, err := c.campaign(r)
	if err != nil {
		return nil, err
	}
	form := amendForm{frame: f, Campaign: campaign, Reason: r.FormValue("reason")}
	text, err := writtenPlan(r)
	if err != nil {
		return nil, err
	}
	if text == "" {
		refusal := refuse(f, http.StatusBadRequest, words.NoPlanChosen, v1.ErrorReason_UNSPECIFIED)
		form.Refusal = &refusal
		return amendPage(form), nil
	}
	change, err := c.revisions.AmendCampaign(r.Context(), &v1.AmendCampaignRequest{
		Id: campaign.GetId(), PlanSource: text, Reason: form.Reason, ValidateOnly: true,
	})
	if status.Code(err) == codes.InvalidArgument {
		return c.badAmendment(r, form, text, err)
	}
	return revisionPage(revisionView{
		frame: f, Campaign: campaign, Revision: change, What: f.say(words.AmendPlan), Back: campaignPath(campaign.GetId(), "amendment"),
		Action: campaignPath(campaign.GetId(), "amendment", "confirmed"), Reason: form.Reason,
		Plan: base64.StdEncoding.EncodeToString([]byte(text)),
	}), err
}

// badAmendment shows the form again with what is wrong, and the text, to be mended there.
func (c *console) badAmendment(r *http.Request, form amendForm, text string, err error) (templ.Component, error) {
	refusal := explain(form.frame, err)
	if refusesPlan(err) {
		if form.Findings, err = c.findings(r, text); err != nil {
			return nil, err
		}
		refusal.What = form.say(words.PlanErrorsAmend)
	}
	form.Refusal = &refusal
	if len(text) <= keptText {
		form.Text = text
	}
	return amendPage(form), nil
}

// amend puts the new version in the place of the old one.
func (c *console) amend(r *http.Request) (string, error) {
	campaign := r.PathValue("campaign")
	text, err := base64.StdEncoding.DecodeString(r.PostFormValue("plan"))
	if err != nil {
		return "", status.Error(codes.InvalidArgument, "the plan is not in base64")
	}
	_, err = c.revisions.AmendCampaign(r.Context(), &v1.AmendCampaignRequest{
		Id: campaign, PlanSource: string(text), Reason: r.PostFormValue("reason"), ConfirmEarlier: r.PostFormValue("earlier") != "",
	})
	return campaignPath(campaign, "amendment") + "?done=yes", err
}

// showPlan lets the present plan be kept as a file, to be written on.
func (c *console) showPlan(w http.ResponseWriter, r *http.Request) {
	ctx, who, err := c.whoAmI(r.Context(), c.sessionCode(r))
	f := c.signedIn(r, who)
	var plan *v1.PlanText
	if err == nil {
		plan, err = c.plans.GetPlan(ctx, &v1.GetPlanRequest{Campaign: r.PathValue("campaign")})
	}
	if err != nil {
		c.fail(w, r, f, err)
		return
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+plan.GetId()+`.yaml"`)
	_, _ = w.Write([]byte(plan.GetYaml())) // the reader has gone: nobody is left to be told
}
