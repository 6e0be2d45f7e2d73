package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// accounts serves AccountService.
type accounts struct {
	v1.UnimplementedAccountServiceServer
	desk     *desk.Desk
	pages    pages
	provider *identities
}

func (s *accounts) ListAccounts(ctx context.Context, req *v1.ListAccountsRequest) (*v1.ListAccountsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after string, limit int) ([]desk.AccountView, error) {
			return s.desk.Accounts(ctx, callerOf(ctx), after, limit)
		},
		func(a desk.AccountView) string { return a.PersonID }, always(account))
	return &v1.ListAccountsResponse{Accounts: items, NextPageToken: next}, err
}

func (s *accounts) ResetAccount(ctx context.Context, req *v1.ResetAccountRequest) (*v1.ResetAccountResponse, error) {
	once, err := s.desk.ResetAccount(ctx, callerOf(ctx), req.GetId(), req.GetLogin())
	if err != nil {
		return nil, err
	}
	return &v1.ResetAccountResponse{Login: once.Login, Password: once.Password}, nil
}

func (s *accounts) LockAccount(ctx context.Context, req *v1.LockAccountRequest) (*v1.LockAccountResponse, error) {
	return &v1.LockAccountResponse{}, s.desk.LockAccount(ctx, callerOf(ctx), req.GetId(), req.GetReason())
}

func (s *accounts) EndSessions(ctx context.Context, req *v1.EndSessionsRequest) (*v1.EndSessionsResponse, error) {
	return &v1.EndSessionsResponse{}, s.desk.EndSessions(ctx, callerOf(ctx), req.GetId(), req.GetReason())
}

func (s *accounts) BindIdentity(ctx context.Context, req *v1.BindIdentityRequest) (*v1.BindIdentityResponse, error) {
	if req.GetSubject() == "" {
		return &v1.BindIdentityResponse{}, s.desk.UnbindIdentity(ctx, callerOf(ctx), req.GetId())
	}
	if s.provider == nil {
		return nil, errNoProvider
	}
	who := desk.Identity{Issuer: s.provider.Issuer, Subject: req.GetSubject()}
	return &v1.BindIdentityResponse{}, s.desk.BindIdentity(ctx, callerOf(ctx), req.GetId(), who)
}

func (s *accounts) AdmitAccount(ctx context.Context, req *v1.AdmitAccountRequest) (*v1.AdmitAccountResponse, error) {
	return &v1.AdmitAccountResponse{}, s.desk.AdmitAccount(ctx, callerOf(ctx), req.GetId(), req.GetKeeper(), req.GetNoLonger())
}

func (s *accounts) ListAdmissions(ctx context.Context, req *v1.ListAdmissionsRequest) (*v1.ListAdmissionsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after admitted, limit int) ([]desk.Admission, error) {
			return s.desk.Admissions(ctx, callerOf(ctx), after.Person, after.Keeper, limit)
		},
		func(a desk.Admission) admitted { return admitted{a.PersonID, a.Keeper} }, always(admission))
	return &v1.ListAdmissionsResponse{Admissions: items, NextPageToken: next}, err
}
