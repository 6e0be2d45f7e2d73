package console

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// site is the console over the fixture, visited without a browser.
type site struct {
	t        *testing.T
	congress *congress
	handler  http.Handler
	log      *bytes.Buffer
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, congress: newCongress(), log: &bytes.Buffer{}}
	s.handler = New(dial(t, s.congress), Options{
		TemporalPages: "http://127.0.0.1:8233", Secure: true, Now: func() time.Time { return fridayMorning }, Log: slog.New(slog.NewTextHandler(s.log, nil)),
	})
	return s
}

// visitor adds who visits to a request.
type visitor func(*http.Request)

func as(token string) visitor {
	return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: hostPrefix + sessionCookie, Value: token}) }
}

func english(r *http.Request) {
	r.AddCookie(&http.Cookie{Name: hostPrefix + languageCookie, Value: "en"})
}

func from(origin string) visitor {
	return func(r *http.Request) { r.Header.Set("Origin", origin) }
}

func (s *site) get(path string, who ...visitor) *httptest.ResponseRecorder {
	return s.send(httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, path, nil), who)
}

func (s *site) post(path string, form url.Values, who ...visitor) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(r, who)
}

func (s *site) send(r *http.Request, who []visitor) *httptest.ResponseRecorder {
	for _, w := range who {
		w(r)
	}
	answer := httptest.NewRecorder()
	s.handler.ServeHTTP(answer, r)
	return answer
}

// page reads an answer that must have the status, and gives its text.
func (s *site) page(r *httptest.ResponseRecorder, code int) string {
	s.t.Helper()
	if r.Code != code {
		s.t.Fatalf("status %d, want %d: %s", r.Code, code, r.Body)
	}
	return r.Body.String()
}

// leadsTo checks a redirect.
func (s *site) leadsTo(r *httptest.ResponseRecorder, location string) {
	s.t.Helper()
	if got := r.Header().Get("Location"); r.Code != http.StatusSeeOther || got != location {
		s.t.Errorf("status %d to %q, want 303 to %q", r.Code, got, location)
	}
}

// cookies are those that an answer sets.
func cookies(r *httptest.ResponseRecorder) []*http.Cookie {
	return (&http.Response{Header: r.Header()}).Cookies()
}

func (s *site) says(page string, wanted ...string) {
	s.t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			s.t.Errorf("the page does not say %q", w)
		}
	}
}

func (s *site) silent(page string, unwanted ...string) {
	s.t.Helper()
	for _, u := range unwanted {
		if strings.Contains(page, u) {
			s.t.Errorf("the page says %q", u)
		}
	}
}
