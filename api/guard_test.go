package api

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"duban/internal/desk"
	"duban/supervision"
)

// everybody holds a seat of each role.
func everybody(ctx context.Context) context.Context {
	return context.WithValue(ctx, callerKey{}, desk.Caller{Person: "p", Seats: []supervision.Seat{
		{Role: supervision.RoleStaff}, {Role: supervision.RoleDeputy}, {Role: supervision.RoleOfficial}, {Role: supervision.RoleMember},
	}})
}

// An rpc that declares nobody is refused to everybody, and so is one that no proto knows.
func TestUndeclaredMethodsAreRefused(t *testing.T) {
	through := func(context.Context, any) (any, error) { return "in", nil }
	for method, want := range map[string]codes.Code{
		"/supervision.v1.CampaignService/GetCampaign": codes.OK,
		"/supervision.v1.CampaignService/Unheard":     codes.PermissionDenied,
		"/grpc.channelz.v1.Channelz/GetServers":       codes.PermissionDenied,
		"":                                            codes.PermissionDenied,
	} {
		_, err := guard{}.access(everybody(t.Context()), nil, &grpc.UnaryServerInfo{FullMethod: method}, through)
		if got := status.Code(statusErr(err)); got != want {
			t.Errorf("%q: %v, want %v", method, got, want)
		}
	}
}

func statusErr(err error) error {
	if err == nil {
		return nil
	}
	return statusOf(err).Err()
}

// A panic ends one call, tells its caller nothing, and its cause is logged.
func TestPanicIsOneFailedCall(t *testing.T) {
	var log strings.Builder
	g := guard{log: slog.New(slog.NewTextHandler(&log, nil))}
	info := &grpc.UnaryServerInfo{FullMethod: "/supervision.v1.CampaignService/GetCampaign"}
	_, err := g.answer(t.Context(), nil, info, func(ctx context.Context, req any) (any, error) {
		return g.recover(ctx, req, info, func(context.Context, any) (any, error) { panic("nil map of secrets") })
	})
	if status.Code(err) != codes.Internal || strings.Contains(err.Error(), "secrets") {
		t.Errorf("the caller learns %v", err)
	}
	if !strings.Contains(log.String(), "nil map of secrets") || !strings.Contains(log.String(), "guard_test.go") {
		t.Errorf("the log says %s", log.String())
	}
}
