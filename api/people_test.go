package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// appoint makes a seat in Hangzhou, as nobody who calls may, lets a new person into it and signs them in.
func (s *site) appoint(number, name, seat string, role supervision.Role) (token string) {
	s.t.Helper()
	makers := desk.Caller{Person: "system", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}, {Role: supervision.RoleSecurityAdmin}}}
	for _, do := range []func() error{
		func() error {
			return s.desk.SavePerson(s.t.Context(), makers, supervision.Person{ID: number, Name: name, Phone: "13900000000"})
		},
		func() error {
			return s.desk.SaveSeat(s.t.Context(), makers, supervision.Seat{ID: seat, Role: role, Title: seat}, "")
		},
		func() error {
			return s.desk.SeatPerson(s.t.Context(), makers, desk.Seating{Person: number, Seat: seat})
		},
	} {
		if err := do(); err != nil {
			s.t.Fatal(err)
		}
	}
	return s.token(seat)
}

func TestPeople_SavedSeatedAndRead(t *testing.T) {
	s := newSite(t)
	system := s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
	var p v1.Person
	s.ok(system, http.MethodPost, "/v1/people", `{"id":"0012","name":"陈国平","phone":"138 0000 0000"}`, &p)
	if p.GetId() != "hangzhou/0012" || p.GetPhone() != "138 0000 0000" || len(p.GetTerms()) != 0 {
		t.Errorf("%v", &p)
	}
	june := `{"seat":"g01-convenor","firstDay":"2020-06-01","lastDay":"2020-06-30"}`
	s.refused(http.StatusBadRequest, "NEEDS_SUCCESSOR", system, http.MethodPost, "/v1/people/hangzhou/0012:seat", june)
	s.ok(system, http.MethodPost, "/v1/people/a1:seat", `{"seat":"g01-convenor","firstDay":"2020-07-01"}`, &v1.Person{})
	s.ok(system, http.MethodPost, "/v1/people/hangzhou/0012:seat", june, &p)
	if len(p.GetTerms()) != 1 || p.GetTerms()[0].GetRole() != v1.Seat_DEPUTY || p.GetTerms()[0].GetTo().AsTime().Format("01-02 15") != "06-30 16" {
		t.Errorf("%v", &p)
	}
	p = v1.Person{}
	s.ok(s.token(deputy), http.MethodGet, "/v1/people/0012", "", &p)
	if p.GetName() != "陈国平" || p.GetPhone() != "" {
		t.Errorf("a deputy reads %v", &p)
	}
	s.refused(http.StatusConflict, "ALREADY_EXISTS", system, http.MethodPost, "/v1/people/a1:seat", `{"seat":"g01-convenor","firstDay":"2020-06-30"}`)
	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(staff), http.MethodPost, "/v1/people", `{"id":"0012","name":"陈国平"}`)
	s.refused(http.StatusForbidden, "NOT_ALLOWED", system, http.MethodPost, "/v1/people/0012:seat", `{"seat":"system-admin"}`)
	s.refused(http.StatusNotFound, "NOT_FOUND", system, http.MethodPost, "/v1/people", `{"id":"shili/0012","name":"陈国平"}`)
	for _, bad := range []string{`{"id":"a b","name":"x"}`, `{"id":"0014","name":" "}`, `{"id":"0014","name":"x","phone":"=1+1"}`, `{"id":"a/b/c","name":"x"}`} {
		s.refused(http.StatusBadRequest, "INVALID_REQUEST", system, http.MethodPost, "/v1/people", bad)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", system, http.MethodPost, "/v1/people/0012:seat", `{"seat":"g01-d1","firstDay":"2020-06-31"}`)
}

func TestPeople_PageByPage(t *testing.T) {
	s := newSite(t)
	token := s.token(member)
	var names []string
	for page := ""; ; {
		var got v1.ListPeopleResponse
		s.ok(token, http.MethodGet, "/v1/people?role=DEPUTY&pageSize=7&pageToken="+page, "", &got)
		for _, p := range got.GetPeople() {
			names = append(names, p.GetName())
			if !p.GetStandIn() || p.GetTerms()[0].GetTitle() != p.GetName() {
				t.Errorf("%v is no stand-in", p)
			}
		}
		if page = got.GetNextPageToken(); page == "" {
			break
		}
	}
	if len(names) < 20 || !strings.HasPrefix(names[0], "第八") { // bā comes first
		t.Errorf("%d: %v", len(names), names)
	}
}

func TestOffices_SavedAndRead(t *testing.T) {
	s := newSite(t)
	system := s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
	var o v1.OfficeView
	s.ok(system, http.MethodPost, "/v1/offices", `{"id":"law","name":"法工委","kind":"WORKING_COMMITTEE","parent":"office","headApproves":true}`, &o)
	if o.GetParent() != "office" || !o.GetHeadApproves() {
		t.Errorf("%v", &o)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", system, http.MethodPost, "/v1/offices", `{"id":"law","name":"法工委","kind":"WORKING_COMMITTEE","parent":"law"}`)
	var seat v1.SeatView
	s.ok(system, http.MethodPost, "/v1/seats", `{"id":"law-1","office":"law","role":"STAFF","title":"法工委经办人","part":"LIAISON"}`, &seat)
	var seats v1.ListSeatsResponse
	s.ok(s.token(deputy), http.MethodGet, "/v1/seats?office=law", "", &seats)
	if len(seats.GetSeats()) != 1 || seats.GetSeats()[0].GetPart() != v1.SeatView_LIAISON || seats.GetSeats()[0].GetPerson() != "" {
		t.Errorf("%v", &seats)
	}
	s.refused(http.StatusForbidden, "NOT_ALLOWED", system, http.MethodPost, "/v1/seats", `{"id":"x","role":"AUDITOR","title":"x"}`)
	var offices v1.ListOfficesResponse
	s.ok(s.token(official), http.MethodGet, "/v1/offices?pageSize=500", "", &offices)
	if len(offices.GetOffices()) < 10 {
		t.Errorf("%d offices", len(offices.GetOffices()))
	}
}

func TestHost_PlacedAndRead(t *testing.T) {
	s := newSite(t)
	s.launch("shili", copyOf(t, "shili-2020", "shili"))
	system := s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
	var got v1.GetHostResponse
	s.ok(system, http.MethodPost, "/v1/hosts/hangzhou:place", `{"parent":"shili"}`, &got)
	if got.GetHost().GetParent() != "shili" || len(got.GetAbove()) != 1 || got.GetHost().GetLevel() != v1.Host_CITY {
		t.Errorf("%v", &got)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", system, http.MethodPost, "/v1/hosts/hangzhou:place", `{"parent":"hangzhou"}`)
	var below v1.ListHostsResponse
	s.ok(s.tokenIn("shili", staff), http.MethodGet, "/v1/hosts", "", &below)
	if len(below.GetHosts()) != 1 || below.GetHosts()[0].GetId() != "hangzhou" {
		t.Errorf("%v", &below)
	}
}

// A session is looked up with its seats at every call: the predecessor's is of no use from the moment of the handover.
func TestEndTerm_TheSessionIsOfNoUseAtOnce(t *testing.T) {
	s := newSite(t)
	system := s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
	s.ok(system, http.MethodPost, "/v1/people", `{"id":"0012","name":"陈国平"}`, &v1.Person{})
	predecessor := s.token(convenor)
	s.ok(predecessor, http.MethodGet, "/v1/campaigns/hangzhou-2020", "", &v1.Campaign{})
	const leave = "/v1/people/g01-convenor:endTerm"
	s.refused(http.StatusBadRequest, "NEEDS_SUCCESSOR", system, http.MethodPost, leave, `{}`)
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", system, http.MethodPost, leave, `{"lastDay":"2020-05-18"}`)
	s.ok(predecessor, http.MethodGet, "/v1/campaigns/hangzhou-2020", "", &v1.Campaign{})
	var p v1.Person
	s.ok(system, http.MethodPost, leave, `{"successors":[{"seat":"g01-convenor","person":"0012"}]}`, &p)
	if len(p.GetTerms()) != 1 || p.GetTerms()[0].GetTo() == nil {
		t.Errorf("%v", &p)
	}
	s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", predecessor, http.MethodGet, "/v1/campaigns/hangzhou-2020", "")
	s.ok(s.token(convenor), http.MethodGet, "/v1/campaigns/hangzhou-2020", "", &v1.Campaign{})
	var empty v1.ListVacanciesResponse
	s.ok(s.token(staff), http.MethodGet, "/v1/campaigns/hangzhou-2020/vacancies", "", &empty)
	if len(empty.GetVacancies()) != 0 {
		t.Errorf("%v", &empty)
	}
}

func TestPersonalData_ExportedPageByPageAndReduced(t *testing.T) {
	s := newSite(t)
	system := s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
	s.ok(system, http.MethodPost, "/v1/people", `{"id":"0012","name":"陈国平","phone":"13800000000"}`, &v1.Person{})
	s.ok(system, http.MethodPost, "/v1/people", `{"id":"0012","name":"陈国平","phone":"13900000000"}`, &v1.Person{})
	s.ok(system, http.MethodPost, "/v1/people", `{"id":"0013","name":"周小梅"}`, &v1.Person{})
	s.ok(system, http.MethodPost, "/v1/people/0013:seat", `{"seat":"g01-d1","firstDay":"2020-06-01"}`, &v1.Person{})
	s.ok(system, http.MethodPost, "/v1/people/0012:seat", `{"seat":"g01-d1","lastDay":"2020-05-31"}`, &v1.Person{})
	own := s.token("g01-d1")
	var facts []*v1.PersonalFact
	for page := ""; ; {
		var got v1.ExportPersonResponse
		s.ok(own, http.MethodGet, "/v1/people/hangzhou/0012:export?pageSize=1&pageToken="+page, "", &got)
		facts = append(facts, got.GetFacts()...)
		if got.GetPerson().GetPhone() != "13900000000" || len(got.GetPerson().GetTerms()) != 1 {
			t.Errorf("%v", got.GetPerson())
		}
		if page = got.GetNextPageToken(); page == "" {
			break
		}
	}
	if len(facts) < 4 || !slices.ContainsFunc(facts, func(f *v1.PersonalFact) bool {
		return f.GetKind() == v1.PersonalFact_ENTRY && strings.Contains(f.GetText(), "13800000000")
	}) {
		t.Errorf("%v", facts)
	}
	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(staff), http.MethodGet, "/v1/people/0012:export", "")
	s.refused(http.StatusBadRequest, "WRONG_STATE", system, http.MethodPost, "/v1/people/0012:reduce", `{"reason":"本人要求"}`)
	s.at("2020-06-01T00:00")
	system = s.token("system-admin")
	var p v1.Person
	s.ok(system, http.MethodPost, "/v1/people/0012:reduce", `{"reason":"本人要求"}`, &p)
	if p.GetName() == "陈国平" || p.GetPhone() != "" {
		t.Errorf("%v", &p)
	}
}
