package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"duban/internal/desk"
	"duban/internal/documents"
	"duban/internal/links"
	"duban/supervision"
)

// feedPath is the address of a calendar on this server.
func feedPath(token string) string { return "/feeds/" + token + ".ics" }

// feedName is what the last part of such an address looks like.
var feedName = regexp.MustCompile(`^([A-Za-z0-9_-]{43})\.ics$`)

// feedReaders shows calendars to programs that cannot sign in: whoever knows the address may read it. Those who guess are
// counted by where they come from, like those who sign in wrongly.
type feedReaders struct {
	desk      *desk.Desk
	addresses *addresses
	site      links.Site
	log       *slog.Logger
}

// ServeHTTP answers with the calendar, or with nothing to whoever has read it as it is.
func (f *feedReaders) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Referrer-Policy", "no-referrer")
	text, err := f.read(r)
	if err != nil {
		f.refuse(w, r, err)
		return
	}
	sum := sha256.Sum256(text)
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Cache-Control", "private, no-cache") // kept by its reader, who asks each time whether it is still so
	h.Set("ETag", strconv.Quote(base64.RawURLEncoding.EncodeToString(sum[:16])))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
}

func (f *feedReaders) read(r *http.Request) ([]byte, error) {
	var calendar supervision.Feed
	from, _ := r.Context().Value(addressKey{}).(string)
	err := f.addresses.limit(network(from), func() (err error) {
		name := feedName.FindStringSubmatch(r.PathValue("name"))
		if name == nil {
			return errNoFeed
		}
		calendar, err = f.desk.Feed(r.Context(), name[1])
		return err
	})
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if asked := r.URL.Query().Get("lang"); asked != "" {
		calendar.English = asked == "en"
	}
	err = documents.WriteFeed(&text, calendar, f.site)
	return text.Bytes(), err
}

var errNoFeed = supervision.Refuse(supervision.NotFound, "没有该日历", "there is no such calendar")

// refuse answers alike whatever the reason is that there is no calendar, or none any more.
func (f *feedReaders) refuse(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case errors.Is(err, errNoFeed):
		http.Error(w, errNoFeed.Error(), http.StatusNotFound)
	case errors.Is(err, desk.ErrBusy):
		w.Header().Set("Retry-After", strconv.Itoa(int(vainEvery.Seconds())))
		http.Error(w, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
	default:
		f.log.ErrorContext(r.Context(), "calendar feed failed", "error", err)
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	}
}
