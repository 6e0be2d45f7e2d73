package api

import (
	"github.com/google/uuid"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// signedIn answers with a session that has begun.
func signedIn(s desk.SignedIn, err error) (*v1.SignedIn, error) {
	if err != nil {
		return nil, err
	}
	return &v1.SignedIn{
		Token: s.Token, Session: s.ID.String(), Host: s.Host, ExpiresAt: instant(s.Expires), MustChangePassword: s.MustChange,
	}, nil
}

// sessionOf shows sessions to the holder of one.
func sessionOf(current uuid.UUID) func(desk.SessionView) *v1.Session {
	return func(s desk.SessionView) *v1.Session {
		return &v1.Session{
			Id: s.ID.String(), Kind: v1.Session_Kind(v1.Session_Kind_value[s.Kind]), Label: s.Label, Scopes: s.Scopes,
			CreatedAt: instant(s.CreatedAt), SeenAt: instant(s.SeenAt), ExpiresAt: instant(s.ExpiresAt), Current: s.ID == current,
		}
	}
}

func workplace(h desk.HostName) *v1.Workplace { return &v1.Workplace{Id: h.ID, Name: h.Name} }

func account(a desk.AccountView) *v1.Account {
	return &v1.Account{
		Person: a.PersonID, Name: a.Name, Login: a.Login, Issuer: a.Issuer, Subject: a.Subject,
		OneTime: a.OneTime, ExpiresAt: stored(a.ExpiresAt), Locked: a.Shut, ChangedAt: instant(a.ChangedAt),
	}
}

func admission(a desk.Admission) *v1.Admission {
	return &v1.Admission{Person: a.PersonID, Name: a.Name, Keeper: a.Keeper, KeeperName: a.KeeperName, Email: a.Email, Phone: a.Phone}
}
