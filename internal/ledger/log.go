package ledger

import (
	"fmt"

	"github.com/transparency-dev/merkle/compact"
)

// Log is the Merkle log (RFC 6962) of one host's leaves. It keeps the tree's right edge alone: a few dozen hashes.
type Log struct {
	hash  Hash
	peaks *compact.Range
}

// NewLog makes an empty log.
func NewLog(h Hash) *Log {
	return &Log{h, (&compact.RangeFactory{Hash: h.HashChildren}).NewEmptyRange(0)}
}

// ResumeLog takes a log up where its size and Peaks left it.
func ResumeLog(h Hash, size uint64, peaks [][]byte) (*Log, error) {
	for _, peak := range peaks {
		if len(peak) != h.Size() {
			return nil, fmt.Errorf("log of %d leaves: a peak has %d bytes, not %d", size, len(peak), h.Size())
		}
	}
	edge, err := (&compact.RangeFactory{Hash: h.HashChildren}).NewRange(0, size, peaks)
	if err != nil {
		return nil, fmt.Errorf("log of %d leaves: %w", size, err)
	}
	return &Log{h, edge}, nil
}

// Append adds a leaf; see Line.Leaf.
func (l *Log) Append(leaf []byte) error { return l.peaks.Append(leaf, nil) }

// Size is the number of leaves.
func (l *Log) Size() uint64 { return l.peaks.End() }

// Peaks are the roots of the perfect trees that the log consists of, the largest first.
func (l *Log) Peaks() [][]byte { return l.peaks.Hashes() }

// Root commits to every leaf and to its place.
func (l *Log) Root() ([]byte, error) {
	if l.Size() == 0 {
		return l.hash.EmptyRoot(), nil
	}
	return l.peaks.GetRootHash(nil)
}
