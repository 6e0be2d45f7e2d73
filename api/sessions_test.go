package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"duban/api"
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

const secret = "a horse's first battery"

// guard is the security administrator of Hangzhou.
var guard = desk.Caller{Person: "hangzhou/security-admin", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSecurityAdmin}}}

// account makes an account with a one-time password for whoever sits in a seat of Hangzhou's.
func (s *site) account(seat, login string) (password string) {
	s.t.Helper()
	once, err := s.desk.ResetAccount(s.t.Context(), guard, "hangzhou/"+seat, login)
	if err != nil {
		s.t.Fatal(err)
	}
	return once.Password
}

// signIn signs in over REST.
func (s *site) signIn(login, password string) *v1.SignedIn {
	s.t.Helper()
	var in v1.SignedIn
	s.ok("", http.MethodPost, "/v1/session", jsonOf(s.t, map[string]string{"login": login, "password": password}), &in)
	return &in
}

// chosen makes an account, chooses its password, and signs in by that.
func (s *site) chosen(seat, login string) string {
	s.t.Helper()
	first := s.account(seat, login)
	var in v1.SignedIn
	s.ok(s.signIn(login, first).GetToken(), http.MethodPost, "/v1/session:changePassword",
		jsonOf(s.t, map[string]string{"currentPassword": first, "newPassword": secret}), &in)
	return in.GetToken()
}

// By a one-time password one learns who one is, changes it or leaves; and nothing else.
func TestSession_FirstPassword(t *testing.T) {
	s := newSite(t)
	first := s.account(deputy, "zhang")
	in := s.signIn("zhang", first)
	if !in.GetMustChangePassword() || in.GetHost() != "hangzhou" {
		t.Errorf("signed in: %v", in)
	}
	var me v1.WhoAmIResponse
	s.ok(in.GetToken(), http.MethodGet, "/v1/me", "", &me)
	if !me.GetMustChangePassword() || me.GetPerson() != "hangzhou/"+deputy {
		t.Errorf("me: %v", &me)
	}
	s.refused(http.StatusForbidden, "NOT_ALLOWED", in.GetToken(), http.MethodGet, "/v1/campaigns", "")
	s.refused(http.StatusForbidden, "NOT_ALLOWED", in.GetToken(), http.MethodPost, "/v1/tokens", `{"label":"x","scopes":["read"],"days":1}`)
	change := func(to string) string {
		return jsonOf(t, map[string]string{"currentPassword": first, "newPassword": to})
	}
	for _, weak := range []string{"short", "password123", "zhang-is-my-name"} {
		s.refused(http.StatusBadRequest, "INVALID_REQUEST", in.GetToken(), http.MethodPost, "/v1/session:changePassword", change(weak))
	}
	var fresh v1.SignedIn
	s.ok(in.GetToken(), http.MethodPost, "/v1/session:changePassword", change(secret), &fresh)
	s.ok(fresh.GetToken(), http.MethodGet, "/v1/campaigns", "", &v1.ListCampaignsResponse{})
	s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", in.GetToken(), http.MethodGet, "/v1/me", "")
	s.ok(fresh.GetToken(), http.MethodPost, "/v1/session:signOut", "{}", &v1.SignOutResponse{})
	s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", fresh.GetToken(), http.MethodGet, "/v1/me", "")
}

// What a token may is what its scopes name; what its holder does in person it may never.
func TestToken_Scopes(t *testing.T) {
	s := newSite(t)
	mine := s.chosen(staff, "li")
	token := func(scopes ...string) string {
		t.Helper()
		var in v1.SignedIn
		s.ok(mine, http.MethodPost, "/v1/tokens", jsonOf(t, map[string]any{"label": "月报", "scopes": scopes, "days": 30}), &in)
		return in.GetToken()
	}
	const hold, resume = "/v1/campaigns/hangzhou-2020:hold", "/v1/campaigns/hangzhou-2020:resume"
	for _, c := range []struct {
		scopes             []string
		reads, holds, ends bool
	}{
		{[]string{"read"}, true, false, false},
		{[]string{"write"}, true, true, true},
		{[]string{"HoldCampaign"}, false, true, false},
		{[]string{"read", "ResumeCampaign"}, true, false, true},
	} {
		t.Run(strings.Join(c.scopes, " "), func(*testing.T) {
			by := token(c.scopes...)
			may := func(allowed bool, method, path, body string) {
				t.Helper()
				if code, answer := s.rest(by, method, path, body); (code == http.StatusOK) != allowed || !allowed && code != http.StatusForbidden {
					t.Errorf("%v %s: %d %s", c.scopes, path, code, answer)
				}
			}
			may(c.reads, http.MethodGet, "/v1/campaigns", "")
			may(c.holds, http.MethodPost, hold, `{"reason":"x"}`)
			may(c.ends, http.MethodPost, resume, `{}`)
			may(false, http.MethodPost, "/v1/tokens", `{"label":"x","scopes":["write"],"days":1}`)
			may(false, http.MethodPost, "/v1/session:changePassword", `{"currentPassword":"x","newPassword":"y"}`)
			may(false, http.MethodPost, "/v1/session:switchHost", `{"host":"hangzhou"}`)
		})
	}
	for _, bad := range []string{`["Unheard"]`, `[]`, `["read","read"]`, `["读"]`} {
		s.refused(http.StatusBadRequest, "INVALID_REQUEST", mine, http.MethodPost, "/v1/tokens", `{"label":"x","days":1,"scopes":`+bad+`}`)
	}
	for _, days := range []int{0, -1, 366} {
		s.refused(http.StatusBadRequest, "INVALID_REQUEST", mine, http.MethodPost, "/v1/tokens", fmt.Sprintf(`{"label":"x","scopes":["read"],"days":%d}`, days))
	}
}

// Listed, ended, altered and expired: a token that is no longer good opens nothing, and says no more than that.
func TestToken_EndedAlteredExpired(t *testing.T) {
	s := newSite(t)
	mine := s.chosen(staff, "li")
	var ended, short v1.SignedIn
	s.ok(mine, http.MethodPost, "/v1/tokens", `{"label":"月报","scopes":["read"],"days":30}`, &ended)
	s.ok(mine, http.MethodPost, "/v1/tokens", `{"label":"一天","scopes":["read"],"days":1}`, &short)
	var all v1.ListSessionsResponse
	s.ok(mine, http.MethodGet, "/v1/sessions", "", &all)
	current, labels := 0, ""
	for _, one := range all.GetSessions() {
		labels += one.GetLabel()
		if one.GetCurrent() {
			current++
		}
	}
	if current != 1 || !strings.Contains(labels, "月报") || strings.Contains(all.String(), ended.GetToken()) {
		t.Errorf("listed are %v", &all)
	}
	s.ok(mine, http.MethodPost, "/v1/sessions/"+ended.GetSession()+":end", "{}", &v1.EndSessionResponse{})
	out := func(token string) {
		t.Helper()
		s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", token, http.MethodGet, "/v1/me", "")
	}
	out(ended.GetToken())
	for _, altered := range []string{short.GetToken() + "A", short.GetToken()[1:], strings.ToLower(short.GetToken()), short.GetSession()} {
		out(altered)
	}
	s.ok(short.GetToken(), http.MethodGet, "/v1/me", "", &v1.WhoAmIResponse{})
	s.at("2020-05-21T10:00")
	out(short.GetToken())
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(staff), http.MethodPost, "/v1/sessions/x:end", "{}")
}

// What one process ends is over in the other with the next call: nothing is remembered between calls.
func TestSession_TwoProcesses(t *testing.T) {
	s := newSite(t)
	first := s.url
	token := s.chosen(deputy, "zhang")
	s.serve(api.Options{})
	s.ok(token, http.MethodGet, "/v1/me", "", &v1.WhoAmIResponse{})
	s.ok(token, http.MethodPost, "/v1/session:signOut", "{}", &v1.SignOutResponse{})
	s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", token, http.MethodGet, "/v1/me", "")
	s.url = first
	s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", token, http.MethodGet, "/v1/me", "")

	token = s.signIn("zhang", secret).GetToken()
	if err := s.desk.LockAccount(t.Context(), guard, "hangzhou/"+deputy, "停职"); err != nil {
		t.Fatal(err)
	}
	s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", token, http.MethodGet, "/v1/me", "")
}

// A hundred wrong passwords at once, for a hundred logins, from one address: few are looked at, and another address is
// not kept out.
func TestSignIn_AHundredAtOnceFromOneAddress(t *testing.T) {
	s := newSite(t)
	password := s.account(deputy, "zhang")
	var all sync.WaitGroup
	var wrong, turnedAway atomic.Int64
	for i := range 100 {
		all.Go(func() {
			code, answer := s.rest("", http.MethodPost, "/v1/session", fmt.Sprintf(`{"login":"guess%d","password":"not the password"}`, i))
			switch code {
			case http.StatusUnauthorized:
				wrong.Add(1)
			case http.StatusTooManyRequests:
				turnedAway.Add(1)
			default:
				t.Errorf("%d %s", code, answer)
			}
		})
	}
	all.Wait()
	if wrong.Load() > 20+64 || wrong.Load()+turnedAway.Load() != 100 {
		t.Errorf("%d were looked at, %d turned away", wrong.Load(), turnedAway.Load())
	}
	s.refused(http.StatusTooManyRequests, "BUSY", "", http.MethodPost, "/v1/session", `{"login":"zhang","password":"`+password+`"}`)
	forged := metadata.AppendToOutgoingContext(t.Context(), "duban-address", "203.0.113.9")
	_, err := v1.NewSessionServiceClient(s.conn).SignIn(forged, &v1.SignInRequest{Login: "zhang", Password: password})
	if status.Code(err) != codes.ResourceExhausted {
		t.Errorf("by gRPC, with an address that it gives itself: %v", err)
	}
}

// Only a proxy that is trusted says for whom it asks.
func TestSignIn_AddressBehindAProxy(t *testing.T) {
	for _, c := range []struct {
		proxies string
		kept    int // out, of the second caller
	}{{"", http.StatusTooManyRequests}, {"127.0.0.0/8", http.StatusUnauthorized}} {
		t.Run(c.proxies, func(t *testing.T) {
			s := newSite(t)
			s.serve(api.Options{Proxies: prefixes(t, c.proxies)})
			logins := 0
			ask := func(from string) int {
				logins++ // one alone would rest after five
				body := fmt.Sprintf(`{"login":"x%d","password":"x"}`, logins)
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/session", strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("X-Forwarded-For", from)
				code, _ := s.send(req)
				return code
			}
			for range 30 {
				ask("198.51.100.7, 203.0.113.1")
			}
			if got := ask("203.0.113.1"); got != http.StatusTooManyRequests {
				t.Errorf("the same address is answered %d", got)
			}
			if got := ask("203.0.113.1, 203.0.113.2"); got != c.kept {
				t.Errorf("another address is answered %d, want %d", got, c.kept)
			}
		})
	}
}
