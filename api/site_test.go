package api_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"duban/api"
	"duban/internal/desk"
	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/plans"
	"duban/supervision"
)

// site is the API over a real desk, with the campaign of Hangzhou launched in it and nobody running its processes.
type site struct {
	t    *testing.T
	desk *desk.Desk
	db   *postgres.DB
	now  atomic.Pointer[time.Time]
	url  string // of REST
	edge *api.Edge
	conn *grpc.ClientConn
}

const (
	hangzhou = "hangzhou-2020"
	visit    = "hangzhou-2020.supervision-week.g01.2020" // the first group's inspection in the first ten days of June
)

// The seats that tests sign in to.
const (
	staff    = "office-staff"
	deputy   = "g01-d1"
	convenor = "g01-convenor"
	official = "u01-official"
	member   = "sc-m1"
)

func newSite(t *testing.T) *site {
	t.Helper()
	t.Parallel()
	dsn, _ := pgtest.New(t)
	return newSiteOn(t, dsn)
}

// newSiteByWire has a database that can be cut off.
func newSiteByWire(t *testing.T) (*site, *wire) {
	t.Helper()
	t.Parallel()
	dsn, _ := pgtest.New(t)
	w, through := newWire(t, dsn)
	return newSiteOn(t, through), w
}

func newSiteOn(t *testing.T, dsn string) *site {
	t.Helper()
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	s := &site{t: t, db: db}
	s.at("2020-05-20T10:00")
	s.desk = desk.New(db, func() time.Time { return *s.now.Load() }, supervision.ChinaCalendar())
	s.desk.HashAt(argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	s.launch("hangzhou", plans.Hangzhou2020())
	s.serve(api.Options{})
	return s
}

// at sets the clock, to a time in Hangzhou.
func (s *site) at(local string) {
	s.t.Helper()
	now, err := time.ParseInLocation("2006-01-02T15:04", local, time.FixedZone("Asia/Shanghai", 8*60*60))
	if err != nil {
		s.t.Fatal(err)
	}
	s.now.Store(&now)
}

func (s *site) launch(host string, plan []byte) {
	s.t.Helper()
	system := desk.System(host)
	row, err := s.desk.CreateCampaign(s.t.Context(), system, plan)
	if err == nil {
		err = s.desk.LaunchCampaign(s.t.Context(), system, row.ID)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// serve opens both doors on ports that the kernel picks.
func (s *site) serve(o api.Options) {
	s.t.Helper()
	key, err := s.desk.PageKey(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	o.PageKey, o.Log = key, slog.New(slog.NewTextHandler(s.t.Output(), nil))
	edge, err := api.New(s.desk, o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { edge.Close(context.Background()) })
	rest := httptest.NewServer(edge.Handler(http.NotFoundHandler()))
	s.t.Cleanup(rest.Close)
	s.url, s.edge = rest.URL, edge
	s.conn = s.dial(edge)
}

func (s *site) dial(edge *api.Edge) *grpc.ClientConn {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	go func() { _ = edge.ServeGRPC(listener) }()
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	return conn
}

// token signs in to a seat of Hangzhou's.
func (s *site) token(seat string) string {
	s.t.Helper()
	return s.tokenIn("hangzhou", seat)
}

func (s *site) tokenIn(host, seat string) string {
	s.t.Helper()
	_, token, err := s.desk.GrantSignIn(s.t.Context(), host, seat)
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

// as is a context for calls over gRPC.
func (s *site) as(token string) context.Context {
	return metadata.AppendToOutgoingContext(s.t.Context(), "authorization", "Bearer "+token)
}

// rest sends a request; without a token it carries none.
func (s *site) rest(token, method, path, body string) (int, []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return s.send(req)
}

func (s *site) send(req *http.Request) (int, []byte) {
	s.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, answer
}

// ok sends a request that must succeed, and reads the answer.
func (s *site) ok(token, method, path, body string, into proto.Message) {
	s.t.Helper()
	code, answer := s.rest(token, method, path, body)
	if code != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s", method, path, code, answer)
	}
	if err := protojson.Unmarshal(answer, into); err != nil {
		s.t.Fatalf("%s %s: %v in %s", method, path, err, answer)
	}
}

// refused sends a request that must be refused with an HTTP status and a reason, and returns the violations.
func (s *site) refused(want int, reason, token, method, path, body string) []*errdetails.BadRequest_FieldViolation {
	s.t.Helper()
	code, answer := s.rest(token, method, path, body)
	return s.wantRefusal(want, reason, code, answer)
}

func (s *site) wantRefusal(want int, reason string, code int, answer []byte) []*errdetails.BadRequest_FieldViolation {
	s.t.Helper()
	var refusal rpcstatus.Status
	if err := protojson.Unmarshal(answer, &refusal); err != nil {
		s.t.Fatalf("%d: %v in %.300s", code, err, answer)
	}
	got, violations := reasonOf(status.FromProto(&refusal))
	if code != want || got != reason {
		s.t.Errorf("%d %s, want %d %s\n%.300s", code, got, want, reason, answer)
	}
	return violations
}

// reasonOf reads the details that every error of ours carries.
func reasonOf(s *status.Status) (reason string, violations []*errdetails.BadRequest_FieldViolation) {
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			reason = d.GetReason()
		case *errdetails.BadRequest:
			violations = d.GetFieldViolations()
		}
	}
	return reason, violations
}

// copyOf is Hangzhou's plan under another id and, if host is not Hangzhou, for another host.
func copyOf(t *testing.T, id, host string) []byte {
	t.Helper()
	moved, err := planfile.Move(plans.Hangzhou2020(), planfile.Change{ID: id, Title: "副本", HostID: host, HostName: host})
	if err != nil {
		t.Fatal(err)
	}
	return moved
}
