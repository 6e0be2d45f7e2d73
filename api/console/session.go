package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

const (
	sessionCookie  = "duban_session"
	languageCookie = "duban_language"
	workingDay     = 12 * time.Hour       // a session ends over night, should someone forget to sign out
	oneYear        = 365 * 24 * time.Hour // how long the choice of language is kept
	formLimit      = 256 << 10            // bytes: 5,000 Chinese characters, form-encoded, with room to spare
)

// errSignedOut is answered before any service is asked, when the browser sent no sign-in code that could be one.
var errSignedOut = status.Error(codes.Unauthenticated, "未登录 / not signed in")

func (c *console) showSignIn(w http.ResponseWriter, r *http.Request) {
	f := c.frame(r)
	f.Here = "/signin?next=" + url.QueryEscape(localPath(r.FormValue("next")))
	c.render(w, r, http.StatusOK, signInPage(f, localPath(r.FormValue("next")), nil))
}

// signIn keeps the pasted code in a cookie, once WhoAmI has answered to it.
func (c *console) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	next := localPath(r.PostFormValue("next"))
	code := strings.TrimSpace(r.PostFormValue("code"))
	if _, _, err := c.whoAmI(r.Context(), code); err != nil {
		c.refuseSignIn(w, r, next, err)
		return
	}
	c.setCookie(w, sessionCookie, code, workingDay)
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func (c *console) refuseSignIn(w http.ResponseWriter, r *http.Request, next string, err error) {
	f := c.frame(r)
	f.Here = "/signin?next=" + url.QueryEscape(next)
	refusal := explain(f, err)
	if status.Code(err) == codes.Unauthenticated {
		refusal.What, refusal.Do = f.say(words.SignInWrong), ""
	}
	c.render(w, r, refusal.Status, signInPage(f, next, &refusal))
}

func (c *console) signOut(w http.ResponseWriter, r *http.Request) {
	c.setCookie(w, sessionCookie, "", -1)
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}

func (c *console) switchLanguage(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	c.setCookie(w, languageCookie, string(words.Parse(r.PostFormValue("to"))), oneYear)
	http.Redirect(w, r, localPath(r.PostFormValue("next")), http.StatusSeeOther)
}

// setCookie keeps a value in the browser for a time; a negative time removes it.
func (c *console) setCookie(w http.ResponseWriter, name, value string, keep time.Duration) {
	age := int(keep.Seconds())
	if keep < 0 {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: c.opts.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// whoAmI asks who holds a sign-in code. The context it gives carries the code to every later call.
func (c *console) whoAmI(ctx context.Context, code string) (context.Context, *v1.WhoAmIResponse, error) {
	if !canBeCode(code) {
		return nil, nil, errSignedOut
	}
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+code)
	who, err := c.notices.WhoAmI(ctx, &v1.WhoAmIRequest{})
	return ctx, who, err
}

// canBeCode tells whether gRPC can carry the text at all: visible ASCII of a sane length.
func canBeCode(s string) bool {
	foreign := func(r rune) bool { return r <= ' ' || r > '~' }
	return s != "" && len(s) <= 512 && !strings.ContainsFunc(s, foreign)
}

func sessionCode(r *http.Request) string {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func language(r *http.Request) words.Lang {
	cookie, err := r.Cookie(languageCookie)
	if err != nil {
		return words.Chinese
	}
	return words.Parse(cookie.Value)
}

// localPath keeps a path of this site and turns everything else into "/", so that no link can send a person who has
// just signed in to a foreign page. Browsers read a backslash as a slash: "/\host" is "//host".
func localPath(s string) string {
	u, err := url.Parse(s)
	local := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil
	if !local || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n\t") {
		return "/"
	}
	return s
}
