package console

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"google.golang.org/protobuf/proto"

	v1 "duban/api/supervisionv1"
)

func (c *congress) GetHost(context.Context, *v1.GetHostRequest) (*v1.GetHostResponse, error) {
	return &v1.GetHostResponse{
		Host:  &v1.HostView{Id: "shili", Name: "示例市人大常委会", Kind: v1.Host_CONGRESS, Level: v1.Host_CITY, Parent: "sheng"},
		Above: []*v1.HostView{{Id: "sheng", Name: "示例省人大常委会"}},
	}, nil
}

func (c *congress) ListHosts(context.Context, *v1.ListHostsRequest) (*v1.ListHostsResponse, error) {
	return &v1.ListHostsResponse{Hosts: []*v1.HostView{{Id: "qu", Name: "示例区人大常委会", Parent: "shili"}}}, nil
}

func (c *congress) ListOffices(_ context.Context, q *v1.ListOfficesRequest) (*v1.ListOfficesResponse, error) {
	page, next := cut([]*v1.OfficeView{
		{Id: "office", Name: "市人大常委会办公厅", Kind: v1.Office_GENERAL_OFFICE},
		{Id: "unit-3", Name: "市民政局", Kind: v1.Office_RESPONSIBLE_UNIT, Parent: "gov", HeadApproves: true},
	}, q.PageToken, q.PageSize)
	return &v1.ListOfficesResponse{Offices: page, NextPageToken: next}, nil
}

func (c *congress) ListSeats(_ context.Context, q *v1.ListSeatsRequest) (*v1.ListSeatsResponse, error) {
	if q.Office == "empty" {
		return &v1.ListSeatsResponse{}, nil
	}
	return &v1.ListSeatsResponse{Seats: []*v1.SeatView{
		{Id: "unit-3-head", Office: "unit-3", OfficeName: "市民政局", Role: v1.Seat_OFFICIAL, Title: "市民政局局长", Part: v1.SeatView_HEAD},
		{Id: "unit-3", Office: "unit-3", OfficeName: "市民政局", Role: v1.Seat_OFFICIAL, Title: "市民政局联络员", Part: v1.SeatView_LIAISON, Person: "shili/7", PersonName: "联络员丙"},
	}}, nil
}

func (c *congress) SaveSeat(_ context.Context, q *v1.SaveSeatRequest) (*v1.SeatView, error) {
	c.saved = append(c.saved, q)
	return &v1.SeatView{}, nil
}

func (c *congress) SaveOffice(_ context.Context, q *v1.SaveOfficeRequest) (*v1.OfficeView, error) {
	c.saved = append(c.saved, q)
	return &v1.OfficeView{}, nil
}

func (c *congress) PlaceHost(_ context.Context, q *v1.PlaceHostRequest) (*v1.GetHostResponse, error) {
	c.saved = append(c.saved, q)
	return &v1.GetHostResponse{}, nil
}

func (c *congress) ListVacancies(_ context.Context, q *v1.ListVacanciesRequest) (*v1.ListVacanciesResponse, error) {
	if q.Campaign != cityID {
		return &v1.ListVacanciesResponse{}, nil
	}
	return &v1.ListVacanciesResponse{Vacancies: []*v1.Vacancy{
		{Seat: "g05-convenor", Title: "第五监督小组召集人", Duties: 3, NextDay: "2026-09-30", Since: at(9, 1, 0)},
	}}, nil
}

func TestOfficesPage(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get("/offices", as("deputy-token")), http.StatusOK)
	s.says(page, "市民政局", "责任单位", "文件由负责人审核后报送", "示例省人大常委会", "示例区人大常委会", `href="/seats?office=unit-3"`)
	s.silent(page, `action="/offices"`, `action="/host"`)
	s.says(s.page(s.get("/offices", as("admin-token"), english), http.StatusOK), `action="/offices"`, `action="/host"`, "General office")
}

func TestSeatsPage(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get("/seats?office=unit-3", as("deputy-token")), http.StatusOK)
	s.says(page, "席位：市民政局", "联络员丙", "空缺", "市民政局局长", "负责人")
	s.silent(page, `action="/seats"`)
	s.says(s.page(s.get("/seats?office=empty", as("admin-token")), http.StatusOK), "这里没有席位", `action="/seats"`, `value="DEPUTY"`)
	s.silent(s.page(s.get("/seats", as("admin-token")), http.StatusOK), `value="AUDITOR"`)
}

// What is written on the forms is what the services are asked.
func TestOfficesAndSeatsAreSaved(t *testing.T) {
	s := newSite(t)
	for path, form := range map[string]url.Values{
		"/offices": {"id": {"law"}, "name": {"法工委"}, "kind": {"WORKING_COMMITTEE"}, "parent": {"sc"}, "head_approves": {"yes"}},
		"/seats":   {"id": {"law-1"}, "office": {"law"}, "role": {"STAFF"}, "title": {"法工委经办人"}, "part": {"LIAISON"}},
		"/host":    {"id": {"shili"}, "parent": {"sheng"}},
	} {
		answer := s.post(path, form, as("admin-token"))
		if answer.Code != http.StatusSeeOther {
			t.Errorf("%s: %d %s", path, answer.Code, answer.Body)
		}
	}
	for _, want := range []proto.Message{
		&v1.SaveOfficeRequest{Id: "law", Name: "法工委", Kind: v1.Office_WORKING_COMMITTEE, Parent: "sc", HeadApproves: true},
		&v1.SaveSeatRequest{Id: "law-1", Office: "law", Role: v1.Seat_STAFF, Title: "法工委经办人", Part: v1.SeatView_LIAISON},
		&v1.PlaceHostRequest{Id: "shili", Parent: "sheng"},
	} {
		s.asked(want)
	}
	s.says(s.page(s.get("/seats?office=law&done=yes", as("admin-token")), http.StatusOK), "已保存。")
}

// asked asserts that a service was asked for something.
func (s *site) asked(want proto.Message) {
	s.t.Helper()
	for _, got := range s.congress.saved {
		if proto.Equal(got, want) {
			return
		}
	}
	s.t.Errorf("nobody asked for %v, but for %v", want, s.congress.saved)
}

// Staff are told of the seats that stand empty; others are not.
func TestVacanciesAreForStaff(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get("/campaigns/"+cityID, as("staff-token")), http.StatusOK),
		"空缺席位", "第五监督小组召集人", "3 项任务未办结", "2026年9月1日 00:00起空缺", "最早于2026年9月30日到期")
	s.silent(s.page(s.get("/campaigns/"+cityID, as("deputy-token")), http.StatusOK), "空缺席位")
}
