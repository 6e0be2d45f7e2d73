package channels

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Cause is why a letter was not taken, in a word that a page can put into the reader's language.
type Cause string

// The causes.
const (
	Malformed   Cause = "MALFORMED"   // the letter or the line is not fit to be sent, and nothing was
	Forbidden   Cause = "FORBIDDEN"   // the address lies inside the network, and the line may not go there
	Unreachable Cause = "UNREACHABLE" // no such host, refused, cut off
	Untrusted   Cause = "UNTRUSTED"   // no TLS, or not with whom it should be
	TimedOut    Cause = "TIMED_OUT"   // it took too long
	Denied      Cause = "DENIED"      // the other side does not accept our password, token or signature
	Throttled   Cause = "THROTTLED"   // too many, too fast
	Broken      Cause = "BROKEN"      // the other side is at fault, or answers what nobody understands
	Refused     Cause = "REFUSED"     // the other side refuses this letter
)

// Failure is the error of every letter that was not taken. Whose fault it is says what to do: with Channel, the channel's,
// and everything on it waits; with Again, this letter's for now, and it alone waits (a full mailbox, a server that
// wants to be asked twice); with neither, it is refused for good.
type Failure struct { //nolint:errname // it says what to do, not only what went wrong
	Channel bool
	Again   bool
	// Unclear says that the letter may have been taken all the same: it was handed over and no answer tells. Sent again, it may
	// come twice where the other side does not go by the key.
	Unclear bool
	// After is for how long the other side wants to be left alone: at most a day; zero where it does not say.
	After time.Duration
	Cause Cause
	// Said is what the other side said, or what was found wrong here: at most 500 characters, in one line, nothing secret in it.
	Said string
}

func (f *Failure) Error() string { return string(f.Cause) + ": " + f.Said }

// fault is a failure of the channel.
func (e errand) fault(cause Cause, said string) *Failure {
	return &Failure{Channel: true, Cause: cause, Said: e.quiet(said)}
}

// refused is a failure of the letter.
func (e errand) refused(cause Cause, said string) *Failure {
	return &Failure{Cause: cause, Said: e.quiet(said)}
}

// mostSaid is how many characters are kept of what was said.
const mostSaid = 500

// quiet makes one short line of what the other side said, and takes out what is secret, and what
// stands about the reader.
func (e errand) quiet(said string) string {
	said = e.letter.To.Veil(e.sieve.Replace(strings.ToValidUTF8(said, "\uFFFD")))
	said = strings.Join(strings.FieldsFunc(said, func(r rune) bool { return r == ' ' || unprintable(r) }), " ")
	if runes := []rune(said); len(runes) > mostSaid {
		return string(runes[:mostSaid-1]) + "…"
	}
	return said
}

// unanswered is the failure of an exchange that broke off; handed says whether the letter was on its way by then.
func (e errand) unanswered(err error, handed bool) *Failure {
	if shown, ok := errors.AsType[*url.Error](err); ok {
		err = shown.Err // the address before it holds the token
	}
	f := e.fault(causeOf(err), err.Error())
	f.Unclear = handed
	if handed && f.Cause == Unreachable {
		f.Cause = Broken
	}
	return f
}

func causeOf(err error) Cause {
	var late net.Error
	switch {
	case errors.Is(err, errInside), errors.Is(err, errNowhere):
		return Forbidden
	case untrusted(err):
		return Untrusted
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return TimedOut
	default:
		return Unreachable
	}
}

func untrusted(err error) bool {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	return errors.As(err, &certificate) || errors.As(err, &record) || errors.As(err, &alert) || errors.Is(err, http.ErrSchemeMismatch)
}
