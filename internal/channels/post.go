package channels

import (
	"cmp"
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// atMost is how long the other side may take for one letter, all told.
const atMost = 30 * time.Second

// Post sends letters, many at once. Its zero value is ready, but for the kind LOG, which needs a file. It is not copied.
type Post struct {
	Log    *LogFile       // where LOG writes
	Roots  *x509.CertPool // whom TLS trusts; nil for whom the system does
	Within time.Duration  // how long one letter may take; 30 s where it is zero

	resolver *net.Resolver // of names; nil for the system's
	once     sync.Once
	outside  *http.Client
	inside   *http.Client
}

// Answer is what the other side said of a letter that it took.
type Answer struct {
	Reference string // by which the other side knows it, where it tells: at most 200 characters
	Said      string // at most 500 characters, in one line, nothing secret in it
}

// errand is a letter on its way.
type errand struct {
	line   Line
	to     *url.URL // the line's address
	letter Letter
	now    time.Time
	sieve  *strings.Replacer
}

// Send hands a letter over, at the instant now by the wall's clock, which signatures and dates tell. An error is a [*Failure].
// Nothing is sent of a letter or by a line that is malformed.
func (p *Post) Send(ctx context.Context, line Line, l Letter, now time.Time) (Answer, error) {
	to, flaw := line.parse()
	if flaw != nil {
		return Answer{}, flaw.failure()
	}
	e := errand{line: line, to: to, letter: l, now: now, sieve: line.sieve(to)}
	if err := l.check(); err != nil {
		return Answer{}, e.refused(Malformed, err.Error())
	}
	ctx, cancel := context.WithTimeout(ctx, p.within())
	defer cancel()
	switch line.Kind {
	case Mail:
		return p.mail(ctx, e)
	case DingTalk:
		return p.dingTalk(ctx, e)
	case WeCom:
		return p.weCom(ctx, e)
	case Webhook:
		return p.webhook(ctx, e)
	default:
		return p.log(e)
	}
}

func (p *Post) within() time.Duration { return cmp.Or(p.Within, atMost) }

// log writes the letter into the log file.
func (p *Post) log(e errand) (Answer, error) {
	if p.Log == nil {
		return Answer{}, e.fault(Malformed, "no log file is set")
	}
	if err := p.Log.Send(e.letter); err != nil {
		return Answer{}, e.fault(Broken, err.Error())
	}
	return Answer{}, nil
}
