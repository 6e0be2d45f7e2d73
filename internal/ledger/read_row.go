package ledger

import (
	"bytes"
	"errors"
	"math"
	"time"
)

// errRow says that something is not how a row is written.
var errRow = errors.New("it is not written as a row of a record is")

// Where a row's texts are.
const (
	verbText   = 2
	objectText = 3
)

// rowReader reads rows, each into the memory of the one before: what it holds is good until it reads the next.
//
// It takes a row apart from its beginning, and accepts what Row.Append writes and nothing else: JSON has many ways to hide
// a second meaning.
type rowReader struct {
	text []byte
	at   int
	bad  bool // what was read since is worth nothing

	index              uint64
	seq                int64
	instant            time.Time
	texts              [5][]byte // host, actor, verb, object and reason, as encode wants them; the payload is part of the text that was read, as these mostly are
	leaf, digest, salt []byte    // the salt is empty where the payload was reduced
	payload            []byte
	unescaped          []byte
}

func (r *rowReader) read(text []byte) error {
	r.text, r.at, r.bad = text, 0, false
	r.unescaped = r.unescaped[:0]
	r.readLine()
	r.salt, r.payload = r.salt[:0], nil
	if string(r.text[r.at:]) != rowEnd {
		r.readPayload()
	}
	if r.bad {
		return errRow
	}
	return nil
}

func (r *rowReader) readLine() {
	r.expect(`{"index":`)
	r.index = r.natural(math.MaxUint64)
	r.leaf = r.hash(`,"leaf":"`, r.leaf, hashSize)
	r.texts[0] = r.string(`,"host":"`)
	r.expect(`,"seq":`)
	r.seq = r.number()
	r.expect(`,"at":"`)
	r.instant = r.time()
	for i, name := range [...]string{`,"actor":"`, `,"verb":"`, `,"object":"`, `,"reason":"`} {
		r.texts[1+i] = r.string(name)
	}
	r.digest = r.hash(`,"digest":"`, r.digest, hashSize)
}

func (r *rowReader) readPayload() {
	r.salt = r.hash(`,"salt":"`, r.salt, saltSize)
	r.expect(`,"payload":`)
	payload, ended := bytes.CutSuffix(r.text[r.at:], []byte(rowEnd))
	r.bad = r.bad || !ended
	r.payload = payload
}

// expect reads what must stand there.
func (r *rowReader) expect(text string) {
	if end := r.at + len(text); end <= len(r.text) && string(r.text[r.at:end]) == text {
		r.at = end
		return
	}
	r.bad = true
}

// natural reads digits as they are written: at least one, and no zero before others.
func (r *rowReader) natural(most uint64) (n uint64) {
	from := r.at
	for ; r.at < len(r.text) && '0' <= r.text[r.at] && r.text[r.at] <= '9'; r.at++ {
		digit := uint64(r.text[r.at] - '0')
		if n > (most-digit)/10 {
			r.bad = true
		}
		n = 10*n + digit
	}
	if digits := r.at - from; digits == 0 || digits > 1 && r.text[from] == '0' {
		r.bad = true
	}
	return n
}

// number reads an integer. Zero has no sign.
func (r *rowReader) number() int64 {
	if r.at == len(r.text) || r.text[r.at] != '-' {
		return int64(r.natural(math.MaxInt64)) //nolint:gosec // it is bounded
	}
	r.at++
	n := r.natural(-math.MinInt64)
	r.bad = r.bad || n == 0
	return int64(-n) //nolint:gosec // it is bounded, and wraps around to where it belongs
}

// hash reads so many bytes in lower hexadecimal into what is given.
func (r *rowReader) hash(name string, into []byte, size int) []byte {
	r.expect(name)
	into = into[:0]
	if r.bad || r.at+2*size > len(r.text) {
		r.bad = true
		return into
	}
	for pair := r.text[r.at : r.at+2*size]; len(pair) > 0; pair = pair[2:] {
		high, low := nibbles[pair[0]], nibbles[pair[1]]
		r.bad = r.bad || high|low > 15
		into = append(into, high<<4|low)
	}
	r.at += 2 * size
	r.expect(`"`)
	return into
}

// nibbles are what lower hexadecimal digits stand for; others stand for more than any.
var nibbles = func() (of [256]byte) {
	for c := range of {
		of[c] = 255
	}
	for i, c := range []byte("0123456789abcdef") {
		of[c] = byte(i)
	}
	return of
}()

// time reads an instant, written in UTC with the shortest fraction that it needs.
func (r *rowReader) time() time.Time {
	year := r.digits(4, 9999, "-")
	month := r.digits(2, 12, "-")
	day := r.digits(2, 31, "T")
	hour := r.digits(2, 23, ":")
	minute := r.digits(2, 59, ":")
	second := r.digits(2, 59, "")
	t := time.Date(year, time.Month(month), day, hour, minute, second, r.fraction(), time.UTC)
	r.expect(`Z"`)
	r.bad = r.bad || month == 0 || t.Day() != day // of another month
	return t
}

// digits reads a number of so many digits, and what stands behind it.
func (r *rowReader) digits(many, most int, behind string) (n int) {
	if r.bad = r.bad || r.at+many > len(r.text); r.bad {
		return 0
	}
	for _, c := range r.text[r.at : r.at+many] {
		r.bad = r.bad || c < '0' || c > '9'
		n = 10*n + int(c-'0')
	}
	r.bad = r.bad || n > most
	r.at += many
	r.expect(behind)
	return n
}

// fraction reads a fraction of a second, in nanoseconds, if there is one. It does not end with a zero.
func (r *rowReader) fraction() (nanoseconds int) {
	if r.at == len(r.text) || r.text[r.at] != '.' {
		return 0
	}
	r.at++
	last := byte('0')
	for unit := 100_000_000; unit > 0 && r.at < len(r.text) && '0' <= r.text[r.at] && r.text[r.at] <= '9'; unit /= 10 {
		last = r.text[r.at]
		nanoseconds += unit * int(last-'0')
		r.at++
	}
	r.bad = r.bad || last == '0'
	return nanoseconds
}

// string reads a text. What need not be escaped must not be.
func (r *rowReader) string(name string) []byte {
	r.expect(name)
	for from := r.at; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return r.text[from : r.at-1]
		case c == '\\':
			return r.escaped(from)
		case c < ' ':
			r.bad = true
		}
	}
	r.bad = true
	return nil
}

// escaped reads the rest of a text from its first backslash on.
func (r *rowReader) escaped(from int) []byte {
	begin := len(r.unescaped)
	r.unescaped = append(r.unescaped, r.text[from:r.at]...)
	for ; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		if c == '"' {
			r.at++
			return r.unescaped[begin:]
		}
		if c == '\\' {
			c = r.escape()
		} else if c < ' ' {
			r.bad = true
		}
		r.unescaped = append(r.unescaped, c)
	}
	r.bad = true
	return nil
}

// escape reads what stands behind a backslash, but for its last character.
func (r *rowReader) escape() byte {
	rest := r.text[r.at+1:]
	if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\\') {
		r.at++
		return rest[0]
	}
	if len(rest) < 5 || string(rest[:3]) != "u00" || rest[3] > '1' || nibbles[rest[3]]|nibbles[rest[4]] > 15 {
		r.bad = true
		return 0
	}
	r.at += 5
	return nibbles[rest[3]]<<4 | nibbles[rest[4]]
}
