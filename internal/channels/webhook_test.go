package channels_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/channels"
)

// peer is an HTTP server on loopback with a certificate of the authority.
func peer(t *testing.T, a authority, answer http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewUnstartedServer(answer)
	server.TLS = a.config()
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

func hook(address string) channels.Line {
	return channels.Line{Kind: channels.Webhook, Address: address, Secret: secret(signingKey), Inside: true}
}

// genuine does what the package tells receivers to do. It is written in the terms of that text, not in those of the sender.
func genuine(r *http.Request, body []byte, key string, at time.Time) error {
	stamp := r.Header.Get("Duban-Timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || at.Sub(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return fmt.Errorf("timestamp %q", stamp)
	}
	sum := hmac.New(sha256.New, []byte(key))
	fmt.Fprintf(sum, "%s.%s", stamp, body)
	if want := fmt.Sprintf("v1=%x", sum.Sum(nil)); r.Header.Get("Duban-Signature") != want {
		return fmt.Errorf("signature %q, want %q", r.Header.Get("Duban-Signature"), want)
	}
	return nil
}

func TestWebhook_IsSignedAsTheReceiverIsTold(t *testing.T) {
	a := newAuthority(t)
	got := make(chan map[string]any, 1)
	line := hook(peer(t, a, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := genuine(r, body, signingKey, now); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		var m map[string]any
		if err := json.Unmarshal(body, &m); err != nil || r.Method != http.MethodPost || r.Header.Get("Idempotency-Key") != m["key"] {
			http.Error(w, "not as written", http.StatusBadRequest)
			return
		}
		got <- m
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprint(w, `{"reference":"办件-17"}`)
	}) + "/hooks/duban")
	if answer := takes(t, a.post(), line, letter()); answer.Reference != "办件-17" {
		t.Errorf("answered %+v", answer)
	}
	if diff := cmp.Diff(map[string]any{
		"key": letter().Key, "subject": letter().Subject, "text": letter().Text, "link": letter().Link, "day": "2020-06-03",
		"to": map[string]any{"person": "hangzhou/g01-d1", "name": "王小明，第一监督小组"},
	}, <-got); diff != "" {
		t.Error(diff)
	}
	line.Secret = secret("another-key-of-16-characters")
	fails(t, a.post(), line, letter(), channels.Failure{Channel: true, Cause: channels.Denied, Said: "401 Unauthorized: signature"})
}

func TestWebhook_SaysWhoseFaultItWas(t *testing.T) {
	a := newAuthority(t)
	for name, c := range map[string]struct {
		status int
		after  string
		want   channels.Failure
	}{
		"too many":                 {429, "120", channels.Failure{Channel: true, Cause: channels.Throttled, After: 2 * time.Minute}},
		"too many, no word when":   {429, "", channels.Failure{Channel: true, Cause: channels.Throttled}},
		"until a date":             {503, "Wed, 03 Jun 2020 01:30:00 GMT", channels.Failure{Channel: true, Cause: channels.Broken, After: 30 * time.Minute}},
		"until a date gone by":     {503, "Wed, 03 Jun 2020 00:30:00 GMT", channels.Failure{Channel: true, Cause: channels.Broken}},
		"for ever":                 {503, "99999999999999", channels.Failure{Channel: true, Cause: channels.Broken, After: 24 * time.Hour}},
		"until 2120":               {503, "Mon, 03 Jun 2120 00:30:00 GMT", channels.Failure{Channel: true, Cause: channels.Broken, After: 24 * time.Hour}},
		"less than nothing":        {429, "-5", channels.Failure{Channel: true, Cause: channels.Throttled}},
		"nobody knows when":        {429, "soon", channels.Failure{Channel: true, Cause: channels.Throttled}},
		"broken":                   {500, "", channels.Failure{Channel: true, Cause: channels.Broken, Unclear: true}},
		"a gateway that gave up":   {504, "", channels.Failure{Channel: true, Cause: channels.Broken, Unclear: true}},
		"slow to read":             {408, "", channels.Failure{Channel: true, Cause: channels.TimedOut}},
		"not signed by the key":    {401, "", channels.Failure{Channel: true, Cause: channels.Denied}},
		"a wall before it":         {403, "", channels.Failure{Channel: true, Cause: channels.Denied}},
		"nobody listens there":     {404, "", channels.Failure{Channel: true, Cause: channels.Broken}},
		"not by that method":       {405, "", channels.Failure{Channel: true, Cause: channels.Broken}},
		"nobody does any more":     {410, "", channels.Failure{Channel: true, Cause: channels.Broken}},
		"not to be read":           {400, "", channels.Failure{Cause: channels.Refused}},
		"of somebody unknown":      {409, "", channels.Failure{Cause: channels.Refused}},
		"too large":                {413, "", channels.Failure{Cause: channels.Refused}},
		"not with this text":       {422, "", channels.Failure{Cause: channels.Refused}},
		"has not changed, it says": {304, "", channels.Failure{Channel: true, Cause: channels.Broken}},
	} {
		t.Run(name, func(t *testing.T) {
			line := hook(peer(t, a, func(w http.ResponseWriter, _ *http.Request) {
				if c.after != "" {
					w.Header().Set("Retry-After", c.after)
				}
				w.WriteHeader(c.status)
			}))
			c.want.Said = strconv.Itoa(c.status) + " " + http.StatusText(c.status)
			fails(t, a.post(), line, letter(), c.want)
		})
	}
}

// Who follows a redirect hands the letter to whomever the receiver names, inside the network too.
func TestWebhook_FollowsNoRedirect(t *testing.T) {
	a := newAuthority(t)
	var reached atomic.Int64
	other := peer(t, a, func(http.ResponseWriter, *http.Request) { reached.Add(1) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		line := hook(peer(t, a, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other+"?secret="+signingKey, status) }))
		fails(t, a.post(), line, letter(), channels.Failure{Channel: true, Cause: channels.Broken, Said: strconv.Itoa(status)})
	}
	if n := reached.Load(); n > 0 {
		t.Errorf("followed %d redirects", n)
	}
}

// endless answers until nobody listens, and counts how much was taken.
func endless(status int, each time.Duration, sent *atomic.Int64) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		text := []byte(strings.Repeat("没完没了", 300))
		for n, err := w.Write(text); err == nil; n, err = w.Write(text) {
			sent.Add(int64(n))
			http.NewResponseController(w).Flush()
			time.Sleep(each)
		}
	}
}

func TestWebhook_ReadsNoEndlessAnswer(t *testing.T) {
	a := newAuthority(t)
	var sent atomic.Int64
	if answer := takes(t, a.post(), hook(peer(t, a, endless(200, 0, &sent))), letter()); len([]rune(answer.Said)) != 500 {
		t.Errorf("kept %q", answer.Said)
	}
	fails(t, a.post(), hook(peer(t, a, endless(400, 0, &sent))), letter(), channels.Failure{Cause: channels.Refused, Said: "没完没了"})
	if n := sent.Load(); n > 32<<20 {
		t.Errorf("took %d bytes", n)
	}
}

func TestWebhook_DoesNotWaitForEver(t *testing.T) {
	a := newAuthority(t)
	post := a.post()
	post.Within = 300 * time.Millisecond
	over := make(chan struct{})
	defer close(over)
	began := time.Now()
	silent := hook(peer(t, a, func(http.ResponseWriter, *http.Request) { <-over }))
	fails(t, post, silent, letter(), channels.Failure{Channel: true, Cause: channels.TimedOut, Unclear: true})
	unheard := mute(t, func(net.Conn) { <-over }).Address
	unheard = "https://" + unheard[strings.LastIndexByte(unheard, '@')+1:]
	fails(t, post, hook(unheard), letter(), channels.Failure{Channel: true, Cause: channels.TimedOut})
	// Its status has said that it took the letter; what it says besides is a courtesy.
	var sent atomic.Int64
	takes(t, post, hook(peer(t, a, endless(200, 20*time.Millisecond, &sent))), letter())
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestWebhook_Unreachable(t *testing.T) {
	a := newAuthority(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := "https://" + listener.Addr().String() + "/path-" + signingKey
	listener.Close()
	fails(t, a.post(), hook(gone), letter(), channels.Failure{Channel: true, Cause: channels.Unreachable, Said: "refused"})

	ok := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }
	fails(t, newAuthority(t).post(), hook(peer(t, a, ok)), letter(), channels.Failure{Channel: true, Cause: channels.Untrusted, Said: "certificate"})
	plain := httptest.NewServer(http.HandlerFunc(ok))
	defer plain.Close()
	fails(t, a.post(), hook("https"+strings.TrimPrefix(plain.URL, "http")), letter(), channels.Failure{Channel: true, Cause: channels.Untrusted})
	takes(t, a.post(), hook(plain.URL), letter()) // inside, an administrator may allow it
}

// A connection that breaks off before the answer may have carried the letter, and one that was never made has not.
func TestWebhook_BreaksOff(t *testing.T) {
	a := newAuthority(t)
	line := hook(peer(t, a, func(_ http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		panic(http.ErrAbortHandler)
	}))
	fails(t, a.post(), line, letter(), channels.Failure{Channel: true, Cause: channels.Broken, Unclear: true})
}

func TestWebhook_GivesUpWhenItsCallerDoes(t *testing.T) {
	a := newAuthority(t)
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	defer close(over)
	line := hook(peer(t, a, func(http.ResponseWriter, *http.Request) { cancel(); <-over }))
	_, err := a.post().Send(ctx, line, letter(), now)
	var f *channels.Failure
	if !errors.As(err, &f) || !f.Channel || !f.Unclear {
		t.Errorf("got %v", err)
	}
}

// Whatever the other side repeats of what it was sent, the secret is in nothing that is kept.
func TestSaid_HoldsNothingSecret(t *testing.T) {
	a := newAuthority(t)
	const token, path = "b7f1c3+/=token", "/services/T0000/B0000/XXXXXXXX"
	for _, status := range []int{200, 400, 401, 404, 429, 500, 503} {
		echo := peer(t, a, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, "%s %s\r\n%v %s key %s %s", r.RequestURI, r.URL, r.URL.Query(), r.URL.Path, signingKey, url.QueryEscape(signingKey))
		})
		for name, line := range map[string]channels.Line{
			"webhook":  {Kind: channels.Webhook, Address: echo + path, Secret: secret(signingKey), Inside: true},
			"DingTalk": {Kind: channels.DingTalk, Address: echo + path, Secret: secret(token + " " + signingKey), Inside: true},
			"WeCom":    {Kind: channels.WeCom, Address: echo + path, Secret: secret(token), Inside: true},
		} {
			answer, err := a.post().Send(t.Context(), line, letter(), now)
			said := answer.Said + answer.Reference
			if err != nil {
				said += err.Error()
			}
			for _, hidden := range []string{token, url.QueryEscape(token), path, "XXXXXXXX", signingKey} {
				if name == "WeCom" && hidden == signingKey || name == "webhook" && hidden == token {
					continue // not its secret
				}
				if strings.Contains(said, hidden) {
					t.Errorf("%s, %d: %q shows %q", name, status, said, hidden)
				}
			}
			if !strings.Contains(said, "***") {
				t.Errorf("%s, %d: %q: was nothing echoed?", name, status, said)
			}
		}
	}
}

// Nor is what stands about its reader, however the other side tells them.
func TestSaid_HoldsNothingAboutItsReader(t *testing.T) {
	a := newAuthority(t)
	to := letter().To
	for _, status := range []int{200, 400, 500} {
		line := hook(peer(t, a, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"reference":"%s","said":"%s <%s> %s %s"}`, to.Phone, to.Name, to.Mail, strings.ToUpper(to.Mail), url.QueryEscape(to.Mail))
		}))
		answer, err := a.post().Send(t.Context(), line, letter(), now)
		said := answer.Said + answer.Reference
		if err != nil {
			said += err.Error()
		}
		for _, hidden := range []string{to.Name, to.Phone, "wang", "WANG"} {
			if strings.Contains(said, hidden) || !strings.Contains(said, "***") {
				t.Errorf("%d: %q shows %q", status, said, hidden)
			}
		}
	}
	if said := to.Veil("号码 13800000000 已停机，王小明，第一监督小组"); said != "号码 *** 已停机，***" {
		t.Error(said)
	}
}
