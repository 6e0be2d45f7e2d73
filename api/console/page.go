package console

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// frame is what surrounds every page: the language, the person, and where to come back to.
type frame struct {
	Lang     words.Lang
	Here     string // path and query of the page shown, to which switching the language returns
	Person   string // the id of who is signed in
	Name     string // of the signed-in person; empty for nobody
	HostName string
	Temporal string // address of the workflow pages; empty for all but staff
	Seats    []*v1.Seat

	Elsewhere  []*v1.Workplace // other congresses where the person may work
	MustChange bool            // the person came in by a one-time password
	ToRing     int32           // how many have to be rung, for those who look after that
}

func (f frame) say(t words.Text, args ...any) string { return f.Lang.Say(t, args...) }

// done says what was done, by its word in the record.
func (f frame) done(verb string) string {
	if t, known := words.Verb[verb]; known {
		return f.say(t)
	}
	return verb
}

// has tells whether the person holds a seat of one of the roles. It chooses what to offer; the services decide.
func (f frame) has(roles ...v1.Seat_Role) bool {
	return slices.ContainsFunc(f.Seats, func(s *v1.Seat) bool { return slices.Contains(roles, s.GetRole()) })
}

// holds tells whether the person sits in one of the seats.
func (f frame) holds(seats ...string) bool {
	return slices.ContainsFunc(f.Seats, func(s *v1.Seat) bool { return slices.Contains(seats, s.GetId()) })
}

// frame reads what a request says about its sender without asking any service.
func (c *console) frame(r *http.Request) frame {
	return frame{Lang: words.Parse(c.cookie(r, languageCookie)), Here: r.URL.RequestURI()}
}

// signedIn is the frame of a person whom the services know.
func (c *console) signedIn(r *http.Request, who *v1.WhoAmIResponse) frame {
	f := c.frame(r)
	f.Person, f.Name, f.HostName, f.Seats = who.GetPerson(), cmp.Or(who.GetName(), who.GetPerson()), who.GetHostName(), who.GetSeats()
	f.MustChange = who.GetMustChangePassword()
	for _, w := range who.GetWorkplaces() {
		if w.GetId() != who.GetHost() {
			f.Elsewhere = append(f.Elsewhere, w)
		}
	}
	if f.has(v1.Seat_STAFF) {
		f.Temporal = c.opts.TemporalPages
	}
	return f
}

// page answers a signed-in person's GET with what show returns; anyone else is asked to sign in.
func (c *console) page(show func(*http.Request, frame) (templ.Component, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, who, err := c.whoAmI(r.Context(), c.sessionCode(r))
		f := c.signedIn(r, who)
		if err != nil {
			c.fail(w, r, f, err)
			return
		}
		if f.MustChange && r.URL.Path != passwordPath {
			http.Redirect(w, r, passwordFirst(f.Here), http.StatusSeeOther)
			return
		}
		f.ToRing = c.toRing(ctx, f)
		body, err := show(r.WithContext(ctx), f)
		if err != nil {
			c.fail(w, r, f, err)
			return
		}
		c.render(w, r, http.StatusOK, body)
	}
}

// toRing is how many have to be rung, for those who look after that. A page is not refused for want of it.
func (c *console) toRing(ctx context.Context, f frame) int32 {
	if !f.has(v1.Seat_STAFF) {
		return 0
	}
	got, err := c.channels.CountPhoneCalls(ctx, &v1.CountPhoneCallsRequest{})
	if err != nil {
		c.opts.Log.WarnContext(ctx, "calls cannot be counted", "error", err)
	}
	return got.GetCalls()
}

// origin is the page that a form stands on, to which its reader comes back.
type origin func(*http.Request) string

func here(path string) origin { return func(*http.Request) string { return path } }

// below is a page of the campaign that the address names.
func below(page string) origin {
	return func(r *http.Request) string { return campaignPath(r.PathValue("campaign"), page) }
}

func inspectionOf(r *http.Request) string { return inspectionPath(r.PathValue("inspection")) }

// action answers a signed-in person's POST: do returns the page to show next. What was written is never lost: a
// failure shows it again, ready to be sent. Limit is the most that the form may hold, in bytes.
func (c *console) action(limit int64, from origin, do func(*http.Request) (string, error)) http.HandlerFunc {
	return c.form(limit, from, func(w http.ResponseWriter, r *http.Request, f frame) {
		next, err := do(r)
		if err != nil {
			c.fail(w, r, f, err)
			return
		}
		http.Redirect(w, r, next, http.StatusSeeOther)
	})
}

// look answers a signed-in person's POST with what show returns: what would be changed, or a secret that is shown this once.
func (c *console) look(limit int64, from origin, show func(*http.Request, frame) (templ.Component, error)) http.HandlerFunc {
	return c.form(limit, from, func(w http.ResponseWriter, r *http.Request, f frame) {
		body, err := show(r, f)
		if err != nil {
			c.fail(w, r, f, err)
			return
		}
		c.render(w, r, http.StatusOK, body)
	})
}

// form reads the form that a signed-in person sends.
func (c *console) form(limit int64, from origin, answer func(http.ResponseWriter, *http.Request, frame)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		ctx, who, err := c.whoAmI(r.Context(), c.sessionCode(r))
		f := c.signedIn(r, who)
		f.Here = from(r)
		if err == nil {
			err = r.ParseForm()
		}
		if err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			err = r.ParseMultipartForm(limit) //nolint:gosec // the body ends at the limit, and so a file stays in memory
		}
		if err != nil {
			c.fail(w, r, f, err)
			return
		}
		answer(w, r.WithContext(ctx), f)
	}
}

// fail shows an error as one sentence with what to do. Somebody who has to sign in first is brought there, unless
// that would throw away a text.
func (c *console) fail(w http.ResponseWriter, r *http.Request, f frame, err error) {
	signedOut := status.Code(err) == codes.Unauthenticated
	if signedOut && r.Method != http.MethodPost {
		http.Redirect(w, r, "/signin?next="+url.QueryEscape(f.Here), http.StatusSeeOther)
		return
	}
	e := explain(f, err)
	e.Back = cameFrom(r, f)
	c.complain(r, e, err)
	c.render(w, r, e.Status, failurePage(f, e, keptDraft(r, signedOut)))
}

// complain logs what is nobody's fault outside. Whoever has left is no failure.
func (c *console) complain(r *http.Request, e failure, err error) {
	if e.Status >= http.StatusInternalServerError && r.Context().Err() == nil {
		c.opts.Log.ErrorContext(r.Context(), "console page failed", "path", r.URL.Path, "error", err)
	}
}

// cameFrom is the page that led to a failed one: that of a form, or the first of a list.
func cameFrom(r *http.Request, f frame) string {
	query := r.URL.Query()
	switch {
	case r.Method == http.MethodPost:
		return f.Here
	case query.Has("page"):
		query.Del("page")
		return (&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).String()
	default:
		return ""
	}
}

func (c *console) noSuchPage(w http.ResponseWriter, r *http.Request) {
	f := c.frame(r)
	f.Here = "/"
	e := refuse(f, http.StatusNotFound, words.NoSuchPage, v1.ErrorReason_NOT_FOUND)
	c.render(w, r, e.Status, failurePage(f, e, nil))
}

func (c *console) refuseForeign(w http.ResponseWriter, r *http.Request) {
	f := c.frame(r)
	f.Here = "/"
	e := refuse(f, http.StatusForbidden, words.ForeignOrigin, v1.ErrorReason_NOT_FOUND)
	c.render(w, r, e.Status, failurePage(f, e, nil))
}

// render writes a whole page or none: a page that fails half way is never sent.
func (c *console) render(w http.ResponseWriter, r *http.Request, code int, body templ.Component) {
	var out bytes.Buffer
	if err := body.Render(r.Context(), &out); err != nil {
		c.opts.Log.ErrorContext(r.Context(), "console page cannot be rendered", "path", r.URL.Path, "error", err)
		http.Error(w, "500", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = out.WriteTo(w) // the reader has gone: nobody is left to be told
}
