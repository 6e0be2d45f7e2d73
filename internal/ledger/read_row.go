package ledger

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
)

// errRow says that something is not how a row is written.
var errRow = errors.New("it is not written as a row of a record is")

// rowReader reads rows, each into the memory of the one before.
type rowReader struct {
	leaf, digest, salt, written []byte
}

// beforePayload stands in no text, where every quotation mark has a backslash before it.
const beforePayload = `,"payload":`

// read reads what Append writes, and nothing else. What is read is written again and compared, so that the reading itself
// may pass over whatever is wrong: JSON has many ways to hide a second meaning. What it returns is good until it reads the
// next row; the payload is part of the text.
func (rr *rowReader) read(text []byte) (Row, error) {
	head, _, _ := bytes.Cut(text, []byte(beforePayload))
	f := fields{text: head, copied: string(head)}
	r := Row{Index: f.index()}
	rr.leaf = f.hex(`"leaf":"`, rr.leaf)
	r.Host = f.string(`,"host":"`)
	r.Seq = f.number(`,"seq":`)
	r.At = f.instant(`"at":"`)
	r.Actor = f.string(`,"actor":"`)
	r.Verb = f.string(`,"verb":"`)
	r.Object = f.string(`,"object":"`)
	r.Reason = f.string(`,"reason":"`)
	rr.digest = f.hex(`,"digest":"`, rr.digest)
	r.Leaf, r.Digest = rr.leaf, rr.digest
	if f.rest() != rowEnd {
		rr.salt = f.hex(`,"salt":"`, rr.salt)
		r.Salt = rr.salt
	}
	rr.written = r.appendHead(rr.written[:0])
	payload, ended := bytes.CutSuffix(text[min(len(rr.written), len(text)):], []byte(rowEnd))
	if !bytes.HasPrefix(text, rr.written) || !ended || !r.sized() {
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
type fields struct {
	text   []byte
	copied string // the same, of which strings may be parts
	at     int
}

func (f *fields) rest() string { return f.copied[f.at:] }

// take takes a member's value and what ends it.
func (f *fields) take(name string, end byte) (from, to int) {
	if strings.HasPrefix(f.rest(), name) {
		f.at += len(name)
	}
	from, to = f.at, len(f.text)
	if n := strings.IndexByte(f.rest(), end); n >= 0 {
		to = from + n
	}
	f.at = min(to+1, len(f.text))
	return from, to
}

func (f *fields) index() uint64 {
	from, to := f.take(`{"index":`, ',')
	n, _ := strconv.ParseUint(f.copied[from:to], 10, 64)
	return n
}

func (f *fields) number(name string) int64 {
	from, to := f.take(name, ',')
	n, _ := strconv.ParseInt(f.copied[from:to], 10, 64)
	return n
}

func (f *fields) instant(name string) time.Time {
	from, to := f.take(name, '"')
	t, _ := time.Parse(time.RFC3339Nano, f.copied[from:to])
	return t
}

// hex reads into what is given; never nil.
func (f *fields) hex(name string, into []byte) []byte {
	from, to := f.take(name, '"')
	into, _ = hex.AppendDecode(append(into[:0], 0)[:0], f.text[from:to])
	return into
}

func (f *fields) string(name string) string {
	from, to := f.take(name, '"')
	if strings.IndexByte(f.copied[from:to], '\\') < 0 {
		return f.copied[from:to]
	}
	for to = from; to < len(f.text) && f.text[to] != '"'; to++ {
		if f.text[to] == '\\' {
			to++
		}
	}
	to = min(to, len(f.text))
	f.at = min(to+1, len(f.text))
	return unescape(f.copied[from:to])
}

func unescape(escaped string) (text string) {
	_ = json.Unmarshal([]byte(`"`+escaped+`"`), &text)
	return text
}
