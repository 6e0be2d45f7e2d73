package channels

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	netmail "net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// ports are where a mail server listens if the address does not say.
var ports = map[string]string{"smtps": "465", "smtp": "587", "smtp+insecure": "25"}

func (p *Post) mail(ctx context.Context, e errand) (Answer, error) {
	from, err := e.line.from(e.to)
	if err != nil {
		return Answer{}, e.fault(Malformed, "sender")
	}
	if !mailForm.MatchString(e.letter.To.Mail) {
		return Answer{}, e.refused(Malformed, "mail: no address of the form name@example.cn")
	}
	client, err := mail.NewClient(e.to.Hostname(), p.manners(ctx, e, domain(from))...)
	if err != nil {
		return Answer{}, e.fault(Malformed, err.Error())
	}
	m := e.compose(from)
	if err := client.DialAndSendWithContext(ctx, m); err != nil && !m.IsDelivered() {
		f := e.undelivered(err)
		if f.Channel && ctx.Err() != nil {
			f.Cause = TimedOut // whatever the conversation broke off with then
		}
		return Answer{}, f
	}
	return Answer{Reference: m.GetMessageID(), Said: e.quiet(m.ServerResponse())}, nil
}

func domain(a *netmail.Address) string { return a.Address[strings.LastIndexByte(a.Address, '@')+1:] }

// compose writes the mail: the same key gives the same Message-ID, by which whoever keeps mail knows it again.
func (e errand) compose(from *netmail.Address) *mail.Msg {
	l := e.letter
	m := mail.NewMsg(mail.WithEncoding(mail.EncodingB64), mail.WithNoDefaultUserAgent())
	m.FromMailAddress(from)
	m.ToMailAddress(&netmail.Address{Name: l.To.Name, Address: l.To.Mail})
	m.Subject(l.Subject)
	m.SetDateWithValue(e.now)
	m.SetMessageIDWithValue(l.Key + "@" + domain(from))
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no "out of office" comes back
	m.SetBodyString(mail.TypeTextPlain, strings.ReplaceAll(l.linked(), "\n", "\r\n"))
	return m
}

// manners are how the server is spoken with: by TLS, unless the address says otherwise.
func (p *Post) manners(ctx context.Context, e errand, domain string) []mail.Option {
	options := []mail.Option{
		mail.WithDialContextFunc(p.callMail(ctx, e)), mail.WithTimeout(time.Hour), mail.WithHELO(domain), // ctx ends it
		mail.WithTLSConfig(p.trust(e.to.Hostname())), mail.WithoutNoop(), mail.WithoutRset(), mail.WithoutSMTPUTF8(),
	}
	by := []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin}
	switch e.to.Scheme {
	case "smtps":
		options = append(options, mail.WithSSL())
	case "smtp":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
		by = []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlainNoEnc, mail.SMTPAuthLoginNoEnc}
	}
	if user := e.to.User.Username(); user != "" {
		options = append(options, mail.WithUsername(user), mail.WithPassword(e.line.Secret.Reveal()), mail.WithOpportunisticSMTPAuth(by...))
	}
	return options
}

// callMail calls the server. The whole conversation ends with ctx, of which go-mail itself minds the beginning only.
func (p *Post) callMail(ctx context.Context, e errand) mail.DialContextFunc {
	return func(dialling context.Context, network, _ string) (net.Conn, error) {
		address := net.JoinHostPort(e.to.Hostname(), cmp.Or(e.to.Port(), ports[e.to.Scheme]))
		conn, err := p.dialer(e.line.Inside).DialContext(dialling, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { conn.Close() })
		conn = &brief{Conn: conn, left: mostTalk}
		if e.to.Scheme != "smtps" {
			return conn, nil
		}
		secured := tls.Client(conn, p.trust(e.to.Hostname()))
		return secured, secured.HandshakeContext(dialling)
	}
}

// mostTalk is how much a mail server may say, in bytes, TLS included: its lines have no other bound.
const mostTalk = 256 << 10

type brief struct {
	net.Conn
	left int
}

func (b *brief) Read(into []byte) (int, error) {
	if b.left <= 0 {
		return 0, errors.New("the server says too much")
	}
	n, err := b.Conn.Read(into[:min(len(into), b.left)])
	b.left -= n
	return n, err
}

// undelivered says whose fault it was that a mail was not taken. A recipient or a text refused by a code that stays (5xx) is
// the letter's, unless it says that we may not send at all or do not speak well; a recipient refused for now (4xx) too; all else
// is the channel's.
func (e errand) undelivered(err error) *Failure {
	var sent *mail.SendError
	if !errors.As(err, &sent) {
		return e.uncalled(err)
	}
	said, _, _ := strings.Cut(sent.Error(), ", affected ") // go-mail adds the recipient's address
	code := sent.ErrorCode()
	ofLetter := slices.Contains([]mail.SendErrReason{mail.ErrSMTPRcptTo, mail.ErrSMTPData, mail.ErrSMTPDataClose}, sent.Reason)
	switch {
	case code == 0:
		f := e.fault(Broken, said)
		f.Unclear = sent.Reason == mail.ErrSMTPDataClose // all was said, and no answer came
		return f
	case slices.Contains(wantsPassword, code):
		return e.fault(Denied, said)
	case code >= 500 && (strings.HasPrefix(sent.EnhancedStatusCode(), "5.7.") || slices.Contains(ofSpeech, code)):
		return e.fault(Broken, said)
	case code >= 500 && ofLetter:
		return e.refused(Refused, said)
	case code != 421 && sent.Reason == mail.ErrSMTPRcptTo:
		f := e.refused(Throttled, said)
		f.Again = true
		return f
	default:
		return e.fault(Broken, said)
	}
}

// wantsPassword are the codes by which a server says that it does not know who we are.
var wantsPassword = []int{530, 534, 535, 538}

// ofSpeech are the codes of a server that does not understand us; where they are said of a recipient, they are not about them.
// (RFC 3463 has 5.7 for what a policy forbids, such as to relay.)
var ofSpeech = []int{500, 502, 503, 504}

// uncalled is the failure of a conversation that did not come to the letter.
func (e errand) uncalled(err error) *Failure {
	f := e.unanswered(err, false)
	var said *textproto.Error
	switch {
	case errors.As(err, &said) && slices.Contains(wantsPassword, said.Code):
		f.Cause = Denied
	case errors.As(err, &said), errors.Is(err, io.EOF):
		f.Cause = Broken
	case strings.Contains(err.Error(), "STARTTLS"):
		f.Cause = Untrusted
	}
	return f
}
