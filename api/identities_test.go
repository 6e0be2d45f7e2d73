package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oauth2-proxy/mockoidc"

	"duban/api"
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

func prefixes(t *testing.T, text string) (all []netip.Prefix) {
	t.Helper()
	for p := range strings.FieldsSeq(text) {
		all = append(all, netip.MustParsePrefix(p))
	}
	return all
}

// provided is a site with an identity provider that knows the people given, each of whom signs in once, in that order.
func provided(t *testing.T, match string, users ...*mockoidc.MockUser) (*site, *mockoidc.MockOIDC) {
	t.Helper()
	s := newSite(t)
	p, err := mockoidc.Run()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Shutdown() })
	for _, u := range users {
		p.QueueUser(u)
	}
	s.serve(api.Options{Provider: &api.Provider{
		Issuer: p.Issuer(), ClientID: p.ClientID, ClientSecret: p.ClientSecret, Redirect: "https://duban.example.cn/signin/identity/done", Match: match,
	}})
	return s, p
}

// visit goes where a browser is sent, to the provider and back.
func (s *site) visit() (back url.Values, ticket string, asked url.Values) {
	s.t.Helper()
	var begun v1.BeginIdentityResponse
	s.ok("", http.MethodPost, "/v1/session:beginIdentity", "{}", &begun)
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, begun.GetUrl(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	to, err := resp.Location()
	if err != nil {
		s.t.Fatal(err)
	}
	return to.Query(), begun.GetTicket(), req.URL.Query()
}

func finish(t *testing.T, back url.Values, ticket string) string {
	t.Helper()
	return jsonOf(t, map[string]string{"code": back.Get("code"), "state": back.Get("state"), "ticket": ticket})
}

// Somebody whose identity is bound signs in by the provider, with PKCE, a state and a nonce. Nothing more is asked for than
// is gone by.
func TestIdentity_SignsIn(t *testing.T) {
	zhang := &mockoidc.MockUser{Subject: "1001"}
	s, p := provided(t, "", zhang, zhang)
	back, ticket, asked := s.visit()
	for name, want := range map[string]string{"code_challenge_method": "S256", "scope": "openid", "response_type": "code"} {
		if asked.Get(name) != want {
			t.Errorf("%s is %q", name, asked.Get(name))
		}
	}
	if asked.Get("code_challenge") == "" || asked.Get("nonce") == "" || len(asked.Get("state")) < 20 {
		t.Errorf("asked %v", asked)
	}
	code, answer := s.rest("", http.MethodPost, finishIdentity, finish(t, back, ticket))
	if s.wantRefusal(http.StatusForbidden, "NOT_ALLOWED", code, answer); !strings.Contains(string(answer), `\"1001\"`) {
		t.Errorf("nobody learns whom to bind: %s", answer)
	}
	if err := s.desk.BindIdentity(t.Context(), guard, "hangzhou/"+deputy, desk.Identity{Issuer: p.Issuer(), Subject: "1001"}); err != nil {
		t.Fatal(err)
	}
	back, ticket, _ = s.visit()
	var in v1.SignedIn
	s.ok("", http.MethodPost, finishIdentity, finish(t, back, ticket), &in)
	var me v1.WhoAmIResponse
	s.ok(in.GetToken(), http.MethodGet, "/v1/me", "", &me)
	if me.GetPerson() != "hangzhou/"+deputy || in.GetMustChangePassword() {
		t.Errorf("signed in as %v", &me)
	}
	s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", "", http.MethodPost, finishIdentity, finish(t, back, ticket)) // a code is good once
}

const finishIdentity = "/v1/session:finishIdentity"

// What does not fit what the browser began with opens nothing: another's state, a nonce that was not asked for, a code
// that somebody has caught without its verifier.
func TestIdentity_MustFitWhatBegan(t *testing.T) {
	zhang := &mockoidc.MockUser{Subject: "1001"}
	s, p := provided(t, "", zhang, zhang, zhang, zhang, zhang)
	if err := s.desk.BindIdentity(t.Context(), guard, "hangzhou/"+deputy, desk.Identity{Issuer: p.Issuer(), Subject: "1001"}); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(back url.Values, ticket []string){
		"state":    func(back url.Values, _ []string) { back.Set("state", "SOMEBODYELSES") },
		"nonce":    func(_ url.Values, ticket []string) { ticket[1] = "ANOTHER" },
		"verifier": func(_ url.Values, ticket []string) { ticket[2] = strings.Repeat("x", 43) },
		"code":     func(back url.Values, _ []string) { back.Set("code", "guessed") },
		"ticket":   func(_ url.Values, ticket []string) { ticket[0] = "" },
	} {
		t.Run(name, func(*testing.T) {
			back, ticket, _ := s.visit()
			parts := strings.Split(ticket, ".")
			spoil(back, parts)
			s.refused(http.StatusUnauthorized, "NOT_SIGNED_IN", "", http.MethodPost, finishIdentity, finish(t, back, strings.Join(parts, ".")))
		})
	}
}

// An address that the provider has verified, and this installation goes by, is that of the one person on a roll.
func TestIdentity_ByAVerifiedAddress(t *testing.T) {
	verified := &mockoidc.MockUser{Subject: "1001", Email: "zhang@example.cn", EmailVerified: true}
	claimed := &mockoidc.MockUser{Subject: "1002", Email: "zhang@example.cn"}
	s, _ := provided(t, "email", claimed, verified)
	keeper := desk.Caller{Person: "hangzhou/system-admin", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	who := supervision.Person{ID: "hangzhou/" + deputy, Name: "张三", Email: "Zhang@example.cn"}
	if err := errors.Join(s.desk.SavePerson(t.Context(), keeper, who), s.desk.AdmitAccount(t.Context(), guard, who.ID, "hangzhou", false)); err != nil {
		t.Fatal(err)
	}
	back, ticket, asked := s.visit()
	if asked.Get("scope") != "openid email" {
		t.Errorf("asked for %q", asked.Get("scope"))
	}
	s.refused(http.StatusForbidden, "NOT_ALLOWED", "", http.MethodPost, finishIdentity, finish(t, back, ticket))
	back, ticket, _ = s.visit()
	var in v1.SignedIn
	s.ok("", http.MethodPost, finishIdentity, finish(t, back, ticket), &in)
	s.ok(in.GetToken(), http.MethodGet, "/v1/campaigns", "", &v1.ListCampaignsResponse{})
}

// While the provider keeps one who signs in waiting, before anybody has heard of it, the next is not kept waiting behind.
func TestIdentity_NobodyWaitsForAnothersQuestion(t *testing.T) {
	s := newSite(t)
	asked, release := make(chan struct{}), make(chan struct{})
	var questions atomic.Int32
	var provider *httptest.Server
	provider = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if questions.Add(1) == 1 {
			close(asked)
			<-release
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":%[1]q,"token_endpoint":%[1]q,"jwks_uri":%[1]q}`, provider.URL)
	}))
	t.Cleanup(provider.Close)
	s.serve(api.Options{Provider: &api.Provider{Issuer: provider.URL, ClientID: "x"}})
	first := make(chan struct{})
	go func() {
		defer close(first)
		s.rest("", http.MethodPost, "/v1/session:beginIdentity", "{}")
	}()
	<-asked
	began := time.Now()
	s.ok("", http.MethodPost, "/v1/session:beginIdentity", "{}", &v1.BeginIdentityResponse{})
	if waited := time.Since(began); waited > 5*time.Second { // the first waits ten
		t.Errorf("the second waits %v for the first one's answer", waited)
	}
	close(release)
	<-first
}

func TestIdentity_WithoutAProvider(t *testing.T) {
	s := newSite(t)
	s.refused(http.StatusBadRequest, "WRONG_STATE", "", http.MethodPost, "/v1/session:beginIdentity", "{}")
	s.refused(http.StatusBadRequest, "WRONG_STATE", "", http.MethodPost, finishIdentity, `{"code":"x","state":"x","ticket":"x"}`)
	s.serve(api.Options{Provider: &api.Provider{Issuer: "http://127.0.0.1:1", ClientID: "x"}}) // which is away
	s.refused(http.StatusServiceUnavailable, "TRY_LATER", "", http.MethodPost, "/v1/session:beginIdentity", "{}")
}
