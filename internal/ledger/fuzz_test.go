package ledger

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
	"unicode/utf8"
)

// Two lines encode alike only if they are alike.
func FuzzLine(f *testing.F) {
	f.Add("hangzhou", "clock", "Make", int64(1), int64(0), "hang", "zhouclock", "Make", int64(1), int64(0))
	f.Add("a", "", "", int64(1), int64(256), "a", "", "", int64(256), int64(1))
	f.Fuzz(func(t *testing.T, host, actor, reason string, seq, at int64, host2, actor2, reason2 string, seq2, at2 int64) {
		a := Line{Host: host, Actor: actor, Reason: reason, Seq: seq, At: time.Unix(0, at)}
		b := Line{Host: host2, Actor: actor2, Reason: reason2, Seq: seq2, At: time.Unix(0, at2)}
		if bytes.Equal(a.Encode(), b.Encode()) != reflect.DeepEqual(a, b) {
			t.Errorf("%+v and %+v encode as\n%x\n%x", a, b, a.Encode(), b.Encode())
		}
	})
}

// What is read as a row is written so; what is written as one is read.
func FuzzReadRow(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 8))
	m := makeRecord(r, SHA256, 8)
	m.reduce()
	for _, row := range m.rows {
		f.Add(row.Append(nil))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		row, err := readRow(text)
		if err != nil {
			return
		}
		if again := row.Append(nil); !bytes.Equal(again, text) {
			t.Errorf("read\n%swrote\n%s", text, again)
		}
		if utf8.Valid(text) && row.Salt == nil && !json.Valid(text) {
			t.Errorf("not JSON:\n%s", text)
		}
	})
}

// Whatever is examined, nothing breaks, and only the record itself fits.
func FuzzVerify(f *testing.F) {
	m := makeRecord(rand.New(rand.NewPCG(1, 9)), SM3, 3)
	f.Add(m.export())
	f.Add([]byte("\n\n"))
	whole := m.checkpoint(f, 3)
	f.Fuzz(func(t *testing.T, export []byte) {
		report := verify(t, export, whole)
		if report.Finding == nil && report.Reduced == 0 && !bytes.HasPrefix(export, m.export()) {
			t.Errorf("found nothing in\n%s", export)
		}
	})
}

// Whatever is read, it is refused, or it is the checkpoint that was signed.
func FuzzReadCheckpoint(f *testing.F) {
	s := newSigner(f, SM2)
	text, err := head.Sign(s)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, other string) {
		if c, err := ReadCheckpoint(other, s.Key()); err == nil && other != text {
			t.Errorf("read %+v from\n%s", c, other)
		}
	})
}
