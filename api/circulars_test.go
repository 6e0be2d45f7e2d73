package api_test

import (
	"net/http"
	"testing"

	"google.golang.org/protobuf/testing/protocmp"

	"github.com/google/go-cmp/cmp"

	v1 "duban/api/supervisionv1"
)

// Staff read a month's circular, at whose foot stands the head that everybody can read.
func TestCircular(t *testing.T) {
	s := newSite(t)
	s.at("2020-06-11T09:30")
	head := s.seal(s.token(official))
	var got v1.Circular
	s.ok(s.token(staff), http.MethodGet, "/v1/circulars/2020-06", "", &got)
	if diff := cmp.Diff(head, got.GetHead(), protocmp.Transform()); diff != "" || head.GetSize() == 0 {
		t.Errorf("the head at the foot (-want +got):\n%s", diff)
	}
	if got.GetMonth() != "2020-06" || !got.GetToDate() || got.GetLastDay() != "2020-06-10" || got.GetTimeZone() != "Asia/Shanghai" || got.GetHostName() == "" {
		t.Errorf("the circular is %v", &got)
	}
	m := got.GetCampaigns()[0]
	if len(got.GetCampaigns()) != 1 || m.GetId() != hangzhou || m.GetDue() != 30 || m.GetOverdue() != 30 || m.GetUnnamed() != 10 || len(m.GetArrears()) != 20 {
		t.Errorf("of the campaign it tells %v", m)
	}
}

func TestCircularOfNoMonth(t *testing.T) {
	s := newSite(t)
	for _, month := range []string{"2020-13", "2020-5", "202x-05", "2020-05-01"} {
		s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodGet, "/v1/circulars/"+month, "")
	}
	s.refused(http.StatusBadRequest, "NOT_OPEN", s.token(staff), http.MethodGet, "/v1/circulars/2020-06", "")
}
