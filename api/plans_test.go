package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	v1 "duban/api/supervisionv1"
	"duban/internal/documents"
	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// rehearsal asks for one over REST.
func (s *site) rehearsal(token string, request map[string]any) *v1.Rehearsal {
	s.t.Helper()
	var m v1.Rehearsal
	s.ok(token, http.MethodPost, "/v1/plans:rehearse", jsonOf(s.t, request), &m)
	return &m
}

// Every plan that comes with the program is rehearsed over REST as by the command line: the same keys in the same order,
// the same values. What is absent over REST, the command line writes as null.
func TestShippedPlansAreRehearsed(t *testing.T) {
	s := newSite(t)
	for _, name := range plans.Names() {
		source, _ := plans.Source(name)
		code, answer := s.rest(s.token(deputy), http.MethodPost, "/v1/plans:rehearse", jsonOf(t, map[string]string{"yaml": string(source)}))
		if code != http.StatusOK {
			t.Fatalf("%s: %d %.300s", name, code, answer)
		}
		var rest, written bytes.Buffer
		if err := json.Compact(&rest, answer); err != nil {
			t.Fatal(err)
		}
		if err := json.Compact(&written, writtenHere(t, source)); err != nil {
			t.Fatal(err)
		}
		if want := strings.NewReplacer(`"opens":null,`, "", `"due":null,`, "").Replace(written.String()); rest.String() != want {
			t.Errorf("%s: REST answers\n%s\nthe command line writes\n%s", name, around(rest.String(), want), around(want, rest.String()))
		}
		if keys := keysOf(t, answer); !slices.Equal(keys, []string{"campaign", "phases", "duties", "calls", "findings"}) {
			t.Errorf("%s: the keys are %q", name, keys)
		}
	}
}

// writtenHere is the rehearsal as the command line writes it.
func writtenHere(t *testing.T, source []byte) []byte {
	t.Helper()
	r := planfile.Open(source).Rehearse(supervision.Rehearsing{Calendar: supervision.ChinaCalendar()})
	var text bytes.Buffer
	if err := documents.WriteRehearsalJSON(&text, r); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// around is what stands where two texts first differ.
func around(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	return strings.ToValidUTF8(a[max(at-200, 0):min(at+200, len(a))], "")
}

// keysOf are the keys of a JSON object in the order in which they stand.
func keysOf(t *testing.T, object []byte) (keys []string) {
	t.Helper()
	read := json.NewDecoder(bytes.NewReader(object))
	for _, err := read.Token(); read.More(); { // the brace, then a key and a value at a time
		if err != nil {
			t.Fatal(err)
		}
		key, err := read.Token()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, fmt.Sprint(key))
		var value json.RawMessage
		if err := read.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

// HZ-06: the week of supervision in the first ten days of June, over at the end of the tenth.
func TestRehearsedInstants(t *testing.T) {
	s := newSite(t)
	r := s.rehearsal(s.token(staff), map[string]any{"yaml": string(plans.Hangzhou2020())})
	if len(r.GetPhases()) != 3 || r.GetPhases()[0].GetFrom() != "2020-04-21" || r.GetPhases()[0].GetTo() != "2020-05-10" {
		t.Errorf("the phases are %v", r.GetPhases())
	}
	i := slices.IndexFunc(r.GetDuties(), func(d *v1.RehearsedDuty) bool { return d.GetId() == "supervision-week/g01/2020" })
	want := `{"id":"supervision-week/g01/2020","kind":"INSPECTION","title":"“代表监督周”专项督查","holder":"g01-convenor",` +
		`"opens":"2020-06-01T00:00:00+08:00","due":"2020-06-11T00:00:00+08:00","rule":"代表监督周（6月上旬）"}`
	if i < 0 || oneLine(t, r.GetDuties()[i]) != compact(t, []byte(want)) {
		t.Errorf("the duty is %v, want %s", r.GetDuties()[max(i, 0)], want)
	}
	var told []string
	for _, c := range r.GetCalls() {
		if c.GetDuty() == "supervision-week/g01/2020" {
			told = append(told, c.GetAt()+" "+c.GetKind().String()+" "+c.GetTo())
		}
	}
	if !slices.Contains(told, "2020-06-07T09:00:00+08:00 REMIND g01-convenor") || !slices.Contains(told, "2020-06-11T00:00:00+08:00 LAPSE g01-convenor") {
		t.Errorf("its calls are %q", told)
	}
	for _, f := range r.GetFindings() {
		if f.GetLine() == 0 || f.GetSeverity() != v1.Finding_WARNING || !strings.Contains(f.GetMessage(), " / ") {
			t.Errorf("a finding without its place or its words: %v", f)
		}
	}
	if r.GetDetails() != nil {
		t.Error("details that nobody asked for")
	}
}

func oneLine(t *testing.T, d *v1.RehearsedDuty) string {
	t.Helper()
	text, err := protojson.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return compact(t, text)
}

// Nothing is stored, and whoever is asked the same answers the same.
func TestRehearsalStoresNothing(t *testing.T) {
	s := newSite(t)
	plan := strings.Replace(string(plans.Hangzhou2020()), "id: hangzhou-2020", "id: only-tried", 1)
	s.rehearsal(s.token(official), map[string]any{"yaml": plan})
	s.refused(http.StatusNotFound, "NOT_FOUND", s.token(staff), http.MethodGet, "/v1/campaigns/only-tried", "")
}

func TestRehearsalInDetail(t *testing.T) {
	s := newSite(t)
	source, _ := plans.Source("shangcheng-2020")
	r := s.rehearsal(s.token(staff), map[string]any{"yaml": string(source), "details": true})
	d := r.GetDetails()
	if d.GetTitle() == "" || d.GetHostName() != "杭州市上城区人大常委会" || len(d.GetFindings()) != len(r.GetFindings()) || len(d.GetQuotas()) == 0 {
		t.Errorf("the details lack something: %.500v", d)
	}
	titles := map[string]string{}
	for _, seat := range d.GetSeats() {
		titles[seat.GetId()] = seat.GetTitle()
	}
	for _, c := range r.GetCalls() {
		if titles[c.GetTo()] == "" {
			t.Fatalf("%s is told, and has no title", c.GetTo())
		}
	}
	for _, q := range d.GetQuotas() {
		if q.GetNeed() < 1 || q.GetDone() != 0 || q.GetDaysLeft() < 1 || q.GetState() != v1.Quota_ON_TRACK || q.GetHolderTitle() == "" {
			t.Fatalf("a quota that nobody could read: %v", q)
		}
	}
	if !slices.ContainsFunc(d.GetProvisional(), func(id string) bool { return strings.Contains(id, "report") }) {
		t.Errorf("nothing hangs on the session that is not dated yet: %q", d.GetProvisional())
	}
}

// With people, a seat in which nobody sits is found; a person is named where the seat is told.
func TestRehearsalWithPeople(t *testing.T) {
	s := newSite(t)
	people := []map[string]string{{"person": "p1", "name": "张三", "seat": "office-staff"}}
	r := s.rehearsal(s.token(staff), map[string]any{"yaml": string(plans.Hangzhou2020()), "people": people, "details": true})
	if !slices.ContainsFunc(r.GetFindings(), func(f *v1.RehearsedFinding) bool {
		return f.GetCode() == "VACANT_SEAT" && f.GetSubject() == "g01-convenor"
	}) {
		t.Error("nothing about the seats in which nobody sits")
	}
	if !slices.ContainsFunc(r.GetDetails().GetSeats(), func(seat *v1.Seat) bool { return strings.HasSuffix(seat.GetTitle(), "（张三）") }) {
		t.Error("the person is not named")
	}
	for field, sitting := range map[string]map[string]string{
		"people[0].seat":   {"person": "p1", "seat": "no-such-seat"},
		"people[0].from":   {"person": "p1", "seat": "office-staff", "from": "2020-13-01"},
		"people[0].person": {"seat": "office-staff"},
	} {
		bad := s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodPost, "/v1/plans:rehearse",
			jsonOf(t, map[string]any{"yaml": string(plans.Hangzhou2020()), "people": []any{sitting}}))
		if len(bad) == 0 || bad[0].GetField() != field {
			t.Errorf("%s: refused with %v", field, bad)
		}
	}
}

// Taken up late, a plan calls nobody for what was over before.
func TestRehearsalFromADay(t *testing.T) {
	s := newSite(t)
	r := s.rehearsal(s.token(staff), map[string]any{"yaml": string(plans.Hangzhou2020()), "start": "2020-06-20"})
	if first := r.GetCalls()[0].GetAt(); first < "2020-06-20T00:00:00+08:00" {
		t.Errorf("taken up on 20 June, somebody is called at %s", first)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodPost, "/v1/plans:rehearse",
		jsonOf(t, map[string]any{"yaml": string(plans.Hangzhou2020()), "start": "20 June"}))
}

// A plan with errors is refused as it is when it is to be stored, each error with its place.
func TestRehearsalOfABadPlan(t *testing.T) {
	s := newSite(t)
	source := strings.Replace(string(plans.Hangzhou2020()), "window: 6月上旬", "window: 6月31日", 1)
	before, _, _ := strings.Cut(source, "6月31日")
	line := strings.Count(before, "\n") + 1
	bad := s.refused(http.StatusBadRequest, "INVALID_PLAN", s.token(deputy), http.MethodPost, "/v1/plans:rehearse", jsonOf(t, map[string]string{"yaml": source}))
	if !told(bad, "", fmt.Sprintf("%d:", line), "6月没有31日") {
		t.Errorf("refused with %v, want line %d", bad, line)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(deputy), http.MethodPost, "/v1/plans:rehearse", "{}")
}

// A plan that came as a message has findings with fields, but no lines.
func TestRehearsalOfAMessage(t *testing.T) {
	s := newSite(t)
	got, err := v1.NewPlanServiceClient(s.conn).RehearsePlan(s.as(s.token(deputy)),
		&v1.RehearsePlanRequest{Source: &v1.RehearsePlanRequest_Plan{Plan: tinyPlan()}, Details: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.GetDuties()) == 0 || len(got.GetFindings()) == 0 || got.GetFindings()[0].GetLine() != 0 || got.GetDetails().GetFindings()[0].GetField() == "" {
		t.Errorf("rehearsed, it is %v", got)
	}
}

// The largest plan that may be stored makes an answer that no client could take: it is refused in words.
func TestRehearsalTooLarge(t *testing.T) {
	s := newSite(t)
	most := hugePlan()
	for range 2 { // 500 times 99
		most = most[:strings.LastIndex(strings.TrimSuffix(most, "\n"), "\n")+1]
	}
	body := jsonOf(t, map[string]string{"yaml": most})
	s.refused(http.StatusRequestEntityTooLarge, "TOO_LARGE", s.token(staff), http.MethodPost, "/v1/plans:rehearse", body)
}

func TestPlansAreRead(t *testing.T) {
	s := newSite(t)
	var shipped v1.ListPlansResponse
	s.ok(s.token(deputy), http.MethodGet, "/v1/plans", "", &shipped)
	var ids []string
	for _, p := range shipped.GetPlans() {
		ids = append(ids, p.GetId())
		if source, _ := plans.Source(p.GetId()); p.GetYaml() != string(source) || p.GetTitle() == "" {
			t.Errorf("%s is not as it was shipped", p.GetId())
		}
	}
	if !slices.Equal(ids, plans.Names()) {
		t.Errorf("the plans are %q, want %q", ids, plans.Names())
	}
	var own v1.PlanText
	s.ok(s.token(staff), http.MethodGet, "/v1/campaigns/"+hangzhou+"/plan", "", &own)
	if own.GetId() != hangzhou || own.GetYaml() != string(plans.Hangzhou2020()) || own.GetTitle() == "" {
		t.Errorf("the campaign's plan is %.300v", &own)
	}
	s.refused(http.StatusNotFound, "NOT_FOUND", s.token(staff), http.MethodGet, "/v1/campaigns/nowhere/plan", "")
	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(deputy), http.MethodGet, "/v1/campaigns/"+hangzhou+"/plan", "")
}

// What is counted in workdays of a year whose holidays nobody knows yet may still change, and says so.
func TestYearWithoutNoticeIsProvisional(t *testing.T) {
	s := newSite(t)
	source, _ := plans.Source("shangcheng-2020")
	for year, provisional := range map[string]bool{"2020": false, "2041": true} {
		plan := strings.ReplaceAll(string(source), "2020", year)
		details := s.rehearsal(s.token(staff), map[string]any{"yaml": plan, "details": true}).GetDetails()
		quotas := details.GetQuotas()
		if len(quotas) == 0 || slices.ContainsFunc(quotas, func(q *v1.Quota) bool { return q.GetProvisional() != provisional }) {
			t.Errorf("of the %d quotas of %s, not all are provisional or settled alike", len(quotas), year)
		}
	}
}
