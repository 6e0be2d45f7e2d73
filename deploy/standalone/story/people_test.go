package story_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"duban/cmd"
	"duban/deploy/standalone/engine"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

type object = map[string]any

// people are the four who may sign in to the demonstration, and the engine that they use.
type people struct {
	t                                 *testing.T
	data                              string
	engine                            *engine.Engine
	staff, deputy, convenor, official string // their tokens
	campaign                          string
}

func newPeople(t *testing.T) *people {
	t.Helper()
	data := t.TempDir()
	if err := os.Chmod(filepath.Dir(data), 0o755); err != nil { // for PostgreSQL's own user
		t.Fatal(err)
	}
	p := &people{t: t, data: data, campaign: "/v1/campaigns/shili-demo"}
	p.start()
	t.Cleanup(func() { p.stop() })
	p.signIn(p.engine.SignIns())
	return p
}

func (p *people) signIn(tokens []cmd.SignIn) {
	p.t.Helper()
	if len(tokens) < 4 {
		p.t.Fatalf("%d sign-ins", len(tokens))
	}
	p.staff, p.deputy, p.convenor, p.official = tokens[0].Token, tokens[1].Token, tokens[2].Token, tokens[3].Token
}

func (p *people) start() {
	p.t.Helper()
	e, err := engine.Start(p.t.Context(), engine.Config{Data: p.data, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0"})
	if err != nil {
		p.t.Fatal(err)
	}
	p.engine = e
}

func (p *people) stop() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.t.Context()), 10*time.Second)
	defer cancel()
	if err := p.engine.Close(ctx); err != nil {
		p.t.Error(err)
	}
}

func (p *people) restart(between func()) {
	p.stop()
	between()
	p.start()
}

func (p *people) deleteTemporal() {
	if err := os.RemoveAll(filepath.Join(p.data, "temporal")); err != nil {
		p.t.Fatal(err)
	}
}

// call sends one request and returns the status and the JSON that came back.
func (p *people) call(token, method, path string, body object) (int, object) {
	p.t.Helper()
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		p.check(err)
		sent = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(p.t.Context(), method, "http://"+p.engine.REST()+path, sent)
	p.check(err)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	p.check(err)
	defer answer.Body.Close()
	var read object
	p.check(json.NewDecoder(answer.Body).Decode(&read))
	return answer.StatusCode, read
}

func (p *people) get(token, path string) object { return p.ok(token, http.MethodGet, path, nil) }

func (p *people) post(token, path string, body object) object {
	return p.ok(token, http.MethodPost, path, body)
}

func (p *people) ok(token, method, path string, body object) object {
	p.t.Helper()
	status, answer := p.call(token, method, path, body)
	if status != http.StatusOK {
		p.t.Fatalf("%s %s: %d %v", method, path, status, answer)
	}
	return answer
}

func (p *people) check(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// await waits until something that a process does has happened.
func (p *people) await(what string, happened func() bool) {
	p.t.Helper()
	for end := time.Now().Add(30 * time.Second); !happened(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("waited in vain: %s", what)
		}
	}
}

// reason is the ErrorInfo's reason of a refusal.
func reason(refusal object) string {
	for _, d := range list(refusal, "details") {
		if r, ok := d["reason"].(string); ok {
			return r
		}
	}
	return ""
}

func list(from object, field string) (all []object) {
	items, _ := from[field].([]any)
	for _, item := range items {
		if o, ok := item.(object); ok {
			all = append(all, o)
		}
	}
	return all
}

// inspection is the id of the first group's inspection of an entry.
func (p *people) inspection(entry string) string {
	for _, i := range list(p.get(p.deputy, p.campaign+"/inspections"), "inspections") {
		if id, _ := i["id"].(string); strings.Contains(id, "."+entry+".g01.") {
			return id
		}
	}
	p.t.Fatalf("no inspection of %s", entry)
	return ""
}

// dutyOf is the id of the duty that an entry made, the first group's where there is one for each.
func (p *people) dutyOf(entry string) string {
	for _, d := range list(p.get(p.staff, p.campaign+"/duties?pageSize=500"), "duties") {
		id, _ := d["id"].(string)
		if strings.HasPrefix(id, entry+"/campaign/") || strings.HasPrefix(id, entry+"/g01/") && strings.Count(id, "/") == 2 {
			return id
		}
	}
	p.t.Fatalf("no duty of %s", entry)
	return ""
}

func (p *people) visit() string { return p.dutyOf("supervision-week") }
func (p *people) part() string  { return p.visit() + "/g01-d1" }

// expectDuty asserts a duty's state, and whether calls are still ahead.
func (p *people) expectDuty(id, state string, least int) {
	p.t.Helper()
	d, ahead := p.get(p.staff, p.campaign+"/duties/"+id), 0
	for _, c := range list(d, "calls") {
		if c["mark"] == "AHEAD" {
			ahead++
		}
	}
	if d["state"] != state || ahead < least || least == 0 && ahead > 0 {
		p.t.Errorf("duty %s is %v with %d calls ahead, want %s", id, d["state"], ahead, state)
	}
}

func (p *people) poll() string { return "/v1/polls/shili-demo.satisfaction-vote" }

func (p *people) choices(grade string) (all []object) {
	for _, pr := range list(p.get(p.staff, p.campaign+"/projects"), "projects") {
		project, _ := pr["project"].(object)
		all = append(all, object{"project": project["id"], "grade": grade})
	}
	return all
}

// members signs the members of the committee in, as the congress would.
func (p *people) members() (tokens []string) {
	db, err := postgres.Open(p.t.Context(), p.engine.DSN())
	p.check(err)
	defer db.Close()
	d := desk.New(db, time.Now, supervision.ChinaCalendar())
	for _, seat := range []string{"sc-m1", "sc-m2", "sc-m3"} {
		_, token, err := d.GrantSignIn(p.t.Context(), "shili", seat)
		p.check(err)
		tokens = append(tokens, token)
	}
	return tokens
}

func (p *people) temporal() client.Client {
	c, err := client.DialContext(p.t.Context(), client.Options{HostPort: p.engine.Temporal(), Namespace: "duban"})
	p.check(err)
	return c
}

func (p *people) running(workflow string) bool {
	c := p.temporal()
	defer c.Close()
	run, err := c.DescribeWorkflowExecution(p.t.Context(), workflow, "")
	return err == nil && run.GetWorkflowExecutionInfo().GetCloseTime() == nil
}
