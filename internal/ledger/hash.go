package ledger

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/emmansun/gmsm/sm3"
	"github.com/transparency-dev/merkle"
)

// Hash is what a record is hashed with. A leaf, a node of the tree and a payload are told apart as in RFC 6962, whatever
// the function beneath.
type Hash interface {
	merkle.LogHasher
	// Name is the function's, as checkpoints give it.
	Name() string
	// Digest hides a payload behind a salt: once the payload is reduced, nobody can guess it from what is left.
	Digest(salt, payload []byte) []byte
}

// SHA256 and SM3 (GB/T 32905) are the hashes that a record may be kept in. Both give 32 bytes.
var (
	SHA256 Hash = &function{name: "SHA-256", whole: sha256.Sum256}
	SM3    Hash = &function{name: "SM3", whole: sm3.Sum}
)

// HashNamed finds a hash by its name.
func HashNamed(name string) (Hash, error) {
	for _, h := range []Hash{SHA256, SM3} {
		if h.Name() == name {
			return h, nil
		}
	}
	return nil, fmt.Errorf("hash %q is not known: SHA-256 and SM3 are", name)
}

// saltSize and hashSize are in bytes.
const (
	saltSize = 16
	hashSize = 32
)

// What stands before the bytes of a leaf and of a node: one can never pass for the other.
var leafPrefix, nodePrefix = []byte{0}, []byte{1}

// function puts together what it hashes, in memory that it uses again: a record has millions of rows, each with three
// short hashes, and to hash in pieces costs them as much again.
type function struct {
	name   string
	whole  func([]byte) [hashSize]byte
	pieces sync.Pool // of *[]byte
}

func (f *function) Name() string                       { return f.name }
func (f *function) Size() int                          { return hashSize }
func (f *function) EmptyRoot() []byte                  { return f.sum() }
func (f *function) HashLeaf(leaf []byte) []byte        { return f.sum(leafPrefix, leaf) }
func (f *function) HashChildren(l, r []byte) []byte    { return f.sum(nodePrefix, l, r) }
func (f *function) Digest(salt, payload []byte) []byte { return f.sum(salt, payload) }

func (f *function) sum(parts ...[]byte) []byte {
	pieces, ok := f.pieces.Get().(*[]byte)
	if !ok {
		pieces = new([]byte)
	}
	defer f.pieces.Put(pieces)
	*pieces = (*pieces)[:0]
	for _, part := range parts {
		*pieces = append(*pieces, part...)
	}
	sum := f.whole(*pieces)
	return sum[:]
}
