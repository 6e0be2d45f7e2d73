package console

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// ticketCookie holds what comes back with somebody from the identity provider: the ticket of the services, and where the
// person wanted to go.
const ticketCookie = "duban_ticket"

// ticketTime is how long somebody may take at the identity provider.
const ticketTime = 10 * time.Minute

// beginIdentity sends the browser to the identity provider.
func (c *console) beginIdentity(w http.ResponseWriter, r *http.Request) {
	v := c.signInView(r, "/signin")
	begun, err := c.sessions.BeginIdentity(r.Context(), &v1.BeginIdentityRequest{})
	if err != nil {
		v.Refusal = c.refusal(r, v.frame, err)
		c.render(w, r, v.Refusal.Status, signInPage(v))
		return
	}
	c.setCookie(w, ticketCookie, begun.GetTicket()+"|"+url.QueryEscape(v.Next), ticketTime)
	http.Redirect(w, r, begun.GetUrl(), http.StatusSeeOther)
}

// finishIdentity opens a session for whom the identity provider has sent back. The ticket is good once.
func (c *console) finishIdentity(w http.ResponseWriter, r *http.Request) {
	ticket, next, _ := strings.Cut(c.cookie(r, ticketCookie), "|")
	next, _ = url.QueryUnescape(next) // of what cannot be read there is nothing, and localPath says where that leads
	c.setCookie(w, ticketCookie, "", -1)
	v := c.signInView(r, "/signin")
	v.Next = localPath(next)
	if ticket == "" || r.FormValue("code") == "" {
		v.Refusal = &failure{Status: http.StatusUnauthorized, What: v.say(words.ProviderFailed)}
		c.render(w, r, v.Refusal.Status, signInPage(v))
		return
	}
	in, err := c.sessions.FinishIdentity(r.Context(), &v1.FinishIdentityRequest{
		Code: r.FormValue("code"), State: r.FormValue("state"), Ticket: ticket,
	})
	if err != nil {
		v.Refusal = c.refusal(r, v.frame, err)
		c.render(w, r, v.Refusal.Status, signInPage(v))
		return
	}
	c.enter(w, r, in, v.Next)
}
