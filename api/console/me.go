package console

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"google.golang.org/protobuf/types/known/timestamppb"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

func (c *console) showMe(r *http.Request, f frame) (templ.Component, error) {
	return c.me(r, f, meView{Changed: r.FormValue("changed") != "", Saved: r.FormValue("saved") != ""}, "")
}

// me is the page about oneself, with what has just been done, and the path of a calendar's address if one was made.
func (c *console) me(r *http.Request, f frame, v meView, made string) (templ.Component, error) {
	all, err := c.sessions.ListSessions(r.Context(), &v1.ListSessionsRequest{})
	if err != nil {
		return nil, err
	}
	if v.Wishes, err = c.channels.GetPreference(r.Context(), &v1.GetPreferenceRequest{}); err != nil {
		return nil, err
	}
	v.Feeds, err = c.ownFeed(r, f, made)
	v.frame, v.Sessions, v.Moment = f, all.GetSessions(), f.sessionTimes
	return mePage(v), err
}

// meWithFeed is the page about oneself with the address of one's calendar.
func (c *console) meWithFeed(r *http.Request, f frame, made string) (templ.Component, error) {
	return c.me(r, f, meView{}, made)
}

// sessionTimes says when a session began, was used last, and will end.
func (f frame) sessionTimes(s *v1.Session) string {
	at := func(t *timestamppb.Timestamp) string { return f.Lang.Moment(t.AsTime().In(zone(""))) }
	return f.say(words.SessionTimes, at(s.GetCreatedAt()), at(s.GetSeenAt()), at(s.GetExpiresAt()))
}

// createToken shows a token right away: no other answer will ever hold it.
func (c *console) createToken(r *http.Request, f frame) (templ.Component, error) {
	days, err := strconv.ParseInt(r.PostFormValue("days"), 10, 32)
	if err != nil {
		days = 0 // which the service refuses in its own words
	}
	made, err := c.sessions.CreateToken(r.Context(), &v1.CreateTokenRequest{
		Label: r.PostFormValue("label"), Scopes: []string{r.PostFormValue("scope")}, Days: int32(days),
	})
	if err != nil {
		return nil, err
	}
	return c.me(r, f, meView{Token: made.GetToken()}, "")
}

func (c *console) endSession(r *http.Request) (string, error) {
	_, err := c.sessions.EndSession(r.Context(), &v1.EndSessionRequest{Id: r.PathValue("session")})
	return "/me", err
}

// passwordPath is where a password is changed: the one page that a one-time password opens.
const passwordPath = "/me/password"

// passwordFirst is that page, for whoever wanted to go on to a page of this site.
func passwordFirst(next string) string {
	if next == "/" {
		return passwordPath
	}
	return passwordPath + "?next=" + url.QueryEscape(next)
}

func (c *console) showPassword(r *http.Request, f frame) (templ.Component, error) {
	return passwordPage(passwordView{frame: f, First: f.MustChange, Next: localPath(r.FormValue("next"))}), nil
}

// changePassword keeps the fresh session that comes with another password, and leads to where somebody wanted to go.
func (c *console) changePassword(w http.ResponseWriter, r *http.Request, f frame) {
	v := passwordView{frame: f, First: f.MustChange, Next: localPath(r.PostFormValue("next"))}
	if r.PostFormValue("new") != r.PostFormValue("again") {
		v.Refusal = &failure{Status: http.StatusBadRequest, What: f.say(words.NotTheSame)}
		c.render(w, r, http.StatusBadRequest, passwordPage(v))
		return
	}
	fresh, err := c.sessions.ChangePassword(r.Context(), &v1.ChangePasswordRequest{
		CurrentPassword: r.PostFormValue("current"), NewPassword: r.PostFormValue("new"),
	})
	if err != nil {
		v.Refusal = c.refusal(r, f, err)
		c.render(w, r, v.Refusal.Status, passwordPage(v))
		return
	}
	c.setCookie(w, sessionCookie, fresh.GetToken(), workingDay)
	if v.Next == "/" {
		v.Next = "/me?changed=yes"
	}
	http.Redirect(w, r, v.Next, http.StatusSeeOther)
}

// switchHost goes on in another congress, from its first page.
func (c *console) switchHost(w http.ResponseWriter, r *http.Request, f frame) {
	there, err := c.sessions.SwitchHost(r.Context(), &v1.SwitchHostRequest{Host: r.PostFormValue("host")})
	if err != nil {
		c.fail(w, r, f, err)
		return
	}
	c.setCookie(w, sessionCookie, there.GetToken(), workingDay)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
