package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	v1 "duban/api/supervisionv1"
)

// jsonOf is a request's body.
func jsonOf(t *testing.T, body any) string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (s *site) create(token string, plan []byte) *v1.Campaign {
	s.t.Helper()
	var made v1.Campaign
	s.ok(token, http.MethodPost, "/v1/campaigns", jsonOf(s.t, map[string]string{"yaml": string(plan)}), &made)
	return &made
}

func TestCampaignFromPlanToCancel(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)

	draft := s.create(token, copyOf(t, "second", "hangzhou"))
	if draft.GetState() != v1.Campaign_DRAFT || draft.GetPhase() != 0 || len(draft.GetPhases()) != 3 || draft.GetLaunchedAt() != nil {
		t.Errorf("a draft reads %v", draft)
	}
	if got, want := draft.GetPhases()[0].GetFirstDay()+draft.GetPhases()[2].GetLastDay(), "2020-04-212021-01-31"; got != want {
		t.Errorf("phases reach over %s, want %s", got, want)
	}

	var live v1.Campaign
	s.ok(token, http.MethodPost, "/v1/campaigns/second:launch", "", &live)
	if live.GetState() != v1.Campaign_LIVE || live.GetPhase() != v1.PhaseEntry_MONITORING || live.GetNextCallAt() == nil {
		t.Errorf("launched, it reads %v", &live)
	}
	var again v1.Campaign
	s.ok(token, http.MethodPost, "/v1/campaigns/second:launch", "{}", &again)
	if !proto.Equal(&live, &again) {
		t.Errorf("launched again, it reads %v, not %v", &again, &live)
	}

	var held v1.Campaign
	s.ok(token, http.MethodPost, "/v1/campaigns/second:hold", `{"reason":"台风"}`, &held)
	var resumed v1.ResumeCampaignResponse
	s.ok(token, http.MethodPost, "/v1/campaigns/second:resume", "", &resumed)
	if !held.GetHeld() || resumed.GetCampaign().GetHeld() {
		t.Errorf("held %v, then %v", held.GetHeld(), resumed.GetCampaign().GetHeld())
	}

	s.refused(http.StatusBadRequest, "WRONG_STATE", token, http.MethodPost, "/v1/campaigns/second:advance", `{"phase":"DEPLOYMENT","reason":"x"}`)
	var advanced v1.Campaign
	s.ok(token, http.MethodPost, "/v1/campaigns/second:advance", `{"phase":"EVALUATION","reason":"任务已完成"}`, &advanced)
	if last := advanced.GetPhases()[2]; advanced.GetPhase() != v1.PhaseEntry_EVALUATION || last.GetReason() != "任务已完成" || last.GetEnteredAt() == nil {
		t.Errorf("advanced, it reads %v", &advanced)
	}
	s.refused(http.StatusBadRequest, "GATE_SHUT", token, http.MethodPost, "/v1/campaigns/second:submitReports", "{}")
	var opened v1.Campaign
	s.ok(token, http.MethodPost, "/v1/campaigns/second:submitReports", `{"overrideReason":"会期已定"}`, &opened)
	if opened.GetGateOpenedAt() == nil {
		t.Errorf("overridden, the gate is shut: %v", &opened)
	}

	var cancelled v1.Campaign
	s.ok(token, http.MethodPost, "/v1/campaigns/second:cancel", `{"reason":"重复"}`, &cancelled)
	if cancelled.GetState() != v1.Campaign_CANCELLED || cancelled.GetNextCallAt() != nil {
		t.Errorf("cancelled, it reads %v", &cancelled)
	}
	s.refused(http.StatusBadRequest, "CAMPAIGN_OVER", token, http.MethodPost, "/v1/campaigns/second:launch", "{}")
}

func TestCreateAgainGetsFirstAnswer(t *testing.T) {
	s := newSite(t)
	token, plan := s.token(staff), copyOf(t, "second", "hangzhou")
	first := s.create(token, plan)
	s.at("2020-05-21T10:00")
	if again := s.create(token, plan); !proto.Equal(first, again) {
		t.Errorf("the second answer is %v, the first was %v", again, first)
	}
	// Another plan, and another host's, learn the same: that the id is taken, and nothing else.
	other := jsonOf(t, map[string]string{"yaml": string(plan) + "\n# 另一份"})
	code, mine := s.rest(token, http.MethodPost, "/v1/campaigns", other)
	s.wantRefusal(http.StatusConflict, "ALREADY_EXISTS", code, mine)
	s.launch("shili", copyOf(t, "shili-2020", "shili"))
	foreign := jsonOf(t, map[string]string{"yaml": string(copyOf(t, "second", "shili"))})
	code, theirs := s.rest(s.tokenIn("shili", staff), http.MethodPost, "/v1/campaigns", foreign)
	s.wantRefusal(http.StatusConflict, "ALREADY_EXISTS", code, theirs)
	if a, b := compact(t, mine), compact(t, theirs); a != b {
		t.Errorf("they learn %s, we %s", b, a)
	}
}

// compact takes out the spaces that protojson sprinkles.
func compact(t *testing.T, body []byte) string {
	t.Helper()
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		t.Fatal(err)
	}
	return jsonOf(t, value)
}

func TestPlanAsMessage(t *testing.T) {
	s := newSite(t)
	plan := tinyPlan()
	staffOf := v1.NewCampaignServiceClient(s.conn)
	checked, err := staffOf.CheckPlan(s.as(s.token(staff)), &v1.CheckPlanRequest{Source: &v1.CheckPlanRequest_Plan{Plan: plan}})
	if err != nil || len(checked.GetFindings()) != 0 || checked.GetDuties() != 1 {
		t.Fatalf("checked: %v, %v", checked, err)
	}
	create := &v1.CreateCampaignRequest{Source: &v1.CreateCampaignRequest_Plan{Plan: plan}}
	made, err := staffOf.CreateCampaign(s.as(s.token(staff)), create)
	if err != nil || made.GetId() != "tiny" {
		t.Fatalf("created: %v, %v", made, err)
	}
	// The same message is the same request, whichever door it comes by.
	body, err := protojson.Marshal(create)
	if err != nil {
		t.Fatal(err)
	}
	var again v1.Campaign
	s.ok(s.token(staff), http.MethodPost, "/v1/campaigns", string(body), &again)
	if !proto.Equal(made, &again) {
		t.Errorf("over REST it is %v, over gRPC it was %v", &again, made)
	}
}

// A message has no lines that an error could point at: its fields say where.
func TestErrorsInMessageNameFields(t *testing.T) {
	s := newSite(t)
	plan := tinyPlan()
	plan.Projects[0].Unit = "nobody"
	_, err := v1.NewCampaignServiceClient(s.conn).CreateCampaign(s.as(s.token(staff)),
		&v1.CreateCampaignRequest{Source: &v1.CreateCampaignRequest_Plan{Plan: plan}})
	reason, violations := reasonOf(status.Convert(err))
	if status.Code(err) != codes.InvalidArgument || reason != "INVALID_PLAN" || len(violations) == 0 {
		t.Fatalf("%v with %v", err, violations)
	}
	if v := violations[0]; v.GetField() != "projects[0].unit" || !strings.HasPrefix(v.GetDescription(), "UNKNOWN_UNIT ") {
		t.Errorf("the violation reads %v", v)
	}
}

// tinyPlan is the least that can be launched in Hangzhou.
func tinyPlan() *v1.Plan {
	return &v1.Plan{
		Id: "tiny", Title: "小方案", Year: 2020,
		Host: &v1.Host{Id: "hangzhou", Name: "杭州市人大常委会", Kind: v1.Host_CONGRESS},
		Phases: []*v1.PhaseEntry{
			{Phase: v1.PhaseEntry_DEPLOYMENT, Window: "4月"},
			{Phase: v1.PhaseEntry_MONITORING, Window: "5月..11月"},
			{Phase: v1.PhaseEntry_EVALUATION, Window: "12月"},
		},
		Offices: []*v1.Office{
			{Id: "office", Name: "办公厅", Kind: v1.Office_GENERAL_OFFICE}, {Id: "u01", Name: "单位", Kind: v1.Office_RESPONSIBLE_UNIT},
		},
		Seats: []*v1.Seat{
			{Id: "office-staff", Office: "office", Role: v1.Seat_STAFF, Title: "联络员"},
			{Id: "u01-official", Office: "u01", Role: v1.Seat_OFFICIAL, Title: "单位联络员"},
		},
		Projects: []*v1.Project{{Id: "p01", Title: "项目", Unit: "u01"}},
		Duties: []*v1.DutyEntry{{
			Id: "report", Kind: v1.DutyEntry_REPORT, Title: "报告", Window: "6月", Phase: v1.PhaseEntry_MONITORING,
			ForEach: "project", Holder: "unit",
		}},
	}
}

func TestProjectsAndGroups(t *testing.T) {
	s := newSite(t)
	var projects v1.ListProjectsResponse
	s.ok(s.token(official), http.MethodGet, "/v1/campaigns/"+hangzhou+"/projects", "", &projects)
	if len(projects.GetProjects()) != 10 {
		t.Fatalf("%d projects", len(projects.GetProjects()))
	}
	second := projects.GetProjects()[1]
	targets := second.GetProject().GetIndicators()
	if second.GetGroup() != "g02" || second.GetDuties() == 0 || second.GetUnitName() != "第2件实事项目牵头实施单位" {
		t.Errorf("the second project reads %v", second)
	}
	if targets[0].GetTarget() != 400_000 || targets[2].Target != nil || !targets[1].GetAtLeast() {
		t.Errorf("its targets read %v; the last is unknown, not 0", targets)
	}
	var groups v1.ListGroupsResponse
	s.ok(s.token(official), http.MethodGet, "/v1/campaigns/"+hangzhou+"/groups", "", &groups)
	first := groups.GetGroups()[0]
	if len(groups.GetGroups()) != 10 || first.GetGroup().GetConvenor() != convenor || first.GetConvenorTitle() != "第一监督小组召集人" ||
		strings.Join(first.GetGroup().GetMembers(), " ") != "g01-d1 g01-d2" {
		t.Errorf("the first of %d groups reads %v", len(groups.GetGroups()), first)
	}
}
