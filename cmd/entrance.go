package cmd

import (
	"cmp"
	"errors"
	"net/netip"
	"net/url"
	"strings"

	"duban/api"
)

// Entrance is how people reach the program and who vouches for them, as flags.
type Entrance struct {
	Secure  bool           `env:"DUBAN_SECURE" help:"浏览器经 TLS 访问（由前端代理终结） Browsers come over TLS, which a proxy in front ends: cookies are for TLS only."`
	Proxies []netip.Prefix `name:"proxy" env:"DUBAN_PROXY" placeholder:"CIDR" help:"可信代理的网段 Networks of trusted proxies: their X-Forwarded-For is believed."`

	Issuer           string `name:"oidc-issuer" env:"DUBAN_OIDC_ISSUER" placeholder:"URL" help:"统一身份认证 Identity provider (OpenID Connect)."`
	ClientID         string `name:"oidc-client-id" env:"DUBAN_OIDC_CLIENT_ID" placeholder:"ID" help:"本系统在其中的编号 What it calls this installation."`
	ClientSecretFile string `name:"oidc-client-secret-file" env:"DUBAN_OIDC_CLIENT_SECRET_FILE" help:"含密钥的文件 File with its secret (or DUBAN_OIDC_CLIENT_SECRET)."`
	Redirect         string `name:"oidc-redirect" env:"DUBAN_OIDC_REDIRECT" placeholder:"URL" help:"回跳地址 This console's address with /signin/identity/done."`
	Match            string `name:"oidc-match" env:"DUBAN_OIDC_MATCH" enum:",email,phone" default:"" help:"首次登录的对应依据 At first bind by this, verified."`
	ProviderName     string `name:"oidc-name" env:"DUBAN_OIDC_NAME" default:"统一身份认证" placeholder:"NAME" help:"登录页上的名称 Its name on the sign-in page (${default})."`
}

// provider is the identity provider; nil without one.
func (e Entrance) provider() (*api.Provider, error) {
	if e.Issuer == "" {
		return nil, nil //nolint:nilnil // none is no error
	}
	key, err := secret("DUBAN_OIDC_CLIENT_SECRET", e.ClientSecretFile)
	if err != nil {
		return nil, err
	}
	if e.ClientID == "" {
		return nil, errors.New("set DUBAN_OIDC_CLIENT_ID beside DUBAN_OIDC_ISSUER")
	}
	if !guarded(e.Issuer) || !guarded(e.Redirect) || !strings.HasSuffix(e.Redirect, "/signin/identity/done") {
		return nil, errors.New("DUBAN_OIDC_ISSUER and DUBAN_OIDC_REDIRECT must be https addresses, the second one ending in /signin/identity/done")
	}
	return &api.Provider{Issuer: e.Issuer, ClientID: e.ClientID, ClientSecret: key, Redirect: e.Redirect, Match: e.Match}, nil
}

// providerName is what the sign-in page calls the provider; empty without one.
func (e Entrance) providerName() string {
	if e.Issuer == "" {
		return ""
	}
	return cmp.Or(e.ProviderName, e.Issuer)
}

// guarded reports whether nobody on the way can read or change what goes to an address.
func guarded(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (err == nil && ip.IsLoopback() || u.Hostname() == "localhost")
}
