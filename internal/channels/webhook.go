package channels

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
)

// posted is a letter as a webhook's receiver reads it; see the package's comment.
type posted struct {
	Key     string    `json:"key"`
	To      addressee `json:"to"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Link    string    `json:"link"`
	Day     string    `json:"day"`
}

// addressee is whom it is for. Whoever has to know their telephone or address keeps a list by person: a message says no more
// about anybody than it must.
type addressee struct {
	Person string `json:"person"`
	Name   string `json:"name"`
}

func (p *Post) webhook(ctx context.Context, e errand) (Answer, error) {
	l := e.letter
	body, err := encode(posted{Key: l.Key, To: addressee{l.To.Person, l.To.Name}, Subject: l.Subject, Text: l.Text, Link: l.Link, Day: l.Day})
	if err != nil {
		return Answer{}, e.refused(Malformed, err.Error())
	}
	stamp := strconv.FormatInt(e.now.Unix(), 10)
	got, err := p.exchange(ctx, e, e.to, http.Header{
		"Duban-Timestamp": {stamp},
		"Duban-Signature": {sign(e.line.Secret.Reveal(), stamp, string(body))},
		"Idempotency-Key": {l.Key},
	}, body)
	if err != nil {
		return Answer{}, err
	}
	if got.status < 200 || got.status > 299 {
		return Answer{}, e.unwelcome(got)
	}
	return Answer{Reference: e.reference(got), Said: e.quiet(got.String())}, nil
}

// sign is version 1 of a signature.
func sign(secret, stamp, text string) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(stamp + "." + text))
	return "v1=" + hex.EncodeToString(h.Sum(nil))
}

// reference is by what the receiver knows the letter, if it says so.
func (e errand) reference(got reply) string {
	var said struct {
		Reference string `json:"reference"`
	}
	if json.Unmarshal(got.body, &said) != nil || plain("reference", said.Reference, 200) != nil {
		return ""
	}
	return e.quiet(said.Reference)
}
