package api_test

import (
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	v1 "duban/api/supervisionv1"
)

// counting are the rpcs, and the beginnings of the pages, that count what everybody in the congress has ever done: how long
// the record is says nothing of what stands in it.
const counting = "GetRecordHead"

var countingPages = regexp.MustCompile(`^/(record|static|signin|language)`)

// personal is what ends a page where a session stands, which is named at random.
const personal = "ExportPerson"

// survey asks everything that can be read, by every rpc and page, and answers what it was told by what it asked.
func (s *site) survey(token string, things map[string]string) map[string]string {
	s.t.Helper()
	answers := map[string]string{}
	for _, m := range everyRPC(s.t) {
		if !reads(m) || m.Name() == counting {
			continue
		}
		for _, ask := range asks(m, things) {
			s.listen(token, m, ask, answers)
		}
	}
	s.crawl(token, things, answers)
	return answers
}

// reads reports whether an rpc only reads, and is for whoever has signed in.
func reads(m protoreflect.MethodDescriptor) bool {
	rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	return rule.GetGet() != "" && !accessOf(m).GetOpen()
}

// asks are the requests of the model, and of duties and visits one for each name.
func asks(m protoreflect.MethodDescriptor, things map[string]string) (all []*dynamicpb.Message) {
	for _, r := range model {
		if r.rpc == string(m.Name()) {
			all = append(all, cell{rule: r, method: m}.request(things))
		}
	}
	ids := map[string]string{"GetDuty": "duties", "GetInspection": "visits", "ListNotes": "visits"}[string(m.Name())]
	for id := range strings.FieldsSeq(things[ids]) {
		filled := maps.Clone(things)
		filled["duty"], filled["visit"] = id, id
		for _, r := range model {
			if r.rpc == string(m.Name()) {
				all = append(all, cell{rule: r, method: m}.request(filled))
			}
		}
	}
	return all
}

// listen asks once, or page by page to the end.
func (s *site) listen(token string, m protoreflect.MethodDescriptor, ask *dynamicpb.Message, answers map[string]string) {
	s.t.Helper()
	size, page := ask.Descriptor().Fields().ByName("page_size"), ask.Descriptor().Fields().ByName("page_token")
	if size != nil && m.Name() != personal {
		ask.Set(size, protoreflect.ValueOfInt32(3))
	}
	for {
		answer := dynamicpb.NewMessage(m.Output())
		got := status.Convert(s.conn.Invoke(s.as(token), path(m), ask, answer))
		answers[string(m.Name())+" "+protojson.Format(ask)] = plainly(fmt.Sprintf("%s %s %s", got.Code(), got.Message(), protojson.Format(answer)))
		next := m.Output().Fields().ByName("next_page_token")
		if page == nil || next == nil || answer.Get(next).String() == "" {
			return
		}
		ask = proto.CloneOf(ask)
		ask.Set(page, answer.Get(next))
	}
}

var (
	drawn = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`) // of sessions at random, of notices from what they say
	hrefs = regexp.MustCompile(`(?:href|action)="(/[^"#]*)`)
)

func plainly(answer string) string { return drawn.ReplaceAllString(answer, "(drawn)") }

// crawl opens the pages of the model and follows every link.
func (s *site) crawl(token string, things map[string]string, answers map[string]string) {
	s.t.Helper()
	waiting := []string{"/"}
	for _, r := range model {
		if address, ok := strings.CutPrefix(r.page, "GET "); ok {
			waiting = append(waiting, filled(address, things))
		}
	}
	for len(waiting) > 0 {
		address := waiting[0]
		waiting = waiting[1:]
		key := "page " + plainly(address)
		if _, seen := answers[key]; seen || countingPages.MatchString(address) {
			continue
		}
		answer := s.open(token, address)
		answers[key] = plainly(answer)
		for _, link := range hrefs.FindAllStringSubmatch(answer, -1) {
			waiting = append(waiting, html.UnescapeString(link[1]))
		}
		if len(answers) > 3000 {
			s.t.Fatalf("the pages have no end: %s", address)
		}
	}
}

// open reads a page as a browser does, without following redirections.
func (s *site) open(token, address string) string {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+address, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "duban_session", Value: token})
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprintf("%d %s %s", resp.StatusCode, resp.Header.Get("Location"), body)
}

// unlike names what two were told differently, and what only one of them asked.
func unlike(a, b map[string]string) (asked []string) {
	for ask := range a {
		if answer, also := b[ask]; !also || answer != a[ask] {
			asked = append(asked, ask)
		}
	}
	for ask := range b {
		if _, also := a[ask]; !also {
			asked = append(asked, ask)
		}
	}
	slices.Sort(asked)
	return asked
}

// telling names the questions whose answers hold a word that was not in the question.
func telling(answers map[string]string, word string) (asked []string) {
	for ask, answer := range answers {
		if strings.Contains(answer, word) && !strings.Contains(ask, word) {
			asked = append(asked, ask)
		}
	}
	slices.Sort(asked)
	return asked
}

// everyID lists, for staff, the ids of a campaign's duties and visits, with blanks between them.
func (s *site) everyID(token, campaign string) (duties, visits string) {
	s.t.Helper()
	d, err := v1.NewCampaignServiceClient(s.conn).ListDuties(s.as(token), &v1.ListDutiesRequest{Campaign: campaign, PageSize: 500})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, duty := range d.GetDuties() {
		duties += duty.GetId() + " "
	}
	i, err := v1.NewInspectionServiceClient(s.conn).ListInspections(s.as(token), &v1.ListInspectionsRequest{Campaign: campaign, PageSize: 500})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, visit := range i.GetInspections() {
		visits += visit.GetId() + " "
	}
	return duties, visits
}
