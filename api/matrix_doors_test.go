package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"duban/internal/desk"
)

// request is what the model asks, of the things named.
func (c cell) request(things map[string]string) *dynamicpb.Message {
	req := dynamicpb.NewMessage(c.method.Input())
	if err := protojson.Unmarshal([]byte(filled(c.ask, things)), req); err != nil {
		panic(fmt.Errorf("%s: %w", c.rpc, err))
	}
	return req
}

// filled puts names in their places.
func filled(text string, things map[string]string) string {
	for name, thing := range things {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "{{"+name+"}}", thing), "[["+name+"]]", thing)
	}
	return text
}

// taken are the names that are taken out of answers.
var taken = []string{"leaver", "visit", "surprise", "poll", "campaign", "doomed", "person", "channel", "message", "office"}

// without takes the names out of an answer again.
func without(text string, things map[string]string) string {
	for _, name := range taken {
		text = strings.ReplaceAll(text, things[name], "{{"+name+"}}")
	}
	return text
}

func (m *matrix) byGRPC(c cell, things map[string]string) reply {
	ctx := m.t.Context()
	if c.role != signedOut {
		ctx = m.as(m.tokenOf(c))
	}
	answer := dynamicpb.NewMessage(c.method.Output())
	s := status.Convert(m.conn.Invoke(ctx, path(c.method), c.request(things), answer))
	reason, _ := reasonOf(s)
	text := fmt.Sprintf("%s %s %s %s", s.Code(), reason, s.Message(), protojson.Format(answer))
	code := runtime.HTTPStatusFromCode(s.Code())
	if s.Code() == codes.FailedPrecondition {
		code = http.StatusPreconditionFailed
	}
	return reply{kindOf(code), without(text, things)}
}

// tokenOf is the caller's; a fresh one for what ends it.
func (m *matrix) tokenOf(c cell) string {
	if c.ends && c.hasSeat() {
		return m.tokenIn(c.host, seats[c.role])
	}
	return m.tokens[c.host+c.role]
}

// byREST sends what the rpc's address does not hold as its query or body.
func (m *matrix) byREST(c cell, things map[string]string) reply {
	return m.sendREST(c, things, func(r *http.Request) {
		if c.role != signedOut {
			r.Header.Set("Authorization", "Bearer "+m.tokenOf(c))
		}
	})
}

// byPage opens the page that does it. What has no page is asked for at its REST address with a browser's cookie, which
// opens nothing there.
func (m *matrix) byPage(c cell, things map[string]string) reply {
	token := m.tokenOf(c)
	cookies := func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "duban_ticket", Value: "x|"})
		if c.role != signedOut {
			r.AddCookie(&http.Cookie{Name: "duban_session", Value: token})
		}
	}
	if c.page == "" {
		return m.sendREST(c, things, cookies)
	}
	req := m.pageRequest(c.page, things)
	cookies(req)
	got := m.answered(req, things)
	switch {
	case c.rpc == "SignOut" && c.hasSeat() && m.isOver(token):
		got.kind = "may" // though its page leads to the one that everybody is led to who is not signed in
	case c.part != "" && got.kind == "may" && !strings.Contains(got.text, c.part), c.part != "" && got.kind == "absent":
		got = reply{kind: "absent"}
	}
	return got
}

// pageRequest is what a browser sends for a page, its form, or its form with a file.
func (m *matrix) pageRequest(page string, things map[string]string) *http.Request {
	method, address, _ := strings.Cut(page, " ")
	address, form, _ := strings.Cut(address, "?")
	address = filled(address, things)
	if method == "UPLOAD" {
		return m.upload(address, form)
	}
	var fields []string
	for field := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(field, "=")
		fields = append(fields, name+"="+url.QueryEscape(unquoted(filled(value, things))))
	}
	body := strings.Join(fields, "&")
	if method == http.MethodGet {
		return m.newRequest(method, address+"?"+body, "")
	}
	req := m.newRequest(method, address, body)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req
}

// upload sends a field's text as a file.
func (m *matrix) upload(address, field string) *http.Request {
	name, text, _ := strings.Cut(field, "=")
	var body strings.Builder
	w := multipart.NewWriter(&body)
	file, err := w.CreateFormFile(name, "名册.csv")
	m.must(err)
	_, err = io.WriteString(file, text)
	m.must(errors.Join(err, w.Close()))
	req := m.newRequest(http.MethodPost, address, body.String())
	req.Header.Set("Content-Type", w.FormDataContentType())
	return req
}

// isOver tells whether a token stands for nobody any more.
func (m *matrix) isOver(token string) bool {
	_, err := m.desk.Recognise(m.t.Context(), token)
	return errors.Is(err, desk.ErrNotSignedIn)
}

// sendREST asks at the rpc's REST address.
func (m *matrix) sendREST(c cell, things map[string]string, sign func(*http.Request)) reply {
	req := c.request(things)
	rule, _ := proto.GetExtension(c.method.Options(), annotations.E_Http).(*annotations.HttpRule)
	method, address := http.MethodPost, rule.GetPost()
	if address == "" {
		method, address = http.MethodGet, rule.GetGet()
	}
	for i := range req.Descriptor().Fields().Len() {
		f := req.Descriptor().Fields().Get(i)
		for _, variable := range []string{"{" + string(f.Name()) + "}", "{" + string(f.Name()) + "=**}"} {
			if strings.Contains(address, variable) {
				address = strings.ReplaceAll(address, variable, req.Get(f).String())
				req.Clear(f)
			}
		}
	}
	body := protojson.Format(req)
	if method == http.MethodGet && body != "{}" {
		address, body = address+"?"+query(req), ""
	}
	r := m.newRequest(method, address, body)
	sign(r)
	return m.answered(r, things)
}

// query is a request's remaining fields, which are texts and numbers.
func query(req *dynamicpb.Message) string {
	v := url.Values{}
	req.Range(func(f protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		v.Set(string(f.Name()), value.String())
		return true
	})
	return v.Encode()
}

func (m *matrix) newRequest(method, address, body string) *http.Request {
	r, err := http.NewRequestWithContext(m.t.Context(), method, m.url+address, strings.NewReader(body))
	m.must(err)
	return r
}

// answered sends a request and follows no redirection.
func (m *matrix) answered(r *http.Request, things map[string]string) reply {
	resp, err := http.DefaultTransport.RoundTrip(r)
	m.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	m.must(errors.Join(err))
	to := resp.Header.Get("Location")
	code := resp.StatusCode
	switch {
	case strings.HasPrefix(to, "/signin"):
		code = http.StatusUnauthorized
	case strings.HasPrefix(string(body), fmt.Sprintf(`{"code":%d,`, codes.FailedPrecondition)):
		code = http.StatusPreconditionFailed
	}
	return reply{kindOf(code), without(fmt.Sprintf("%d %s %s", code, to, body), things)}
}

// kindOf sorts answers by their status. A command that comes too late or twice was allowed all the same.
func kindOf(code int) string {
	switch code {
	case http.StatusOK, http.StatusSeeOther, http.StatusConflict, http.StatusPreconditionFailed:
		return "may"
	case http.StatusForbidden:
		return "refused"
	case http.StatusNotFound:
		return "absent"
	case http.StatusUnauthorized:
		return "signed out"
	}
	return http.StatusText(code)
}

// unquoted is a text that a request holds as JSON.
func unquoted(s string) string {
	var text string
	if json.Unmarshal([]byte(`"`+s+`"`), &text) != nil {
		return s
	}
	return text
}
