package channels

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	// mostRead is how much of an answer is read, in bytes.
	mostRead = 64 << 10
	// longestRest is the longest that a channel rests because the other side asks for it.
	longestRest = 24 * time.Hour
)

// trust is how TLS is spoken with a server; with the address's own host where the name is empty.
func (p *Post) trust(name string) *tls.Config {
	return &tls.Config{ServerName: name, RootCAs: p.Roots, MinVersion: tls.VersionTLS12}
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   []byte // at most mostRead
	cut    error  // why there is not more of the body
}

func (r reply) String() string {
	return fmt.Sprintf("%d %s: %s", r.status, http.StatusText(r.status), r.body)
}

// exchange posts JSON. Its error is the channel's fault.
func (p *Post) exchange(ctx context.Context, e errand, to *url.URL, header http.Header, body []byte) (reply, error) {
	var handed atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { handed.Store(true) }})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(body))
	if err != nil {
		return reply{}, e.unanswered(err, false)
	}
	request.Header = header
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "duban")
	response, err := p.client(e.line.Inside).Do(request)
	if err != nil {
		return reply{}, e.unanswered(err, handed.Load())
	}
	defer response.Body.Close()
	said, err := io.ReadAll(io.LimitReader(response.Body, mostRead))
	return reply{status: response.StatusCode, header: response.Header, body: said, cut: err}, nil
}

// unwelcome is the failure that a status says which takes nothing.
func (e errand) unwelcome(r reply) *Failure {
	f := e.fault(Broken, r.String())
	switch s := r.status; {
	case s == http.StatusTooManyRequests:
		f.Cause, f.After = Throttled, rest(r.header, e.now)
	case s == http.StatusServiceUnavailable:
		f.After = rest(r.header, e.now)
	case s == http.StatusUnauthorized, s == http.StatusForbidden:
		f.Cause = Denied
	case s == http.StatusRequestTimeout, s == http.StatusTooEarly:
		f.Cause = TimedOut
	case s >= http.StatusInternalServerError:
		f.Unclear = true // a gateway may have lost the answer of one who took it
	case slices.Contains(ofLetter, s):
		return e.refused(Refused, r.String())
	}
	return f
}

// ofLetter are the statuses that are said of what was posted. A page that is not there, a method or a caller that is not
// allowed would be so for every letter.
var ofLetter = []int{http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity}

// rest is for how long an answer asks to be left alone.
func rest(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil {
		return bounded(time.Duration(min(seconds, int(longestRest/time.Second))) * time.Second)
	}
	if at, err := http.ParseTime(text); err == nil {
		return bounded(at.Sub(now))
	}
	return 0
}

func bounded(d time.Duration) time.Duration { return min(max(d, 0), longestRest) }
