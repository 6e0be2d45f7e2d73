package ledger

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// tampering is one way to change a record.
type tampering struct {
	name string
	// do changes the record and tells the row at which the change begins; it may as well change the export itself.
	do func(t *tamper) (row int)
	// named: the finding names that row and no other; else that row is among those that it names.
	named bool
	kinds []Kind // one of which is found
}

// tamper is a record in the hands of somebody who changes it.
type tamper struct {
	testing.TB
	*rand.Rand
	record
	export      []byte // nil: the record's
	checkpoints []Checkpoint
}

// row is any row, and rest one that is not the last.
func (t *tamper) row() int  { return t.IntN(len(t.rows)) }
func (t *tamper) rest() int { return t.IntN(len(t.rows) - 1) }

// whole is any row that has a payload: nobody takes away that of the last.
func (t *tamper) whole() int {
	for {
		if i := t.row(); t.rows[i].Salt != nil {
			return i
		}
	}
}

// cut leaves the rows out that come after the first ones.
func (t *tamper) cut(first int) int {
	t.rows = t.rows[:first]
	return first
}

var tamperings = []tampering{
	{"a byte of the export", flip, true, []Kind{Edited, Deleted, Inserted, Swapped, CutTail}},
	{"a line", editLine, true, []Kind{Edited}},
	{"a line, its leaf made to fit", func(t *tamper) int { return sealed(t, editLine(t)) }, false, []Kind{Changed, Removed}},
	{"a payload", editPayload, true, []Kind{Edited}},
	{"a payload, all hashes made to fit", func(t *tamper) int { return sealed(t, editPayload(t)) }, false, []Kind{Changed}},
	{"a payload taken away", takePayload, true, []Kind{Removed}},
	{"a payload taken away, the line made one that may lose it", takeDisguised, false, []Kind{Changed}},
	{"a row deleted", deleteRow, true, []Kind{Deleted}},
	{"a row deleted, the others numbered anew", func(t *tamper) int { return sealed(t, deleteRow(t)) }, false, []Kind{Changed, CutTail, OlderCopy}},
	{"two rows swapped", swap, true, []Kind{Swapped}},
	{"two rows swapped, all numbered anew", func(t *tamper) int { return sealed(t, swap(t)) }, false, []Kind{Changed}},
	{"a row doubled", double, true, []Kind{Inserted}},
	{"a row doubled, all numbered anew", func(t *tamper) int { return sealed(t, double(t)) }, false, []Kind{Changed}},
	{"the tail cut", func(t *tamper) int { return t.cut(t.row()) }, true, []Kind{CutTail, OlderCopy}},
	{"an older copy", olderCopy, true, []Kind{OlderCopy}},
	{"an older copy that went on", func(t *tamper) int { return sealed(t, goOn(t)) }, false, []Kind{Changed}},
	{"a fork with a checkpoint of its own", fork, false, []Kind{Fork}},
}

func flip(t *tamper) int {
	t.export = t.record.export()
	at := t.IntN(len(t.export))
	row := bytes.Count(t.export[:at], []byte("\n"))
	t.export[at] ^= byte(1 + t.IntN(255))
	return row
}

func editLine(t *tamper) int {
	i := t.row()
	row := &t.rows[i]
	text := []*string{&row.Actor, &row.Verb, &row.Object, &row.Reason}[t.IntN(4)]
	switch t.IntN(4) {
	case 0:
		row.At = row.At.Add(1)
	case 1:
		row.Seq += 1 + t.Int64N(9)
	default:
		*text += "."
	}
	return i
}

func editPayload(t *tamper) int {
	i := t.whole()
	t.rows[i].Payload[t.IntN(len(t.rows[i].Payload))] ^= byte(1 + t.IntN(9))
	return i
}

func takePayload(t *tamper) int {
	i := t.whole()
	t.rows[i].Salt, t.rows[i].Payload = nil, nil
	return i
}

func takeDisguised(t *tamper) int {
	i := takePayload(t)
	t.rows[i].Verb, t.rows[i].Object = "Launch", "nobody"
	t.rows = append(t.rows, makeRow(t.Rand, t.hash, len(t.rows)))
	last := &t.rows[len(t.rows)-1]
	last.Verb, last.Object = forgetting.Verb, "nobody"
	return sealed(t, i)
}

func deleteRow(t *tamper) int {
	i := t.rest()
	t.rows = slices.Delete(t.rows, i, i+1)
	return i
}

func swap(t *tamper) int {
	i, j := t.row(), t.rest()
	if j >= i {
		j++
	}
	t.rows[i], t.rows[j] = t.rows[j], t.rows[i]
	return min(i, j)
}

func double(t *tamper) int {
	from := t.rest()
	to := from + 1 + t.IntN(len(t.rows)-from-1)
	t.rows = slices.Insert(t.rows, to, t.rows[from])
	return to
}

// olderCopy has the record as it was at a checkpoint.
func olderCopy(t *tamper) int {
	size := 1 + t.rest()
	t.checkpoints = append(t.checkpoints, t.checkpoint(t, size))
	return t.cut(size)
}

// goOn has other rows from one row on.
func goOn(t *tamper) int {
	first := t.row()
	for i := first; i < len(t.rows); i++ {
		t.rows[i] = makeRow(t.Rand, t.hash, i+100)
	}
	return first
}

// fork has another record from one row on, and the key.
func fork(t *tamper) int {
	first := sealed(t, goOn(t))
	t.checkpoints = append(t.checkpoints, t.checkpoint(t, len(t.rows)))
	return first
}

// sealed makes numbers and hashes fit.
func sealed(t *tamper, row int) int {
	t.seal()
	return row
}

// Ten thousand records are changed at random in each way: every change is found, where it is.
func TestTampering(t *testing.T) {
	const times = 10_000
	originals := manyRecords(t)
	for _, how := range tamperings {
		t.Run(how.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(2020, 5))
			for range times {
				original := originals[r.IntN(len(originals))]
				x := &tamper{TB: t, Rand: r, record: original.clone(), checkpoints: slices.Clone(original.checkpoints)}
				how.check(t, x)
			}
		})
	}
}

// sealedRecord is a record with its checkpoints.
type sealedRecord struct {
	record
	checkpoints []Checkpoint
}

func manyRecords(t *testing.T) (all []sealedRecord) {
	t.Helper()
	r := rand.New(rand.NewPCG(2020, 4))
	for i := range 100 {
		m := makeRecord(r, []Hash{SHA256, SM3}[i%2], 2+r.IntN(12))
		checkpoints := m.checkpoints(t, r)
		m.reduce()
		all = append(all, sealedRecord{m, checkpoints})
	}
	return all
}

func (how tampering) check(t *testing.T, x *tamper) {
	t.Helper()
	row := uint64(how.do(x))
	if x.export == nil {
		x.export = x.record.export()
	}
	report := verify(t, x.export, x.checkpoints...)
	f := report.Finding
	switch {
	case f == nil:
		t.Fatalf("row %d was changed, and nothing was found in\n%s", row, x.export)
	case !slices.Contains(how.kinds, f.Kind):
		t.Fatalf("row %d was changed, and found was %s in\n%s", row, f, x.export)
	case how.named && f.Index != row:
		t.Fatalf("row %d was changed, and named was %s in\n%s", row, f, x.export)
	case !how.named && f.Kind != Fork && report.Vouched > row:
		t.Fatalf("row %d was changed, and a checkpoint vouched for %d rows (%s) of\n%s", row, report.Vouched, f, x.export)
	case f.Until <= row:
		t.Fatalf("row %d was changed, and named was %s in\n%s", row, f, x.export)
	}
}
