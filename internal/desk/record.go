package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"

	"duban/internal/postgres"
	"duban/supervision"
)

// record is the one line that a transaction leaves: who did what, on what, why.
type record struct {
	verb    string
	object  string
	reason  string
	payload any // what was given or changed; never a ballot's choice
	// own: taken by the campaign's own process, which is told where it stands and needs no nudge.
	own bool
}

// append writes the line. Its digest covers a salt and the payload, so that the payload can be reduced later without
// being guessed from the digest.
func (a *act) append(ctx context.Context) error {
	payload, err := json.Marshal(struct {
		Given any                `json:"given,omitempty"`
		Calls []supervision.Call `json:"calls,omitempty"`
	}{a.record.payload, a.calls})
	if err != nil {
		return err
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	digest := sha256.Sum256(append(slices.Clip(salt), payload...))
	return a.AppendAudit(ctx, postgres.AuditEntry{
		At: a.now, Actor: a.caller.Person, Verb: a.record.verb, Object: a.record.object, Reason: a.record.reason,
		Digest: digest[:], Salt: salt, Payload: payload,
	})
}

// requestDigest identifies what a create was asked to do, so that the same request again gets the first answer and
// any other with its id is refused.
func requestDigest(parts ...string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return sum[:]
}

// errTaken is the answer to an id that something else bears. It tells nothing of what is stored.
var errTaken = supervision.Refuse(supervision.AlreadyExists, "该编号已被使用", "this id is already taken")
