package channels

import (
	"cmp"
	"encoding/base64"
	"errors"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"duban/internal/secrets"
)

// The kinds of lines.
const (
	Mail     = "MAIL"
	DingTalk = "DINGTALK"
	WeCom    = "WECOM"
	Webhook  = "WEBHOOK"
	Log      = "LOG" // the log file of the [Post]
)

// Line is one way out, as an office has it.
type Line struct {
	Kind string
	// Address is where it leads, and holds nothing secret: smtps://user@host:465 or smtp://user@host:587 (STARTTLS), for
	// robots and webhooks https://… Where Inside allows it, smtp+insecure://host:25 and http://… go without TLS.
	Address string
	// Sender is whom mail is from: duban@example.cn or 市人大常委会 <duban@example.cn>; empty for the user in the address.
	Sender string
	// Secret is the password of a mail account, the access token of a DingTalk robot and, after a space, its signing key
	// (加签) where it asks for one, the key of a WeCom robot, the signing key of a webhook, 16 characters or more.
	Secret secrets.Secret
	// Inside allows addresses inside the network.
	Inside bool
}

// Part takes apart what a provider shows as one address: what in it lets anybody write to the group goes before the
// secret, which is sealed. Of other kinds, and of what is no address, it changes nothing.
func Part(kind, address, secret string) (bare, sealed string) {
	token := map[string]string{DingTalk: "access_token", WeCom: "key"}[kind]
	u, err := url.Parse(address)
	if err != nil || token == "" || u.Query().Get(token) == "" {
		return address, secret
	}
	token = u.Query().Get(token)
	u.RawQuery, u.Fragment = "", ""
	return u.String(), strings.TrimSpace(token + " " + secret)
}

// Check says what of the line cannot work, without asking anybody. The error is a [*Failure] and holds nothing of the secret.
func (l Line) Check() error {
	_, err := l.parse()
	if err != nil {
		return &Failure{Channel: true, Cause: Malformed, Said: err.Error()}
	}
	return nil
}

func (l Line) parse() (*url.URL, error) {
	if l.Kind == Log {
		return new(url.URL), nil
	}
	if err := l.checkTexts(); err != nil {
		return nil, err
	}
	u, err := url.Parse(l.Address)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || u.Fragment != "" {
		return nil, errors.New("address: not of the form scheme://host") // the error of url.Parse shows it whole
	}
	if n, err := strconv.Atoi(cmp.Or(u.Port(), "1")); err != nil || n < 1 || n > 65_535 {
		return nil, errors.New("address: no such port")
	}
	switch l.Kind {
	case Mail:
		return u, l.checkMail(u)
	case DingTalk, WeCom, Webhook:
		return u, l.checkHTTP(u)
	default:
		return nil, errors.New("kind: nothing is sent by this kind of channel")
	}
}

func (l Line) checkTexts() error {
	return cmp.Or(
		plain("address", l.Address, 2_000),
		plain("sender", l.Sender, 320),
		plain("secret", l.Secret.Reveal(), 256),
	)
}

func (l Line) checkMail(u *url.URL) error {
	_, hasPassword := u.User.Password()
	switch {
	case !slices.Contains([]string{"smtps", "smtp", "smtp+insecure"}, u.Scheme):
		return errors.New("address: not of the form smtps://user@host:465 or smtp://user@host:587")
	case u.Scheme == "smtp+insecure" && !l.Inside:
		return errors.New("address: without TLS mail goes inside the network only")
	case hasPassword:
		return errors.New("address: the password belongs into the secret")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "":
		return errors.New("address: nothing may follow the host and its port")
	case (u.User.Username() == "") != l.Secret.Empty():
		return errors.New("secret: a user in the address and a password go together")
	}
	from, err := l.from(u)
	if err != nil || !mailForm.MatchString(from.Address) {
		return errors.New("sender: not of the form name@example.cn or 名称 <name@example.cn>")
	}
	return nil
}

// from is whom mail is from.
func (l Line) from(u *url.URL) (*mail.Address, error) {
	return mail.ParseAddress(cmp.Or(l.Sender, u.User.Username()))
}

func (l Line) checkHTTP(u *url.URL) error {
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return errors.New("address: not of the form https://host/…")
	case u.Scheme == "http" && !l.Inside:
		return errors.New("address: without TLS messages go inside the network only")
	case u.User != nil:
		return errors.New("address: a user has no place in it")
	case l.Kind != Webhook && u.RawQuery != "":
		return errors.New("address: the token belongs into the secret")
	}
	return l.checkKey()
}

func (l Line) checkKey() error {
	keys := strings.Fields(l.Secret.Reveal())
	switch {
	case l.Kind == Webhook && len(l.Secret.Reveal()) < 16:
		return errors.New("secret: a signing key has 16 characters or more")
	case l.Kind == WeCom && len(keys) != 1:
		return errors.New("secret: the robot's key is wanted")
	case l.Kind == DingTalk && len(keys) != 1 && len(keys) != 2:
		return errors.New("secret: the robot's access token is wanted and, after a space, its signing key if it has one")
	}
	return nil
}

// sieve takes out of a text what of the line is secret, in the forms in which the other side may echo it.
func (l Line) sieve(u *url.URL) *strings.Replacer {
	secret := l.Secret.Reveal()
	hide := append(strings.Fields(secret), secret, "\x00"+u.User.Username()+"\x00"+secret)
	if secret == "" {
		hide = nil
	}
	// A webhook's address may lead to a group by itself.
	for _, values := range u.Query() {
		hide = append(hide, values...)
	}
	if len(u.Path) > 1 {
		hide = append(hide, u.Path, u.EscapedPath())
	}
	var pairs []string
	slices.SortFunc(hide, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // the longest first: it may hold others
	for _, h := range hide {
		for _, form := range []string{base64.StdEncoding.EncodeToString([]byte(h)), url.QueryEscape(h), url.PathEscape(h), h} {
			pairs = append(pairs, form, "***")
		}
	}
	return strings.NewReplacer(pairs...)
}
