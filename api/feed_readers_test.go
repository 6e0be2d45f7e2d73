package api_test

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"duban/api"
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// A calendar is sent again when it has changed since, and not before.
func TestFeed_IsSentOnce(t *testing.T) {
	s := newSite(t)
	path := s.feed(s.token(deputy), "")
	first := s.fetch(http.MethodGet, path, "")
	tag := first.header.Get("ETag")
	for name, want := range map[string]string{
		"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
	} {
		if got := first.header.Get(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	if head := s.fetch(http.MethodHead, path, ""); head.code != http.StatusOK || head.text != "" || head.length != int64(len(first.text)) || head.header.Get("ETag") != tag {
		t.Errorf("HEAD: %d, %d bytes of %d", head.code, head.length, len(first.text))
	}
	if again := s.fetch(http.MethodGet, path, tag); again.code != http.StatusNotModified || again.text != "" {
		t.Errorf("again: %d %s", again.code, again.text)
	}
	if english := s.fetch(http.MethodGet, path+"?lang=en", tag); english.code != http.StatusOK || !strings.Contains(english.text, "SUMMARY:Due: ") {
		t.Errorf("in English: %d %s", english.code, english.text)
	}
	s.ok(s.token(staff), http.MethodPost, "/v1/campaigns/"+hangzhou+"/duties/supervision-week/g01/2020/g01-d1:excuse", `{"reason":"外出"}`, &v1.Duty{})
	if changed := s.fetch(http.MethodGet, path, tag); changed.code != http.StatusOK || !strings.Contains(changed.text, "STATUS:CANCELLED") {
		t.Errorf("changed: %d %s", changed.code, changed.text)
	}
	if written := s.fetch(http.MethodPost, path, ""); written.code == http.StatusOK {
		t.Error("an address is for reading")
	}
}

// An address is over with the next reading: when it is revoked or another one is made, when its person is locked out or has
// left, when nobody sits in its unit. Whatever the reason, it is answered like one that never was.
func TestFeed_IsOver(t *testing.T) {
	s := newSite(t)
	mine := s.chosen(deputy, "zhang")
	revoke := func() {
		t.Helper()
		s.ok(mine, http.MethodPost, "/v1/feeds:revoke", "{}", &v1.RevokeFeedResponse{})
	}
	first := s.feed(mine, "")
	s.calendar(first)
	second := s.feed(mine, "")
	s.gone(first)
	s.calendar(second)
	revoke()
	s.gone(second)
	revoke()

	third := s.feed(mine, "")
	s.must(s.desk.LockAccount(t.Context(), guard, "hangzhou/"+deputy, "停职"))
	s.gone(third)

	officials := s.token(official)
	own, units := s.feed(officials, ""), s.feed(officials, unit)
	s.calendar(units)
	s.must(s.desk.RevokeFeed(t.Context(), guard, unit))
	s.gone(units)
	units = s.feed(officials, unit)
	s.vacate(official)
	s.gone(units)
	s.gone(own)
	for _, path := range []string{"/feeds/.ics", "/feeds/x.ics", strings.TrimSuffix(own, ".ics"), strings.ToLower(own), "/feeds/" + strings.Repeat("A", 10_000) + ".ics"} {
		s.gone(path)
	}
}

// What was over does not live again: not when the account is opened again, nor when whoever left comes back. Another address
// is made then, and until it is, none is listed.
func TestFeed_StaysOver(t *testing.T) {
	s := newSite(t)
	locked := s.feed(s.chosen(deputy, "zhang"), "")
	s.calendar(locked)
	s.must(s.desk.LockAccount(t.Context(), guard, "hangzhou/"+deputy, "停职"))
	again := s.chosen(deputy, "zhang")
	s.gone(locked)
	s.lists(again, 0)
	s.calendar(s.feed(again, ""))
	s.lists(again, 1)

	own, units := s.feed(s.token(official), ""), s.feed(s.token(official), unit)
	s.at("2020-05-20T11:00")
	s.vacate(official)
	s.at("2020-05-20T12:00")
	s.must(s.desk.SeatPerson(t.Context(), keeper, desk.Seating{Person: official, Seat: official}))
	s.gone(own)
	s.gone(units)
	s.lists(s.token(official), 0)
	s.calendar(s.feed(s.token(official), unit))
}

// lists checks how many addresses the caller is told of.
func (s *site) lists(token string, want int) {
	s.t.Helper()
	var all v1.ListFeedsResponse
	s.ok(token, http.MethodGet, "/v1/feeds", "", &all)
	made := 0
	for _, f := range all.GetFeeds() {
		if f.GetMadeAt() != nil {
			made++
		}
	}
	if made != want {
		s.t.Errorf("%d addresses are listed, want %d: %v", made, want, &all)
	}
}

// A calendar is in the language that its reader has chosen, unless its address asks for another.
func TestFeed_Language(t *testing.T) {
	s := newSite(t)
	path := s.feed(s.token(deputy), "")
	s.ok(s.token(deputy), http.MethodPost, "/v1/me/preference", `{"language":"en"}`, &v1.Preference{})
	for asked, want := range map[string]string{"": "SUMMARY:Due: ", "?lang=en": "SUMMARY:Due: ", "?lang=zh": "SUMMARY:截止："} {
		if text := s.calendar(path + asked); !strings.Contains(text, want) {
			t.Errorf("%q: no %s in %.600s", asked, want, text)
		}
	}
}

// A unit's calendar is for whoever sits there to give away, and not for those who keep its seats.
func TestFeed_OfAUnit(t *testing.T) {
	s := newSite(t)
	for _, seat := range []string{staff, deputy, "u02-official"} {
		s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(seat), http.MethodPost, "/v1/feeds", `{"office":"`+unit+`"}`)
		s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(seat), http.MethodPost, "/v1/feeds:revoke", `{"office":"`+unit+`"}`)
	}
	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(official), http.MethodPost, "/v1/feeds", `{"office":"nowhere"}`)
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", s.token(official), http.MethodPost, "/v1/feeds", `{"office":"`+strings.Repeat("x", 10_000)+`"}`)
	path := s.feed(s.token(official), unit)
	s.calendar(path)
	var all v1.ListFeedsResponse
	s.ok(s.token(official), http.MethodGet, "/v1/feeds", "", &all)
	if got := all.GetFeeds(); len(got) != 2 || got[0].GetMadeAt() != nil || got[1].GetOffice() != unit || got[1].GetReadOn() != "2020-05-20" || strings.Contains(all.String(), path) {
		t.Errorf("listed are %v", &all)
	}
	s.ok(s.token(deputy), http.MethodGet, "/v1/feeds", "", &all)
	if len(all.GetFeeds()) != 1 {
		t.Errorf("listed for a deputy are %v", &all)
	}
}

// Ten thousand guesses find nothing, are hardly looked at, and keep nobody out who comes from elsewhere.
func TestFeed_GuessedTenThousandTimes(t *testing.T) {
	s := newSite(t)
	s.serve(api.Options{Proxies: prefixes(t, "127.0.0.0/8")})
	path := s.feed(s.token(deputy), "")
	ask := func(path, from string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
		if err != nil {
			t.Error(err)
			return 0
		}
		req.Header.Set("X-Forwarded-For", from)
		code, _ := s.send(req)
		return code
	}
	var looked, turned atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 1250 {
				guess := make([]byte, 32)
				rand.Read(guess)
				switch code := ask("/feeds/"+base64.RawURLEncoding.EncodeToString(guess)+".ics", "198.51.100.7"); code {
				case http.StatusNotFound:
					looked.Add(1)
				case http.StatusTooManyRequests:
					turned.Add(1)
				default:
					t.Errorf("a guess is answered %d", code)
				}
			}
		})
	}
	all.Wait()
	if looked.Load() > 20+60 || looked.Load()+turned.Load() != 10_000 {
		t.Errorf("%d were looked at, %d turned away", looked.Load(), turned.Load())
	}
	if code := ask(path, "203.0.113.9"); code != http.StatusOK {
		t.Errorf("a reader elsewhere is answered %d", code)
	}
}

// keeper is the system administrator of Hangzhou.
var keeper = desk.Caller{Person: "hangzhou/system-admin", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}

// vacate ends the term of whoever sits in a seat.
func (s *site) vacate(seat string) {
	s.t.Helper()
	s.must(s.desk.EndTerm(s.t.Context(), keeper, desk.Leaving{Person: "hangzhou/" + seat, Seat: seat}))
}
