package ledger

import (
	"encoding/binary"
	"time"
)

// Line is what one audit row says.
type Line struct {
	Host   string
	Seq    int64     // the row's number in the database; ascending, but for transactions that overtook each other
	At     time.Time // in any zone: the instant counts, to the nanosecond
	Actor  string    // a person's id, or `clock`
	Verb   string
	Object string
	Reason string
	Digest []byte // of salt and payload: see Hash
}

// Encode is the line as it is hashed. Every number shows where it ends, every text bears its length, and the digest is the
// rest: so two lines that differ never encode alike.
func (l Line) Encode() []byte {
	texts := [5]string{l.Host, l.Actor, l.Verb, l.Object, l.Reason}
	return encode(make([]byte, 0, 128+len(l.Object)+len(l.Reason)), l.Seq, l.At, texts, l.Digest)
}

func encode[Text string | []byte](b []byte, seq int64, at time.Time, texts [5]Text, digest []byte) []byte {
	for _, number := range [...]int64{seq, at.Unix(), int64(at.Nanosecond())} {
		b = binary.AppendVarint(b, number)
	}
	for _, text := range texts {
		b = binary.AppendVarint(b, int64(len(text)))
		b = append(b, text...)
	}
	return append(b, digest...)
}

// Leaf is the line's place in the tree.
func (l Line) Leaf(h Hash) []byte { return h.HashLeaf(l.Encode()) }
