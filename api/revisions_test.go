package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	v1 "duban/api/supervisionv1"
	"duban/plans"
)

const (
	shangcheng = "/v1/campaigns/shangcheng-2020"
	session    = shangcheng + "/events/year-end-session:date"
)

// newDistrict has the campaign of Shangcheng beside that of Hangzhou: with quotas, pairings and a session not yet dated.
func newDistrict(t *testing.T) (s *site, staffOf string) {
	t.Helper()
	s = newSite(t)
	source, _ := plans.Source("shangcheng-2020")
	s.launch("shangcheng", source)
	return s, s.tokenIn("shangcheng", staff)
}

func (s *site) dutyAt(token, address string) *v1.Duty {
	s.t.Helper()
	var d v1.Duty
	s.ok(token, http.MethodGet, address, "", &d)
	return &d
}

// SL-15a: the draft is due twenty days before the session, which is expected from 25 December on: on 5 December, a
// Saturday, and so on the Friday before. Dated, the day is settled; moved forward, it takes a confirmation.
func TestEventIsDated(t *testing.T) {
	s, token := newDistrict(t)
	draft := shangcheng + "/duties/completion-draft/campaign/2020"

	var events v1.ListEventsResponse
	s.ok(token, http.MethodGet, shangcheng+"/events", "", &events)
	if e := events.GetEvents(); len(e) != 1 || e[0].GetEvent().GetId() != "year-end-session" || e[0].GetEvent().GetDate() != "" || e[0].GetFirstDay() != "2020-12-25" || e[0].GetLastDay() != "2020-12-31" {
		t.Errorf("the events are %v", e)
	}
	if d := s.dutyAt(token, draft); d.GetLastDay() != "2020-12-04" || !d.GetProvisional() || !d.GetComputation().GetUnsettled() || d.GetTo() != "body" {
		t.Errorf("before the session is dated: %v", d)
	}

	var looked, made v1.Revision
	s.ok(token, http.MethodPost, session, `{"date":"2020-12-31","reason":"主任会议决定","validateOnly":true}`, &looked)
	moved := changeOf(&looked, "completion-draft/campaign/2020")
	if looked.GetApplied() || looked.GetEarlier() != 0 || moved.GetKind() != v1.Change_MOVED || moved.GetLastDayBefore() != "2020-12-04" || moved.GetLastDay() != "2020-12-11" {
		t.Errorf("looked at, it is %v", &looked)
	}
	if moved.GetHolder() != s.dutyAt(token, draft).GetHolder() || moved.GetHolderBefore() != moved.GetHolder() || moved.GetHolderTitle() == "" ||
		moved.GetHolderTitleBefore() != moved.GetHolderTitle() {
		t.Errorf("whose duty it is: %v", moved)
	}
	if d := s.dutyAt(token, draft); d.GetLastDay() != "2020-12-04" {
		t.Errorf("looking changed it to %s", d.GetLastDay())
	}
	s.ok(token, http.MethodPost, session, `{"date":"2020-12-31","reason":"主任会议决定"}`, &made)
	if !made.GetApplied() || made.GetTotal() != looked.GetTotal() {
		t.Errorf("made, it is %v", &made)
	}

	s.refused(http.StatusBadRequest, "CONFIRM_EARLIER", token, http.MethodPost, session, `{"date":"2020-12-28","reason":"提前"}`)
	s.ok(token, http.MethodPost, session, `{"date":"2020-12-28","reason":"提前","confirmEarlier":true}`, &made)
	if made.GetEarlier() == 0 || !changeOf(&made, "completion-draft/campaign/2020").GetEarlier() {
		t.Errorf("earlier, it is %v", &made)
	}
	checkDraft(t, s.dutyAt(token, draft))
}

// checkDraft reads how the day came about: 8 December, a Tuesday, twenty days before 28 December.
func checkDraft(t *testing.T, d *v1.Duty) {
	t.Helper()
	c := d.GetComputation()
	if d.GetLastDay() != "2020-12-08" || c.GetRule() != "SL-15a" || c.GetStartDay() != "2020-12-28" || c.GetResult() != "2020-12-08" ||
		c.GetEvent() != "year-end-session" || d.GetProvisional() || !strings.Contains(c.GetArticle(), "监督法") {
		t.Errorf("the day was computed so: %v", c)
	}
	if steps := c.GetSteps(); len(steps) != 1 || steps[0].GetKind() != v1.ComputationStep_COUNTED || steps[0].GetLastDay() != "2020-12-08" || steps[0].GetText() == "" || steps[0].GetTextEn() == "" {
		t.Errorf("by the steps %v", c.GetSteps())
	}
	if zh, en := c.GetExplanation(), c.GetExplanationEn(); len(zh) < 3 || len(zh) != len(en) || !strings.Contains(strings.Join(zh, "\n"), "2020年12月8日（周二）") {
		t.Errorf("in words %q, %q", zh, en)
	}
}

// A session as early as 15 December makes the draft due on 25 November: on 2 December that day is over, and a session
// on 22 December still leaves that very day.
func TestNewLastDayIsOver(t *testing.T) {
	s, token := newDistrict(t)
	s.at("2020-12-02T10:00")
	for day, over := range map[string]bool{"2020-12-15": true, "2020-12-22": false} {
		var looked v1.Revision
		s.ok(token, http.MethodPost, session, `{"date":"`+day+`","reason":"主任会议决定","validateOnly":true}`, &looked)
		draft := changeOf(&looked, "completion-draft/campaign/2020")
		if draft.GetKind() != v1.Change_MOVED || draft.GetOverdueAtOnce() != over || (looked.GetOverdueAtOnce() > 0) != over {
			t.Errorf("on %s, %d are over at once, among them %v", day, looked.GetOverdueAtOnce(), draft)
		}
	}
	var made v1.Revision
	s.ok(token, http.MethodPost, session, `{"date":"2020-12-15","reason":"主任会议决定","confirmEarlier":true}`, &made)
	if !changeOf(&made, "completion-draft/campaign/2020").GetOverdueAtOnce() {
		t.Errorf("made, it is %v", &made)
	}
}

func changeOf(r *v1.Revision, duty string) *v1.Change {
	i := slices.IndexFunc(r.GetChanges(), func(c *v1.Change) bool { return c.GetDuty() == duty })
	if i < 0 {
		return nil
	}
	return r.GetChanges()[i]
}

func TestEventIsRefused(t *testing.T) {
	s, token := newDistrict(t)
	for body, reason := range map[string]string{
		`{"date":"2020-12-32","reason":"x"}`: "INVALID_REQUEST",
		`{"date":"","reason":"x"}`:           "INVALID_REQUEST",
		`{"date":"2020-12-30"}`:              "INVALID_REQUEST",
	} {
		s.refused(http.StatusBadRequest, reason, token, http.MethodPost, session, body)
	}
	s.refused(http.StatusNotFound, "NOT_FOUND", token, http.MethodPost, shangcheng+"/events/no-such-event:date", `{"date":"2020-12-30","reason":"x"}`)
	s.refused(http.StatusNotFound, "NOT_FOUND", s.token(staff), http.MethodPost, session, `{"date":"2020-12-30","reason":"x"}`)
}

// A new version of the plan shows its difference first, then takes the old one's place.
func TestCampaignIsAmended(t *testing.T) {
	s := newSite(t)
	token, address := s.token(staff), "/v1/campaigns/"+hangzhou+":amend"
	later := strings.Replace(string(plans.Hangzhou2020()), "window: 6月上旬", "window: 6月中旬", 1)
	request := func(source, rest string) string {
		return `{"planSource":` + jsonOf(t, source) + `,"reason":"改期"` + rest + `}`
	}
	var looked, made v1.Revision
	s.ok(token, http.MethodPost, address, request(later, `,"validateOnly":true`), &looked)
	s.ok(token, http.MethodPost, address, request(later, ""), &made)
	if looked.GetApplied() || !made.GetApplied() || looked.GetTotal() != 30 || made.GetTotal() != 30 || looked.GetEarlier() != 0 {
		t.Errorf("30 duties of the week move, but looked at %d and made %d", looked.GetTotal(), made.GetTotal())
	}
	if c := changeOf(&looked, "supervision-week/g01/2020"); c.GetHolder() != convenor || c.GetHolderTitle() == "" || c.GetOverdueAtOnce() {
		t.Errorf("the first group's week is moved so: %v", c)
	}
	if d := s.duty(token, "supervision-week/g01/2020"); d.GetFirstDay() != "2020-06-11" || d.GetLastDay() != "2020-06-20" {
		t.Errorf("amended, it is from %s to %s", d.GetFirstDay(), d.GetLastDay())
	}
	var text v1.PlanText
	s.ok(token, http.MethodGet, "/v1/campaigns/"+hangzhou+"/plan", "", &text)
	if text.GetYaml() != later {
		t.Error("the plan that is read is not the new one")
	}
	s.refused(http.StatusBadRequest, "CONFIRM_EARLIER", token, http.MethodPost, address, request(string(plans.Hangzhou2020()), ""))
	bad := s.refused(http.StatusBadRequest, "INVALID_PLAN", token, http.MethodPost, address, request(strings.Replace(later, "6月中旬", "6月31日", 1), ""))
	if len(bad) == 0 {
		t.Error("a bad plan is refused without a word on what is wrong")
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", token, http.MethodPost, address, request(string(copyOf(t, "another", "hangzhou")), ""))
}

// A duty that goes to a seat which only the new plan has: whoever looks at it first reads that seat's title, while a seat
// that the congress has already keeps its own.
func TestNewSeatIsNamedBeforeItIsThere(t *testing.T) {
	s := newSite(t)
	token, address := s.token(staff), "/v1/campaigns/"+hangzhou+":amend"
	source := strings.Replace(string(plans.Hangzhou2020()), "title: 市人大常委会办公厅监督工作联络员}\n",
		"title: 另一名称}\n  - {id: second, office: office, role: STAFF, title: 第二联络员}\n", 1)
	source = strings.ReplaceAll(source, "holder: office-staff", "holder: second")
	for _, rest := range []string{`,"validateOnly":true`, ""} {
		var told v1.Revision
		s.ok(token, http.MethodPost, address, `{"planSource":`+jsonOf(t, source)+`,"reason":"换人"`+rest+`}`, &told)
		c := changeOf(&told, "progress-hearing/campaign/2020")
		if c.GetHolder() != "second" || c.GetHolderTitle() != "第二联络员" || c.GetHolderTitleBefore() != "市人大常委会办公厅监督工作联络员" {
			t.Errorf("%s: handed over so: %v", rest, c)
		}
	}
}

// A cadence is counted live: six pairings must inspect once a quarter, sixty groups once a month (SC-07, SC-10).
func TestQuotas(t *testing.T) {
	s, token := newDistrict(t)
	quotas := func(filter string) (all []*v1.Quota) {
		for next, more := "", true; more; more = next != "" {
			var page v1.ListQuotasResponse
			s.ok(token, http.MethodGet, shangcheng+"/quotas?pageSize=100&pageToken="+next+filter, "", &page)
			all, next = append(all, page.GetQuotas()...), page.GetNextPageToken()
		}
		return all
	}
	all := quotas("")
	if parts := s.walk(token, shangcheng+"/quotas", 70); len(parts) != len(all) {
		t.Errorf("pages of 70 make %d quotas, those of 100 %d", len(parts), len(all))
	}
	pair := slices.DeleteFunc(slices.Clone(all), func(q *v1.Quota) bool { return !strings.HasPrefix(q.GetId(), "pair-inspection/pair1/") })
	if len(pair) != 3 || pair[0].GetId() != "pair-inspection/pair1/2020-q2" || pair[0].GetNeed() != 1 || pair[0].GetDone() != 0 ||
		pair[0].GetFirstDay() != "2020-05-11" || pair[0].GetLastDay() != "2020-06-30" || pair[0].GetLastChance() != "2020-06-30" || pair[0].GetHolderTitle() == "" || pair[0].GetState() != v1.Quota_ON_TRACK {
		t.Errorf("the quotas of the first pairing are %v", pair)
	}

	// Its convenor is of the committee's staff, and concludes what is theirs.
	s.at("2020-06-02T10:00")
	visit := "/v1/inspections/shangcheng-2020.pair-inspection.pair1.2020-q2:conclude"
	s.refused(http.StatusForbidden, "NOT_ALLOWED", token, http.MethodPost, visit, `{"conclusion":"看过"}`)
	s.ok(s.tokenIn("shangcheng", "c1-staff"), http.MethodPost, visit, `{"conclusion":"看过"}`, &v1.Inspection{})
	met := quotas("&states=MET")
	if len(met) != 1 || met[0].GetId() != "pair-inspection/pair1/2020-q2" || met[0].GetDone() != 1 || met[0].GetLastChance() != "" {
		t.Errorf("what is met is %v", met)
	}
	if rest := quotas("&states=ON_TRACK&states=AT_RISK&states=IMPOSSIBLE"); len(rest) != len(all)-1 {
		t.Errorf("%d of %d are not met", len(rest), len(all))
	}
	s.at("2020-06-29T10:00")
	if risky := quotas("&states=AT_RISK"); !slices.ContainsFunc(risky, func(q *v1.Quota) bool { return q.GetId() == "pair-inspection/pair2/2020-q2" }) {
		t.Errorf("a day before the quarter ends, what is at risk is %v", risky)
	}
	s.at("2020-07-02T10:00")
	if lost := quotas("&states=IMPOSSIBLE"); !slices.ContainsFunc(lost, func(q *v1.Quota) bool { return q.GetId() == "pair-inspection/pair2/2020-q2" }) {
		t.Errorf("after the quarter, what is impossible is %v", lost)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", token, http.MethodGet, shangcheng+"/quotas?states=LOST", "")
}

// A resident council member writes notes beside the deputies (JG-02), and concludes nothing.
func TestResidentWritesNotes(t *testing.T) {
	s := newSite(t)
	source, _ := plans.Source("jianggan-2020")
	s.launch("jianggan", source)
	resident := s.tokenIn("jianggan", "g01-r1")
	var own v1.ListDutiesResponse
	s.ok(resident, http.MethodGet, "/v1/campaigns/jianggan-2020/duties?mine=true&states=OPEN&states=WAITING&pageSize=500", "", &own)
	i := slices.IndexFunc(own.GetDuties(), func(d *v1.Duty) bool { return d.GetInspection() != "" })
	if i < 0 {
		t.Fatalf("a resident has no part in any inspection: %v", own.GetDuties())
	}
	part := own.GetDuties()[i]
	s.at(part.GetFirstDay() + "T12:00")
	inspection := "/v1/inspections/" + part.GetInspection()
	s.ok(resident, http.MethodPost, inspection+"/notes", `{"id":"n1","text":"看到的情况"}`, &v1.Note{})
	s.refused(http.StatusForbidden, "NOT_ALLOWED", resident, http.MethodPost, inspection+":conclude", `{"conclusion":"x"}`)
	if d := s.dutyAt(resident, "/v1/campaigns/jianggan-2020/duties/"+part.GetId()); d.GetState() != v1.Duty_PROVEN {
		t.Errorf("the part is %v", d)
	}
}
