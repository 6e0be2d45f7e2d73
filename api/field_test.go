package api_test

import (
	"net/http"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

// A deputy's note proves the deputy's part, the convenor's conclusion proves the visit.
func TestInspection(t *testing.T) {
	s := newSite(t)
	address := "/v1/inspections/" + visit
	note := `{"id":"note-1","text":"实验室已建成，救护车到位二十辆"}`
	s.refused(http.StatusBadRequest, "NOT_OPEN", s.token(deputy), http.MethodPost, address+"/notes", note)

	var planned v1.Inspection
	s.ok(s.token(convenor), http.MethodPost, address+":schedule", `{"visitDay":"2020-06-05","place":"市疾控中心"}`, &planned)
	if planned.GetVisitDay() != "2020-06-05" || planned.GetPlace() != "市疾控中心" || planned.GetGroupName() != "第一监督小组" {
		t.Errorf("scheduled, it reads %v", &planned)
	}
	bad := s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(convenor), http.MethodPost, address+":schedule", `{"visitDay":"2020-06-31","place":"x"}`)
	if len(bad) != 1 || bad[0].GetField() != "visit_day" {
		t.Errorf("31 June is refused with %v", bad)
	}

	s.at("2020-06-05T15:00")
	var first, again v1.Note
	s.ok(s.token(deputy), http.MethodPost, address+"/notes", note, &first)
	s.at("2020-06-05T15:01")
	s.ok(s.token(deputy), http.MethodPost, address+"/notes", note, &again)
	if !proto.Equal(&first, &again) || first.GetAuthor() != deputy || first.GetLate() {
		t.Errorf("sent twice, the note reads %v, then %v", &first, &again)
	}
	if part := s.duty(s.token(deputy), "supervision-week/g01/2020/g01-d1"); part.GetState() != v1.Duty_PROVEN || part.GetInspection() != visit {
		t.Errorf("the deputy's part reads %v", part)
	}
	s.refused(http.StatusConflict, "ALREADY_EXISTS", s.token(deputy), http.MethodPost, address+"/notes", `{"id":"note-1","text":"别的话"}`)
	s.refused(http.StatusConflict, "ALREADY_EXISTS", s.token("g01-d2"), http.MethodPost, address+"/notes", note)
	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token("g02-d1"), http.MethodPost, address+"/notes", `{"id":"note-2","text":"邻组"}`)

	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(deputy), http.MethodPost, address+":conclude", `{"conclusion":"x"}`)
	var concluded v1.Inspection
	s.ok(s.token(convenor), http.MethodPost, address+":conclude", `{"conclusion":"总体良好，督促补足十辆"}`, &concluded)
	if concluded.GetConclusion() == "" || concluded.GetConcludedAt() == nil || concluded.GetNotes() != 1 {
		t.Errorf("concluded, it reads %v", &concluded)
	}
	if visited := s.duty(s.token(staff), "supervision-week/g01/2020"); visited.GetState() != v1.Duty_PROVEN {
		t.Errorf("the visit reads %v", visited)
	}
}

// Many long notes come in pages that every client can take.
func TestLongNotesMakeShortPages(t *testing.T) {
	s := newSite(t)
	s.at("2020-06-05T15:00")
	token, address := s.token(deputy), "/v1/inspections/"+visit+"/notes"
	text := strings.Repeat("长", 5000)
	const notes = 160 // times 15,000 bytes: more than a page holds
	for i := range notes {
		s.ok(token, http.MethodPost, address, jsonOf(t, map[string]string{"id": "n" + strings.Repeat("x", i), "text": text}), &v1.Note{})
	}
	var page, rest v1.ListNotesResponse
	s.ok(token, http.MethodGet, address+"?pageSize=500", "", &page)
	s.ok(token, http.MethodGet, address+"?pageSize=500&pageToken="+page.GetNextPageToken(), "", &rest)
	if size := proto.Size(&page); size > 3<<20 || len(page.GetNotes())+len(rest.GetNotes()) != notes || rest.GetNextPageToken() != "" {
		t.Errorf("a page of %d bytes with %d notes, and one with %d", size, len(page.GetNotes()), len(rest.GetNotes()))
	}
}

// A report is judged; returned, its original due date lives again.
func TestSubmission(t *testing.T) {
	s := newSite(t)
	s.at("2020-12-10T10:00")
	address := "/v1/campaigns/hangzhou-2020/submissions"
	report := `{"id":"report-1","duty":"group-report/g01/2020","title":"监督报告","text":"一、总体情况"}`
	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(deputy), http.MethodPost, address, report)
	var sent, again v1.Submission
	s.ok(s.token(convenor), http.MethodPost, address, report, &sent)
	s.ok(s.token(convenor), http.MethodPost, address, report, &again)
	if !proto.Equal(&sent, &again) || sent.GetState() != v1.Submission_SUBMITTED || sent.GetText() != "一、总体情况" {
		t.Errorf("sent twice, it reads %v, then %v", &sent, &again)
	}
	s.refused(http.StatusConflict, "ALREADY_EXISTS", s.token(convenor), http.MethodPost, address, strings.Replace(report, "一", "二", 1))

	var returned v1.Submission
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodPost, address+"/report-1:return", "{}")
	s.ok(s.token(staff), http.MethodPost, address+"/report-1:return", `{"reason":"缺少数据"}`, &returned)
	if returned.GetState() != v1.Submission_RETURNED || returned.GetReason() != "缺少数据" || returned.GetJudgedAt() == nil {
		t.Errorf("returned, it reads %v", &returned)
	}
	if due := s.duty(s.token(convenor), "group-report/g01/2020"); due.GetState() != v1.Duty_OPEN || due.GetLastDay() != "2020-12-31" {
		t.Errorf("its duty reads %v", due)
	}
	s.ok(s.token(convenor), http.MethodPost, address, strings.Replace(report, "report-1", "report-2", 1), &v1.Submission{})
	var accepted v1.Submission
	s.ok(s.token(staff), http.MethodPost, address+"/report-2:accept", "", &accepted)
	if accepted.GetState() != v1.Submission_ACCEPTED {
		t.Errorf("accepted, it reads %v", &accepted)
	}
	var list v1.ListSubmissionsResponse
	s.ok(s.token(staff), http.MethodGet, address+"?duty=group-report/g01/2020", "", &list)
	if len(list.GetSubmissions()) != 2 || list.GetSubmissions()[0].GetText() != "" {
		t.Errorf("listed, they read %v; texts belong to GetSubmission", &list)
	}
}

// toVote brings the campaign to its open poll, as its processes would.
func (s *site) toVote() (poll string) {
	s.t.Helper()
	s.at("2021-01-20T10:00")
	token := s.token(staff)
	s.ok(token, http.MethodPost, "/v1/campaigns/hangzhou-2020:advance", `{"phase":"EVALUATION","reason":"测试"}`, &v1.Campaign{})
	s.ok(token, http.MethodPost, "/v1/campaigns/hangzhou-2020:submitReports", `{"overrideReason":"测试"}`, &v1.Campaign{})
	s.ok(token, http.MethodPost, "/v1/campaigns/hangzhou-2020/submissions",
		`{"id":"minutes","duty":"deliberation/campaign/2020","title":"审议记录","text":"记录"}`, &v1.Submission{})
	if err := s.desk.CallVote(s.t.Context(), "hangzhou", hangzhou); err != nil {
		s.t.Fatal(err)
	}
	s.turn("OPEN")
	return "/v1/polls/hangzhou-2020.satisfaction-vote"
}

// turn takes the poll's next step, which its process would take.
func (s *site) turn(step string) {
	s.t.Helper()
	if err := s.desk.TurnPoll(s.t.Context(), "hangzhou", "hangzhou-2020.satisfaction-vote", supervision.PollStep(step)); err != nil {
		s.t.Fatal(err)
	}
}

func ballot(grade string, projects ...string) map[string]any {
	var choices []map[string]string
	for _, p := range projects {
		choices = append(choices, map[string]string{"project": p, "grade": grade})
	}
	return map[string]any{"choices": choices}
}

var allProjects = []string{"p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08", "p09", "p10"}

func TestPoll(t *testing.T) {
	s := newSite(t)
	s.refused(http.StatusBadRequest, "NOT_OPEN", s.token(member), http.MethodPost,
		"/v1/polls/hangzhou-2020.satisfaction-vote:cast", jsonOf(t, ballot("SATISFIED", allProjects...)))
	address := s.toVote()

	cast := func(seat string, body map[string]any) (int, []byte) {
		return s.rest(s.token(seat), http.MethodPost, address+":cast", jsonOf(t, body))
	}
	for name, body := range map[string]map[string]any{
		"one project missing":    ballot("SATISFIED", allProjects[1:]...),
		"one project twice":      ballot("SATISFIED", append([]string{"p01"}, allProjects...)...),
		"one project not listed": ballot("SATISFIED", append([]string{"p11"}, allProjects...)...),
		"no grade":               ballot("UNSPECIFIED", allProjects...),
	} {
		t.Run(name, func(*testing.T) {
			code, answer := cast(member, body)
			s.wantRefusal(http.StatusBadRequest, "INVALID_REQUEST", code, answer)
		})
	}
	for i, grade := range []string{"SATISFIED", "SATISFIED", "SATISFIED", "BASICALLY_SATISFIED", "ABSTAIN"} {
		if code, answer := cast(electors[i], ballot(grade, allProjects...)); code != http.StatusOK {
			t.Fatalf("%s: %d %s", electors[i], code, answer)
		}
	}
	code, answer := cast(member, ballot("DISSATISFIED", allProjects...))
	s.wantRefusal(http.StatusConflict, "ALREADY_VOTED", code, answer)

	var open, published v1.Poll
	s.ok(s.token(deputy), http.MethodGet, address, "", &open)
	if open.GetState() != v1.Poll_OPEN || open.GetMembers() != 5 || open.GetVoted() != 5 || len(open.GetResults()) != 0 ||
		open.GetRule().GetDenominator() != v1.VoteRule_FULL_MEMBERSHIP {
		t.Errorf("open, it reads %v", &open)
	}
	s.ok(s.token(staff), http.MethodPost, address+":close", `{"reason":"全部投完"}`, &v1.Poll{})
	s.turn("TALLY")
	s.ok(s.token(official), http.MethodGet, address, "", &published)
	first := published.GetResults()[0]
	if len(published.GetResults()) != 10 || first.GetSatisfied() != 3 || first.GetBasicallySatisfied() != 1 || first.GetAbstained() != 1 ||
		first.GetOutcome() != v1.BallotChoice_SATISFIED {
		t.Errorf("published, it reads %v", &published)
	}
}

var electors = []string{"sc-m1", "sc-m2", "sc-m3", "sc-m4", "sc-m5"}

func TestNotices(t *testing.T) {
	s := newSite(t)
	s.ok(s.token(staff), http.MethodPost, "/v1/campaigns/hangzhou-2020/duties/symposium/g01/2020:extend",
		`{"lastDay":"2020-06-04","reason":"会议改期"}`, &v1.Duty{})
	inbox := func(seat, filter string) (all []*v1.Notice) {
		var got v1.ListNoticesResponse
		s.ok(s.token(seat), http.MethodGet, "/v1/notices?"+filter, "", &got)
		return got.GetNotices()
	}
	mine := inbox(convenor, "campaign=hangzhou-2020&state=QUEUED")
	if len(mine) != 2 || mine[0].GetTo() != convenor || mine[0].GetText() == "" || mine[0].GetTextEn() == "" {
		t.Fatalf("the convenor's inbox holds %v", mine)
	}
	if got := inbox("g02-convenor", ""); len(got) != 0 {
		t.Errorf("another convenor's inbox holds %v", got)
	}
	if got := inbox(staff, ""); len(got) != 0 {
		t.Errorf("the office's own inbox holds %v", got)
	}
	if got := inbox(staff, "everybody=true"); len(got) != 2 {
		t.Errorf("everybody's notices are %v", got)
	}
	if got := inbox(convenor, "state=DELIVERED"); len(got) != 0 {
		t.Errorf("delivered are %v", got)
	}
	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(convenor), http.MethodGet, "/v1/notices?everybody=true", "")

	var me v1.WhoAmIResponse
	s.ok(s.token(official), http.MethodGet, "/v1/me", "", &me)
	if me.GetHost() != "hangzhou" || me.GetHostName() != "杭州市人大常委会" || len(me.GetSeats()) != 1 ||
		me.GetSeats()[0].GetRole() != v1.Seat_OFFICIAL || me.GetSeats()[0].GetOffice() != "u01" {
		t.Errorf("an official is %v", &me)
	}
}
