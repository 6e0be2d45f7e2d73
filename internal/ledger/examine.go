package ledger

import (
	"bytes"
	"fmt"
)

// take takes the next row.
func (e *examination) take(text []byte) error {
	place := e.log.Size()
	row, err := readRow(text)
	leaf := row.Line.Leaf(e.hash)
	if err != nil {
		e.findRow(Edited, place, 0, err.Error())
	} else {
		e.examinePlace(row, place)
		e.examine(row, leaf, place)
	}
	if err := e.log.Append(leaf); err != nil {
		return err
	}
	return e.compare()
}

// examine compares a row with itself.
func (e *examination) examine(row Row, leaf []byte, place uint64) {
	switch {
	case row.Host != e.host:
		e.findRow(Edited, place, row.Seq, "it is of another host")
	case !bytes.Equal(row.Leaf, leaf):
		e.findRow(Edited, place, row.Seq, "its line does not fit its leaf")
	case row.Salt == nil:
		e.report.Reduced++
	case !bytes.Equal(row.Digest, e.hash.Digest(row.Salt, row.Payload)):
		e.findRow(Edited, place, row.Seq, "its payload does not fit its digest")
	}
}

// examinePlace finds the first row that is missing or comes again. When one that was missing comes after all, it was
// swapped.
func (e *examination) examinePlace(row Row, place uint64) {
	switch f := e.report.Finding; {
	case f != nil && f.Kind == Deleted && f.Index == row.Index:
		f.Kind, f.What = Swapped, fmt.Sprintf("%s, and it stands in place %d", f.What, place)
	case row.Index > place:
		e.findRow(Deleted, place, row.Seq, fmt.Sprintf("row %d stands in its place", row.Index))
	case row.Index < place:
		e.findRow(Inserted, place, row.Seq, fmt.Sprintf("it is numbered %d", row.Index))
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
