package ledger

import (
	"bytes"
	"fmt"
)

// judge compares rows of a host's record with themselves, one after the other.
type judge struct {
	hash      Hash
	host      string
	reduction Reduction
	reader    rowReader
	line      []byte
}

// judged is what a row shows by itself.
type judged struct {
	leaf    []byte // as its line makes it
	index   uint64
	seq     int64
	wrong   string // empty: nothing
	unread  bool   // it is not written as a row, and has no index
	reduced bool   // its payload is absent
	by      string // the object of the row that explains the absence; empty: none could
	reduces string // the object whose payloads it has taken away from the rows before it; empty: none
}

func (j *judge) row(text []byte) judged {
	r := &j.reader
	if err := r.read(text); err != nil {
		return judged{leaf: j.hash.HashLeaf(nil), wrong: err.Error(), unread: true}
	}
	j.line = encode(j.line[:0], r.seq, r.instant, r.texts, r.digest)
	it := judged{leaf: j.hash.HashLeaf(j.line), index: r.index, seq: r.seq}
	switch {
	case string(r.texts[0]) != j.host:
		it.wrong = "it is of another host"
	case !bytes.Equal(r.leaf, it.leaf):
		it.wrong = "its line does not fit its leaf"
	case len(r.salt) == 0:
		it.reduced, it.by = true, j.reduction.of(r)
	case !bytes.Equal(r.digest, j.hash.Digest(r.salt, r.payload)):
		it.wrong = "its payload does not fit its digest"
	}
	it.reduces = j.reduction.by(r)
	return it
}

// take takes the next row.
func (e *examination) take(row judged) error {
	place := e.log.Size()
	if !row.unread {
		e.examinePlace(row, place)
	}
	if row.wrong != "" {
		e.findRow(Edited, place, row.seq, row.wrong)
	}
	if row.reduced {
		e.missPayload(row, place)
	}
	delete(e.absent, row.reduces)
	if err := e.log.Append(row.leaf); err != nil {
		return err
	}
	return e.compare()
}

// examinePlace finds the first row that is missing or comes again. When one that was missing comes after all, it was
// swapped.
func (e *examination) examinePlace(row judged, place uint64) {
	switch f := e.report.Finding; {
	case f != nil && f.Kind == Deleted && f.Index == row.index:
		f.Kind, f.What = Swapped, fmt.Sprintf("%s, and it stands in place %d", f.What, place)
	case row.index > place:
		e.findRow(Deleted, place, row.seq, fmt.Sprintf("row %d stands in its place", row.index))
	case row.index < place:
		e.findRow(Inserted, place, row.seq, fmt.Sprintf("it is numbered %d", row.index))
	}
}

// find keeps the first finding.
func (e *examination) find(f Finding) {
	if e.report.Finding == nil {
		e.report.Finding = &f
	}
}

func (e *examination) findRow(kind Kind, index uint64, seq int64, what string) {
	e.find(Finding{kind, index, index + 1, seq, what})
}
