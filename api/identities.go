package api

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"duban/internal/desk"
	"duban/supervision"
)

// Provider is the identity provider of an installation (OpenID Connect), which says who somebody is.
type Provider struct {
	Issuer       string // its URL
	ClientID     string
	ClientSecret string
	Redirect     string // the URL of the console's page /signin/identity/done, as the provider knows it
	// Match says by what an identity that nobody has bound is bound to somebody on a roll: `email`, `phone`, or by nothing
	// if it is empty. It goes by what the provider says it has verified alone.
	Match string
}

// providerTime is how long the provider may take for an answer.
const providerTime = 10 * time.Second

var (
	errNoProvider = supervision.Refuse(supervision.WrongState, "本系统未接入统一身份登录", "this installation has no identity provider")
	errNotVouched = supervision.Refuse(notSignedIn, "统一身份登录未成功，请重新登录", "the identity provider did not vouch for you: sign in again")
)

// identities signs people in by a provider. It is asked about itself when it is first needed, so that Duban starts while
// it is away.
type identities struct {
	Provider
	client *http.Client
	found  atomic.Pointer[oidc.Provider] // once it has answered
}

// newIdentities returns nil where there is no provider.
func newIdentities(p *Provider) *identities {
	if p == nil {
		return nil
	}
	return &identities{Provider: *p, client: &http.Client{Timeout: providerTime}}
}

// begin makes the address at which a browser asks the provider, and the ticket with which it comes back: a state, by which
// nobody else can end what it began, a nonce, which the provider puts into what it signs, and the verifier of the code.
func (i *identities) begin(ctx context.Context) (url, ticket string, err error) {
	config, _, err := i.discover(ctx)
	if err != nil {
		return "", "", err
	}
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	url = config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier))
	return url, strings.Join([]string{state, nonce, verifier}, "."), nil
}

// finish learns who somebody is from the code that the provider has sent the browser back with.
func (i *identities) finish(ctx context.Context, code, state, ticket string) (desk.Identity, error) {
	config, provider, err := i.discover(ctx)
	if err != nil {
		return desk.Identity{}, err
	}
	began := strings.Split(ticket, ".")
	if len(began) != 3 || !same(began[0], state) {
		return desk.Identity{}, errNotVouched
	}
	tokens, err := config.Exchange(oidc.ClientContext(ctx, i.client), code, oauth2.VerifierOption(began[2]))
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.Response.StatusCode < http.StatusInternalServerError {
		return desk.Identity{}, errNotVouched
	}
	if err != nil {
		return desk.Identity{}, fmt.Errorf("identity provider: exchange: %w", err)
	}
	return i.read(ctx, provider, tokens, began[1])
}

// read takes what the provider has signed.
func (i *identities) read(ctx context.Context, provider *oidc.Provider, tokens *oauth2.Token, nonce string) (desk.Identity, error) {
	raw, _ := tokens.Extra("id_token").(string)
	signed, err := provider.VerifierContext(oidc.ClientContext(ctx, i.client), &oidc.Config{ClientID: i.ClientID}).Verify(ctx, raw)
	if err != nil || !same(signed.Nonce, nonce) {
		return desk.Identity{}, errNotVouched
	}
	who := desk.Identity{Issuer: signed.Issuer, Subject: signed.Subject}
	if err := i.address(&who, signed.Claims); err != nil {
		return desk.Identity{}, errNotVouched
	}
	return who, nil
}

// address takes the address by which this installation binds, where the provider has verified it. Nothing else that it says
// is read: how it is written would keep people out for nothing.
func (i *identities) address(who *desk.Identity, claims func(any) error) (err error) {
	switch i.Match {
	case "email":
		var said struct {
			Email    string
			Verified verified `json:"email_verified"`
		}
		if err = claims(&said); bool(said.Verified) && err == nil {
			who.Email = said.Email
		}
	case "phone":
		var said struct {
			Phone    string   `json:"phone_number"`
			Verified verified `json:"phone_number_verified"`
		}
		if err = claims(&said); bool(said.Verified) && err == nil {
			who.Phone = said.Phone
		}
	}
	return err
}

// verified is true as OpenID Connect has it, or as a word, which some providers send. Whatever else they send is not.
type verified bool

// UnmarshalJSON never fails: what is not legible is not verified.
func (v *verified) UnmarshalJSON(text []byte) error {
	*v = string(text) == `true` || string(text) == `"true"`
	return nil
}

// discover asks the provider about itself, until it has answered. Whoever signs in meanwhile asks too: nobody waits for
// anybody else's question.
func (i *identities) discover(ctx context.Context) (*oauth2.Config, *oidc.Provider, error) {
	if i == nil {
		return nil, nil, errNoProvider
	}
	found := i.found.Load()
	if found == nil {
		var err error
		if found, err = oidc.NewProvider(oidc.ClientContext(ctx, i.client), i.Issuer); err != nil {
			return nil, nil, fmt.Errorf("identity provider: discover: %w", err)
		}
		i.found.Store(found)
	}
	return &oauth2.Config{
		ClientID: i.ClientID, ClientSecret: i.ClientSecret, RedirectURL: i.Redirect,
		Endpoint: found.Endpoint(), Scopes: i.scopes(),
	}, found, nil
}

// scopes are what the provider is asked for: nothing that nobody goes by. What Match names is called so there as well.
func (i *identities) scopes() []string {
	if i.Match == "" {
		return []string{oidc.ScopeOpenID}
	}
	return []string{oidc.ScopeOpenID, i.Match}
}

func same(a, b string) bool { return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
