package ledger

import "fmt"

// Kind is what is wrong with a record.
type Kind string

// The kinds of evidence of change.
const (
	Removed   Kind = "REMOVED"    // a row's payload is absent, and no later row says that it was taken away
	Edited    Kind = "EDITED"     // a row does not fit its leaf, or its payload not its digest, or it is not written as one
	Deleted   Kind = "DELETED"    // a row is missing; Seq is of the row that stands in its place
	Swapped   Kind = "SWAPPED"    // a row stands elsewhere; Seq is of the row that stands in its place
	Inserted  Kind = "INSERTED"   // a row stands there that comes again, or from nowhere
	Changed   Kind = "CHANGED"    // rows were edited, deleted, swapped or inserted, and leaves and numbers made to fit
	CutTail   Kind = "CUT_TAIL"   // the record ends before a checkpoint; if numbers were made to fit, it may lack rows before
	OlderCopy Kind = "OLDER_COPY" // it ends where an older checkpoint does: an older copy, or cut there
	Fork      Kind = "FORK"       // two signed checkpoints contradict each other: there are two records
)

// Finding is the first evidence of change in a record, as near as it can be named.
type Finding struct {
	Kind  Kind
	Index uint64 // of the first row concerned
	Until uint64 // of the first row after those among which it is; Index+1 where it is named exactly
	Seq   int64  // of the row; 0 where the row cannot be read or no single row is named
	What  string // in English, for the log of an examiner
}

// String says it in a sentence.
func (f Finding) String() string {
	if f.Until == f.Index+1 {
		return fmt.Sprintf("%s: row %d (seq %d): %s", f.Kind, f.Index, f.Seq, f.What)
	}
	return fmt.Sprintf("%s: between row %d and row %d: %s", f.Kind, f.Index, f.Until-1, f.What)
}

// Report is what examining a record has shown.
type Report struct {
	Rows    uint64   // read
	Reduced uint64   // rows whose payload is absent, by right or not: what their digests covered cannot be examined
	Vouched uint64   // so many of the first rows are those of a checkpoint; of the others nobody but the record itself speaks
	Root    []byte   // of all rows read
	Finding *Finding // nil: there is no evidence of change
}
