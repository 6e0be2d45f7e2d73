package console

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/chromedp/chromedp"
	"github.com/oauth2-proxy/mockoidc"

	"duban/api"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/supervision"
)

// house is the console over the real services and a database of its own, in which two congresses have just been founded.
type house struct {
	*site
	edge *api.Edge
	desk *desk.Desk
	made map[string]desk.OneTime // by login
	late atomic.Int64            // how long after fridayMorning it is, in nanoseconds
}

func (h *house) now() time.Time { return fridayMorning.Add(time.Duration(h.late.Load())) }

func newHouse(t *testing.T, provider *api.Provider) *house {
	t.Helper()
	t.Parallel()
	dsn, _ := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	h := &house{site: &site{t: t}, made: map[string]desk.OneTime{}}
	h.desk = desk.New(db, h.now, supervision.ChinaCalendar())
	h.desk.HashAt(argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	h.found("shili", "示例市人大常委会")
	h.found("xihu", "西湖区人大常委会")
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	if h.edge, err = api.New(h.desk, api.Options{PageKey: make([]byte, 32), Log: log, Provider: provider}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.edge.Close(context.Background()) })
	h.handler = New(h.edge.Conn(), Options{Now: h.now, Log: log, Secure: true, Provider: name(provider)})
	return h
}

func name(p *api.Provider) string {
	if p == nil {
		return ""
	}
	return "浙里办"
}

func (h *house) found(host, name string) {
	h.t.Helper()
	made, err := h.desk.FoundHost(h.t.Context(), desk.Founding{Host: supervision.Host{ID: host, Name: name, Kind: supervision.CongressHost}})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, a := range made {
		h.made[a.Login] = a.OneTime
	}
}

// visitorWith is whoever has the cookies that an answer has set.
func visitorWith(r *httptest.ResponseRecorder) visitor {
	kept := slices.Clone(cookies(r))
	return func(r *http.Request) {
		for _, c := range kept {
			r.AddCookie(c)
		}
	}
}

const (
	auditor = "auditor@shili"
	secret  = "a horse's first battery"
)

// signedIn signs in as the auditor and chooses a password.
func (h *house) signedIn() visitor {
	h.t.Helper()
	return h.admitted(auditor, h.made[auditor].Password)
}

// admitted signs in by a one-time password and chooses another.
func (h *house) admitted(login, once string) visitor {
	h.t.Helper()
	first := h.post("/signin", url.Values{"login": {login}, "password": {once}, "next": {"/record"}})
	h.leadsTo(first, passwordPath+"?next=%2Frecord")
	fresh := h.post(passwordPath, url.Values{"current": {once}, "new": {secret}, "again": {secret}}, visitorWith(first))
	h.leadsTo(fresh, "/me?changed=yes")
	return visitorWith(fresh)
}

// A one-time password leads to its change wherever somebody wants to go, and only then further.
func TestSignIn_FirstPassword(t *testing.T) {
	h := newHouse(t, nil)
	once := h.made[auditor].Password
	first := h.post("/signin", url.Values{"login": {auditor}, "password": {once}, "next": {"/record"}})
	h.leadsTo(first, passwordPath+"?next=%2Frecord")
	if c := cookies(first)[0]; c.Name != hostPrefix+sessionCookie || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("the session's cookie is %+v", c)
	}
	h.leadsTo(h.get("/record", visitorWith(first)), passwordPath+"?next=%2Frecord")
	h.says(h.page(h.get(passwordPath+"?next=%2Frecord", visitorWith(first)), http.StatusOK), "请先修改一次性口令", `name="next" value="/record"`)
	h.silent(h.page(h.get(passwordPath+"?next=https%3A%2F%2Fevil.example", visitorWith(first)), http.StatusOK), `value="https`)
	for problem, form := range map[string]url.Values{
		"两次输入的新口令不同": {"current": {once}, "new": {secret}, "again": {secret + "x"}},
		"至少 10 个字符":  {"current": {once}, "new": {"short"}, "again": {"short"}},
		"这个口令太常见":    {"current": {once}, "new": {"password123"}, "again": {"password123"}},
		"登录名或口令不正确":  {"current": {"wrong"}, "new": {secret}, "again": {secret}},
	} {
		r := h.post(passwordPath, form, visitorWith(first))
		if h.says(r.Body.String(), problem); r.Code < 400 || len(cookies(r)) != 0 {
			t.Errorf("%s: %d, %v", problem, r.Code, cookies(r))
		}
	}
	fresh := h.post(passwordPath, url.Values{"current": {once}, "new": {secret}, "again": {secret}, "next": {"/record"}}, visitorWith(first))
	h.leadsTo(fresh, "/record")
	h.leadsTo(h.get("/me", visitorWith(first)), "/signin?next=%2Fme") // what the one-time password opened is over
	h.says(h.page(h.get("/me?changed=yes", visitorWith(fresh)), http.StatusOK), "口令已修改", "审计员", "示例市人大常委会")
	h.says(h.page(h.get("/record", visitorWith(fresh)), http.StatusOK), "记录")
	h.leadsTo(h.post("/signin", url.Values{"login": {auditor}, "password": {secret}, "next": {"/record"}}), "/record")
}

func TestSignIn_Refused(t *testing.T) {
	h := newHouse(t, nil)
	for range supervision.MostFailures {
		r := h.post("/signin", url.Values{"login": {auditor}, "password": {"wrong"}, "next": {"/record"}})
		h.says(h.page(r, http.StatusUnauthorized), "登录名或口令不正确", `value="auditor@shili"`, `value="/record"`)
		if len(cookies(r)) != 0 {
			t.Error("a cookie is set")
		}
	}
	h.says(h.page(h.post("/signin", url.Values{"login": {auditor}, "password": {"wrong"}}), http.StatusTooManyRequests), "请在 15 分钟后再试")
	h.says(h.page(h.post("/signin", url.Values{"login": {auditor}, "password": {"wrong"}}, english), http.StatusTooManyRequests), "try again in 15 minutes")
	h.page(h.post("/signin", url.Values{}), http.StatusBadRequest)
}

// A token is shown once, works, is listed without itself, and is ended; leaving ends one's own session at the services.
func TestMe_TokensAndSignOut(t *testing.T) {
	h := newHouse(t, nil)
	me := h.signedIn()
	page := h.page(h.post("/me/tokens", url.Values{"label": {"月报"}, "scope": {"read"}, "days": {"30"}}, me), http.StatusOK)
	h.says(page, "令牌只显示这一次", "月报")
	_, rest, _ := strings.Cut(page, `<code id="token">`)
	token, _, _ := strings.Cut(rest, "<")
	h.says(h.page(h.get("/record", as(token)), http.StatusOK), "记录")
	page = h.page(h.get("/me", me), http.StatusOK)
	h.silent(page, token)
	_, rest, _ = strings.Cut(page, `action="/me/sessions/`)
	id, _, _ := strings.Cut(rest, "/")
	h.leadsTo(h.post("/me/sessions/"+id+"/ended", nil, me), "/me")
	h.leadsTo(h.get("/record", as(token)), "/signin?next=%2Frecord")
	h.page(h.post("/me/tokens", url.Values{"label": {"月报"}, "scope": {"read"}, "days": {"x"}}, me), http.StatusBadRequest)
	h.page(h.post("/me/tokens", url.Values{"label": {"月报"}, "scope": {"read"}, "days": {"9999999999"}}, me), http.StatusBadRequest)

	h.leadsTo(h.post("/signout", nil, me), "/signin")
	h.leadsTo(h.get("/me", me), "/signin?next=%2Fme")
}

// On a narrow screen the role stands on a line of its own: nothing that joins it to the seat may go there with it.
func TestMe_ARoleStandsWithoutADot(t *testing.T) {
	h := newHouse(t, nil)
	page := h.page(h.get("/me", h.signedIn()), http.StatusOK)
	_, seats, _ := strings.Cut(page, `<section id="seats"`)
	seats, _, _ = strings.Cut(seats, "</section>")
	h.says(seats, "审计员")
	h.silent(seats, "·")
}

// A person in two congresses goes from one to the other at the head of every page.
func TestMe_TwoCongresses(t *testing.T) {
	h := newHouse(t, nil)
	me := h.signedIn()
	h.silent(h.page(h.get("/me", me), http.StatusOK), "切换到")
	ctx, person := t.Context(), "shili/auditor"
	keeper := func(role supervision.Role) desk.Caller {
		return desk.Caller{Person: "xihu/" + string(role), Host: "xihu", Seats: []supervision.Seat{{ID: string(role), Role: role}}}
	}
	for _, err := range []error{
		h.desk.SavePerson(ctx, keeper(supervision.RoleSystemAdmin), supervision.Person{ID: person, Name: "审计员"}),
		h.desk.SaveSeat(ctx, keeper(supervision.RoleSystemAdmin), supervision.Seat{ID: "d1", Role: supervision.RoleDeputy, Title: "代表"}, ""),
		h.desk.SeatPerson(ctx, keeper(supervision.RoleSystemAdmin), desk.Seating{Person: person, Seat: "d1"}),
		h.desk.AdmitAccount(ctx, keeper(supervision.RoleSecurityAdmin), person, "shili", false),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	h.says(h.page(h.get("/me", me), http.StatusOK), "切换到西湖区人大常委会")
	r := h.post("/me/host", url.Values{"host": {"xihu"}}, me)
	h.leadsTo(r, "/")
	h.says(h.page(h.get("/me", visitorWith(r)), http.StatusOK), "切换到示例市人大常委会", "代表", "西湖区人大常委会")
	h.leadsTo(h.get("/me", me), "/signin?next=%2Fme")
	h.page(h.post("/me/host", url.Values{"host": {"nowhere"}}, visitorWith(r)), http.StatusNotFound)
}

// By the identity provider somebody comes back to where they wanted to go; not without the ticket that they left with.
func TestSignIn_ByIdentity(t *testing.T) {
	p, err := mockoidc.Run()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Shutdown() })
	h := newHouse(t, &api.Provider{
		Issuer: p.Issuer(), ClientID: p.ClientID, ClientSecret: p.ClientSecret, Redirect: "https://duban.example.cn/signin/identity/done",
	})
	guard := desk.Caller{Person: "shili/security-admin", Host: "shili", Seats: []supervision.Seat{{Role: supervision.RoleSecurityAdmin}}}
	if err := h.desk.BindIdentity(t.Context(), guard, "auditor", desk.Identity{Issuer: p.Issuer(), Subject: "1001"}); err != nil {
		t.Fatal(err)
	}
	h.says(h.page(h.get("/signin?next=%2Frecord"), http.StatusOK), "通过浙里办登录", `href="/signin/identity?next=%2Frecord"`)
	gone := func() (back string, ticket visitor) {
		t.Helper()
		p.QueueUser(&mockoidc.MockUser{Subject: "1001"})
		r := h.get("/signin/identity?next=%2Frecord")
		if c := cookies(r)[0]; !c.HttpOnly || !c.Secure || c.MaxAge != 600 {
			t.Errorf("the ticket's cookie is %+v", c)
		}
		resp, err := http.DefaultTransport.RoundTrip(httptest.NewRequest(http.MethodGet, r.Header().Get("Location"), nil))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		to, err := resp.Location()
		if err != nil {
			t.Fatal(err)
		}
		return to.RequestURI(), visitorWith(r)
	}
	back, ticket := gone()
	h.says(h.page(h.get(back), http.StatusUnauthorized), "统一身份登录未成功")
	in := h.get(back, ticket)
	h.leadsTo(in, "/record")
	h.says(h.page(h.get("/me", visitorWith(in)), http.StatusOK), "审计员", "统一身份登录")
	back, ticket = gone()
	h.says(h.page(h.get(strings.Replace(back, "state=", "state=x", 1), ticket), http.StatusUnauthorized), "统一身份登录未成功")
	h.says(h.page(h.get("/signin/identity/done?error=access_denied", ticket), http.StatusUnauthorized), "统一身份登录未成功")
}

// In a real browser: signing in, the first password, oneself, a token, and out again.
func TestSignInInChromium(t *testing.T) {
	h := newHouse(t, nil)
	for screen, size := range screens {
		login := map[string]string{"desk": "auditor@shili", "phone": "auditor@xihu"}[screen]
		t.Run(screen, func(t *testing.T) {
			b := browse(t, size[0], size[1], New(h.edge.Conn(), Options{Now: func() time.Time { return fridayMorning }}))
			b.visit("/signin")
			b.wellMade("signin-" + screen)
			b.do(chromedp.SendKeys(chromedp.ID("login"), login), chromedp.SendKeys(chromedp.ID("password"), "not the password\r"), chromedp.WaitVisible(chromedp.CSS("[role=alert]")))
			b.complaints() // the browser itself reports the 401
			b.wellMade("signin-refused-" + screen)
			b.do(chromedp.SendKeys(chromedp.ID("password"), h.made[login].Password+"\r"), chromedp.WaitVisible(chromedp.ID("new")))
			b.wellMade("first-password-" + screen)
			b.do(
				chromedp.SendKeys(chromedp.ID("current"), h.made[login].Password), chromedp.SendKeys(chromedp.ID("new"), secret),
				chromedp.SendKeys(chromedp.ID("again"), secret+"\r"), chromedp.WaitVisible(chromedp.CSS(".filed")),
			)
			b.wellMade("me-" + screen)
			b.do(chromedp.SendKeys(chromedp.ID("label"), "月报\r"), chromedp.WaitVisible(chromedp.ID("token")))
			b.wellMade("token-" + screen)
			b.do(chromedp.Click(chromedp.CSS(`form[action="/signout"] button`)), chromedp.WaitVisible(chromedp.ID("login")))
			b.visit("/me")
			if at := evaluate[string](b, `location.pathname`); at != "/signin" {
				t.Errorf("signed out, %s is shown", at)
			}
		})
	}
}
