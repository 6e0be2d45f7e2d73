package planfile_test

import (
	"fmt"
	"testing"

	"duban/supervision"
)

// HZ-01: 市和区、县(市)两级政府的民生实事项目: this plan is the city's, the others are their districts'.
func TestHZ01_APlanForEachLevel(t *testing.T) {
	for name, level := range map[string]supervision.Level{
		"hangzhou": supervision.CityLevel, "shangcheng": supervision.DistrictLevel, "xiacheng": supervision.DistrictLevel,
		"jianggan": supervision.DistrictLevel, "gongshu": supervision.DistrictLevel,
	} {
		if a := shipped(t, name); a.Host.Level != level || a.Host.Kind != supervision.CongressHost || a.Host.ID != name {
			t.Errorf("%s: %+v", name, a.Host)
		}
	}
}

// HZ-05: 于5月11日召开了专项监督部署会.
func TestHZ05_TheKickoffIsOn11May(t *testing.T) {
	a := shipped(t, "hangzhou")
	a.expect("kickoff/campaign/2020", supervision.Meeting, "2020-05-11", "office-staff")
	a.reminds("kickoff/campaign/2020", "05-04 09:00", "05-08 09:00", "05-10 09:00")
	a.goes("kickoff/campaign/2020", "", supervision.Deployment)
}

// HZ-07: 市人大常委会制定监督活动总体方案.
func TestHZ07_TheOverallPlan(t *testing.T) {
	a := shipped(t, "hangzhou")
	a.expect("overall-plan/campaign/2020", supervision.Document, "2020-04-21..2020-04-30", "office-staff")
	a.reminds("overall-plan/campaign/2020", "04-23 09:00", "04-27 09:00", "04-29 09:00")
}

// eachGroup checks a duty of every group's convenor, and when the first is reminded.
func eachGroup(a arrangement, entry string, kind supervision.DutyKind, window string, reminders ...string) {
	a.t.Helper()
	for i := range 10 {
		a.expect(fmt.Sprintf("%s/g%02d/2020", entry, i+1), kind, window, fmt.Sprintf("g%02d-convenor", i+1))
	}
	a.reminds(entry+"/g01/2020", reminders...)
}

// HZ-08: 各代表监督小组…制定本小组监督计划.
func TestHZ08_EveryGroupsPlan(t *testing.T) {
	a := shipped(t, "hangzhou")
	eachGroup(a, "group-plan", supervision.Document, "2020-04-21..2020-05-10", "05-03 09:00", "05-07 09:00", "05-09 09:00")
}

// HZ-10: 5月,召开座谈会,听取项目牵头实施单位有关情况介绍.
func TestHZ10_EveryGroupHearsItsUnitInMay(t *testing.T) {
	a := shipped(t, "hangzhou")
	eachGroup(a, "symposium", supervision.Meeting, "2020-05-11..2020-05-31", "05-24 09:00", "05-28 09:00", "05-30 09:00")
	a.asks("symposium", supervision.InviteUnit)
}

// HZ-11: 6月上旬,开展“代表监督周”活动,组织一次专项督查: one visit, in which every member has a part.
func TestHZ11_OneInspectionInTheSupervisionWeek(t *testing.T) {
	a := shipped(t, "hangzhou")
	if len(a.Windows) != 1 || a.Windows[0].Title != "代表监督周" || entry(t, a.Plan, "supervision-week").Within != a.Windows[0].ID {
		t.Errorf("%+v", a.Windows)
	}
	eachGroup(a, "supervision-week", supervision.InspectionDuty, "2020-06-01..2020-06-10", "06-03 09:00", "06-07 09:00", "06-09 09:00")
	a.expect("supervision-week/g10/2020/g10-d2", supervision.InspectionDuty, "2020-06-01..2020-06-10", "g10-d2")
	if n := len(a.made("supervision-week")); n != 30 {
		t.Errorf("%d duties, want ten groups of three", n)
	}
}

// HZ-12: 8月,“一府两院”报告会上听取市政府…推进情况的汇报.
func TestHZ12_ProgressIsHeardInAugust(t *testing.T) {
	a := shipped(t, "hangzhou")
	a.expect("progress-hearing/campaign/2020", supervision.Hearing, "2020-08-01..2020-08-31", "office-staff")
	a.reminds("progress-hearing/campaign/2020", "08-24 09:00", "08-28 09:00", "08-30 09:00")
	a.asks("progress-hearing", "gov")
}

// HZ-13: 9月至11月,组织一次专项督查活动.
func TestHZ13_OneInspectionInAutumn(t *testing.T) {
	a := shipped(t, "hangzhou")
	eachGroup(a, "autumn-inspection", supervision.InspectionDuty, "2020-09-01..2020-11-30", "11-23 09:00", "11-27 09:00", "11-29 09:00")
	if n := len(a.made("autumn-inspection")); n != 30 {
		t.Errorf("%d duties, want ten groups of three", n)
	}
}

// HZ-15: 各监督小组…形成书面监督报告.
func TestHZ15_EveryGroupsReport(t *testing.T) {
	a := shipped(t, "hangzhou")
	eachGroup(a, "group-report", supervision.Report, "2020-12-01..2020-12-31", "12-24 09:00", "12-28 09:00", "12-30 09:00")
	a.goes("group-report/g10/2020", "sc", supervision.Evaluation)
}

// HZ-16: 与市政府民生实事项目完成情况报告一并提交市人大常委会会议审议.
func TestHZ16_TheCompletionReportAndTheGate(t *testing.T) {
	a := shipped(t, "hangzhou")
	a.expect("completion-report/campaign/2020", supervision.Report, "2020-12-01..2020-12-31", "gov-official")
	a.reminds("completion-report/campaign/2020", "12-24 09:00", "12-28 09:00", "12-30 09:00")
	a.goes("completion-report/campaign/2020", "sc", supervision.Evaluation)
	a.expect("joint-submission/campaign/2020", supervision.JointSubmission, "2021-01-01..2021-01-10", "office-staff")
	a.reminds("joint-submission/campaign/2020", "01-03 09:00", "01-07 09:00", "01-09 09:00")
	a.goes("joint-submission/campaign/2020", "sc", supervision.Evaluation)
	a.expect("deliberation/campaign/2020", supervision.Deliberation, "2021-01-11..2021-01-20", "office-staff")
	a.reminds("deliberation/campaign/2020", "01-13 09:00", "01-17 09:00", "01-19 09:00")
}

// HZ-17: 由常委会对实施情况进行满意度测评.
func TestHZ17_EveryMemberVotes(t *testing.T) {
	a := shipped(t, "hangzhou")
	for i := range 5 {
		id := fmt.Sprintf("satisfaction-vote/sc-m%d/2020", i+1)
		a.expect(id, supervision.Vote, "2021-01-21..2021-01-31", fmt.Sprintf("sc-m%d", i+1))
		a.reminds(id, "01-24 09:00", "01-28 09:00", "01-30 09:00")
	}
	if n := len(a.made("satisfaction-vote")); n != 5 {
		t.Errorf("%d members vote", n)
	}
}
