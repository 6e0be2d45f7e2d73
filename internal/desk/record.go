package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"time"

	"duban/internal/ledger"
	"duban/internal/postgres"
	"duban/supervision"
)

// record is the line that a transaction leaves: who did what, on what, why. Only a file of people leaves several.
type record struct {
	verb    string
	object  string
	reason  string
	given   any // as it was asked: a plan as it was sent, a text, a day; never a ballot's choice
	outcome any // what a tally counted, or which days a revision moved
	calls   []supervision.Call
	images  []image
	// own: taken by the campaign's own process, which is told where it stands and needs no nudge.
	own bool
}

// append writes the line. Its digest covers a salt and the payload, so that the payload can be reduced later without
// being guessed from the digest. Whoever lays the calls and then the images of a campaign's lines on nothing, in their
// order, has its rows again.
func (r record) append(ctx context.Context, tx *postgres.Tx, now time.Time, caller Caller) error {
	return appendAll(ctx, tx, now, caller, r)
}

// appendAll writes several lines of a transaction that does the same to many.
func appendAll(ctx context.Context, tx *postgres.Tx, now time.Time, caller Caller, lines ...record) error {
	if !audited {
		return nil
	}
	_, hash, err := sealedWith(ctx, tx)
	for _, r := range lines {
		if err == nil {
			err = r.write(ctx, tx, hash, now, caller)
		}
	}
	return err
}

func (r record) write(ctx context.Context, tx *postgres.Tx, hash ledger.Hash, now time.Time, caller Caller) error {
	entry, err := r.entry(hash, now, caller)
	if err != nil {
		return err
	}
	return tx.AppendAudit(ctx, entry)
}

// entry is the line with its payload, of which it shows the digest alone.
func (r record) entry(hash ledger.Hash, now time.Time, caller Caller) (postgres.AuditEntry, error) {
	payload, err := json.Marshal(struct {
		Given   any                `json:"given,omitempty"`
		Outcome any                `json:"outcome,omitempty"`
		Calls   []supervision.Call `json:"calls,omitempty"`
		Images  []image            `json:"images,omitempty"`
	}{r.given, r.outcome, r.calls, r.images})
	if err != nil {
		return postgres.AuditEntry{}, err
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	return postgres.AuditEntry{
		At: now, Actor: caller.Person, Verb: r.verb, Object: r.object, Reason: r.reason,
		Digest: hash.Digest(salt, payload), Salt: salt, Payload: payload,
	}, nil
}

// requestDigest identifies what a create was asked to do, so that the same request again gets the first answer and
// any other with its id is refused.
func requestDigest(parts ...string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return sum[:]
}

// errTaken is the answer to an id that something else bears. It tells nothing of what is stored.
var errTaken = supervision.Refuse(supervision.AlreadyExists, "该编号已被使用", "this id is already taken")
