package api

import (
	"context"

	"github.com/google/uuid"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// sessions serves SessionService.
type sessions struct {
	v1.UnimplementedSessionServiceServer
	desk      *desk.Desk
	addresses *addresses
	provider  *identities
}

func (s *sessions) SignIn(ctx context.Context, req *v1.SignInRequest) (*v1.SignedIn, error) {
	return signedIn(s.addresses.signIn(ctx, func() (desk.SignedIn, error) {
		return s.desk.SignIn(ctx, req.GetLogin(), req.GetPassword())
	}))
}

func (s *sessions) BeginIdentity(ctx context.Context, _ *v1.BeginIdentityRequest) (*v1.BeginIdentityResponse, error) {
	url, ticket, err := s.provider.begin(ctx)
	return &v1.BeginIdentityResponse{Url: url, Ticket: ticket}, err
}

func (s *sessions) FinishIdentity(ctx context.Context, req *v1.FinishIdentityRequest) (*v1.SignedIn, error) {
	if s.provider == nil {
		return nil, errNoProvider
	}
	return signedIn(s.addresses.signIn(ctx, func() (desk.SignedIn, error) {
		who, err := s.provider.finish(ctx, req.GetCode(), req.GetState(), req.GetTicket())
		if err != nil {
			return desk.SignedIn{}, err
		}
		return s.desk.SignInByIdentity(ctx, who)
	}))
}

func (s *sessions) SignOut(ctx context.Context, _ *v1.SignOutRequest) (*v1.SignOutResponse, error) {
	return &v1.SignOutResponse{}, s.desk.SignOut(ctx, callerOf(ctx))
}

func (s *sessions) ChangePassword(ctx context.Context, req *v1.ChangePasswordRequest) (*v1.SignedIn, error) {
	return signedIn(s.desk.ChangePassword(ctx, callerOf(ctx), req.GetCurrentPassword(), req.GetNewPassword()))
}

func (s *sessions) SwitchHost(ctx context.Context, req *v1.SwitchHostRequest) (*v1.SignedIn, error) {
	return signedIn(s.desk.SwitchHost(ctx, callerOf(ctx), req.GetHost()))
}

func (s *sessions) ListSessions(ctx context.Context, _ *v1.ListSessionsRequest) (*v1.ListSessionsResponse, error) {
	caller := callerOf(ctx)
	all, err := s.desk.Sessions(ctx, caller)
	return &v1.ListSessionsResponse{Sessions: each(all, sessionOf(caller.Session.ID))}, err
}

func (s *sessions) CreateToken(ctx context.Context, req *v1.CreateTokenRequest) (*v1.SignedIn, error) {
	if err := checkScopes(req.GetScopes()); err != nil {
		return nil, err
	}
	return signedIn(s.desk.CreateToken(ctx, callerOf(ctx), req.GetLabel(), req.GetScopes(), int(req.GetDays())))
}

func (s *sessions) EndSession(ctx context.Context, req *v1.EndSessionRequest) (*v1.EndSessionResponse, error) {
	id, err := uuid.Parse(req.GetId())
	if err != nil {
		return nil, invalid("id", "不是会话编号", "no id of a session")
	}
	return &v1.EndSessionResponse{}, s.desk.EndSession(ctx, callerOf(ctx), id)
}
