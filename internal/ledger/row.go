package ledger

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// Row is one row of a record as it is exported: a line of JSON with its members in this order, and no other way to write
// it. So what a reader sees and what is hashed are the same.
type Row struct {
	Index uint64 // its place in the chain, from 0
	Leaf  []byte // as the chain holds it
	Line
	Salt    []byte // nil where the payload was reduced
	Payload []byte // JSON, letter for letter as it was digested
}

// Append writes the row behind b. Its texts must be UTF-8 and its payload must be of one line.
func (r Row) Append(b []byte) []byte {
	b = r.appendHead(b)
	if r.Salt != nil {
		b = append(b, r.Payload...)
	}
	return append(b, rowEnd...)
}

const rowEnd = "}\n"

// appendHead writes all that stands before the payload, or before the end where there is none.
func (r Row) appendHead(b []byte) []byte {
	b = append(b, `{"index":`...)
	b = strconv.AppendUint(b, r.Index, 10)
	b = appendHex(b, `,"leaf":"`, r.Leaf)
	b = appendText(b, `,"host":"`, r.Host)
	b = append(b, `,"seq":`...)
	b = strconv.AppendInt(b, r.Seq, 10)
	b = append(b, `,"at":"`...)
	b = r.At.UTC().AppendFormat(b, time.RFC3339Nano)
	b = appendText(b, `","actor":"`, r.Actor)
	b = appendText(b, `,"verb":"`, r.Verb)
	b = appendText(b, `,"object":"`, r.Object)
	b = appendText(b, `,"reason":"`, r.Reason)
	b = appendHex(b, `,"digest":"`, r.Digest)
	if r.Salt != nil {
		b = appendHex(b, `,"salt":"`, r.Salt)
		b = append(b, `,"payload":`...)
	}
	return b
}

func appendHex(b []byte, name string, value []byte) []byte {
	return append(hex.AppendEncode(append(b, name...), value), '"')
}

// appendText writes a text that JSON has only one way to write here: what need not be escaped is not.
func appendText(b []byte, name, value string) []byte {
	b = append(b, name...)
	plain := 0 // up to where it is written
	for i := range len(value) {
		c := value[i]
		if c != '"' && c != '\\' && c >= ' ' {
			continue
		}
		b = append(b, value[plain:i]...)
		plain = i + 1
		if c < ' ' {
			b = fmt.Appendf(b, `\u%04x`, c)
		} else {
			b = append(b, '\\', c)
		}
	}
	return append(append(b, value[plain:]...), '"')
}
