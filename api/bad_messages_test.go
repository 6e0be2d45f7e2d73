package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

// What would break a subject, reach nobody or say nothing is refused where it is written, with a line that says what is wrong
// and where.
func TestBadMessages_AreRefusedWhereTheyAreWritten(t *testing.T) {
	s, admin := keeping(t)
	long := strings.Repeat("a", 10_000)
	clerk := s.token(staff)
	for name, c := range map[string]struct {
		token, path string
		body        map[string]string
		words       []string
	}{
		"a line's end in a person's name":      {admin, "/v1/people", map[string]string{"id": "p1", "name": "王小明\r\nBcc: x@example.cn"}, []string{"name 应写成一行", "one line"}},
		"a carriage return in a name":          {admin, "/v1/people", map[string]string{"id": "p1", "name": "王小明\rBcc: x@example.cn"}, []string{"姓名", "换行", "line breaks"}},
		"a line's end in an office's name":     {admin, "/v1/offices", map[string]string{"id": "o1", "name": "城管局\r\nBcc: x@example.cn", "kind": "RESPONSIBLE_UNIT"}, []string{"名称不能含有换行", "line breaks"}},
		"a line's end in a seat's title":       {admin, "/v1/seats", map[string]string{"id": "s1", "title": "联络员\nBcc: x@example.cn", "role": "OFFICIAL", "office": "office"}, []string{"名称不能含有换行", "line breaks"}},
		"a line's end in a channel's title":    {admin, "/v1/channels", mailForm("title", "邮件\r\nBcc: x@example.cn"), []string{"title 只能写一行", "title: one line"}},
		"a line's end in a sender":             {admin, "/v1/channels", mailForm("sender", "督办\r\nBcc: x@example.cn <duban@example.cn>"), []string{"含有换行", "a line's end", `"field":"sender"`}},
		"a line's end in an address":           {admin, "/v1/channels", mailForm("address", "smtps://u@mail.example.cn\r\nX: y"), []string{"含有换行", "a line's end", `"field":"address"`}},
		"two lines in a subject":               {clerk, "/v1/wordings", wordingOf("a\r\nBcc: x@example.cn", "x"), []string{"标题只能写一行", "a subject is one line"}},
		"a field that is unknown":              {clerk, "/v1/wordings", wordingOf("x", "一\n{{.Reason}}"), []string{"第2行", "Reason", "line 2"}},
		"a template of 10,000 characters":      {clerk, "/v1/wordings", wordingOf("x", long), []string{"5000"}},
		"a channel's address of 10,000":        {admin, "/v1/channels", mailForm("address", "smtps://u@"+long), []string{"address 最多 500 个字符"}},
		"a person's address of 10,000":         {admin, "/v1/people", map[string]string{"id": "p1", "name": "王小明", "email": long + "@example.cn"}, []string{"email 应写作 name@example.cn", "of the form name@example.cn"}},
		"a person's address with a line's end": {admin, "/v1/people", map[string]string{"id": "p1", "name": "王小明", "email": "x@example.cn\r\nBcc:"}, []string{"email 应写作 name@example.cn"}},
		"a formula for a telephone number":     {admin, "/v1/people", map[string]string{"id": "p1", "name": "王小明", "phone": "=1+1"}, []string{"phone 应为电话号码", "telephone number"}},
	} {
		t.Run(name, func(t *testing.T) {
			code, answer := s.rest(c.token, http.MethodPost, c.path, jsonOf(t, c.body))
			s.wantRefusal(http.StatusBadRequest, "INVALID_REQUEST", code, answer)
			for _, word := range c.words {
				if !strings.Contains(string(answer), word) {
					t.Errorf("%.600s does not say %s", answer, word)
				}
			}
			if len(answer) > 10_000 {
				t.Errorf("answered with %d bytes", len(answer))
			}
		})
	}
}

// mailForm is a channel of mail with one thing else.
func mailForm(field, text string) map[string]string {
	form := map[string]string{"id": "post", "office": "office", "kind": "MAIL", "address": "smtps://mail.example.cn:465", "sender": "duban@example.cn"}
	form[field] = text
	return form
}

func wordingOf(subject, text string) map[string]string {
	return map[string]string{"kind": "DIGEST", "language": "zh", "subject": subject, "text": text}
}

// A receiver that answers without end costs nobody more than a moment, and its words fit on a page.
func TestTestChannel_AnEndlessAnswerIsBounded(t *testing.T) {
	s, admin := keeping(t)
	guard := s.appoint("a2", "安全员", "security-admin", supervision.RoleSecurityAdmin)
	for _, status := range []int{http.StatusOK, http.StatusBadRequest} {
		peer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			for taken := true; taken; {
				_, err := io.WriteString(w, "没完没了")
				taken = err == nil
			}
		}))
		t.Cleanup(peer.Close)
		s.hook(admin, peer.URL)
		s.ok(guard, http.MethodPost, "/v1/channels/hook:allowInside", insideOf(peer.URL), &v1.Channel{})
		d := s.press(admin)
		if n := utf8.RuneCountInString(d.GetReason()); n > 550 || !strings.Contains(d.GetReason(), "没完没了") {
			t.Errorf("%d: %s, %d characters of what it said", status, d.GetState(), n)
		}
	}
}
