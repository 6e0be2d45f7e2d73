package console

import (
	"context"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"

	"duban/api"
	v1 "duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// Of plans the congress answers what the real rules make of the real plans; of events and amendments, the fixture.

func (c *congress) ListPlans(context.Context, *v1.ListPlansRequest) (*v1.ListPlansResponse, error) {
	answer := &v1.ListPlansResponse{}
	for _, name := range plans.Names() {
		source, _ := plans.Source(name)
		answer.Plans = append(answer.Plans, &v1.PlanText{Id: name, Title: planfile.Open(source).Plan.Title, Yaml: string(source)})
	}
	return answer, nil
}

func (c *congress) GetPlan(_ context.Context, q *v1.GetPlanRequest) (*v1.PlanText, error) {
	if q.Campaign != "hangzhou-2020" && q.Campaign != cityID {
		return nil, errNotFound
	}
	return &v1.PlanText{Id: q.Campaign, Title: "本单位的方案", Yaml: string(plans.Hangzhou2020())}, nil
}

func (c *congress) RehearsePlan(_ context.Context, q *v1.RehearsePlanRequest) (*v1.Rehearsal, error) {
	file := planfile.Open([]byte(q.GetYaml()))
	if file.Plan == nil {
		return nil, refusal(codes.InvalidArgument, v1.ErrorReason_INVALID_PLAN, "方案有误 / the plan has errors")
	}
	return api.RehearsedInDetail(rehearsedHere(file)), nil
}

func rehearsedHere(file *planfile.File) supervision.Rehearsal {
	r := file.Plan.Rehearse(supervision.Rehearsing{Calendar: supervision.ChinaCalendar()})
	r.Findings = append(slices.Clone(file.Findings), file.Place(r.Findings)...)
	return r
}

func (c *congress) CheckPlan(_ context.Context, q *v1.CheckPlanRequest) (*v1.CheckPlanResponse, error) {
	answer := &v1.CheckPlanResponse{}
	for _, f := range planfile.Open([]byte(q.GetYaml())).Findings {
		severity := v1.Finding_ERROR
		if f.Warning {
			severity = v1.Finding_WARNING
		}
		answer.Findings = append(answer.Findings, &v1.Finding{Severity: severity, Line: int32(f.Line), Code: f.Code, Message: f.Zh, MessageEn: f.En})
	}
	return answer, nil
}

func (c *congress) ListQuotas(_ context.Context, q *v1.ListQuotasRequest) (*v1.ListQuotasResponse, error) {
	var found []*v1.Quota
	for _, quota := range cityQuotas() {
		if len(q.States) == 0 || slices.Contains(q.States, quota.State) {
			found = append(found, quota)
		}
	}
	page, next := cut(found, q.PageToken, q.PageSize)
	return &v1.ListQuotasResponse{Quotas: page, NextPageToken: next}, nil
}

// cityQuotas has one of each state: a group that inspects once a month.
func cityQuotas() []*v1.Quota {
	of := func(group, month, last, chance string, done, left int32, state v1.Quota_State) *v1.Quota {
		return &v1.Quota{
			Id: "monthly-inspection/" + group + "/" + month, Title: "专项监督小组每月督查", Group: group, HolderTitle: "第三监督小组召集人",
			FirstDay: month + "-01", LastDay: last, Need: 2, Done: done, DaysLeft: left, LastChance: chance, State: state,
		}
	}
	next := of("g03", "2027-01", "2027-01-31", "2027-01-29", 0, 20, v1.Quota_ON_TRACK)
	next.Provisional = true // nobody knows next year's holidays yet
	return []*v1.Quota{
		of("g03", "2026-07", "2026-07-31", "2026-07-30", 1, 0, v1.Quota_IMPOSSIBLE),
		of("g03", "2026-08", "2026-08-31", "", 2, 0, v1.Quota_MET),
		of("g03", "2026-09", "2026-09-30", "2026-09-29", 0, 8, v1.Quota_AT_RISK),
		of("g03", "2026-10", "2026-10-31", "2026-10-30", 0, 18, v1.Quota_ON_TRACK),
		next,
	}
}

const sessionID = "year-end-session"

func (c *congress) ListEvents(context.Context, *v1.ListEventsRequest) (*v1.ListEventsResponse, error) {
	return &v1.ListEventsResponse{Events: []*v1.EventView{
		{Event: &v1.Event{Id: sessionID, Title: "年底听取报告的常委会会议", Date: c.session}, FirstDay: "2026-12-25", LastDay: "2026-12-31"},
		{Event: &v1.Event{Id: "opinions", Title: "收到审议意见"}},
	}}, nil
}

// DateEvent moves two duties; before Christmas one of them comes earlier.
func (c *congress) DateEvent(_ context.Context, q *v1.DateEventRequest) (*v1.Revision, error) {
	r := &v1.Revision{Total: 2, Applied: !q.ValidateOnly, Changes: []*v1.Change{
		{Duty: "completion-draft/campaign/2026", Title: "项目完成情况报告送工作机构征求意见", Kind: v1.Change_MOVED, FirstDayBefore: "2026-12-01", LastDayBefore: "2026-12-04", FirstDay: "2026-12-01", LastDay: "2026-12-08", HolderBefore: "office", HolderTitleBefore: "办公厅经办人", Holder: "office", HolderTitle: "办公厅经办人"},
		{Duty: "papers/campaign/2026", Title: "将完成情况报告发给常委会组成人员", Kind: v1.Change_MOVED, LastDayBefore: "", FirstDay: "2026-12-01", LastDay: "2026-12-21"},
	}}
	if q.Date < "2026-12-25" {
		r.Earlier, r.Changes[0].Earlier, r.Changes[0].LastDay = 1, true, "2026-12-02"
	}
	if q.Date < "2026-10-01" {
		r.OverdueAtOnce, r.Changes[0].OverdueAtOnce = 1, true
	}
	if r.Earlier > 0 && !q.ConfirmEarlier && !q.ValidateOnly {
		return nil, refusal(codes.FailedPrecondition, v1.ErrorReason_CONFIRM_EARLIER, "有任务的期限将提前，须由工作人员确认 / some days come sooner, which a member of staff must confirm")
	}
	if r.Applied {
		c.session = q.Date
	}
	return r, nil
}

func (c *congress) AmendCampaign(_ context.Context, q *v1.AmendCampaignRequest) (*v1.Revision, error) {
	if planfile.Open([]byte(q.PlanSource)).Plan == nil {
		return nil, refusal(codes.InvalidArgument, v1.ErrorReason_INVALID_PLAN, "方案有误，未保存 / the plan has errors and was not stored")
	}
	if !strings.Contains(q.PlanSource, "hangzhou-2020") {
		return nil, refusal(codes.InvalidArgument, v1.ErrorReason_INVALID_REQUEST, "修订不能更换编号 / an amendment keeps the campaign's id")
	}
	if !q.ValidateOnly {
		c.amended = q.PlanSource
	}
	return &v1.Revision{Total: 3, Applied: !q.ValidateOnly, Changes: []*v1.Change{
		{Duty: "extra/campaign/2026", Title: "补充督查", Kind: v1.Change_ADDED, FirstDay: "2026-10-01", LastDay: "2026-10-10", Holder: "office", HolderTitle: "办公厅经办人"},
		{Duty: "autumn-inspection/g03/1", Title: "秋季专项督查", Kind: v1.Change_HANDED_OVER, FirstDayBefore: "2026-09-01", LastDayBefore: "2026-11-30", FirstDay: "2026-09-01", LastDay: "2026-11-30", HolderBefore: "g03-convenor", HolderTitleBefore: "第三监督小组召集人", Holder: "g03-deputy-1", HolderTitle: "第三监督小组市人大代表"},
		{Duty: "briefing/g05/1", Title: "座谈会", Kind: v1.Change_REMOVED, FirstDayBefore: "2026-05-11", LastDayBefore: "2026-05-31", HolderBefore: "g05-convenor", HolderTitleBefore: "第五监督小组召集人"},
	}}, nil
}

// overdueDay was counted from an event over a holiday.
func overdueDay() *v1.Computation {
	return &v1.Computation{
		Rule: "SL-15a", Article: "监督法(2024)第十五条", Event: sessionID, StartDay: "2026-09-30", Result: "2026-09-10",
		Explanation:   []string{"规则 SL-15a（监督法(2024)第十五条）：会议的二十日前", "起算日：2026年9月30日（周三） year-end-session，当日不计入", "2026年9月10日（周四）：往前数20日", "结果：2026年9月10日（周四）"},
		ExplanationEn: []string{"Rule SL-15a: twenty days before the session", "Counted from Wed 2026-09-30 year-end-session, not included", "Thu 2026-09-10: 20 days earlier", "Result: Thu 2026-09-10"},
	}
}
