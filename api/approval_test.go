package api_test

import (
	"net/http"
	"testing"

	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

// A unit's liaison drafts, its head approves: over REST, from the system administrator's word that it is so to the duty.
func TestApproval_FromTheLiaisonThroughTheHead(t *testing.T) {
	s := newSite(t)
	const liaison, papers = "gov-official", "/v1/campaigns/hangzhou-2020/submissions"
	system := s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
	s.ok(system, http.MethodPost, "/v1/seats", `{"id":"gov-head","office":"gov","role":"OFFICIAL","title":"市政府办公厅主任","part":"HEAD"}`, &v1.SeatView{})
	s.ok(system, http.MethodPost, "/v1/offices", `{"id":"gov","name":"市政府","kind":"GOVERNMENT","headApproves":true}`, &v1.OfficeView{})
	s.ok(system, http.MethodPost, "/v1/people", `{"id":"h1","name":"方明"}`, &v1.Person{})
	s.ok(system, http.MethodPost, "/v1/people/h1:seat", `{"seat":"gov-head"}`, &v1.Person{})
	s.at("2020-12-10T10:00")
	writer, head, office := s.token(liaison), s.token("gov-head"), s.token(staff)

	var p v1.Submission
	draft := `{"id":"r1","duty":"completion-report/campaign/2020","title":"完成情况报告","text":"全文"}`
	s.ok(writer, http.MethodPost, papers, draft, &p)
	if p.GetState() != v1.Submission_DRAFTED || p.GetMayApprove() {
		t.Errorf("the liaison sees %v", &p)
	}
	s.refused(http.StatusNotFound, "NOT_FOUND", office, http.MethodGet, papers+"/r1", "")
	s.refused(http.StatusForbidden, "NOT_ALLOWED", writer, http.MethodPost, papers+"/r1:approve", `{}`)
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", head, http.MethodPost, papers+"/r1:sendBack", `{}`)
	s.ok(head, http.MethodGet, papers+"/r1", "", &p)
	if !p.GetMayApprove() || p.GetText() != "全文" {
		t.Errorf("the head sees %v", &p)
	}
	s.at("2020-12-11T09:00")
	s.ok(head, http.MethodPost, papers+"/r1:approve", `{}`, &p)
	var d v1.Duty
	s.ok(office, http.MethodGet, "/v1/campaigns/hangzhou-2020/duties/completion-report/campaign/2020", "", &d)
	if p.GetState() != v1.Submission_SUBMITTED || d.GetState() != v1.Duty_PROVEN || !d.GetProvenAt().AsTime().Equal(p.GetApprovedAt().AsTime()) {
		t.Errorf("approved: %v\n%v", &p, &d)
	}
	s.refused(http.StatusBadRequest, "ALREADY_DONE", head, http.MethodPost, papers+"/r1:sendBack", `{"reason":"重写"}`)
	s.ok(office, http.MethodPost, papers+"/r1:accept", `{}`, &p)
}
