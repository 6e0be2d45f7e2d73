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

// Renewed is a line's secret of which a part may have been given anew: a DingTalk robot with a new token keeps its signing key.
func Renewed(kind, given, kept string) string {
	keys := strings.Fields(kept)
	switch {
	case given == "":
		return kept
	case kind == DingTalk && len(keys) == 2 && len(strings.Fields(given)) == 1 && !strings.HasPrefix(given, signingPrefix):
		return given + " " + keys[1]
	}
	return given
}

// Check says what of the line cannot work, without asking anybody. The error is a [*Flaw].
func (l Line) Check() error {
	if _, flaw := l.parse(); flaw != nil {
		return flaw
	}
	return nil
}

func (l Line) parse() (*url.URL, *Flaw) {
	if l.Kind == Log {
		return new(url.URL), nil
	}
	if flaw := l.checkTexts(); flaw != nil {
		return nil, flaw
	}
	u, err := url.Parse(l.Address)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || u.Fragment != "" {
		return nil, l.formless("not of the form scheme://host") // the error of url.Parse shows it whole
	}
	if n, err := strconv.Atoi(cmp.Or(u.Port(), "1")); err != nil || n < 1 || n > 65_535 {
		return nil, &Flaw{"address", "端口应为 1 到 65535 的数字", "no such port"}
	}
	switch l.Kind {
	case Mail:
		return u, l.checkMail(u)
	case DingTalk, WeCom, Webhook:
		return u, l.checkHTTP(u)
	default:
		return nil, &Flaw{"kind", "这种渠道不能发送消息", "nothing is sent by this kind of channel"}
	}
}

// formless is the flaw of an address that is of another form than those of its kind.
func (l Line) formless(en string) *Flaw {
	if l.Kind == Mail {
		return &Flaw{"address", "格式应为 smtps://用户名@主机:465 或 smtp://用户名@主机:587", en}
	}
	return &Flaw{"address", "格式应为 https://主机/…，请把整条地址复制过来", en}
}

func (l Line) checkTexts() *Flaw {
	flaw, _ := errors.AsType[*Flaw](cmp.Or(
		plain("address", l.Address, 2_000),
		plain("sender", l.Sender, 320),
		plain("secret", l.Secret.Reveal(), 256),
	))
	return flaw
}

func (l Line) checkMail(u *url.URL) *Flaw {
	_, hasPassword := u.User.Password()
	switch {
	case !slices.Contains([]string{"smtps", "smtp", "smtp+insecure"}, u.Scheme):
		return l.formless("not of the form smtps://user@host:465 or smtp://user@host:587")
	case u.Scheme == "smtp+insecure" && !l.Inside:
		return errBareMail
	case hasPassword:
		return &Flaw{"address", "口令不能写在地址里，请填在口令一栏", "the password belongs into the secret"}
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "":
		return &Flaw{"address", "主机和端口后面不能再有别的内容", "nothing may follow the host and its port"}
	case u.User.Username() == "" && !l.Secret.Empty():
		return &Flaw{"address", "填了口令，地址里就要写上用户名：smtps://用户名@主机:465", "a user in the address and a password go together"}
	case u.User.Username() != "" && l.Secret.Empty():
		return &Flaw{"secret", "地址里写了用户名，就要填口令", "a user in the address and a password go together"}
	}
	from, err := l.from(u)
	if err != nil || !mailForm.MatchString(from.Address) {
		return &Flaw{"sender", "格式应为 duban@example.cn 或 市人大常委会 <duban@example.cn>", "not of the form name@example.cn or 名称 <name@example.cn>"}
	}
	return nil
}

// What is shown to whoever reads a channel must open nothing: tokens stand in the secret.
var (
	robotHosts = map[string]*Flaw{
		"oapi.dingtalk.com":   {"kind", "这是钉钉群机器人的地址，请改选“钉钉群机器人”，令牌才会加密保存", "this is a DingTalk robot's address: choose DINGTALK, which keeps its token secret"},
		"qyapi.weixin.qq.com": {"kind", "这是企业微信群机器人的地址，请改选“企业微信群机器人”，key 才会加密保存", "this is a WeCom robot's address: choose WECOM, which keeps its key secret"},
	}
	errQuery = &Flaw{"address", "地址里不能有 ? 和后面的参数：地址谁都看得到，而消息已有签名", "no query has a place in it: an address is shown, and messages are signed"}
)

// What goes without TLS goes inside the network, and there a line has to be let.
var (
	errBareMail = &Flaw{"address", "不加密的邮件只能发往内网", "without TLS mail goes inside the network only"}
	errBarePost = &Flaw{"address", "不加密的消息只能发往内网", "without TLS messages go inside the network only"}
)

// from is whom mail is from.
func (l Line) from(u *url.URL) (*mail.Address, error) {
	return mail.ParseAddress(cmp.Or(l.Sender, u.User.Username()))
}

func (l Line) checkHTTP(u *url.URL) *Flaw {
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return l.formless("not of the form https://host/…")
	case u.Scheme == "http" && !l.Inside:
		return errBarePost
	case u.User != nil:
		return &Flaw{"address", "地址里不能有用户名", "a user has no place in it"}
	case l.Kind == Webhook && robotHosts[strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")] != nil:
		return robotHosts[strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")]
	case l.Kind == Webhook && u.RawQuery != "":
		return errQuery
	case u.RawQuery != "":
		return &Flaw{"address", "地址里没有机器人的令牌，请从机器人设置中重新复制整条地址", "the token belongs into the secret"}
	}
	return l.checkKey()
}

func (l Line) checkKey() *Flaw {
	keys := strings.Fields(l.Secret.Reveal())
	switch {
	case l.Kind == Webhook && len(l.Secret.Reveal()) < 16:
		return &Flaw{"secret", "签名密钥至少 16 个字符", "a signing key has 16 characters or more"}
	case l.Kind == WeCom && len(keys) != 1:
		return &Flaw{"address", "缺少机器人的 key，请把带 key= 的整条地址复制过来", "the robot's key is wanted"}
	case l.Kind == DingTalk && (len(keys) != 1 && len(keys) != 2 || strings.HasPrefix(keys[0], signingPrefix)):
		return &Flaw{
			"address", "缺少机器人的令牌，请把带 access_token= 的整条地址复制过来，加签密钥（SEC 开头）另填",
			"the robot's access token is wanted and, after a space, its signing key if it has one",
		}
	}
	return nil
}

// signingPrefix is how DingTalk's signing keys begin, and no access token: whoever gives one alone has forgotten the token.
const signingPrefix = "SEC"

// sieve takes out of a text what of the line is secret, in the forms in which the other side may echo it.
func (l Line) sieve(u *url.URL) *strings.Replacer {
	secret := l.Secret.Reveal()
	hide := append(strings.Fields(secret), secret, "\x00"+u.User.Username()+"\x00"+secret)
	if secret == "" {
		hide = nil
	}
	// A webhook's address may lead to a group by itself. Fewer than four characters stand anywhere.
	if len(u.Path) > 4 {
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
