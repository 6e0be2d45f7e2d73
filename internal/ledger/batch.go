package ledger

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"runtime"
	"slices"
)

// firstBatch and batchSize are how many bytes of an export are judged together, at first and after a while; at least a row.
const (
	firstBatch = 8 << 10
	batchSize  = 64 << 10
)

// mostRow is how long a row may be, in bytes: a few times the longest payload that a plan of 50,000 duties makes.
const mostRow = 64 << 20

var errLong = errors.New("a row is longer than any")

// batch is some rows of an export. Its memory is used again.
type batch struct {
	judge  judge
	text   []byte
	rows   []judged
	err    error         // why the export is not read on
	judged chan struct{} // closed when the rows are
}

// batches reads an export once and judges its rows on all cores; a batch is good until the next one is asked for.
func batches(export io.Reader, by judge) iter.Seq[*batch] {
	return func(yield func(*batch) bool) {
		atOnce := runtime.GOMAXPROCS(0) + 1
		free, read := make(chan *batch, atOnce), make(chan *batch, atOnce)
		for range atOnce {
			free <- &batch{judge: by}
		}
		go readBatches(export, free, read)
		for b := range read {
			<-b.judged
			if !yield(b) {
				break
			}
			free <- b
		}
		close(free)
		for b := range read { // until the export is let go
			<-b.judged
		}
	}
}

// readBatches reads to the end of the export, or until nothing more is wanted.
func readBatches(export io.Reader, free <-chan *batch, read chan<- *batch) {
	defer close(read)
	l := lines{from: export, size: firstBatch}
	for b := range free {
		b.text, b.err = l.next(b.text[:0])
		if len(b.text) == 0 && errors.Is(b.err, io.EOF) {
			return
		}
		b.judged = make(chan struct{})
		go b.look()
		read <- b
		if b.err != nil {
			return
		}
	}
}

// look judges the rows. What stands behind the last newline was cut, and is found to be no row.
func (b *batch) look() {
	defer close(b.judged)
	b.rows = b.rows[:0]
	for line := range bytes.Lines(b.text) {
		b.rows = append(b.rows, b.judge.row(line))
	}
}

// lines cuts an export into pieces of whole lines.
type lines struct {
	from io.Reader
	rest []byte // read already
	size int    // of the next piece
}

// next reads a piece behind into; with an error it is the last.
func (l *lines) next(into []byte) ([]byte, error) {
	into = slices.Grow(append(into, l.rest...), l.size)
	l.rest, l.size = l.rest[:0], min(2*l.size, batchSize)
	for {
		n, err := io.ReadFull(l.from, into[len(into):cap(into)])
		into = into[:len(into)+n]
		end := bytes.LastIndexByte(into, '\n') + 1
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return into, io.EOF
		case err != nil:
			return into[:end], err
		case end > 0:
			l.rest = append(l.rest, into[end:]...)
			return into[:end], nil
		case len(into) > mostRow:
			return into[:0], errLong
		}
		into = slices.Grow(into, len(into))
	}
}
