package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"

	v1 "duban/api/supervisionv1"
	"duban/plans"
)

// A bad plan is refused with the place of each error, and nothing is stored.
func TestBadPlans(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	good := strings.Replace(string(plans.Hangzhou2020()), "id: hangzhou-2020", "id: second", 1)
	for name, c := range map[string]struct {
		change             func(string) string
		field, line, words string // a violation names the field, the line that holds this, and says the words
	}{
		"malformed YAML":          {replace("phases:", "phases: ["), "", "  - {phase: DEPLOYMENT", "SYNTAX"},
		"unknown field":           {replace("year: 2020", "yearr: 2020"), "yearr", "yearr: 2020", "UNKNOWN_FIELD"},
		"field given twice":       {replace("year: 2020", "year: 2020\nyear: 2021"), "year", "year: 2021", "DUPLICATE_FIELD"},
		"unit not listed":         {replace("    unit: u02", "    unit: u99"), "projects[1].unit", "unit: u99", "UNKNOWN_UNIT"},
		"window ends too early":   {replace("window: 6月上旬", "window: 6月中旬..6月上旬"), "windows[0].window", "6月中旬..6月上旬", "BAD_WINDOW"},
		"duty without holder":     {replace("    holder: gov-official\n", ""), "duties[8].holder", "- id: completion-report", "NO_HOLDER"},
		"group without project":   {replace("    project: p02\n", ""), "groups[1].project", "- id: g02\n", "REQUIRED"},
		"no such day":             {replace("2020-05-11", "2020-06-31"), "duties[2].window", "window: 2020-06-31", "BAD_WINDOW"},
		"no such day in Chinese":  {replace("window: 8月", "window: 6月31日"), "duties[5].window", "window: 6月31日", "BAD_WINDOW"},
		"control character":       {replace("第一监督小组\n", "第一\x00监督小组\n"), "", "第一\x00监督小组\n", "U+0000"},
		"control character as \\": {replace("name: 第一监督小组\n", "name: \"第一\\u0007监督小组\"\n"), "groups[0].name", `第一\u0007`, "U+0007"},
		"more than 50,000 duties": {func(string) string { return hugePlan() }, "duties", "- {id: d0,", "50500"},
		"nothing at all":          {func(string) string { return "" }, "", "", "EMPTY"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := c.change(good)
			violations := s.refused(http.StatusBadRequest, "INVALID_PLAN", token, http.MethodPost, "/v1/campaigns", jsonOf(t, map[string]string{"yaml": plan}))
			before, _, found := strings.Cut(plan, c.line)
			place := fmt.Sprintf("%d:", 1+strings.Count(before, "\n"))
			if !found || !told(violations, c.field, place, c.words) {
				t.Errorf("nothing of %s at field %q, place %q, among %v", c.words, c.field, place, violations)
			}
		})
	}
	var stored v1.ListCampaignsResponse
	s.ok(token, http.MethodGet, "/v1/campaigns", "", &stored)
	if len(stored.GetCampaigns()) != 1 {
		t.Errorf("stored: %v", stored.GetCampaigns())
	}
}

func replace(old, with string) func(string) string {
	return func(plan string) string { return strings.Replace(plan, old, with, 1) }
}

// told reports whether a violation names the field, begins with the place and says the words, in both languages.
func told(violations []*errdetails.BadRequest_FieldViolation, field, place, words string) bool {
	return slices.ContainsFunc(violations, func(v *errdetails.BadRequest_FieldViolation) bool {
		text := v.GetDescription()
		return (field == "" || v.GetField() == field) && strings.HasPrefix(text, place) && strings.Contains(text, words) && strings.Contains(text, " / ")
	})
}

// hugePlan makes 500 times 101 duties.
func hugePlan() string {
	var plan strings.Builder
	plan.WriteString(`id: huge
title: 大方案
host: {id: hangzhou, name: 杭州市人大常委会, kind: CONGRESS}
year: 2020
phases: [{phase: DEPLOYMENT, window: 4月}, {phase: MONITORING, window: 5月..11月}, {phase: EVALUATION, window: 12月}]
offices: [{id: office, name: 办公厅, kind: GENERAL_OFFICE}, {id: u, name: 单位, kind: RESPONSIBLE_UNIT}]
seats: [{id: s, office: office, role: STAFF, title: 联络员}, {id: o, office: u, role: OFFICIAL, title: 联络员}]
projects:
`)
	for i := range 500 {
		fmt.Fprintf(&plan, "  - {id: p%d, title: 项目, unit: u}\n", i)
	}
	plan.WriteString("duties:\n")
	for i := range 101 {
		fmt.Fprintf(&plan, "  - {id: d%d, kind: DOCUMENT, title: 材料, window: 6月, phase: MONITORING, for_each: project, holder: unit}\n", i)
	}
	return plan.String()
}

// What is doubtful is told by CheckPlan, and does not keep a plan from being stored.
func TestCheckPlan(t *testing.T) {
	s := newSite(t)
	var checked v1.CheckPlanResponse
	s.ok(s.token(deputy), http.MethodPost, "/v1/plans:check", jsonOf(t, map[string]string{"yaml": string(plans.Hangzhou2020())}), &checked)
	if checked.GetDuties() != 101 {
		t.Errorf("%d duties, want 101", checked.GetDuties())
	}
	before, _, _ := strings.Cut(string(plans.Hangzhou2020()), "    window: 2020-05-11\n")
	line := int32(strings.Count(before, "\n")) + 1
	outside := false
	for _, f := range checked.GetFindings() {
		if f.GetSeverity() != v1.Finding_WARNING {
			t.Errorf("the published plan has an error: %v", f)
		}
		outside = outside || f.GetCode() == "OUTSIDE_PHASE" && f.GetLine() == line && f.GetColumn() == 13 && f.GetField() == "duties[2].window"
	}
	if !outside {
		t.Errorf("nothing about the kick-off a day after its phase in %v", checked.GetFindings())
	}
	var bad v1.CheckPlanResponse
	s.ok(s.token(deputy), http.MethodPost, "/v1/plans:check", `{"yaml":"id: X\nyear: 1\nfoo: 1\n"}`, &bad)
	if len(bad.GetFindings()) < 5 || bad.GetDuties() != 0 {
		t.Errorf("all errors at once, but found %v", bad.GetFindings())
	}
}

// A request is refused for everything that is wrong with it.
func TestBadRequests(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	violations := s.refused(http.StatusBadRequest, "INVALID_REQUEST", token, http.MethodPost,
		"/v1/campaigns/-bad/duties/x:extend", `{"lastDay":"soon","reason":""}`)
	if len(violations) != 3 || !told(violations, "campaign", "PATTERN ", "200 个字符") || !told(violations, "last_day", "LEN ", "10 个字符") ||
		!told(violations, "reason", "MIN_LEN ", "不能为空") {
		t.Errorf("three things are wrong, but told is %v", violations)
	}
	for name, c := range map[string]struct{ method, path, body, words string }{
		"no JSON":              {http.MethodPost, "/v1/campaigns", `{"yaml"`, "unexpected"},
		"unknown field":        {http.MethodPost, "/v1/campaigns", `{"yml":""}`, `unknown field \"yml\"`},
		"wrong type":           {http.MethodPost, "/v1/campaigns", `{"yaml":1}`, "yaml"},
		"unknown enum":         {http.MethodPost, "/v1/campaigns/hangzhou-2020:advance", `{"phase":"REST","reason":"x"}`, "REST"},
		"long enum":            {http.MethodPost, "/v1/campaigns/hangzhou-2020:advance", `{"phase":"PHASE_MONITORING","reason":"x"}`, "PHASE_MONITORING"},
		"no plan":              {http.MethodPost, "/v1/campaigns", `{}`, "exactly one field"},
		"unknown parameter":    {http.MethodGet, "/v1/campaigns?page_sise=5", "", "page_sise"},
		"parameter of no type": {http.MethodGet, "/v1/campaigns?pageSize=many", "", "many"},
	} {
		t.Run(name, func(t *testing.T) {
			code, answer := s.rest(token, c.method, c.path, c.body)
			s.wantRefusal(http.StatusBadRequest, "INVALID_REQUEST", code, answer)
			if !strings.Contains(string(answer), c.words) {
				t.Errorf("%s does not say %s", answer, c.words)
			}
		})
	}
}

// A text that nobody could read as it is shown is refused at the edge, by its field, and nothing is stored.
func TestUnreadableTexts(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	for name, text := range map[string]string{"NUL": `a\u0000b`, "bell": `a\u0007b`, "direction": `a\u202eb`, "blank": `   `} {
		violations := s.refused(http.StatusBadRequest, "INVALID_REQUEST", token, http.MethodPost,
			"/v1/campaigns/hangzhou-2020:hold", `{"reason":"`+text+`"}`)
		if len(violations) != 1 || violations[0].GetField() != "reason" {
			t.Errorf("%s: told is %v", name, violations)
		}
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", token, http.MethodGet, "/v1/campaigns/hangzhou-2020/submissions?duty=a%00", "")
}
