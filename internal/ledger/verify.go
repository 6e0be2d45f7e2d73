package ledger

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// Verify examines an exported record of one host against checkpoints of it, one at least, that ReadCheckpoint has read,
// and takes a payload's absence for evidence of change but where the reduction explains it. It reads the export once, on
// all cores, and holds a few hundred rows at a time. Its error says why it could not examine the record; what it has found
// wrong with the record is in the report.
func Verify(export io.Reader, reduction Reduction, checkpoints ...Checkpoint) (Report, error) {
	e, err := newExamination(checkpoints)
	if err != nil {
		return Report{}, err
	}
	for b := range batches(export, judge{hash: e.hash, host: e.host, reduction: reduction}) {
		for _, row := range b.rows {
			if err := e.take(row); err != nil {
				return Report{}, err
			}
		}
		if errors.Is(b.err, errLong) {
			e.findRow(Edited, e.log.Size(), 0, "it is longer than any row")
		} else if b.err != nil && !errors.Is(b.err, io.EOF) {
			return Report{}, fmt.Errorf("read export: %w", b.err)
		}
	}
	return e.end()
}

// examination is a record that is being read.
type examination struct {
	hash        Hash
	host        string
	log         *Log
	checkpoints []Checkpoint // that the record has not come to, the smallest first
	absent      absences
	report      Report
}

func newExamination(checkpoints []Checkpoint) (*examination, error) {
	if len(checkpoints) == 0 {
		return nil, errors.New("without a checkpoint a record speaks only for itself: give one")
	}
	first := checkpoints[0]
	for _, c := range checkpoints {
		if !c.alike(first) {
			return nil, fmt.Errorf("checkpoints of %s, %s (%s) and of %s, %s (%s) are of different records: examine each with its own",
				first.Origin, first.Host, first.Hash, c.Origin, c.Host, c.Hash)
		}
	}
	hash, err := HashNamed(first.Hash)
	if err != nil {
		return nil, err
	}
	e := &examination{hash: hash, host: first.Host, log: NewLog(hash), absent: absences{}}
	e.checkpoints = slices.SortedFunc(slices.Values(checkpoints), func(a, b Checkpoint) int { return cmp.Compare(a.Size, b.Size) })
	e.compareCheckpoints()
	return e, nil
}

// compareCheckpoints finds two of one size that name different roots.
func (e *examination) compareCheckpoints() {
	for i, c := range e.checkpoints[1:] {
		if before := e.checkpoints[i]; c.Size == before.Size && !bytes.Equal(c.Root, before.Root) {
			e.find(Finding{Kind: Fork, Until: c.Size, What: fmt.Sprintf("the checkpoints of %s and %s have different roots", on(before), on(c))})
		}
	}
}

// compare compares the record with the checkpoints that it has come to. One that fits after one that does not proves that
// the two were signed for different records.
func (e *examination) compare() error {
	for len(e.checkpoints) > 0 && e.checkpoints[0].Size == e.log.Size() {
		c := e.checkpoints[0]
		e.checkpoints = e.checkpoints[1:]
		root, err := e.log.Root()
		if err != nil {
			return err
		}
		f := e.report.Finding
		switch fits := bytes.Equal(c.Root, root); {
		case !fits:
			e.find(Finding{Kind: Changed, Index: e.report.Vouched, Until: c.Size, What: "the checkpoint of " + on(c) + " has another root"})
			continue
		case f != nil && f.Kind == Changed:
			f.Kind, f.What = Fork, f.What+", and the record fits that of "+on(c)
		}
		e.report.Vouched = c.Size
	}
	return nil
}

// end finds what is missing after the last row.
func (e *examination) end() (_ Report, err error) {
	e.report.Rows = e.log.Size()
	if len(e.checkpoints) > 0 {
		e.findCut()
	}
	e.findUnexplained() // the row that would explain it may be among those that were cut
	e.report.Root, err = e.log.Root()
	return e.report, err
}

// findCut finds that the record ends before a checkpoint.
func (e *examination) findCut() {
	last := e.checkpoints[len(e.checkpoints)-1]
	f := Finding{Kind: CutTail, Index: e.report.Rows, Until: last.Size, What: "the record has no such rows; the checkpoint of " + on(last) + " has"}
	if e.report.Rows > 0 && e.report.Vouched == e.report.Rows {
		f.Kind = OlderCopy
	}
	e.find(f)
}

// on is when a checkpoint was made.
func on(c Checkpoint) string { return c.At.Format(time.RFC3339) }
