package api

import (
	"encoding/hex"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

func recordHead(h desk.RecordHead) *v1.RecordHead {
	return &v1.RecordHead{
		Origin: h.Origin, Hash: h.Hash, PublicKey: h.Key,
		Size: h.Size, Root: hex.EncodeToString(h.Root), Checkpoint: h.Signed, At: instant(h.At),
	}
}

func recordRow(r desk.LedgerRow) *v1.RecordRow {
	return &v1.RecordRow{
		Index: r.Index, Seq: r.Seq, At: instant(r.At), Actor: r.Actor, Verb: r.Verb, Object: r.Object, Reason: r.Reason,
		Digest: hex.EncodeToString(r.Digest), Leaf: hex.EncodeToString(r.Leaf),
	}
}

func sealedRow(r desk.SealedRow) *v1.RecordRow {
	row := recordRow(r.LedgerRow)
	row.Salt, row.Payload = hex.EncodeToString(r.Salt), string(r.Payload)
	return row
}

func checkpoint(c desk.CheckpointRow) *v1.Checkpoint {
	return &v1.Checkpoint{Size: c.Size, Root: hex.EncodeToString(c.Root), At: instant(c.At), Text: c.Signed}
}
