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
func (l Line) Encode() []byte { return l.append(make([]byte, 0, 128+len(l.Object)+len(l.Reason))) }

func (l Line) append(b []byte) []byte {
	for _, number := range []int64{l.Seq, l.At.Unix(), int64(l.At.Nanosecond())} {
		b = binary.AppendVarint(b, number)
	}
	for _, text := range []string{l.Host, l.Actor, l.Verb, l.Object, l.Reason} {
		b = binary.AppendVarint(b, int64(len(text)))
		b = append(b, text...)
	}
	return append(b, l.Digest...)
}

// Leaf is the line's place in the tree.
func (l Line) Leaf(h Hash) []byte { return h.HashLeaf(l.Encode()) }
