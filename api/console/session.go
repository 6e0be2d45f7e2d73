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

// hostPrefix begins the names of cookies over TLS. A browser takes a cookie so called from this very host alone, and over
// TLS: no neighbour in the domain can set one and have people work, unknowingly, in a session of its choice.
const hostPrefix = "__Host-"

// errSignedOut is answered before any service is asked, when the browser sent no sign-in code that could be one.
var errSignedOut = status.Error(codes.Unauthenticated, "未登录 / not signed in")

// signInView is a page of signing in, for whoever wanted to go on to a page of this site.
func (c *console) signInView(r *http.Request, path string) signInView {
	v := signInView{frame: c.frame(r), Next: localPath(r.FormValue("next")), Provider: c.opts.Provider}
	v.Here = path + "?next=" + url.QueryEscape(v.Next)
	return v
}

func (c *console) showSignIn(w http.ResponseWriter, r *http.Request) {
	c.render(w, r, http.StatusOK, signInPage(c.signInView(r, "/signin")))
}

// signIn keeps the token that a login and a password open.
func (c *console) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	v := c.signInView(r, "/signin")
	v.Login = r.PostFormValue("login")
	in, err := c.sessions.SignIn(r.Context(), &v1.SignInRequest{Login: v.Login, Password: r.PostFormValue("password")})
	if err != nil {
		v.Refusal = c.refusal(r, v.frame, err)
		c.render(w, r, v.Refusal.Status, signInPage(v))
		return
	}
	c.enter(w, r, in, v.Next)
}

// enter keeps a session's token in the browser and goes on.
func (c *console) enter(w http.ResponseWriter, r *http.Request, in *v1.SignedIn, next string) {
	c.setCookie(w, sessionCookie, in.GetToken(), workingDay)
	if in.GetMustChangePassword() {
		next = passwordFirst(next)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// refusal explains why somebody is not let in. Here it is no session that is over: the service says what is wrong.
func (c *console) refusal(r *http.Request, f frame, err error) *failure {
	e := explain(f, err)
	if status.Code(err) == codes.Unauthenticated {
		e.What, e.Do = sentence(f.Lang, status.Convert(err).Message()), ""
	}
	c.complain(r, e, err)
	return &e
}

func (c *console) showCode(w http.ResponseWriter, r *http.Request) {
	c.render(w, r, http.StatusOK, codePage(c.signInView(r, "/signin/code")))
}

// signInByCode keeps the pasted code in a cookie, once WhoAmI has answered to it.
func (c *console) signInByCode(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	v := c.signInView(r, "/signin/code")
	code := strings.TrimSpace(r.PostFormValue("code"))
	if _, _, err := c.whoAmI(r.Context(), code); err != nil {
		v.Refusal = c.refusal(r, v.frame, err)
		if status.Code(err) == codes.Unauthenticated {
			v.Refusal.What = v.say(words.SignInWrong)
		}
		c.render(w, r, v.Refusal.Status, codePage(v))
		return
	}
	c.setCookie(w, sessionCookie, code, workingDay)
	http.Redirect(w, r, v.Next, http.StatusSeeOther)
}

// signOut ends the session at the server, and then in the browser. One that is over already is no failure.
func (c *console) signOut(w http.ResponseWriter, r *http.Request) {
	if code := c.sessionCode(r); canBeCode(code) {
		_, err := c.sessions.SignOut(bearing(r.Context(), code), &v1.SignOutRequest{})
		if over := status.Code(err) == codes.Unauthenticated; err != nil && !over {
			c.fail(w, r, c.frame(r), err)
			return
		}
	}
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
		Name: c.cookieName(name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: c.opts.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// cookie is the value of a cookie that setCookie has set; empty if there is none.
func (c *console) cookie(r *http.Request, name string) string {
	cookie, err := r.Cookie(c.cookieName(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (c *console) cookieName(name string) string {
	if c.opts.Secure {
		return hostPrefix + name
	}
	return name
}

// whoAmI asks who holds a sign-in code. The context it gives carries the code to every later call.
func (c *console) whoAmI(ctx context.Context, code string) (context.Context, *v1.WhoAmIResponse, error) {
	if !canBeCode(code) {
		return nil, nil, errSignedOut
	}
	ctx = bearing(ctx, code)
	who, err := c.notices.WhoAmI(ctx, &v1.WhoAmIRequest{})
	return ctx, who, err
}

// bearing carries a sign-in code to the services.
func bearing(ctx context.Context, code string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+code)
}

// canBeCode tells whether gRPC can carry the text at all: visible ASCII of a sane length.
func canBeCode(s string) bool {
	foreign := func(r rune) bool { return r <= ' ' || r > '~' }
	return s != "" && len(s) <= 512 && !strings.ContainsFunc(s, foreign)
}

func (c *console) sessionCode(r *http.Request) string { return c.cookie(r, sessionCookie) }

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
