package story_test

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	reflection "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"

	"duban/api/supervisionv1"
)

// TestGRPCIsTheSameDoor: what REST answers, gRPC answers, to the same token; health and reflection are open to all.
func TestGRPCIsTheSameDoor(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	conn, err := grpc.NewClient(p.engine.GRPC(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	p.check(err)
	defer conn.Close()

	campaigns := supervisionv1.NewCampaignServiceClient(conn)
	ask := &supervisionv1.GetCampaignRequest{Id: "shili-demo"}
	if _, err := campaigns.GetCampaign(t.Context(), ask); status.Code(err) != codes.Unauthenticated {
		t.Errorf("without a token: %v", err)
	}
	c, err := campaigns.GetCampaign(metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+p.deputy), ask)
	p.check(err)
	rest := p.get(p.deputy, p.campaign)
	if c.GetTitle() != rest["title"] || c.GetPhase().String() != rest["phase"] || !c.GetDemonstration() {
		t.Errorf("gRPC: %v\nREST: %v", c, rest)
	}

	health, err := grpc_health_v1.NewHealthClient(conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil || health.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("health: %v, %v", health, err)
	}
	if !slices.Contains(services(t.Context(), t, conn), "supervision.v1.CampaignService") {
		t.Error("reflection does not name the campaign service")
	}
}

func services(ctx context.Context, t *testing.T, conn *grpc.ClientConn) (names []string) {
	t.Helper()
	stream, err := reflection.NewServerReflectionClient(conn).ServerReflectionInfo(ctx)
	if err != nil {
		t.Fatal(err)
	}
	list := &reflection.ServerReflectionRequest{MessageRequest: &reflection.ServerReflectionRequest_ListServices{}}
	if err := stream.Send(list); err != nil {
		t.Fatal(err)
	}
	answer, err := stream.Recv()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range answer.GetListServicesResponse().GetService() {
		names = append(names, s.GetName())
	}
	return names
}

// TestOpenAPIIsServed: the document that describes REST names the paths that answer.
func TestOpenAPIIsServed(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	document := p.ok("", http.MethodGet, "/openapi.json", nil)
	paths, _ := document["paths"].(object)
	for _, path := range []string{"/v1/campaigns/{id}:launch", "/v1/inspections/{inspection}/notes"} {
		if paths[path] == nil {
			t.Errorf("%s is not described", path)
		}
	}
}
