// Package forge changes exported records in the ways of somebody who would hide what was done: for tests, and for the
// measurement of what the examination of a record misses. It knows of a record what everybody can know, and no key.
package forge

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"duban/internal/ledger"
)

// Forger has one export to change.
type Forger struct {
	*rand.Rand
	hash   ledger.Hash
	export []byte
	rows   []ledger.Row
}

// New takes an export that nobody has touched, of two rows at least, one of which has its payload.
func New(export []byte, hash ledger.Hash, r *rand.Rand) (*Forger, error) {
	f := &Forger{Rand: r, hash: hash, export: export}
	for line := range bytes.Lines(export) {
		row, err := parse(line)
		if err != nil {
			return nil, err
		}
		f.rows = append(f.rows, row)
	}
	return f, nil
}

// Way is one way to change an export.
type Way struct {
	Name   string
	change func(*Forger) []byte
}

// Ways are those of somebody who has only the file, and of somebody who also knows how it is made and makes every number
// and every hash fit.
var Ways = []Way{
	{"a bit changed", (*Forger).flip},
	{"cut anywhere", func(f *Forger) []byte { return slices.Clone(f.export[:f.IntN(len(f.export))]) }},
	{"cut between rows", func(f *Forger) []byte { return written(f.rows[:f.row()]) }},
	{"a row edited", func(f *Forger) []byte { return written(f.edited()) }},
	{"a row edited, all made to fit", func(f *Forger) []byte { return written(f.fit(f.edited())) }},
	{"a payload taken away", func(f *Forger) []byte { return written(f.stripped(1)) }},
	{"many payloads taken away", func(f *Forger) []byte { return written(f.stripped(2 + f.IntN(len(f.rows)))) }},
	{"a row left out", func(f *Forger) []byte { return written(f.without()) }},
	{"a row left out, all made to fit", func(f *Forger) []byte { return written(f.fit(f.without())) }},
	{"two rows swapped", func(f *Forger) []byte { return written(f.swapped()) }},
	{"two rows swapped, all made to fit", func(f *Forger) []byte { return written(f.fit(f.swapped())) }},
	{"a row doubled, all made to fit", func(f *Forger) []byte { return written(f.fit(f.doubled())) }},
}

// Tamper changes the export in one way, somewhere by chance; the original stays as it is.
func (f *Forger) Tamper(w Way) []byte { return w.change(f) }

func (f *Forger) row() int { return f.IntN(len(f.rows)) }

// whole is a row that has its payload.
func (f *Forger) whole() int {
	for {
		if i := f.row(); f.rows[i].Salt != nil {
			return i
		}
	}
}

func (f *Forger) flip() []byte {
	text := slices.Clone(f.export)
	text[f.IntN(len(text))] ^= 1 << f.IntN(8)
	return text
}

func (f *Forger) edited() []ledger.Row {
	rows := slices.Clone(f.rows)
	row := &rows[f.whole()]
	switch f.IntN(5) {
	case 0:
		row.Actor += "1"
	case 1:
		row.At = row.At.Add(time.Microsecond)
	case 2:
		row.Reason += "。"
	case 3:
		row.Object += "/another"
	default:
		row.Payload = fmt.Appendf(nil, `{"given":%d}`, f.Uint64())
	}
	return rows
}

// stripped takes the payloads away of so many rows, some of them perhaps more than once.
func (f *Forger) stripped(many int) []ledger.Row {
	rows := slices.Clone(f.rows)
	for range many {
		row := &rows[f.whole()]
		row.Salt, row.Payload = nil, nil
	}
	return rows
}

func (f *Forger) without() []ledger.Row {
	i := f.row()
	return slices.Delete(slices.Clone(f.rows), i, i+1)
}

func (f *Forger) swapped() []ledger.Row {
	rows := slices.Clone(f.rows)
	i := f.IntN(len(rows) - 1)
	j := i + 1 + f.IntN(len(rows)-i-1)
	rows[i], rows[j] = rows[j], rows[i]
	return rows
}

// doubled puts a copy of a row into the place of another: behind the last it would only be one more that nobody vouches for.
func (f *Forger) doubled() []ledger.Row {
	to := f.row()
	from := (to + 1 + f.IntN(len(f.rows)-1)) % len(f.rows)
	return slices.Insert(slices.Clone(f.rows), to, f.rows[from])
}

// fit numbers rows anew and hashes them anew.
func (f *Forger) fit(rows []ledger.Row) []ledger.Row {
	for i := range rows {
		row := &rows[i]
		row.Index = uint64(i)
		if row.Salt != nil {
			row.Digest = f.hash.Digest(row.Salt, row.Payload)
		}
		row.Leaf = row.Line.Leaf(f.hash)
	}
	return rows
}

func written(rows []ledger.Row) (text []byte) {
	for _, row := range rows {
		text = row.Append(text)
	}
	return text
}

// hexadecimal is read as rows have it.
type hexadecimal []byte

// UnmarshalText reads it.
func (h *hexadecimal) UnmarshalText(text []byte) (err error) {
	*h, err = hex.AppendDecode(nil, text)
	return err
}

// parse reads a row as other programs would.
func parse(line []byte) (ledger.Row, error) {
	var r struct {
		ledger.Line
		Index              uint64
		Leaf, Digest, Salt hexadecimal
		Payload            json.RawMessage
	}
	err := json.Unmarshal(line, &r)
	r.Line.Digest = r.Digest
	return ledger.Row{Index: r.Index, Leaf: r.Leaf, Line: r.Line, Salt: r.Salt, Payload: r.Payload}, err
}
