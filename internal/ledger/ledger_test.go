package ledger

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// began is when everything in these tests begins.
var began = time.Date(2020, 4, 21, 1, 0, 0, 0, time.UTC)

// words are texts that JSON writes in its own way, among others.
var words = []string{"", "liu.jing", "督办：“整改”", `C:\note "a"`, "two\nlines\tand \x01", "<script>&amp;\u2028", "}\x7f{"}

// forgetting is by what right payloads are absent from these records.
var forgetting = Reduction{Verb: "Forget", Object: func(verb, object string) string {
	if verb == "Launch" {
		return object
	}
	return ""
}}

// record is a made-up record of a host.
type record struct {
	hash Hash
	rows []Row
}

func makeRecord(r *rand.Rand, h Hash, size int) record {
	m := record{hash: h}
	for i := range size {
		m.rows = append(m.rows, makeRow(r, h, i))
	}
	m.seal()
	return m
}

func makeRow(r *rand.Rand, h Hash, i int) Row {
	word := func() string { return words[r.IntN(len(words))] }
	row := Row{
		Line: Line{
			Host: "hangzhou", Seq: int64(3*i + r.IntN(3)), At: began.Add(time.Duration(r.Int64N(1e15))),
			Actor: word(), Verb: []string{"Launch", "Launch", "Hold", "Forget"}[r.IntN(4)], Object: fmt.Sprint("campaign/", i%3), Reason: word(),
		},
		Salt:    randomBytes(r, saltSize),
		Payload: fmt.Appendf(nil, `{"given":{"text":%q,"n":%d}}`, word(), r.Uint64()),
	}
	row.Digest = h.Digest(row.Salt, row.Payload)
	return row
}

func randomBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// seal numbers the rows and makes every hash fit, as the sequencer does, and as would somebody who changes the record and
// knows how it is made.
func (m record) seal() {
	for i := range m.rows {
		row := &m.rows[i]
		row.Index = uint64(i)
		if row.Salt != nil {
			row.Digest = m.hash.Digest(row.Salt, row.Payload)
		}
		row.Leaf = row.Line.Leaf(m.hash)
	}
}

// reduce takes away what later rows say was taken away, and counts it.
func (m record) reduce() (reduced uint64) {
	for i, forgets := range m.rows {
		for j := range m.rows[:i] {
			row := &m.rows[j]
			if forgets.Verb == forgetting.Verb && row.Salt != nil && forgetting.Object(row.Verb, row.Object) == forgets.Object {
				row.Salt, row.Payload = nil, nil
				reduced++
			}
		}
	}
	return reduced
}

// clone may be changed without the original's changing.
func (m record) clone() record {
	m.rows = slices.Clone(m.rows)
	for i := range m.rows {
		m.rows[i].Payload = slices.Clone(m.rows[i].Payload)
	}
	return m
}

func (m record) export() []byte {
	var b []byte
	for _, row := range m.rows {
		b = row.Append(b)
	}
	return b
}

func (m record) leaves(yield func([]byte) bool) {
	for _, row := range m.rows {
		if !yield(row.Leaf) {
			return
		}
	}
}

// checkpoint is of the first rows.
func (m record) checkpoint(t testing.TB, size int) Checkpoint {
	t.Helper()
	log := NewLog(m.hash)
	for _, row := range m.rows[:size] {
		if err := log.Append(row.Leaf); err != nil {
			t.Fatal(err)
		}
	}
	root, err := log.Root()
	if err != nil {
		t.Fatal(err)
	}
	return Checkpoint{"duban.example", "hangzhou", m.hash.Name(), uint64(size), root, began.Add(time.Duration(size) * time.Hour)}
}

// checkpoints are of some sizes, in any order, and of the whole.
func (m record) checkpoints(t testing.TB, r *rand.Rand) []Checkpoint {
	t.Helper()
	made := []Checkpoint{m.checkpoint(t, len(m.rows))}
	for range r.IntN(4) {
		made = append(made, m.checkpoint(t, 1+r.IntN(len(m.rows))))
	}
	r.Shuffle(len(made), func(i, j int) { made[i], made[j] = made[j], made[i] })
	return made
}

func verify(t testing.TB, export []byte, checkpoints ...Checkpoint) Report {
	t.Helper()
	report, err := Verify(bytes.NewReader(export), forgetting, checkpoints...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// readRow is what a reader reads.
func readRow(text []byte) (Row, error) {
	var r rowReader
	if err := r.read(text); err != nil {
		return Row{}, err
	}
	row := Row{Index: r.index, Leaf: r.leaf, Payload: r.payload, Line: Line{
		Host: string(r.texts[0]), Seq: r.seq, At: r.instant, Digest: r.digest,
		Actor: string(r.texts[1]), Verb: string(r.texts[2]), Object: string(r.texts[3]), Reason: string(r.texts[4]),
	}}
	if len(r.salt) > 0 {
		row.Salt = r.salt
	}
	return row, nil
}
