package postgres

import (
	"context"
	"encoding/json"
	"time"
)

// AuditEntry is the one line that a transaction leaves in the record.
type AuditEntry struct {
	At      time.Time
	Actor   string // a person's id, or `clock`
	Verb    string
	Object  string
	Reason  string
	Digest  []byte // of salt and payload
	Salt    []byte
	Payload json.RawMessage
}

// AppendAudit writes the line and, apart, its payload; the line waits to be sealed.
func (tx *Tx) AppendAudit(ctx context.Context, e AuditEntry) error {
	return tx.exec(ctx, appendAudit, e.of(tx.host)...)
}

// of are the arguments of appendAudit.
func (e AuditEntry) of(host string) []any {
	return []any{host, e.At, e.Actor, e.Verb, e.Object, e.Reason, e.Digest, e.Salt, e.Payload}
}

const appendAudit = `with line as (
		insert into audit (host_id, at, actor, verb, object, reason, digest) values ($1, $2, $3, $4, $5, $6, $7) returning seq),
		unsealed as (insert into audit_unsealed (host_id, seq) select $1, seq from line)
		insert into audit_payload (host_id, seq, salt, payload) select $1, seq, $8, $9 from line`
