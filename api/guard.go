package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/auth"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// guard holds the interceptors, in the order in which a call passes them: answer, recover, signIn, access, validate.
type guard struct {
	desk *desk.Desk
	log  *slog.Logger
}

// answer turns every error into what the caller may know, and logs what the caller may not.
func (g guard) answer(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	resp, err := next(ctx, req)
	if err == nil || isOpen(info.FullMethod) {
		return resp, err
	}
	s := statusOf(err)
	switch s.Code() { //nolint:exhaustive // the others are the caller's affair
	case codes.Internal, codes.Unavailable, codes.DeadlineExceeded:
		g.log.ErrorContext(ctx, "call failed", "method", info.FullMethod, "code", s.Code().String(), "error", err)
	}
	return nil, s.Err()
}

// recover makes an error of a panic, so that one call cannot end the process.
func (g guard) recover(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (resp any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return next(ctx, req)
}

// openServices tell nobody's business: whether we are alive, and what the protos say.
var openServices = []string{"/grpc.health.v1.", "/grpc.reflection."}

func isOpen(method string) bool {
	for _, service := range openServices {
		if strings.HasPrefix(method, service) {
			return true
		}
	}
	return false
}

// onlyOpenStreams refuses every other stream: no service of ours has one.
func onlyOpenStreams(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if isOpen(info.FullMethod) {
		return next(srv, stream)
	}
	return statusOf(errNotYours).Err()
}

type callerKey struct{}

// callerOf is who calls. Behind signIn there always is somebody.
func callerOf(ctx context.Context) desk.Caller {
	caller, _ := ctx.Value(callerKey{}).(desk.Caller)
	return caller
}

// signIn finds out who calls, by the bearer token and by nothing else.
func (g guard) signIn(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if isOpen(info.FullMethod) || accessOf(info.FullMethod).GetOpen() {
		return next(ctx, req)
	}
	token, err := auth.AuthFromMD(ctx, "bearer")
	if err != nil {
		return nil, errNotSignedIn
	}
	caller, err := g.desk.Recognise(ctx, token)
	if err != nil {
		return nil, err
	}
	return next(context.WithValue(ctx, callerKey{}, caller), req)
}

// access refuses callers without a seat of a role that the rpc declares, and sessions that are not for it. An rpc that
// declares nobody is refused to all.
func (g guard) access(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	declared := accessOf(info.FullMethod)
	if isOpen(info.FullMethod) || declared.GetOpen() {
		return next(ctx, req)
	}
	caller := callerOf(ctx)
	holds := func(r v1.Seat_Role) bool { return caller.Has(supervision.Role(r.String())) }
	if !slices.ContainsFunc(declared.GetRoles(), holds) {
		return nil, errNotYours
	}
	if err := within(caller.Session, info.FullMethod, declared); err != nil {
		return nil, err
	}
	return next(ctx, req)
}

// accessOf reads the option `access` of an rpc; nil where there is none.
func accessOf(method string) *v1.Access {
	name := strings.ReplaceAll(strings.TrimPrefix(method, "/"), "/", ".")
	rpc, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(name))
	if err != nil {
		return nil
	}
	access, _ := proto.GetExtension(rpc.Options(), v1.E_Access).(*v1.Access)
	return access
}

// errNoMessage cannot happen: gRPC hands over messages.
var errNoMessage = errors.New("request is no message")
