package api_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	v1 "duban/api/supervisionv1"
)

func (s *site) duty(token, id string) *v1.Duty {
	s.t.Helper()
	var d v1.Duty
	s.ok(token, http.MethodGet, "/v1/campaigns/"+hangzhou+"/duties/"+id, "", &d)
	return &d
}

// calls lists a duty's calls: when, what, and whether made or ahead.
func calls(d *v1.Duty) (all []string) {
	zone := time.FixedZone("Asia/Shanghai", 8*60*60)
	for _, c := range d.GetCalls() {
		all = append(all, c.GetAt().AsTime().In(zone).Format("01-02 15:04 ")+c.GetKind().String()+" "+c.GetMark().String()+" "+c.GetTo())
	}
	return all
}

// A duty's id holds slashes, in the address as in the body.
func TestDutyIsExtendedAndExcused(t *testing.T) {
	s := newSite(t)
	token, address := s.token(staff), "/v1/campaigns/"+hangzhou+"/duties/symposium/g01/2020"

	before := s.duty(token, "symposium/g01/2020")
	want := []string{
		"05-20 10:00 OPEN AHEAD g01-convenor", "05-24 09:00 REMIND AHEAD g01-convenor", "05-28 09:00 REMIND AHEAD g01-convenor",
		"05-30 09:00 REMIND AHEAD g01-convenor", "06-01 00:00 LAPSE AHEAD g01-convenor",
		"06-01 09:00 ESCALATE AHEAD office-staff", "06-04 09:00 ESCALATE AHEAD office-staff",
	}
	if got := calls(before); !slices.Equal(got, want) {
		t.Errorf("its calls are\n%q, want\n%q", got, want)
	}

	s.at("2020-05-29T10:00")
	var extended v1.Duty
	s.ok(token, http.MethodPost, address+":extend", `{"lastDay":"2020-06-04","reason":"会议改期"}`, &extended)
	want = []string{
		"05-20 10:00 OPEN MADE g01-convenor", "05-24 09:00 REMIND PASSED g01-convenor", "05-28 09:00 REMIND MADE g01-convenor",
		"06-01 09:00 REMIND AHEAD g01-convenor", "06-03 09:00 REMIND AHEAD g01-convenor", "06-05 00:00 LAPSE AHEAD g01-convenor",
		"06-05 09:00 ESCALATE AHEAD office-staff", "06-10 09:00 ESCALATE AHEAD office-staff",
	}
	if got := calls(&extended); !slices.Equal(got, want) || extended.GetLastDay() != "2020-06-04" || extended.GetReason() != "会议改期" {
		t.Errorf("extended, it reads %v with calls\n%q, want\n%q", &extended, got, want)
	}
	s.ok(token, http.MethodPost, address+":extend", `{"lastDay":"2020-06-04","reason":"会议改期"}`, &v1.Duty{})
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", token, http.MethodPost, address+":extend", `{"lastDay":"2020-06-01","reason":"x"}`)
	bad := s.refused(http.StatusBadRequest, "INVALID_REQUEST", token, http.MethodPost, address+":extend", `{"lastDay":"2020-06-31","reason":"x"}`)
	if len(bad) != 1 || bad[0].GetField() != "last_day" {
		t.Errorf("31 June is refused with %v", bad)
	}

	var excused v1.Duty
	s.ok(token, http.MethodPost, address+":excuse", `{"reason":"合并召开"}`, &excused)
	if excused.GetState() != v1.Duty_EXCUSED || excused.GetNextCallAt() != nil {
		t.Errorf("excused, it reads %v", &excused)
	}
	s.refused(http.StatusBadRequest, "ALREADY_DONE", token, http.MethodPost, address+":extend", `{"lastDay":"2020-07-01","reason":"x"}`)
}

func TestDutiesAreFiltered(t *testing.T) {
	s := newSite(t)
	ids := func(token, filter string) (all []string) {
		var got v1.ListDutiesResponse
		s.ok(token, http.MethodGet, "/v1/campaigns/"+hangzhou+"/duties?pageSize=500&"+filter, "", &got)
		for _, d := range got.GetDuties() {
			all = append(all, d.GetId())
		}
		return all
	}
	if all := ids(s.token(staff), ""); len(all) != 101 {
		t.Errorf("%d duties in all, want 101", len(all))
	}
	if got := ids(s.token(deputy), "mine=true"); !slices.Equal(got, []string{"supervision-week/g01/2020/g01-d1", "autumn-inspection/g01/2020/g01-d1"}) {
		t.Errorf("a deputy's own duties are %q", got)
	}
	if got := ids(s.token(staff), "states=BEFORE_TAKE_UP&dueBy=2020-04-30"); !slices.Equal(got, []string{"overall-plan/campaign/2020"}) {
		t.Errorf("over before the take-up, by the end of April: %q", got)
	}
	if got := ids(s.token(staff), "states=PROVEN&states=OVERDUE"); len(got) != 0 {
		t.Errorf("nothing is done yet, but there is %q", got)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodGet, "/v1/campaigns/"+hangzhou+"/duties?dueBy=2020-02-30", "")
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodGet, "/v1/campaigns/"+hangzhou+"/duties?states=LATE", "")
}

func TestAgendaIsInOrder(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	s.at("2020-05-29T10:00") // one duty is settled by a command, the others wait for the clock
	s.ok(token, http.MethodPost, "/v1/campaigns/"+hangzhou+"/duties/symposium/g01/2020:extend", `{"lastDay":"2020-06-04","reason":"x"}`, &v1.Duty{})
	var all, ahead v1.ListCallsResponse
	s.ok(token, http.MethodGet, "/v1/campaigns/"+hangzhou+"/agenda?pageSize=500", "", &all)
	s.ok(token, http.MethodGet, "/v1/campaigns/"+hangzhou+"/agenda?pageSize=500&ahead=true", "", &ahead)
	inOrder := func(a, b *v1.Call) int { return a.GetAt().AsTime().Compare(b.GetAt().AsTime()) }
	if !slices.IsSortedFunc(all.GetCalls(), inOrder) || !slices.IsSortedFunc(ahead.GetCalls(), inOrder) {
		t.Error("the calls are not in order")
	}
	isMade := func(c *v1.Call) bool { return c.GetMark() != v1.Call_AHEAD }
	if made := len(all.GetCalls()) - len(slices.DeleteFunc(all.GetCalls(), isMade)); made != 3 || slices.ContainsFunc(ahead.GetCalls(), isMade) {
		t.Errorf("%d are made, want 3, and none of those ahead", made)
	}
}
