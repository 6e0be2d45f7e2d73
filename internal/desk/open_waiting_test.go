package desk_test

import (
	"strings"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// chain is a plan in which a letter waits for a list.
const chain = `
id: chain-2020
title: 先后有序的监督活动
host: {id: amended, name: 某区人大常委会, kind: CONGRESS}
year: 2020
phases:
  - {phase: DEPLOYMENT, window: 9月}
  - {phase: MONITORING, window: 10月..11月}
  - {phase: EVALUATION, window: 12月..次年1月}
events:
  - {id: session, title: 常委会会议, date: 2020-12-21}
offices:
  - {id: office, name: 办公室, kind: GENERAL_OFFICE}
  - {id: sc, name: 常委会, kind: STANDING_COMMITTEE}
  - {id: u1, name: 责任单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: office-staff, office: office, role: STAFF, title: 办公室工作人员}
  - {id: m1, office: sc, role: MEMBER, title: 组成人员}
  - {id: u1-official, office: u1, role: OFFICIAL, title: 责任单位联络员}
  - {id: g1-convenor, role: DEPUTY, title: 第一组召集人}
projects:
  - {id: p1, title: 项目一, unit: u1}
groups:
  - {id: g1, name: 第一组, project: p1, convenor: g1-convenor}
duties:
  - {id: talk, kind: MEETING, title: 座谈, phase: DEPLOYMENT, window: 9月上旬, holder: office-staff}
  - {id: list, kind: DOCUMENT, title: 清单, phase: DEPLOYMENT, window: 9月上旬, holder: office-staff}
  - {id: letter, kind: DOCUMENT, title: 监督书, phase: DEPLOYMENT, window: 9月下旬, holder: office-staff, after: list}
  - {id: visit, kind: INSPECTION, title: 督查, phase: MONITORING, window: 10月, for_each: group}
  - {id: draft-report, kind: REPORT, title: 报告稿, phase: EVALUATION, holder: office-staff, due: {rule: SL-15a, event: session}}
`

const (
	listLine   = "  - {id: list, kind: DOCUMENT, title: 清单, phase: DEPLOYMENT, window: 9月上旬, holder: office-staff}\n"
	pollLines  = "  - {id: vote, kind: VOTE, title: 测评, phase: MONITORING, window: 11月, after: talk}\nvote: {denominator: RETURNED, half_is_enough: false, source: 缺省}\n"
	chainOfTwo = `  - {id: first, kind: DOCUMENT, title: 甲, phase: DEPLOYMENT, window: 9月, holder: office-staff}
  - {id: second, kind: DOCUMENT, title: 乙, phase: DEPLOYMENT, window: 9月, holder: office-staff, after: first}
`
)

// chained is a world in which that plan was launched, its talk was held, and its list is overdue.
func chained(t *testing.T) *world {
	t.Helper()
	w := drafted(t, "2020-09-01 08:30")
	w.draft(chain)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	_, err := w.desk.SubmitDocument(w.ctx, w.staff(), w.id, desk.Paper{ID: "p1", Duty: "talk/campaign/2020", Title: "纪要", Text: "全文"})
	w.must(err)
	w.live("2020-09-20 10:00")
	return w
}

// What an amendment leaves waiting waits for what its plan says, and for nothing that is done or was dropped.
func TestAmend_WhatWaits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		amended string
		shut    string // the entries that wait still
		poll    string
	}{
		"a new duty after what is overdue":  {chain + strings.Replace(chainOfTwo, "after: first", "after: list", 1), "letter second", ""},
		"a new duty after what is done":     {chain + strings.Replace(chainOfTwo, "after: first", "after: talk", 1), "letter", ""},
		"two new duties, one after another": {chain + chainOfTwo, "letter second", ""},
		"what was waited for is dropped":    {strings.NewReplacer(listLine, "", ", after: list}", "}").Replace(chain), "", ""},
		"it need not wait any more":         {strings.Replace(chain, ", after: list}", "}", 1), "", ""},
		"it waits for what is done":         {strings.Replace(chain, "after: list", "after: talk", 1), "", ""},
		"a new poll after what is done":     {chain + pollLines, "letter vote", "CALLED"},
		"a new poll after what is overdue":  {chain + strings.Replace(pollLines, "after: talk", "after: list", 1), "letter vote", "PLANNED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := chained(t)
			_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(c.amended), desk.Revising{Reason: "修订"})
			w.must(err)
			w.same(strings.ReplaceAll(c.shut, " ", "\n"), w.query("select distinct entry from duty where since is null order by 1"))
			w.same(c.poll, w.query("select state from poll"))
		})
	}
}

// A date that staff have set stands against an amendment that says nothing of it, and gives way to one that does.
func TestAmend_KeepsTheDatesThatStaffHaveSet(t *testing.T) {
	t.Parallel()
	w := chained(t)
	_, err := w.desk.DateEvent(w.ctx, w.staff(), w.id, "session", date(t, "2020-12-28"), desk.Revising{Reason: "会期推迟"})
	w.must(err)
	amended := strings.Replace(chain, "title: 督查", "title: 十月督查", 1)
	r, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(amended), desk.Revising{Reason: "改名"})
	w.must(err)
	w.same("", changes(r))
	w.lastDay("2020-12-08", "draft-report/campaign/2020")
	amended = strings.Replace(amended, "date: 2020-12-21", "date: 2020-12-30", 1)
	_, err = w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(amended), desk.Revising{Reason: "会期再推迟"})
	w.must(err)
	w.lastDay("2020-12-10", "draft-report/campaign/2020")
	w.counted(1, "event where day = '2020-12-30'")
}

// What fell due before an amendment fell due by the plan before it.
func TestAmend_SettlesByThePlanBefore(t *testing.T) {
	t.Parallel()
	w := chained(t)
	w.turn("2020-11-02 10:00") // nobody kept the clock since 20 September
	amended := strings.NewReplacer("kind: GENERAL_OFFICE}", "kind: WORKING_COMMITTEE}\n  - {id: new, name: 新办公室, kind: GENERAL_OFFICE}",
		"office-staff, office: office, role: STAFF, title: 办公室工作人员}", "office-staff, office: office, role: STAFF, title: 办公室工作人员}\n  - {id: new-staff, office: new, role: STAFF, title: 新办公室工作人员}").Replace(chain)
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(amended), desk.Revising{Reason: "机构改革"})
	w.must(err)
	w.same("office-staff", w.query("select distinct to_seat from call where kind = 'ESCALATE'"))
	w.live("2020-11-30 10:00")
	w.same("new-staff\noffice-staff", w.query("select distinct to_seat from call where kind = 'ESCALATE' order by 1"))
}

// A poll closes although a member has not voted, and what waits for it waits no longer.
func TestClosePoll_WhatWaitsForIt(t *testing.T) {
	t.Parallel()
	w := chained(t)
	slip := "  - {id: slip, kind: DOCUMENT, title: 交办单, phase: MONITORING, window: 11月下旬, holder: office-staff, after: vote}\n"
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(chain+slip+pollLines), desk.Revising{Reason: "年中测评"})
	w.must(err)
	w.must(w.desk.TurnPoll(w.ctx, w.plan.Host.ID, "chain-2020.vote", supervision.PollStepOpen))
	w.same("letter\nslip", w.query("select entry from duty where since is null order by 1"))
	w.must(w.desk.ClosePoll(w.ctx, w.staff(), "chain-2020.vote", "会议议程结束"))
	w.same("letter", w.query("select entry from duty where since is null order by 1"))
	w.stands(supervision.LeftOpen, "vote/m1/2020")
}
