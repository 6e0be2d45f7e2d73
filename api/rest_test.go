package api_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "duban/api/supervisionv1"
)

// aTypist sends without end and counts how much was taken.
type aTypist struct{ sent atomic.Int64 }

func (a *aTypist) Read(p []byte) (int, error) {
	a.sent.Add(int64(len(p)))
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// A body of 200 MB is refused by its announced length before a byte of it is read.
func TestAnnouncedLargeBodyIsNotRead(t *testing.T) {
	s := newSite(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /v1/campaigns HTTP/1.1\r\nHost: duban\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", s.token(staff), 200<<20)
	if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	s.wantRefusal(http.StatusRequestEntityTooLarge, "TOO_LARGE", resp.StatusCode, answer)
}

// A body that does not say its length is read no further than the limit.
func TestEndlessBodyIsCutOff(t *testing.T) {
	s := newSite(t)
	typist := &aTypist{}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/campaigns", io.LimitReader(typist, 200<<20))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token(staff))
	code, answer := s.send(req)
	s.wantRefusal(http.StatusRequestEntityTooLarge, "TOO_LARGE", code, answer)
	if sent := typist.sent.Load(); sent > 20<<20 {
		t.Errorf("%d bytes were taken", sent)
	}
}

func TestLargeMessageIsRefused(t *testing.T) {
	s := newSite(t)
	_, err := v1.NewCampaignServiceClient(s.conn).CheckPlan(s.as(s.token(staff)),
		&v1.CheckPlanRequest{Source: &v1.CheckPlanRequest_Yaml{Yaml: strings.Repeat("x", 5<<20)}})
	if status.Code(err) != codes.ResourceExhausted {
		t.Errorf("5 MiB over gRPC: %v", err)
	}
}

// The largest plan still comes in: its bytes and the request around them.
func TestBodyBelowLimitIsRead(t *testing.T) {
	s := newSite(t)
	body := jsonOf(t, map[string]string{"yaml": strings.Repeat("# 注释\n", 380_000)}) // 3.8 MB
	s.refused(http.StatusBadRequest, "INVALID_PLAN", s.token(staff), http.MethodPost, "/v1/campaigns", body)
}

func TestNoSuchAddress(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	s.refused(http.StatusNotFound, "NOT_FOUND", token, http.MethodGet, "/v1/campaign", "")
	s.refused(http.StatusNotFound, "NOT_FOUND", token, http.MethodGet, "/v1/", "")
	s.refused(http.StatusNotFound, "NOT_FOUND", token, http.MethodPost, "/v1/inspections/x/photos:explode", "{}")
	s.refused(http.StatusMethodNotAllowed, "INVALID_REQUEST", token, http.MethodDelete, "/v1/campaigns/hangzhou-2020", "")
	s.refused(http.StatusMethodNotAllowed, "INVALID_REQUEST", token, http.MethodPost, "/openapi.json", "")
	s.refused(http.StatusMethodNotAllowed, "INVALID_REQUEST", token, http.MethodPost, "/plan.schema.json", "")
}

// Of the headers only Authorization steers anything: no other makes a caller, or another method.
func TestNoOtherHeaderIsTrusted(t *testing.T) {
	s := newSite(t)
	for header, value := range map[string]string{
		"Grpc-Metadata-Authorization": "Bearer " + s.token(staff),
		"X-Forwarded-User":            "office-staff",
		"Cookie":                      "duban_session=" + s.token(staff),
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/v1/me", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set(header, value)
		code, answer := s.send(req)
		s.wantRefusal(http.StatusUnauthorized, "NOT_SIGNED_IN", code, answer)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/me", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token(staff))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Http-Method-Override", http.MethodGet)
	code, answer := s.send(req)
	s.wantRefusal(http.StatusMethodNotAllowed, "INVALID_REQUEST", code, answer)
}

func TestUnauthorizedSaysHow(t *testing.T) {
	s := newSite(t)
	resp, err := http.Get(s.url + "/v1/me")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := resp.Header.Get("WWW-Authenticate"); got != "Bearer" || resp.Header.Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", resp.Header)
	}
}

// The JSON is protobuf's: lowerCamel names, short enums, instants in RFC 3339, and fields without value written too.
func TestShapeOfJSON(t *testing.T) {
	s := newSite(t)
	code, answer := s.rest(s.token(staff), http.MethodGet, "/v1/campaigns/hangzhou-2020", "")
	var got map[string]any
	if err := json.Unmarshal(answer, &got); err != nil || code != http.StatusOK {
		t.Fatalf("%d %v in %s", code, err, answer)
	}
	for field, want := range map[string]any{
		"state": "LIVE", "phase": "MONITORING", "hostName": "杭州市人大常委会", "held": false, "launchedAt": "2020-05-20T02:00:00Z",
	} {
		if got[field] != want {
			t.Errorf("%s is %v, want %v", field, got[field], want)
		}
	}
	if _, there := got["gateOpenedAt"]; there {
		t.Errorf("an instant that has not come is %v", got["gateOpenedAt"])
	}
}

// Every rpc is described, at the address where it is served.
func TestOpenAPI(t *testing.T) {
	s := newSite(t)
	code, answer := s.rest("", http.MethodGet, "/openapi.json", "")
	var document struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(answer, &document); err != nil || code != http.StatusOK || !strings.HasPrefix(document.OpenAPI, "3.1") {
		t.Fatalf("%d %v in %.100s", code, err, answer)
	}
	operations := 0
	for _, methods := range document.Paths {
		operations += len(methods)
	}
	if want := len(everyRPC(t)); operations < want {
		t.Errorf("%d operations are described, want %d", operations, want)
	}
	if _, there := document.Paths["/v1/campaigns/{id}:launch"]["post"]; !there {
		t.Error("the launch is not described")
	}
}
