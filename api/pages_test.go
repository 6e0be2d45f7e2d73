package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"duban/api"
	v1 "duban/api/supervisionv1"
)

// page asks for one page of a list and returns its rows, as text, and the token of the next.
func (s *site) page(token, address, next string) (rows []string, after string) {
	s.t.Helper()
	if next != "" {
		address += "&pageToken=" + url.QueryEscape(next)
	}
	code, answer := s.rest(token, http.MethodGet, address, "")
	if code != http.StatusOK {
		s.t.Fatalf("%s: %d %s", address, code, answer)
	}
	body := dynamicpb.NewMessage(s.listAt(address))
	if err := protojson.Unmarshal(answer, body); err != nil {
		s.t.Fatal(err)
	}
	items := body.Get(body.Descriptor().Fields().ByNumber(1)).List()
	for i := range items.Len() {
		rows = append(rows, prototext(items.Get(i).Message()))
	}
	return rows, body.Get(body.Descriptor().Fields().ByName("next_page_token")).String()
}

func prototext(m protoreflect.Message) string {
	text, _ := proto.MarshalOptions{Deterministic: true}.Marshal(m.Interface())
	return string(text)
}

// listAt is the answer that a list gives at an address.
func (s *site) listAt(address string) protoreflect.MessageDescriptor {
	lists := map[string]proto.Message{
		"/campaigns": &v1.ListCampaignsResponse{}, "/duties": &v1.ListDutiesResponse{}, "/agenda": &v1.ListCallsResponse{},
		"/projects": &v1.ListProjectsResponse{}, "/groups": &v1.ListGroupsResponse{}, "/inspections": &v1.ListInspectionsResponse{},
		"/notes": &v1.ListNotesResponse{}, "/submissions": &v1.ListSubmissionsResponse{}, "/polls": &v1.ListPollsResponse{},
		"/notices": &v1.ListNoticesResponse{}, "/quotas": &v1.ListQuotasResponse{},
	}
	route, _, _ := strings.Cut(address, "?")
	list := lists[route[strings.LastIndexByte(route, '/'):]]
	if list == nil {
		s.t.Fatalf("no list at %s", address)
	}
	return list.ProtoReflect().Descriptor()
}

// walk reads a list to its end, a page at a time.
func (s *site) walk(token, address string, size int) (all []string) {
	s.t.Helper()
	for next, more := "", true; more; more = next != "" {
		var rows []string
		rows, next = s.page(token, fmt.Sprintf("%s%spageSize=%d", address, joint(address), size), next)
		if len(rows) > size || next != "" && len(rows) < size {
			s.t.Fatalf("%s: a page of %d rows, want %d", address, len(rows), size)
		}
		all = append(all, rows...)
	}
	return all
}

func joint(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}

// populate puts something into every list.
func (s *site) populate() {
	s.t.Helper()
	s.create(s.token(staff), copyOf(s.t, "second", "hangzhou"))
	s.create(s.token(staff), copyOf(s.t, "third", "hangzhou"))
	s.at("2020-06-02T10:00")
	for _, seat := range []string{"g01-d1", "g01-d2", convenor} {
		for i := range 3 {
			body := jsonOf(s.t, map[string]string{"id": fmt.Sprintf("%s-%d", seat, i), "text": "记录"})
			s.ok(s.token(seat), http.MethodPost, "/v1/inspections/"+visit+"/notes", body, &v1.Note{})
		}
	}
	for _, group := range []string{"g01", "g02", "g03", "g04", "g05"} {
		body := jsonOf(s.t, map[string]string{"id": "record-" + group, "duty": "symposium/" + group + "/2020", "title": "座谈会", "text": "记录"})
		s.ok(s.token(group+"-convenor"), http.MethodPost, "/v1/campaigns/hangzhou-2020/submissions", body, &v1.Submission{})
	}
	for _, group := range []string{"g01", "g02", "g03"} {
		address := "/v1/campaigns/hangzhou-2020/duties/group-report/" + group + "/2020:extend"
		s.ok(s.token(staff), http.MethodPost, address, `{"lastDay":"2021-01-05","reason":"x"}`, &v1.Duty{})
	}
}

func TestPagesMakeTheWholeList(t *testing.T) {
	s := newSite(t)
	s.populate()
	for address, least := range map[string]int{
		"/v1/campaigns":                      3,
		"/v1/campaigns/hangzhou-2020/duties": 101,
		"/v1/campaigns/hangzhou-2020/duties?states=WAITING&states=PROVEN": 80,
		"/v1/campaigns/hangzhou-2020/agenda":                              400,
		"/v1/campaigns/hangzhou-2020/agenda?ahead=true":                   400,
		"/v1/campaigns/hangzhou-2020/projects":                            10,
		"/v1/campaigns/hangzhou-2020/groups":                              10,
		"/v1/campaigns/hangzhou-2020/inspections":                         20,
		"/v1/inspections/" + visit + "/notes":                             9,
		"/v1/campaigns/hangzhou-2020/submissions":                         5,
		"/v1/campaigns/hangzhou-2020/polls":                               1,
		"/v1/notices?everybody=true":                                      6,
		"/v1/notices":                                                     0,
	} {
		token := s.token(staff)
		whole := s.walk(token, address, 500)
		if len(whole) < least {
			t.Errorf("%s: %d rows, want at least %d", address, len(whole), least)
		}
		for _, size := range []int{3, 40} {
			if parts := s.walk(token, address, size); !slices.Equal(parts, whole) {
				t.Errorf("%s: pages of %d make %d rows, not the same as the whole list's %d", address, size, len(parts), len(whole))
			}
		}
	}
}

func TestPageHasFiftyRowsUnlessAsked(t *testing.T) {
	s := newSite(t)
	rows, next := s.page(s.token(staff), "/v1/campaigns/hangzhou-2020/duties?", "")
	if len(rows) != 50 || next == "" {
		t.Errorf("%d rows and token %q", len(rows), next)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodGet, "/v1/campaigns/hangzhou-2020/duties?pageSize=501", "")
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodGet, "/v1/campaigns/hangzhou-2020/duties?pageSize=-1", "")
}

// A list that grows while it is read shows every row that was there, once.
func TestPagesOfGrowingList(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	s.create(token, copyOf(t, "a-first", "hangzhou"))
	_, next := s.page(token, "/v1/campaigns?pageSize=1", "")
	s.at("2020-05-21T10:00")
	s.create(token, copyOf(t, "b-second", "hangzhou"))
	rows, next := s.page(token, "/v1/campaigns?pageSize=1", next)
	if len(rows) != 1 || !strings.Contains(rows[0], hangzhou) || next != "" {
		t.Errorf("the second page holds %q", rows)
	}
}

func TestPageTokenIsBound(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	const duties = "/v1/campaigns/hangzhou-2020/duties?mine=false&pageSize=5"
	_, good := s.page(token, duties, "")
	if rows, _ := s.page(token, "/v1/campaigns/hangzhou-2020/duties?pageSize=9", good); len(rows) != 9 {
		t.Errorf("another size gives %d rows", len(rows))
	}
	s.launch("shili", copyOf(t, "shili-2020", "shili"))
	s.create(token, copyOf(t, "second", "hangzhou"))
	for name, c := range map[string]struct{ token, address, page string }{
		"of another filter":   {token, "/v1/campaigns/hangzhou-2020/duties?mine=true", good},
		"of another campaign": {token, "/v1/campaigns/second/duties?", good},
		"of another list":     {token, "/v1/campaigns/hangzhou-2020/inspections?", good},
		"of another person":   {s.token(deputy), duties, good},
		"of another host":     {s.tokenIn("shili", staff), duties, good},
		"with another end":    {token, duties, good[:len(good)-2] + "AA"},
		"with another seal":   {token, duties, "AAAA" + good[4:]},
		"cut short":           {token, duties, good[:10]},
		"no token at all":     {token, duties, "第二页"},
	} {
		t.Run(name, func(*testing.T) {
			address := c.address + "&pageToken=" + url.QueryEscape(c.page)
			s.refused(http.StatusBadRequest, "BAD_PAGE_TOKEN", c.token, http.MethodGet, address, "")
		})
	}
}

// Another process of the installation, with the same key, takes the same tokens.
func TestPageTokenOutlivesProcess(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	_, next := s.page(token, "/v1/campaigns/hangzhou-2020/duties?pageSize=5", "")
	want, _ := s.page(token, "/v1/campaigns/hangzhou-2020/duties?pageSize=5", next)
	s.serve(api.Options{})
	if got, _ := s.page(token, "/v1/campaigns/hangzhou-2020/duties?pageSize=5", next); !slices.Equal(got, want) {
		t.Error("after a restart the next page is another")
	}
}
