package console

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// planLimit is the most that a form with a plan may hold, in bytes: what the services take, and the fields beside it,
// some of it encoded.
const planLimit = 8 << 20

// keptText is the most of a refused plan that its form shows again.
const keptText = 512 << 10

// planForm is how a plan is chosen.
type planForm struct {
	frame
	Shipped  []*v1.PlanText
	Own      []*v1.Campaign // whose plans the reader may take
	Chosen   string         // `shipped/hangzhou-2020`, `own/hangzhou-2020`; empty for a text
	Text     string
	Refusal  *failure
	Findings []*v1.Finding // what is wrong with the plan
}

func (c *console) showRehearse(r *http.Request, f frame) (templ.Component, error) {
	form, err := c.planForm(r, f)
	return rehearsePage(form), err
}

// planForm reads what there is to choose from.
func (c *console) planForm(r *http.Request, f frame) (planForm, error) {
	form := planForm{frame: f, Chosen: r.FormValue("plan")}
	shipped, err := c.plans.ListPlans(r.Context(), &v1.ListPlansRequest{})
	if err != nil || !f.has(v1.Seat_STAFF) {
		form.Shipped = shipped.GetPlans()
		return form, err
	}
	own, err := c.campaigns.ListCampaigns(r.Context(), &v1.ListCampaignsRequest{PageSize: aPage})
	form.Shipped, form.Own = shipped.GetPlans(), own.GetCampaigns()
	return form, err
}

// rehearse answers the form with the year, or with the form and what is wrong.
func (c *console) rehearse(r *http.Request, f frame) (templ.Component, error) {
	form, err := c.planForm(r, f)
	if err != nil {
		return nil, err
	}
	text, err := c.chosenPlan(r, form)
	if err != nil {
		return nil, err
	}
	if text == "" {
		refusal := refuse(f, http.StatusBadRequest, words.NoPlanChosen, v1.ErrorReason_UNSPECIFIED)
		form.Refusal = &refusal
		return rehearsePage(form), nil
	}
	year, err := c.plans.RehearsePlan(r.Context(), &v1.RehearsePlanRequest{Source: &v1.RehearsePlanRequest_Yaml{Yaml: text}, Details: true})
	if refusesPlan(err) {
		return c.badPlan(r, form, text)
	}
	return rehearsalPage(f, layYear(year, f.Lang)), err
}

// chosenPlan is the text of the plan that a form names or, if it names none, uploads or holds.
func (c *console) chosenPlan(r *http.Request, form planForm) (string, error) {
	kind, id, _ := strings.Cut(form.Chosen, "/")
	switch kind {
	case "shipped":
		for _, p := range form.Shipped {
			if p.GetId() == id {
				return p.GetYaml(), nil
			}
		}
	case "own":
		p, err := c.plans.GetPlan(r.Context(), &v1.GetPlanRequest{Campaign: id})
		return p.GetYaml(), err
	}
	return writtenPlan(r)
}

// writtenPlan is the plan that a form uploads or holds; empty when there is none.
func writtenPlan(r *http.Request) (string, error) {
	text, err := uploaded(r)
	return cmp.Or(text, strings.TrimSpace(r.FormValue("text"))), err
}

// uploaded is the file of a form; empty when none was chosen.
func uploaded(r *http.Request) (string, error) {
	file, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	return string(text), err
}

// refusesPlan tells whether a service found errors in a plan.
func refusesPlan(err error) bool {
	return status.Code(err) == codes.InvalidArgument && reasonOf(status.Convert(err)) == v1.ErrorReason_INVALID_PLAN
}

// badPlan shows the form again with all that is wrong, and the text, to be mended there.
func (c *console) badPlan(r *http.Request, form planForm, text string) (templ.Component, error) {
	found, err := c.findings(r, text)
	refusal := refuse(form.frame, http.StatusBadRequest, words.PlanRefused, v1.ErrorReason_INVALID_PLAN)
	form.Refusal, form.Findings = &refusal, found
	if form.Chosen = ""; len(text) <= keptText {
		form.Text = text
	}
	return rehearsePage(form), err
}

// findings checks a plan for all that is wrong with it, in both languages.
func (c *console) findings(r *http.Request, text string) ([]*v1.Finding, error) {
	got, err := c.campaigns.CheckPlan(r.Context(), &v1.CheckPlanRequest{Source: &v1.CheckPlanRequest_Yaml{Yaml: text}})
	return got.GetFindings(), err
}
