package desk_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"duban/internal/ledger"
)

// tamperings are the ways to change an export: of somebody who has only the file, and of somebody who also knows how it is
// made, and makes every number and hash fit.
var tamperings = []struct {
	name string
	do   func(*forger)
	fit  bool
}{
	{"a byte changed", func(f *forger) { f.text[f.IntN(len(f.text))] ^= byte(1 + f.IntN(255)) }, false},
	{"cut anywhere", func(f *forger) { f.text = f.text[:f.IntN(len(f.text))] }, false},
	{"cut between rows", func(f *forger) { f.rows = f.rows[:f.row()] }, true},
	{"a row edited", (*forger).edit, false},
	{"a row edited, all made to fit", (*forger).edit, true},
	{"a row left out", (*forger).leaveOut, false},
	{"a row left out, all made to fit", (*forger).leaveOut, true},
	{"two rows swapped", (*forger).swap, false},
	{"two rows swapped, all made to fit", (*forger).swap, true},
	{"a row doubled, all made to fit", (*forger).double, true},
}

// forger changes an export: its text, or else its rows.
type forger struct {
	*rand.Rand
	hash ledger.Hash
	text []byte
	rows []ledger.Row
}

func (f *forger) row() int { return f.IntN(len(f.rows)) }

func (f *forger) edit() {
	row := &f.rows[f.row()]
	switch f.IntN(5) {
	case 0:
		row.Actor += "1"
	case 1:
		row.At = row.At.Add(time.Microsecond)
	case 2:
		row.Reason += "。"
	case 3:
		row.Object = "campaigns/another"
	default:
		row.Payload = fmt.Appendf(nil, `{"given":%d}`, f.Uint64())
	}
}

func (f *forger) leaveOut() {
	i := f.row()
	f.rows = slices.Delete(f.rows, i, i+1)
}

func (f *forger) swap() {
	i := f.IntN(len(f.rows) - 1)
	j := i + 1 + f.IntN(len(f.rows)-i-1)
	f.rows[i], f.rows[j] = f.rows[j], f.rows[i]
}

func (f *forger) double() { f.rows = slices.Insert(f.rows, f.row(), f.rows[f.row()]) }

// fit numbers the rows anew and hashes them anew.
func (f *forger) fit() {
	for i := range f.rows {
		row := &f.rows[i]
		row.Index, row.Digest = uint64(i), f.hash.Digest(row.Salt, row.Payload)
		row.Leaf = row.Line.Leaf(f.hash)
	}
}

// written is the export as the forger leaves it.
func (f *forger) written(original []byte) []byte {
	if len(f.text) < len(original) || !bytes.Equal(f.text, original) {
		return f.text
	}
	var b []byte
	for _, row := range f.rows {
		b = row.Append(b)
	}
	return b
}

// Ten thousand times the export of a campaign that was lived at a real desk is changed, a thousand times in each way, half
// of them where SM3 hashes it: every change is found.
func TestRecord_EveryTamperingIsFound(t *testing.T) {
	t.Parallel()
	for _, hash := range []ledger.Hash{ledger.SHA256, ledger.SM3} {
		l := liveRecord(t, hash)
		export, _ := l.export()
		rows, r := parsed(t, export), rand.New(rand.NewPCG(2020, 5))
		for _, way := range tamperings {
			for range 500 {
				f := &forger{r, hash, slices.Clone(export), slices.Clone(rows)}
				if way.do(f); way.fit {
					f.fit()
				}
				report, err := ledger.Verify(bytes.NewReader(f.written(export)), l.kept...)
				if l.must(err); report.Finding == nil {
					t.Fatalf("%s, %s: nothing was found in\n%s", hash.Name(), way.name, f.written(export))
				}
			}
		}
	}
}

// parsed reads an export as other programs would.
func parsed(t *testing.T, export []byte) (rows []ledger.Row) {
	t.Helper()
	bytesOf := func(text string) []byte {
		b, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for line := range bytes.Lines(export) {
		var r struct {
			Index                             uint64
			Seq                               int64
			At                                time.Time
			Host, Actor, Verb, Object, Reason string
			Leaf, Digest, Salt                string
			Payload                           json.RawMessage
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, ledger.Row{
			Index: r.Index, Leaf: bytesOf(r.Leaf), Salt: bytesOf(r.Salt), Payload: r.Payload, Line: ledger.Line{
				Host: r.Host, Seq: r.Seq, At: r.At, Actor: r.Actor, Verb: r.Verb, Object: r.Object, Reason: r.Reason, Digest: bytesOf(r.Digest),
			},
		})
	}
	return rows
}
