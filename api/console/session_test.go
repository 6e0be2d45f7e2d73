package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestNobodySeesAPage(t *testing.T) {
	s := newSite(t)
	s.leadsTo(s.get("/"), "/signin?next=%2F")
	s.leadsTo(s.get("/campaigns/"+cityID+"/duties?show=week"), "/signin?next=%2Fcampaigns%2Fshili-2026%2Fduties%3Fshow%3Dweek")
	s.leadsTo(s.get("/inspections/"+openID, as("no such token")), "/signin?next=%2Finspections%2F"+openID)
	s.page(s.get("/signin"), http.StatusOK)
}

func TestSignIn_ByCode(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get("/signin?next=%2Fx"), http.StatusOK), `href="/signin/code?next=%2Fx"`)
	s.says(s.page(s.get("/signin/code?next=%2Fx"), http.StatusOK), `value="/x"`, `href="/signin?next=%2Fx"`)
	r := s.post("/signin/code", url.Values{"code": {"  staff-token\n"}, "next": {"/campaigns/" + cityID}})
	s.leadsTo(r, "/campaigns/"+cityID)
	c := cookies(r)[0]
	if c.Value != "staff-token" || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge != 12*60*60 {
		t.Errorf("the session's cookie is %+v", c)
	}
}

// Over TLS a cookie belongs to this very host: no other in its domain can set it, and one that comes under another name is
// nobody's. Without TLS no browser would take such a name.
func TestCookies_OfThisHostAloneOverTLS(t *testing.T) {
	s := newSite(t)
	form := url.Values{"code": {"staff-token"}, "next": {"/"}}
	c := cookies(s.post("/signin/code", form))[0]
	if c.Name != "__Host-duban_session" || !c.Secure || c.Path != "/" || c.Domain != "" {
		t.Errorf("the session's cookie is %+v", c)
	}
	planted := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "duban_session", Value: "staff-token"}) }
	s.leadsTo(s.get("/", planted), "/signin?next=%2F")
	s.handler = New(dial(t, s.congress), Options{Now: func() time.Time { return fridayMorning }})
	if c := cookies(s.post("/signin/code", form))[0]; c.Name != "duban_session" || c.Secure {
		t.Errorf("without TLS the session's cookie is %+v", c)
	}
	s.page(s.get("/", planted), http.StatusOK)
}

func TestSignIn_ByCodeRefused(t *testing.T) {
	s := newSite(t)
	for name, code := range map[string]string{"unknown": "guess", "empty": "", "not ASCII": "登录码", "two lines": "a\nb", "endless": strings.Repeat("a", 600)} {
		r := s.post("/signin/code", url.Values{"code": {code}, "next": {"/campaigns/x"}})
		page := s.page(r, http.StatusUnauthorized)
		s.says(page, "登录码不正确或已过期", `value="/campaigns/x"`)
		if len(cookies(r)) != 0 {
			t.Errorf("%s: a cookie is set", name)
		}
	}
	s.congress.down = true
	s.says(s.page(s.post("/signin/code", url.Values{"code": {"staff-token"}}), http.StatusServiceUnavailable), "系统暂时无法回答")
}

// Whoever leaves is signed out by the services first: the browser forgets its code when that is done, or was already.
func TestSignOut(t *testing.T) {
	s := newSite(t)
	for _, token := range []string{"staff-token", "over-already", ""} {
		r := s.post("/signout", nil, as(token))
		s.leadsTo(r, "/signin")
		if c := cookies(r)[0]; c.Name != hostPrefix+sessionCookie || c.Value != "" || c.MaxAge >= 0 {
			t.Errorf("%q: the session's cookie is %+v", token, c)
		}
	}
	if s.congress.left != 1 {
		t.Errorf("%d sessions were ended", s.congress.left)
	}
	s.congress.down = true
	r := s.post("/signout", nil, as("staff-token"))
	s.says(s.page(r, http.StatusServiceUnavailable), "系统暂时无法回答")
	if len(cookies(r)) != 0 {
		t.Error("a code that is still good is forgotten")
	}
}

// Only a path of this site may follow a sign-in.
func TestLocalPath(t *testing.T) {
	for _, next := range []string{
		"", "//evil.example", "///evil.example", "https://evil.example/", "/\\evil.example", "\\/evil.example", "javascript:alert(1)",
		"evil.example", "/\t/evil.example", "/%zz", "//user@evil.example/x", "http:/x", "/x\r\nSet-Cookie: a=b",
	} {
		if got := localPath(next); got != "/" {
			t.Errorf("localPath(%q) = %q", next, got)
		}
	}
	for _, next := range []string{"/", "/campaigns/x", "/campaigns/x/duties?show=week&page=a%2Fb"} {
		if got := localPath(next); got != next {
			t.Errorf("localPath(%q) = %q", next, got)
		}
	}
	s := newSite(t)
	s.leadsTo(s.post("/signin/code", url.Values{"code": {"staff-token"}, "next": {"//evil.example"}}), "/")
	s.leadsTo(s.post("/language", url.Values{"to": {"en"}, "next": {"https://evil.example"}}), "/")
}

func TestLanguage(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get("/", as("staff-token")), http.StatusOK), `<html lang="zh-CN"`, "监督活动", "演示：非真实活动")
	r := s.post("/language", url.Values{"to": {"en"}, "next": {"/campaigns/" + cityID}})
	s.leadsTo(r, "/campaigns/"+cityID)
	if c := cookies(r)[0]; c.Name != hostPrefix+languageCookie || c.Value != "en" {
		t.Errorf("the language's cookie is %+v", c)
	}
	page := s.page(s.get("/campaigns/"+cityID, as("staff-token"), english), http.StatusOK)
	s.says(page, `<html lang="en"`, "Due within a week", "Demonstration: not real", "Today is Friday, 18 September 2026", "target unknown (家)", `<h1 lang="zh-CN">示例市`)
	s.silent(page, "逾期", "目标未知")
}

func TestForeignWritesAreRefused(t *testing.T) {
	s := newSite(t)
	form := url.Values{"id": {"n"}, "text": {"x"}, "code": {"staff-token"}, "to": {"en"}}
	for _, path := range []string{"/signin", "/signin/code", "/signout", "/language", "/me/password", "/me/host", "/me/tokens", "/me/sessions/x/ended", "/inspections/" + openID + "/notes", "/inspections/" + openID + "/conclusion"} {
		r := s.post(path, form, as("deputy-token"), from("https://evil.example"))
		s.says(s.page(r, http.StatusForbidden), "来自别的网站")
		if len(cookies(r)) != 0 {
			t.Errorf("%s: a cookie is set", path)
		}
	}
	if len(s.congress.notes) != 1 {
		t.Error("a note from a foreign page was filed")
	}
}

func TestSecurityHeaders(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/signin", "/", "/nowhere", asset("console.css")} {
		h := s.get(path).Header()
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(h.Get("Content-Security-Policy"), part) {
				t.Errorf("%s: the policy lacks %s", path, part)
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
}

func TestAssets(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get("/signin"), http.StatusOK)
	for _, name := range []string{"pico.min.css", "console.css", "busy.js", "icon.svg"} {
		s.says(page, asset(name))
		r := s.get(asset(name))
		if s.page(r, http.StatusOK); r.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", name, r.Header().Get("Cache-Control"))
		}
	}
	if r := s.get("/static/console.css"); r.Code != http.StatusNotFound || r.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a name without its digest: %d %v", r.Code, r.Header())
	}
}
