package channels

import (
	"crypto/hmac"
	"errors"
	"strconv"
	"strings"
	"time"

	"duban/internal/secrets"
)

// skew is how far the clock of a webhook's receiver may be off.
const skew = 5 * time.Minute

var (
	// ErrUnsigned says that a receipt is not signed by the channel's key.
	ErrUnsigned = errors.New("the receipt is not signed by the channel's key")
	// ErrStale says that a receipt is signed, but more than five minutes ago or ahead: it may be somebody's copy.
	ErrStale = errors.New("the receipt was signed more than five minutes ago or ahead")
)

// Receipt is what a webhook's receiver says later of a letter.
type Receipt struct {
	Host, Channel string // to which it came
	Key           string // the letter's
	State         string // ACCEPTED, READ or FAILED; which of them there are is not checked here
	Reason        string // of a failure, one line; may be empty
}

// VerifyReceipt checks the timestamp (seconds since 1970) and the signature with which a receipt came, at the instant
// now. Nothing is signed by an empty secret. The same receipt may come twice.
func VerifyReceipt(secret secrets.Secret, r Receipt, timestamp, signature string, now time.Time) error {
	text, err := r.canonical()
	if err != nil || secret.Empty() || !hmac.Equal([]byte(signature), []byte(sign(secret.Reveal(), timestamp, text))) {
		return ErrUnsigned
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return ErrUnsigned
	}
	if now.Sub(time.Unix(seconds, 0)).Abs() > skew {
		return ErrStale
	}
	return nil
}

// canonical is what is signed. No field holds a line's end, so no two receipts are the same text; one that was made for another
// channel counts for none else, though both have one key; and as a host has no brace, none is the body of a letter.
func (r Receipt) canonical() (string, error) {
	for _, name := range []string{r.Host, r.Channel, r.Key} {
		if !keyForm.MatchString(name) {
			return "", ErrUnsigned
		}
	}
	err := errors.Join(plain("state", r.State, 20), plain("reason", r.Reason, 1_000))
	return strings.Join([]string{r.Host, r.Channel, r.Key, r.State, r.Reason}, "\n"), err
}
