package api_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/status"

	"duban/api"
	"duban/api/console"
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/postgres/pgtest"
	"duban/supervision"
)

// twinPlan is a small year: two groups that watch a project each, a unit that reports, and a vote.
const twinPlan = `
id: xihu-2020
title: 西湖区民生实事监督
host: {id: xihu, name: 西湖区人大常委会, kind: CONGRESS, level: DISTRICT}
year: 2020
phases:
  - {phase: DEPLOYMENT, window: 4月下旬..5月上旬}
  - {phase: MONITORING, window: 5月中旬..11月下旬}
  - {phase: EVALUATION, window: 12月..次年1月}
events:
  - {id: session, title: 常委会会议, date: 2020-12-20}
offices:
  - {id: office, name: 办公室, kind: GENERAL_OFFICE}
  - {id: sc, name: 区人大常委会, kind: STANDING_COMMITTEE}
  - {id: u1, name: 区城管局, kind: RESPONSIBLE_UNIT}
  - {id: u2, name: 区水利局, kind: RESPONSIBLE_UNIT}
seats:
  - {id: clerk, office: office, role: STAFF, title: 联络员}
  - {id: m1, office: sc, role: MEMBER, title: 组成人员}
  - {id: u1-official, office: u1, role: OFFICIAL, title: 城管局联络员}
  - {id: u2-official, office: u2, role: OFFICIAL, title: 水利局联络员}
  - {id: c1, role: DEPUTY, title: 第一组召集人}
  - {id: d1, role: DEPUTY, title: 第一组代表}
  - {id: c2, role: DEPUTY, title: 第二组召集人}
  - {id: d2, role: DEPUTY, title: 第二组代表}
projects:
  - {id: p1, title: 公共厕所, unit: u1, indicators: [{name: 公共厕所, target: 30, unit: 座}]}
  - {id: p2, title: 河道整治, unit: u2, indicators: [{name: 河道, target: 5, unit: 条}]}
groups:
  - {id: g1, name: 第一组, project: p1, convenor: c1, members: [d1]}
  - {id: g2, name: 第二组, project: p2, convenor: c2, members: [d2]}
vote: {denominator: FULL_MEMBERSHIP, source: 缺省}
duties:
  - {id: kickoff, kind: MEETING, title: 座谈会, window: 5月下旬, phase: MONITORING, holder: clerk}
  - {id: monthly, kind: INSPECTION, title: 每月督查, window: 6月..8月, phase: MONITORING, for_each: group, every: MONTH}
  - {id: progress, kind: REPORT, title: 进展报告, window: 6月, phase: MONITORING, for_each: project, holder: unit}
  - {id: report, kind: REPORT, title: 监督报告, window: 12月, phase: EVALUATION, for_each: group, holder: convenor}
  - {id: joint, kind: JOINT_SUBMISSION, title: 一并提交, window: 次年1月上旬, phase: EVALUATION, holder: clerk, requires: [report]}
  - {id: debate, kind: DELIBERATION, title: 审议, window: 次年1月中旬, phase: EVALUATION, holder: clerk, after: joint}
  - {id: vote, kind: VOTE, title: 满意度测评, window: 次年1月下旬, phase: EVALUATION, after: debate}
`

// What the one twin's plan has beside, at first and when it is amended.
const (
	nightVisits = "  - {id: night, kind: INSPECTION, title: 夜间暗访, window: 6月..7月, phase: MONITORING, for_each: group, every: MONTH, at_least: 2, unannounced: true}\n"
	laterVisits = "  - {id: hill, kind: INSPECTION, title: 上山暗访, window: 9月, phase: MONITORING, for_each: group, unannounced: true}\n"
	nightVisit  = "xihu-2020.night.g1.2020-06"
	twin        = "xihu-2020"
)

// twins are two sites in which the same happens; but in one there are unannounced visits beside.
type twins struct {
	t         *testing.T
	with, not *site
	calendars map[*site][]string // their addresses
}

func newTwins(t *testing.T) *twins {
	t.Helper()
	t.Parallel()
	w := &twins{t: t, calendars: map[*site][]string{}}
	for _, s := range []struct {
		site **site
		plan string
	}{{&w.with, twinPlan + nightVisits}, {&w.not, twinPlan}} {
		dsn, _ := pgtest.New(t)
		*s.site = newSiteOn(t, dsn)
		(*s.site).launch("xihu", []byte(s.plan))
		(*s.site).sealAlike()
	}
	return w
}

// sealAlike opens all doors again with a key of pages that is the same everywhere, and so are the pages' tokens.
func (s *site) sealAlike() {
	s.t.Helper()
	edge, err := api.New(s.desk, api.Options{PageKey: []byte("of both twins"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { edge.Close(context.Background()) })
	s.edge, s.conn = edge, s.dial(edge)
	rest := httptest.NewServer(edge.Handler(console.New(edge.Conn(), console.Options{Now: func() time.Time { return *s.now.Load() }})))
	s.t.Cleanup(rest.Close)
	s.url = rest.URL
}

// sitting is who acts in a seat of the twins' congress.
func sitting(seat string, role supervision.Role) desk.Caller {
	return desk.Caller{Person: "xihu/" + seat, Host: "xihu", Seats: []supervision.Seat{{ID: seat, Role: role}}}
}

var (
	clerk    = sitting("clerk", supervision.RoleStaff)
	convenes = sitting("c1", supervision.RoleDeputy)
	inspects = sitting("d1", supervision.RoleDeputy)
)

// both has something happen in both sites.
func (w *twins) both(at string, happen func(*site) error) {
	w.t.Helper()
	for _, s := range []*site{w.with, w.not} {
		s.at(at)
		if err := happen(s); err != nil {
			w.t.Fatal(err)
		}
	}
}

// called makes every call that is due, and what is told of it goes out in the morning.
func called(s *site) error {
	for {
		made, err := s.desk.MakeCalls(s.t.Context(), "xihu", twin)
		if err != nil {
			return err
		}
		if made.Made == 0 {
			_, err := s.desk.ComposeDigests(s.t.Context(), "xihu", *s.now.Load())
			return err
		}
	}
}

// must has something happen in the site with unannounced visits alone.
func (w *twins) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// things are what can be asked for, the same in both sites: all ids too that are in one of them.
func (w *twins) things() map[string]string {
	w.t.Helper()
	duties, visits := w.with.everyID(w.with.tokenIn("xihu", "clerk"), twin)
	return map[string]string{
		"campaign": twin, "doomed": "xihu-doomed", "visit": nightVisit, "poll": "xihu-2020.vote", "duty": "night/g1/2020-06",
		"surprise": nightVisit, "surprise-duty": "night/g1/2020-06/d1",
		"paper": "s1", "person": "xihu/u1-official", "event": "session", "duties": duties, "visits": visits,
	}
}

// alike asks in both sites everything that somebody can ask, and finds no difference.
func (w *twins) alike(seat string) {
	w.t.Helper()
	things := w.things()
	with, not := w.survey(w.with, seat, things), w.survey(w.not, seat, things)
	if len(with) < 100 || len(telling(with, "每月督查")) < 10 {
		w.t.Fatalf("only %d questions were asked, and %d answers tell of the announced visits", len(with), len(telling(with, "每月督查")))
	}
	for _, ask := range unlike(with, not) {
		w.t.Errorf("%s in %s: with unannounced visits\n%.1500s\nwithout\n%.1500s", seat, ask, with[ask], not[ask])
	}
	for _, word := range []string{"暗访", "night", "hill", "河坊街"} {
		if told := telling(with, word); len(told) > 0 {
			w.t.Errorf("%s is told %s by %v", seat, word, told)
		}
	}
}

// opens has whoever sits in a seat open a calendar in both sites: a unit's, or their own.
func (w *twins) opens(at, seat, office string) {
	w.t.Helper()
	w.both(at, func(s *site) error {
		w.calendars[s] = append(w.calendars[s], s.feed(s.tokenIn("xihu", seat), office))
		return nil
	})
}

// survey surveys one site as whoever sits in a seat, with the calendars that were opened.
func (w *twins) survey(s *site, seat string, things map[string]string) map[string]string {
	w.t.Helper()
	answers := s.survey(s.tokenIn("xihu", seat), things)
	for i, path := range w.calendars[s] {
		answers["calendar "+strconv.Itoa(i)] = s.calendar(path)
	}
	return answers
}

// Until it has taken place, an unannounced visit is for whoever is supervised as if it were not there: in no answer, on no
// page, in no count, by no refusal; also for a deputy of the visiting group who sits in a unit too. Then it is there, and
// the next one still is not.
func TestUnannouncedVisit(t *testing.T) {
	w := newTwins(t)
	first := supervision.Date{Year: 2020, Month: 6, Day: 4}
	w.must(w.with.desk.ScheduleInspection(t.Context(), convenes, nightVisit, first, "河坊街"))
	w.opens("2020-05-20T10:30", "u1-official", "u1")
	w.both("2020-05-20T11:00", called)
	w.alike("u1-official")

	w.sitsInBoth()
	w.opens("2020-05-25T10:30", "d1", "")
	w.both("2020-05-25T11:00", called)
	w.alike("d1")

	w.must(w.with.desk.TurnInspection(t.Context(), "xihu", nightVisit, supervision.InspectionStepOpen)) // not due: nothing
	w.both("2020-06-04T20:00", called)
	w.must(w.with.desk.TurnInspection(t.Context(), "xihu", nightVisit, supervision.InspectionStepOpen))
	w.both("2020-06-05T10:00", reported)
	w.with.amend(twinPlan + strings.Replace(nightVisits, "6月..7月", "6月..8月", 1) + laterVisits)
	w.not.amend(twinPlan)
	w.alike("u1-official")
	w.alike("d1")

	w.both("2020-07-06T10:00", called) // June is over, and nothing is concluded
	w.alike("u1-official")
	w.alike("d1")
	w.concluded()
}

// What was put off for good is never told to whoever is supervised: they would learn that somebody was to come.
func TestUnannouncedVisit_ThatNeverTakesPlace(t *testing.T) {
	w := newTwins(t)
	w.must(w.with.desk.ScheduleInspection(t.Context(), convenes, nightVisit, supervision.Date{Year: 2020, Month: 6, Day: 4}, "河坊街"))
	w.opens("2020-05-20T10:30", "u1-official", "u1")
	w.sitsInBoth()
	w.opens("2020-05-25T10:30", "d1", "")
	w.both("2020-06-04T20:00", called)
	w.must(w.with.desk.TurnInspection(t.Context(), "xihu", nightVisit, supervision.InspectionStepOpen))
	w.both("2020-06-05T10:00", reported)
	w.with.amend(twinPlan)
	w.not.amend(twinPlan)
	w.alike("u1-official")
	w.alike("d1")
}

// sitsInBoth lets one person into a seat of a unit and one of the first group, at one instant after another: what is held
// about somebody from one instant is in no certain order.
func (w *twins) sitsInBoth() {
	w.t.Helper()
	keeper := sitting("keeper", supervision.RoleSystemAdmin)
	w.both("2020-05-25T10:00", func(s *site) error {
		return s.desk.SavePerson(w.t.Context(), keeper, supervision.Person{ID: "0012", Name: "陈国平"})
	})
	seat := func(id string) func(*site) error {
		return func(s *site) error {
			return s.desk.SeatPerson(w.t.Context(), keeper, desk.Seating{Person: "0012", Seat: id})
		}
	}
	w.both("2020-05-25T10:01", seat("u2-official"))
	w.both("2020-05-25T10:02", seat("d1"))
}

// reported has a unit hand in a report.
func reported(s *site) error {
	unit := sitting("u1-official", supervision.RoleOfficial)
	_, err := s.desk.SubmitDocument(s.t.Context(), unit, twin, desk.Paper{ID: "s1", Duty: "progress/p1/2020", Title: "进展", Text: "已开工"})
	return err
}

// amend gives the campaign another plan, whose title is another too.
func (s *site) amend(plan string) {
	s.t.Helper()
	plan = strings.Replace(plan, "title: 西湖区民生实事监督", "title: 西湖区民生实事专项监督", 1)
	if _, err := s.desk.AmendCampaign(s.t.Context(), clerk, twin, []byte(plan), desk.Revising{Reason: "修订"}); err != nil {
		s.t.Fatal(err)
	}
}

// concluded concludes one visit: that one is told of, and none of the others.
func (w *twins) concluded() {
	w.t.Helper()
	w.must(w.with.desk.ConcludeInspection(w.t.Context(), convenes, nightVisit, "夜间无人值守"))
	told := w.survey(w.with, "u1-official", w.things())
	for _, word := range []string{nightVisit, "夜间暗访", "河坊街", "夜间无人值守", "night/g1/2020-06/d1"} {
		if len(telling(told, word)) == 0 {
			w.t.Errorf("the visit has taken place, and nothing tells %s", word)
		}
	}
	for _, word := range []string{"night/g1/2020-06.2", "night/g1/2020-07", "night/g2", "hill", "上山暗访"} {
		if asked := telling(told, word); len(asked) > 0 {
			w.t.Errorf("of visits to come %s is told by %v", word, asked)
		}
	}
	var quotas v1.ListQuotasResponse
	w.with.ok(w.with.tokenIn("xihu", "u1-official"), "GET", "/v1/campaigns/"+twin+"/quotas", "", &quotas)
	for _, q := range quotas.GetQuotas() {
		if strings.HasPrefix(q.GetId(), "night") {
			w.t.Errorf("told how many visits there are to be: %v", q)
		}
	}
}

// Who may not know of a visit cannot find it by handing something in, be it before or after.
func TestUnannouncedVisit_IsNotFoundByARefusal(t *testing.T) {
	w := newTwins(t)
	ctx := w.with.as(w.with.tokenIn("xihu", "u1-official"))
	ask := func(duty string) string {
		_, err := v1.NewSubmissionServiceClient(w.with.conn).SubmitDocument(ctx, &v1.SubmitDocumentRequest{
			Campaign: twin, Id: "s9", Duty: duty, Title: "x", Text: "x",
		})
		return status.Convert(err).String()
	}
	if there, not := ask("night/g1/2020-06"), ask("night/g9/2020-06"); there != not {
		t.Errorf("of what is there: %s; of what is not: %s", there, not)
	}
}

// Whoever inspects is told: of the part in the visit, the day and the place.
func TestUnannouncedVisit_IsToldToWhoeverInspects(t *testing.T) {
	w := newTwins(t)
	w.must(w.with.desk.ScheduleInspection(t.Context(), convenes, nightVisit, supervision.Date{Year: 2020, Month: 6, Day: 4}, "河坊街"))
	for seat, role := range map[string]supervision.Role{"d1": inspects.Seats[0].Role, "clerk": clerk.Seats[0].Role, "m1": supervision.RoleMember} {
		told := w.with.survey(w.with.tokenIn("xihu", seat), w.things())
		for _, word := range []string{nightVisit, "夜间暗访", "河坊街", "night/g1/2020-06/d1"} {
			if len(telling(told, word)) == 0 {
				t.Errorf("%s %s is not told %s", role, seat, word)
			}
		}
	}
}
