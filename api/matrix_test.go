package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// cell is one question of the matrix: may somebody of this role, who sits there, do this by this door?
type cell struct {
	rule
	method               protoreflect.MethodDescriptor
	role, relation, host string
	door                 string
}

func (c cell) String() string {
	return fmt.Sprintf("%s as %s of %s by %s", c.rpc, c.role, c.relation, c.door)
}

// doors are the ways in; each asks for what stands behind the names given.
var doors = map[string]func(*matrix, cell, map[string]string) reply{
	"gRPC": (*matrix).byGRPC, "REST": (*matrix).byREST, "page": (*matrix).byPage,
}

// reply is what a caller gets, with the names that were asked for taken out.
type reply struct {
	kind string // may, refused, absent, signed out, or what went wrong
	text string
}

// Who may call what, of which congress, by which door, is as the model has it: each rpc, role, relation and door is tried,
// and none left out. What somebody may not see is answered like what is not there.
func TestMatrix(t *testing.T) {
	m := newMatrix(t)
	var cells, deviations atomic.Int64
	t.Run("everybody", func(t *testing.T) {
		for _, r := range relations {
			for _, role := range everyRole {
				t.Run(r.name+" "+role, func(t *testing.T) {
					t.Parallel()
					for _, c := range everyCell(t, r.name, r.host, role) {
						cells.Add(1)
						if wrong := m.try(c); wrong != "" {
							deviations.Add(1)
							t.Errorf("%s: %s", c, wrong)
						}
					}
				})
			}
		}
	})
	want := int64(len(everyRPC(t)) * len(everyRole) * len(relations) * len(doors))
	if cells.Load() != want {
		t.Errorf("%d cells were tried, want %d", cells.Load(), want)
	}
	t.Logf("cells=%d deviations=%d", cells.Load(), deviations.Load())
}

// everyCell lists what somebody can ask. Each rpc is in the model, once.
func everyCell(t *testing.T, relation, host, role string) (all []cell) {
	t.Helper()
	for _, method := range everyRPC(t) {
		at := slices.IndexFunc(model, func(r rule) bool { return r.rpc == string(method.Name()) })
		if at < 0 {
			t.Errorf("the model says nothing of %s", method.Name())
			continue
		}
		for door := range doors {
			all = append(all, cell{model[at], method, role, relation, host, door})
		}
	}
	return all
}

// try asks, and says what is wrong with the answer.
func (m *matrix) try(c cell) string {
	ask := doors[c.door]
	got := ask(m, c, m.things[0])
	want := c.want()
	switch {
	case want == "absent":
		return m.hides(c, got)
	case got.kind != want:
		return fmt.Sprintf("%s, want %s\n%.600s", got.kind, want, got.text)
	case want == "may" && c.anybodys() && c.relation != "OWN" && !c.shown():
		return tells(got)
	}
	return ""
}

// hides says what is wrong with an answer that must tell nothing: what is there is answered like what is not.
func (m *matrix) hides(c cell, got reply) string {
	empty := c.filter && got.kind == "may"
	if got.kind != "absent" && got.kind != "refused" && !empty {
		return fmt.Sprintf("%s, want absent\n%.600s", got.kind, got.text)
	}
	if nothing := doors[c.door](m, c, m.things[1]); nothing != got {
		return fmt.Sprintf("what is there is answered with\n%.600s\nand what is not with\n%.600s", got.text, nothing.text)
	}
	return ""
}

// tells says where an answer tells of what is the city's.
func tells(got reply) string {
	for _, of := range []string{"hangzhou-shared", "hangzhou-doomed", "hangzhou/", "{{"} {
		if strings.Contains(got.text, of) {
			return fmt.Sprintf("tells of %s\n%.600s", of, got.text)
		}
	}
	return ""
}

// shown reports whether the list is of what is shared with the congress above.
func (c cell) shown() bool { return c.relation == "PARENT" && strings.HasPrefix(c.rpc, "ListShared") }

// want is what the model expects.
func (c cell) want() string {
	in := func(roles string) bool { return slices.Contains(strings.Fields(roles), c.role) }
	own := c.relation == "OWN" || c.anybodys()
	switch {
	case c.role == signedOut, c.door == "page" && c.page == "":
		return "signed out"
	case own && in(c.may), c.relation == "PARENT" && in(c.above):
		return "may"
	case own && in(c.refused):
		return "refused"
	}
	return "absent"
}

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

// without takes the names out of an answer again.
func without(text string, things map[string]string) string {
	for _, name := range []string{"visit", "poll", "campaign", "doomed"} {
		text = strings.ReplaceAll(text, things[name], "{{"+name+"}}")
	}
	return text
}

func (m *matrix) byGRPC(c cell, things map[string]string) reply {
	ctx := m.t.Context()
	if c.role != signedOut {
		ctx = m.as(m.tokens[c.host+c.role])
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

// byREST sends what the rpc's address does not hold as its query or body.
func (m *matrix) byREST(c cell, things map[string]string) reply {
	return m.sendREST(c, things, func(r *http.Request) {
		if c.role != signedOut {
			r.Header.Set("Authorization", "Bearer "+m.tokens[c.host+c.role])
		}
	})
}

// byPage opens the page that does it. What has no page is asked for at its REST address with a browser's cookie, which
// opens nothing there.
func (m *matrix) byPage(c cell, things map[string]string) reply {
	cookie := func(r *http.Request) {
		if c.role != signedOut {
			r.AddCookie(&http.Cookie{Name: "duban_session", Value: m.tokens[c.host+c.role]})
		}
	}
	if c.page == "" {
		return m.sendREST(c, things, cookie)
	}
	method, address, _ := strings.Cut(c.page, " ")
	address, form, _ := strings.Cut(address, "?")
	var fields []string
	for field := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(field, "=")
		fields = append(fields, name+"="+url.QueryEscape(unquoted(filled(value, things))))
	}
	req := m.newRequest(method, filled(address, things), strings.Join(fields, "&"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	cookie(req)
	return m.answered(req, things)
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
