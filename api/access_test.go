package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	v1 "duban/api/supervisionv1"
	"duban/plans"
)

// everyRPC lists the methods of all our services, as the protos have them.
func everyRPC(t *testing.T) (all []protoreflect.MethodDescriptor) {
	t.Helper()
	protoregistry.GlobalFiles.RangeFilesByPackage("supervision.v1", func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				all = append(all, methods.Get(j))
			}
		}
		return true
	})
	if len(all) < 30 {
		t.Fatalf("only %d methods found", len(all))
	}
	return all
}

func path(m protoreflect.MethodDescriptor) string {
	return "/" + string(m.Parent().FullName()) + "/" + string(m.Name())
}

// invoke calls a method with an empty request.
func (s *site) invoke(token string, m protoreflect.MethodDescriptor) *status.Status {
	ctx := s.t.Context()
	if token != "" {
		ctx = s.as(token)
	}
	return status.Convert(s.conn.Invoke(ctx, path(m), dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output())))
}

// accessOf is what a method's proto declares.
func accessOf(m protoreflect.MethodDescriptor) *v1.Access {
	access, _ := proto.GetExtension(m.Options(), v1.E_Access).(*v1.Access)
	return access
}

// Whoever has not signed in may sign in, or hand in a receipt that is signed, and nothing else.
func TestOpenRPCs(t *testing.T) {
	var open []string
	for _, m := range everyRPC(t) {
		if accessOf(m).GetOpen() {
			open = append(open, string(m.Name()))
		}
	}
	slices.Sort(open)
	if want := []string{"AcceptReceipt", "BeginIdentity", "FinishIdentity", "SignIn"}; !slices.Equal(open, want) {
		t.Errorf("open are %v", open)
	}
}

func TestNobodyComesInWithoutToken(t *testing.T) {
	s := newSite(t)
	for _, m := range everyRPC(t) {
		if accessOf(m).GetOpen() {
			continue
		}
		for _, token := range []string{"", "no-such-token", strings.Repeat("x", 4000)} {
			got := s.invoke(token, m)
			if reason, _ := reasonOf(got); got.Code() != codes.Unauthenticated || reason != "NOT_SIGNED_IN" {
				t.Errorf("%s with token %.20q: %v", m.FullName(), token, got)
			}
		}
		method, address := route(t, m)
		s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", "", method, address, "")
	}
}

// route is the REST address of a method, its variables filled in.
func route(t *testing.T, m protoreflect.MethodDescriptor) (method, address string) {
	t.Helper()
	rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	method, address = http.MethodGet, rule.GetGet()
	if address == "" {
		method, address = http.MethodPost, rule.GetPost()
	}
	for _, variable := range []string{"{id=**}", "{id}", "{campaign}", "{inspection}", "{event}"} {
		address = strings.ReplaceAll(address, variable, "x")
	}
	address = strings.NewReplacer("{index}", "7", "{month}", "2020-05").Replace(address)
	if address == "" || strings.Contains(address, "{") {
		t.Fatalf("%s: no address: %q", m.FullName(), address)
	}
	return method, address
}

func TestSignInThatExpiredIsNone(t *testing.T) {
	s := newSite(t)
	token := s.token(staff)
	s.ok(token, http.MethodGet, "/v1/me", "", &v1.WhoAmIResponse{})
	s.at("2021-05-20T10:00")
	s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", token, http.MethodGet, "/v1/me", "")
}

func TestOnlyDeclaredRolesComeIn(t *testing.T) {
	s := newSite(t)
	seats := map[v1.Seat_Role]string{v1.Seat_STAFF: staff, v1.Seat_DEPUTY: deputy, v1.Seat_OFFICIAL: official, v1.Seat_MEMBER: member}
	source, _ := plans.Source("jianggan-2020") // which has residents
	s.launch("jianggan", source)
	seats[v1.Seat_RESIDENT] = "g01-r1"
	for _, m := range everyRPC(t) {
		access := accessOf(m)
		if (len(access.GetRoles()) == 0) != access.GetOpen() {
			t.Errorf("%s declares nobody, or everybody and some", m.FullName())
		}
		for role, seat := range seats {
			if access.GetOpen() {
				continue
			}
			got := s.invoke(s.tokenIn(map[bool]string{true: "jianggan", false: "hangzhou"}[role == v1.Seat_RESIDENT], seat), m)
			allowed := slices.Contains(access.GetRoles(), role)
			if (got.Code() != codes.PermissionDenied) != allowed {
				t.Errorf("%s as %s: %v, but allowed is %v", m.Name(), role, got, allowed)
			}
		}
	}
}

// What the law keeps from a role must stay out of its reach, whatever else the protos come to say.
func TestRedLines(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct{ seat, path string }{
		{deputy, "/v1/campaigns/hangzhou-2020/submissions/x:accept"}, // deputies do not handle matters (代表法 31)
		{deputy, "/v1/campaigns/hangzhou-2020/submissions/x:return"},
		{deputy, "/v1/campaigns/hangzhou-2020:amend"}, // what a campaign asks of them is not theirs to change
		{official, "/v1/campaigns/hangzhou-2020/events/x:date"},
		{official, "/v1/inspections/" + visit + ":conclude"}, // who is supervised does not conclude
		{official, "/v1/inspections/" + visit + "/notes"},
		{official, "/v1/campaigns/hangzhou-2020/submissions/x:accept"},
		{staff, "/v1/inspections/" + visit + ":conclude"}, // staff serve, deputies supervise: none but the convenor concludes
		{member, "/v1/inspections/" + visit + ":conclude"},
		{staff, "/v1/polls/hangzhou-2020.satisfaction-vote:cast"},
		{deputy, "/v1/polls/hangzhou-2020.satisfaction-vote:cast"},
		{member, "/v1/polls/hangzhou-2020.satisfaction-vote:close"},
	} {
		body := "{}"
		if strings.HasSuffix(c.path, ":conclude") {
			body = `{"conclusion":"x"}`
		}
		s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(c.seat), http.MethodPost, c.path, body)
	}
}

func TestAnotherHostSeesNothing(t *testing.T) {
	s := newSite(t)
	s.launch("shili", copyOf(t, "shili-2020", "shili"))
	foreign := s.tokenIn("shili", staff)
	var mine v1.ListCampaignsResponse
	s.ok(foreign, http.MethodGet, "/v1/campaigns", "", &mine)
	if len(mine.GetCampaigns()) != 1 || mine.GetCampaigns()[0].GetId() != "shili-2020" {
		t.Errorf("another host's staff see %v", mine.GetCampaigns())
	}
	for _, address := range []string{
		"/v1/campaigns/hangzhou-2020", "/v1/campaigns/hangzhou-2020/phases", "/v1/campaigns/hangzhou-2020/duties",
		"/v1/campaigns/hangzhou-2020/duties/kickoff/campaign/2020", "/v1/campaigns/hangzhou-2020/agenda",
		"/v1/campaigns/hangzhou-2020/projects", "/v1/campaigns/hangzhou-2020/groups",
		"/v1/campaigns/hangzhou-2020/inspections", "/v1/campaigns/hangzhou-2020/submissions", "/v1/campaigns/hangzhou-2020/polls",
		"/v1/inspections/" + visit, "/v1/inspections/" + visit + "/notes", "/v1/polls/hangzhou-2020.satisfaction-vote",
		"/v1/campaigns/hangzhou-2020/quotas", "/v1/campaigns/hangzhou-2020/events", "/v1/campaigns/hangzhou-2020/plan",
	} {
		s.refused(http.StatusNotFound, "NOT_FOUND", foreign, http.MethodGet, address, "")
	}
	s.refused(http.StatusNotFound, "NOT_FOUND", foreign, http.MethodPost, "/v1/campaigns/hangzhou-2020:cancel", `{"reason":"x"}`)
}

func TestHealthAndReflectionAreOpen(t *testing.T) {
	s := newSite(t)
	health, err := grpc_health_v1.NewHealthClient(s.conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil || health.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("health: %v, %v", health, err)
	}
	stream, err := grpc_reflection_v1.NewServerReflectionClient(s.conn).ServerReflectionInfo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ask := &grpc_reflection_v1.ServerReflectionRequest{MessageRequest: &grpc_reflection_v1.ServerReflectionRequest_ListServices{}}
	if err := stream.Send(ask); err != nil {
		t.Fatal(err)
	}
	answer, err := stream.Recv()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, service := range answer.GetListServicesResponse().GetService() {
		names = append(names, service.GetName())
	}
	for _, want := range []string{
		"supervision.v1.CampaignService", "supervision.v1.InspectionService", "supervision.v1.SubmissionService",
		"supervision.v1.PollService", "supervision.v1.NoticeService", "supervision.v1.PlanService", "supervision.v1.RevisionService",
		"supervision.v1.LinkageService",
	} {
		if !slices.Contains(names, want) {
			t.Errorf("reflection lists %v, not %s", names, want)
		}
	}
}
