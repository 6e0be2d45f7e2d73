package ledger

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"
)

// errRow says that something is not how a row is written.
var errRow = errors.New("it is not written as a row of a record is")

// readRow reads what Append writes, and nothing else; the payload stays part of the text. What is read is written again
// and compared, so that the reading itself may pass over whatever is wrong: JSON has many ways to hide a second meaning.
func readRow(text []byte) (Row, error) {
	f := fields{text}
	r := Row{Index: f.index(), Leaf: f.hex(`"leaf":"`)}
	r.Host = f.text(`,"host":"`)
	r.Seq = f.number(`,"seq":`)
	r.At = f.instant(`"at":"`)
	r.Actor = f.text(`,"actor":"`)
	r.Verb = f.text(`,"verb":"`)
	r.Object = f.text(`,"object":"`)
	r.Reason = f.text(`,"reason":"`)
	r.Digest = f.hex(`,"digest":"`)
	if !bytes.Equal(f.rest, []byte(rowEnd)) {
		r.Salt = f.hex(`,"salt":"`)
	}
	head := r.appendHead(make([]byte, 0, len(text)-len(f.rest)+len(`,"payload":`)))
	payload, ended := bytes.CutSuffix(text[min(len(head), len(text)):], []byte(rowEnd))
	if !bytes.HasPrefix(text, head) || !ended || !r.sized() {
		return Row{}, errRow
	}
	if r.Salt != nil {
		r.Payload = payload
	} else if len(payload) > 0 {
		return Row{}, errRow
	}
	return r, nil
}

// sized reports whether every hash is as long as hashes are.
func (r Row) sized() bool {
	return len(r.Leaf) == hashSize && len(r.Digest) == hashSize && (r.Salt == nil || len(r.Salt) == saltSize)
}

// fields takes a row apart from its beginning.
type fields struct{ rest []byte }

// take takes a member's value and what ends it.
func (f *fields) take(name string, end byte) []byte {
	f.rest = bytes.TrimPrefix(f.rest, []byte(name))
	at := bytes.IndexByte(f.rest, end)
	if at < 0 {
		at = len(f.rest)
	}
	value := f.rest[:at]
	f.rest = f.rest[min(at+1, len(f.rest)):]
	return value
}

func (f *fields) index() uint64 {
	n, _ := strconv.ParseUint(string(f.take(`{"index":`, ',')), 10, 64)
	return n
}

func (f *fields) number(name string) int64 {
	n, _ := strconv.ParseInt(string(f.take(name, ',')), 10, 64)
	return n
}

func (f *fields) instant(name string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, string(f.take(name, '"')))
	return t
}

func (f *fields) hex(name string) []byte {
	value := f.take(name, '"')
	b := make([]byte, hex.DecodedLen(len(value)))
	n, _ := hex.Decode(b, value)
	return b[:n]
}

func (f *fields) text(name string) (text string) {
	f.rest = bytes.TrimPrefix(f.rest, []byte(name))
	end, escaped := 0, false
	for ; end < len(f.rest) && f.rest[end] != '"'; end++ {
		if f.rest[end] == '\\' {
			end, escaped = end+1, true
		}
	}
	end = min(end, len(f.rest))
	value := f.rest[:end]
	f.rest = f.rest[min(end+1, len(f.rest)):]
	if !escaped {
		return string(value)
	}
	_ = json.Unmarshal([]byte(`"`+string(value)+`"`), &text)
	return text
}
