package ledger

import (
	"errors"
	"fmt"
	"iter"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
)

// ErrFork says that one record cannot have been at both of two checkpoints.
var ErrFork = errors.New("the two checkpoints are of different records")

// Consistent checks a proof that the record at one checkpoint begins with all of the record at an older one. Whoever
// keeps an old checkpoint needs no row for that.
func Consistent(older, newer Checkpoint, nodes [][]byte) error {
	if !older.alike(newer) {
		return ErrFork
	}
	h, err := HashNamed(older.Hash)
	if err != nil {
		return err
	}
	if err := proof.VerifyConsistency(h, older.Size, newer.Size, nodes, older.Root, newer.Root); err != nil {
		return fmt.Errorf("%w: %w", ErrFork, err)
	}
	return nil
}

// Prove makes the proof that a log's first leaves, as many as newer says, begin with its first leaves, as many as older
// says and at least one. It reads each leaf once and keeps only the hashes of the proof.
func Prove(h Hash, leaves iter.Seq[[]byte], older, newer uint64) ([][]byte, error) {
	wanted, err := proof.Consistency(older, newer)
	if err != nil {
		return nil, err
	}
	hashes, err := nodesOf(h, leaves, newer, wanted.IDs)
	if err != nil {
		return nil, err
	}
	return wanted.Rehash(hashes, h.HashChildren)
}

// nodesOf collects the hashes of some nodes of the tree over the first leaves.
func nodesOf(h Hash, leaves iter.Seq[[]byte], size uint64, ids []compact.NodeID) ([][]byte, error) {
	at := make(map[compact.NodeID]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	hashes := make([][]byte, len(ids))
	keep := func(id compact.NodeID, hash []byte) {
		if i, asked := at[id]; asked {
			hashes[i] = hash
		}
	}
	log := NewLog(h)
	for leaf := range leaves {
		if log.Size() == size {
			break
		}
		keep(compact.NewNodeID(0, log.Size()), leaf)
		if err := log.peaks.Append(leaf, keep); err != nil {
			return nil, err
		}
	}
	if log.Size() < size {
		return nil, fmt.Errorf("there are %d leaves, not %d", log.Size(), size)
	}
	return hashes, nil
}
