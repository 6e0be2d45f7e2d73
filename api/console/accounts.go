package console

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"google.golang.org/protobuf/types/known/timestamppb"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// accountsPath is where accounts are kept, and where every form of theirs leads back to.
const accountsPath = "/accounts"

// accountsView is the page of the accounts that a host keeps.
type accountsView struct {
	frame
	Accounts []*v1.Account
	Next     string
	Now      time.Time
	Provider bool   // there is one to which an identity can be bound
	Person   string // for whom an account is about to be made; empty: nobody was chosen
	Done     bool   // something has just been changed

	Admissions     []*v1.Admission // whom the host lets in, and on whose word
	NextAdmissions string
}

func (c *console) listAccounts(r *http.Request, f frame) (templ.Component, error) {
	got, err := c.accounts.ListAccounts(r.Context(), &v1.ListAccountsRequest{PageSize: aPage, PageToken: r.FormValue("page")})
	if err != nil {
		return nil, err
	}
	let, err := c.accounts.ListAdmissions(r.Context(), &v1.ListAdmissionsRequest{PageSize: aPage, PageToken: r.FormValue("admissions")})
	return accountsPage(accountsView{
		frame: f, Accounts: got.GetAccounts(), Next: nextPage(r, got.GetNextPageToken()), Now: c.opts.Now(),
		Provider: c.opts.Provider != "", Person: r.FormValue("person"), Done: r.FormValue("done") != "",
		Admissions: let.GetAdmissions(), NextAdmissions: nextOf(r, "admissions", let.GetNextPageToken()),
	}), err
}

// admissionLine says whom the host lets in, and on whose word.
func (v accountsView) admissionLine(a *v1.Admission) string {
	line := []string{a.GetPerson(), v.say(words.AdmittedBy, a.GetKeeperName())}
	for _, address := range []string{a.GetEmail(), a.GetPhone()} {
		if address != "" {
			line = append(line, v.say(words.AdmittedAs, address))
		}
	}
	return strings.Join(line, " · ")
}

// state is the shape and the word of what somebody can do with an account now.
func (v accountsView) state(a *v1.Account) (shape, word string) {
	switch {
	case a.GetLocked():
		return "left", v.say(words.AccountLocked)
	case a.GetOneTime() && !v.Now.Before(a.GetExpiresAt().AsTime()):
		return "overdue", v.say(words.AccountStale)
	case a.GetOneTime():
		return "waiting", v.say(words.AccountFirst)
	case a.GetLogin() == "" && a.GetSubject() == "":
		return "excused", v.say(words.AccountWayless)
	}
	return "open", v.say(words.AccountOpen)
}

// accountLine says whose an account is and by what its holder signs in.
func (v accountsView) accountLine(a *v1.Account) string {
	line := []string{a.GetPerson()}
	if a.GetLogin() != "" {
		line = append(line, v.say(words.AccountLogin, a.GetLogin()))
	}
	if a.GetSubject() != "" {
		line = append(line, v.say(words.AccountIdentity, a.GetSubject()))
	}
	if a.GetOneTime() && !a.GetLocked() {
		line = append(line, v.say(words.AccountGoodTill, v.chinaMoment(a.GetExpiresAt())))
	}
	return strings.Join(line, " · ")
}

// chinaMoment is an instant to the minute, where hosts without a campaign of another zone live.
func (f frame) chinaMoment(at *timestamppb.Timestamp) string {
	return f.Lang.Moment(at.AsTime().In(china))
}

// newAccountPath is the form by which somebody gets an account.
func newAccountPath(person string) string {
	return accountsPath + "?person=" + url.QueryEscape(person) + "#new-account"
}

// resetAccount shows the one-time password right away: no other answer will ever hold it.
func (c *console) resetAccount(r *http.Request, f frame) (templ.Component, error) {
	id := r.PostFormValue("id")
	once, err := c.accounts.ResetAccount(r.Context(), &v1.ResetAccountRequest{Id: id, Login: r.PostFormValue("login")})
	return oneTimePage(f, id, once), err
}

func (c *console) lockAccount(r *http.Request) (string, error) {
	_, err := c.accounts.LockAccount(r.Context(), &v1.LockAccountRequest{Id: r.PostFormValue("id"), Reason: r.PostFormValue("reason")})
	return accountsPath + "?done=yes", err
}

func (c *console) endAllSessions(r *http.Request) (string, error) {
	_, err := c.accounts.EndSessions(r.Context(), &v1.EndSessionsRequest{Id: r.PostFormValue("id"), Reason: r.PostFormValue("reason")})
	return accountsPath + "?done=yes", err
}

// bindIdentity takes the identity away where the form names none.
func (c *console) bindIdentity(r *http.Request) (string, error) {
	_, err := c.accounts.BindIdentity(r.Context(), &v1.BindIdentityRequest{Id: r.PostFormValue("id"), Subject: r.PostFormValue("subject")})
	return accountsPath + "?done=yes", err
}

func (c *console) admitAccount(r *http.Request) (string, error) {
	_, err := c.accounts.AdmitAccount(r.Context(), &v1.AdmitAccountRequest{
		Id: r.PostFormValue("id"), Keeper: r.PostFormValue("keeper"), NoLonger: r.PostFormValue("no_longer") != "",
	})
	return accountsPath + "?done=yes", err
}
