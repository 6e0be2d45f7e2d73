package desk_test

import (
	"strings"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// papers are lines of a plan whose days hang on events: the papers of a session (SL-15), the reply to opinions (ZJ-44).
const papers = `  - {id: draft-report, kind: REPORT, title: 报告稿, phase: EVALUATION, holder: office-staff, due: {rule: SL-15a, event: session}}
  - {id: reply, kind: REPORT, title: 研究处理情况报告, phase: EVALUATION, holder: office-staff, due: {rule: ZJ-44, event: receipt}}
`

const events = `
events:
  - {id: session, title: 常委会会议, expected: 12月下旬}
  - {id: receipt, title: 收到审议意见}
duties:
`

// withEvents is the real plan and, beside it, papers whose days are counted from events.
func withEvents() string {
	return strings.Replace(planSource(), "\nduties:\n", events+papers, 1)
}

// hanging is a world with that plan launched.
func hanging(t *testing.T) *world {
	t.Helper()
	w := drafted(t, firstDay)
	source := withEvents()
	source = strings.Replace(source, "id: hangzhou-2020", "id: hanging-2020", 1)
	w.draft(source)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	return w
}

// changes writes a revision as lines: `MOVED reply/campaign/2020 2021-04-01`.
func changes(r supervision.Revision) (all []string) {
	for _, c := range r.Changes {
		line := string(c.Kind) + " " + c.Duty + " " + c.To.Last.String()
		if c.Earlier {
			line += " earlier"
		}
		all = append(all, strings.TrimSpace(line))
	}
	return all
}

func (w *world) lastDay(want, duty string) {
	w.t.Helper()
	if got := w.duty(duty).Window.Last.String(); got != want {
		w.t.Errorf("%s is due on %q, want %q", duty, got, want)
	}
}

// SL-15a: twenty days before the session, provisional until it has its day; recomputed when that is set, and moved
// earlier only when a member of staff confirms it.
func TestDateEvent_SL15a(t *testing.T) {
	t.Parallel()
	w := hanging(t)
	w.lastDay("2020-12-01", "draft-report/campaign/2020") // 21 December less twenty days
	if c := w.duty("draft-report/campaign/2020").Computed; !c.Provisional || !c.Unsettled {
		t.Errorf("not provisional: %+v", c)
	}
	shown, err := w.desk.DateEvent(w.ctx, w.staff(), w.id, "session", date(t, "2020-12-28"), desk.Revising{ValidateOnly: true})
	w.must(err)
	w.same("MOVED draft-report/campaign/2020 2020-12-08", changes(shown))
	w.lastDay("2020-12-01", "draft-report/campaign/2020")

	_, err = w.desk.DateEvent(w.ctx, w.staff(), w.id, "session", date(t, "2020-12-28"), desk.Revising{Reason: "主任会议决定"})
	w.must(err)
	w.lastDay("2020-12-08", "draft-report/campaign/2020")
	w.notices("office-staff", "draft-report/campaign/2020", "MOVED QUEUED")
	if c := w.duty("draft-report/campaign/2020").Computed; c.Provisional {
		t.Errorf("still provisional: %+v", c)
	}

	earlier := desk.Revising{Reason: "会议提前"}
	_, err = w.desk.DateEvent(w.ctx, w.staff(), w.id, "session", date(t, "2020-12-22"), earlier)
	w.refused(supervision.ConfirmEarlier, err)
	w.lastDay("2020-12-08", "draft-report/campaign/2020")
	earlier.ConfirmEarlier = true
	r, err := w.desk.DateEvent(w.ctx, w.staff(), w.id, "session", date(t, "2020-12-22"), earlier)
	w.must(err)
	w.same("MOVED draft-report/campaign/2020 2020-12-02 earlier", changes(r))
	w.counted(2, "audit where verb = 'DATE_EVENT'")
}

// ZJ-44: three months from receipt; no day and no call while nobody knows when that is, but it can be handed in.
func TestDateEvent_ZJ44(t *testing.T) {
	t.Parallel()
	w := hanging(t)
	w.lastDay("", "reply/campaign/2020")
	w.calls("reply/campaign/2020", "")
	w.turn("2021-01-20 10:00")
	_, err := w.desk.DateEvent(w.ctx, w.staff(), w.id, "receipt", date(t, "2021-01-19"), desk.Revising{})
	w.must(err)
	w.lastDay("2021-04-19", "reply/campaign/2020")
	w.calls("reply/campaign/2020", `
		→ 01-20 10:00 OPEN
		→ 04-12 09:00 REMIND
		→ 04-16 09:00 REMIND
		→ 04-18 09:00 REMIND
		→ 04-20 00:00 LAPSE
		→ 04-20 09:00 ESCALATE
		→ 04-23 09:00 ESCALATE`)
	again, err := w.desk.DateEvent(w.ctx, w.staff(), w.id, "receipt", date(t, "2021-01-19"), desk.Revising{})
	w.must(err)
	w.same("", changes(again))
	_, err = w.desk.DateEvent(w.ctx, w.staff(), w.id, "nothing", date(t, "2021-01-19"), desk.Revising{})
	w.refused(supervision.NotFound, err)
}

// An amended plan shows its difference first; what is proven stays proven, who gains or loses something is told, and the
// plan it replaces is kept.
func TestAmend_ShowsThenApplies(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-04-22 10:00")
	_, err := w.desk.SubmitDocument(w.ctx, w.as("g01-convenor"), w.id, desk.Paper{ID: "p1", Duty: "group-plan/g01/2020", Title: "计划", Text: "全文"})
	w.must(err)
	amended := strings.Replace(planSource(), "window: 6月上旬", "window: 6月中旬", 1)
	amended = strings.Replace(amended, "  - id: progress-hearing\n", "  - {id: extra, kind: MEETING, title: 增开座谈会, window: 7月, phase: MONITORING, holder: office-staff}\n  - id: progress-hearing\n", 1)
	shown, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(amended), desk.Revising{ValidateOnly: true})
	w.must(err)
	if len(shown.Changes) != 31 || len(moved(shown)) != 30 { // ten groups: the convenor's duty and two members' parts
		t.Errorf("%d changes, %d moved", len(shown.Changes), len(moved(shown)))
	}
	w.lastDay("2020-06-10", "supervision-week/g01/2020")
	w.counted(0, "plan_version")

	_, err = w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(amended), desk.Revising{Reason: "监督周推迟"})
	w.must(err)
	w.lastDay("2020-06-20", "supervision-week/g01/2020")
	w.lastDay("2020-06-20", "supervision-week/g01/2020/g01-d1")
	w.lastDay("2020-07-31", "extra/campaign/2020")
	w.stands(supervision.Proven, "group-plan/g01/2020")
	w.notices("g01-convenor", "supervision-week/g01/2020", "MOVED QUEUED")
	w.same("2020-06-11", w.query("select first_day::text from inspection where duty_id = 'supervision-week/g01/2020'"))
	w.counted(1, "plan_version where reason = '监督周推迟'")
	w.counted(1, "audit where verb = 'AMEND_CAMPAIGN'")

	back := strings.Replace(amended, "  - {id: extra,", "  # {id: extra,", 1)
	_, err = w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(back), desk.Revising{Reason: "不再召开"})
	w.must(err)
	w.stands(supervision.Excused, "extra/campaign/2020")

	shown, err = w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(amended), desk.Revising{Reason: "仍召开"})
	w.must(err)
	w.same("ADDED extra/campaign/2020 2020-07-31", changes(shown))
	w.stands(supervision.Waiting, "extra/campaign/2020")
}

func moved(r supervision.Revision) (all []supervision.Change) {
	for _, c := range r.Changes {
		if c.Kind == supervision.DutyMoved {
			all = append(all, c)
		}
	}
	return all
}

// An amendment cannot make another campaign of one, nor drop what was voted.
func TestAmend_Refuses(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	for _, c := range [][2]string{
		{"id: hangzhou-2020", "id: other-2020"},
		{"time_zone: Asia/Shanghai", "time_zone: UTC"},
		{"kind: HEARING", "kind: MEETING"},
		{"  - id: satisfaction-vote\n", "  - id: another-vote\n"},
	} {
		amended := strings.Replace(planSource(), c[0], c[1], 1)
		if amended == planSource() {
			amended = strings.Replace(planSource(), "year: 2020\n", "year: 2020\n"+c[1]+"\n", 1)
		}
		_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(amended), desk.Revising{})
		w.refused(supervision.InvalidRequest, err)
	}
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte("id: x"), desk.Revising{})
	w.refused(supervision.InvalidPlan, err)
}

// The same plan again changes nothing; a visit whose days were over at the take-up and are now ahead lives again.
func TestAmend_AgainAndAhead(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-08-03 09:00")
	w.stands(supervision.BeforeTakeUp, "supervision-week/g01/2020")
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(planSource()), desk.Revising{})
	w.must(err)
	w.counted(0, "plan_version")
	later := strings.Replace(planSource(), "window: 6月上旬", "window: 9月上旬", 1)
	_, err = w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(later), desk.Revising{Reason: "疫情后补办"})
	w.must(err)
	w.stands(supervision.Waiting, "supervision-week/g01/2020")
	w.counted(10, "inspection where state = 'PLANNED' and first_day = '2020-09-01' and duty_id like 'supervision-week/%'")
	w.live("2020-09-02 10:00")
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), "hangzhou-2020.supervision-week.g01.2020", "总体顺利"))
	w.stands(supervision.Proven, "supervision-week/g01/2020")
}

// A quota that is lowered counts what is proven already: five visits were asked for and the fourth is done, now two are
// asked for, so one is left.
func TestAmend_LowersAQuota(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	entry := "  - {id: monthly, kind: INSPECTION, title: 每月督查, window: 9月, phase: MONITORING, for_each: group, every: MONTH, at_least: 5}\n"
	plan := strings.Replace(planSource(), "id: hangzhou-2020", "id: quota-2020", 1)
	plan = strings.Replace(plan, "  - id: progress-hearing\n", entry+"  - id: progress-hearing\n", 1)
	w.draft(plan)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.turn("2020-09-02 10:00")
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), "quota-2020.monthly.g01.2020-09.4", "总体顺利"))
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(strings.Replace(plan, "at_least: 5", "at_least: 2", 1)), desk.Revising{Reason: "减次"})
	w.must(err)
	quotas, err := w.desk.Quotas(w.ctx, w.staff(), w.id, "", 100)
	w.must(err)
	for _, q := range quotas {
		want := map[bool][2]int{true: {2, 1}, false: {2, 0}}[q.ID == "monthly/g01/2020-09"]
		if q.Need != want[0] || q.Done != want[1] {
			t.Errorf("%s: need %d, done %d", q.ID, q.Need, q.Done)
		}
	}
	w.stands(supervision.Open, "monthly/g01/2020-09")
	w.stands(supervision.Excused, "monthly/g01/2020-09.2")
	w.counted(1, "inspection where id = 'quota-2020.monthly.g01.2020-09.2' and state = 'CLOSED'")
}

// A visit that was scheduled for a day outside its new window has to be scheduled anew, and no concluded visit changes.
func TestAmend_ScheduledAndConcludedVisits(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-06-02 10:00")
	visit := func(group string) string { return "hangzhou-2020.supervision-week." + group + ".2020" }
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), visit("g01"), date(t, "2020-06-05"), "第一小区"))
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g02-convenor"), visit("g02"), "总体顺利"))
	later := strings.Replace(planSource(), "window: 6月上旬", "window: 6月中旬", 1)
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(later), desk.Revising{Reason: "推迟"})
	w.must(err)
	w.counted(1, "inspection where id = $1 and visit_day is null and place = '' and first_day = '2020-06-11'", visit("g01"))
	w.counted(1, "inspection where id = $1 and first_day = '2020-06-01' and state = 'CONCLUDED'", visit("g02"))
}
