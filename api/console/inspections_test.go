package console

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const inspectionPath2026 = "/inspections/" + openID

var noteID = regexp.MustCompile(`name="id" value="([0-9a-f-]{36})"`)

// The id is in the form: the same form sent twice is one note, and a fresh page is another.
func TestNoteIsFiledOnce(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get(inspectionPath2026, as("deputy-token")), http.StatusOK)
	form := url.Values{"id": noteID.FindStringSubmatch(page)[1:], "text": {"  第一行\r\n第二行  "}}
	for range 2 {
		s.leadsTo(s.post(inspectionPath2026+"/notes", form, as("deputy-token")), inspectionPath2026+"?done=note")
	}
	if n := s.congress.notes; len(n) != 2 || n[1].Text != "第一行\n第二行" || n[1].Id != form.Get("id") {
		t.Errorf("the notes are %v", n)
	}
	page = s.page(s.get(inspectionPath2026+"?done=note", as("deputy-token")), http.StatusOK)
	s.says(page, "记录已提交", "第一行\n第二行")
	s.silent(page, form.Get("id"))
}

func TestConclude(t *testing.T) {
	s := newSite(t)
	s.leadsTo(s.post(inspectionPath2026+"/conclusion", url.Values{"text": {"责成整改"}}, as("convenor-token")), inspectionPath2026+"?done=conclusion")
	page := s.page(s.get(inspectionPath2026+"?done=conclusion", as("convenor-token")), http.StatusOK)
	s.says(page, "责成整改", "已有结论", "这次督查计为完成", "填写督查记录")
	s.silent(page, "作出督查结论")
}

// The forms are offered to those who can use them; the service refuses the others, whatever they send.
func TestFormsByPerson(t *testing.T) {
	s := newSite(t)
	cases := map[string][2]bool{"deputy-token": {true, false}, "convenor-token": {true, true}, "staff-token": {false, false}, "official-token": {false, false}}
	for token, want := range cases {
		page := s.page(s.get(inspectionPath2026, as(token)), http.StatusOK)
		if got := [2]bool{strings.Contains(page, `id="note"`), strings.Contains(page, `id="conclusion"`)}; got != want {
			t.Errorf("%s is offered %v, want %v", token, got, want)
		}
	}
	s.says(s.page(s.get(inspectionPath2026, as("official-token")), http.StatusOK), "督查记录只对代表、委员和人大工作人员公开")
	page := s.page(s.post(inspectionPath2026+"/conclusion", url.Values{"text": {"x"}}, as("deputy-token")), http.StatusForbidden)
	s.says(page, "只有本组召集人可以作出督查结论", "请联系本级人大工作人员")
	s.silent(page, "only the group")
}

// Nothing is offered before the inspection opens; a note sent all the same is refused and kept.
func TestInspectionAhead(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get("/inspections/"+aheadID, as("deputy-token")), http.StatusOK)
	s.says(page, "督查将于2026年11月1日开始", "尚未安排", "还没有记录")
	s.silent(page, "<textarea")
	page = s.page(s.post("/inspections/"+aheadID+"/notes", url.Values{"id": {"early"}, "text": {"提前 <写>"}}, as("deputy-token"), english), http.StatusConflict)
	s.says(page, "The inspection has not opened yet.", "Come back once it has opened", "提前 &lt;写&gt;", `value="early"`, `action="/inspections/`+aheadID+`/notes"`)
}

// A session that ends while a deputy writes costs a sign-in, never the text.
func TestTextOutlivesTheSession(t *testing.T) {
	s := newSite(t)
	s.congress.signedOut = true
	page := s.page(s.post(inspectionPath2026+"/notes", url.Values{"id": {"kept"}, "text": {"写了半小时"}}, as("deputy-token")), http.StatusUnauthorized)
	s.says(page, "登录已过期", "写了半小时", `value="kept"`, "在新窗口登录", `href="/signin?next=%2Finspections%2F`+openID)
}

func TestHugeText(t *testing.T) {
	s := newSite(t)
	page := s.page(s.post(inspectionPath2026+"/notes", url.Values{"text": {strings.Repeat("长", formLimit)}}, as("deputy-token")), http.StatusRequestEntityTooLarge)
	s.says(page, "内容太长", "请缩短内容后再提交")
}
