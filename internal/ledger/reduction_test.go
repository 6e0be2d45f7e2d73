package ledger

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// story is a record of lines, each a verb with an object; what ends with a minus has no payload.
func story(lines ...string) record {
	r := rand.New(rand.NewPCG(1, 13))
	m := record{hash: SHA256}
	for i, line := range lines {
		row := makeRow(r, m.hash, i)
		words := strings.Fields(line)
		row.Verb, row.Object = words[0], words[1]
		if len(words) > 2 {
			row.Salt, row.Payload = nil, nil
		}
		m.rows = append(m.rows, row)
	}
	m.seal()
	return m
}

// A payload may be absent where a later line says that it was taken away, and nowhere else; the first that may not is named.
func TestVerify_Reduced(t *testing.T) {
	const none = 99
	for _, c := range []struct {
		lines []string
		first uint64
	}{
		{[]string{"Launch a -", "Launch b", "Launch a -", "Forget a", "Launch a"}, none},
		{[]string{"Launch a -", "Forget a", "Launch a -", "Forget a"}, none},
		{[]string{"Launch b", "Launch a -", "Launch a -"}, 1},
		{[]string{"Launch a -", "Forget b"}, 0},
		{[]string{"Forget a", "Launch b", "Launch a -"}, 2},
		{[]string{"Launch a -", "Forget a", "Launch a -"}, 2},
		{[]string{"Launch b", "Hold a -", "Forget a"}, 1},
		{[]string{"Forget a -", "Forget a"}, 0},
		{[]string{"Launch c", "Launch a -", "Launch b -", "Hold c -", "Forget b"}, 1},
	} {
		m := story(c.lines...)
		f := verify(t, m.export(), m.checkpoint(t, len(m.rows))).Finding
		if f == nil && c.first != none || f != nil && (f.Kind != Removed || f.Index != c.first || f.Until != c.first+1 || f.Seq != m.rows[c.first].Seq) {
			t.Errorf("%q: found %v, want row %d", c.lines, f, c.first)
		}
	}
}

// Where the row that would explain an absence is cut off, the cut is what is found.
func TestVerify_ReducedAndCut(t *testing.T) {
	m := story("Launch a -", "Launch b", "Forget a")
	c := m.checkpoint(t, 3)
	m.rows = m.rows[:2]
	if f := verify(t, m.export(), c).Finding; f == nil || f.Kind != CutTail {
		t.Errorf("found %v", f)
	}
}

// Who keeps a record of which nothing is ever taken away says nothing.
func TestVerify_NothingMayBeReduced(t *testing.T) {
	m := story("Launch b", "Launch a -", "Forget a")
	report, err := Verify(bytes.NewReader(m.export()), Reduction{}, m.checkpoint(t, 3))
	if err != nil || report.Finding == nil || report.Finding.Index != 1 {
		t.Errorf("reported %+v, %v", report, err)
	}
}
