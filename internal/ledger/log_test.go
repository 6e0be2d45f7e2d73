package ledger

import (
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// The roots of the tree over the leaves with which Certificate Transparency tests RFC 6962.
func TestLog_RFC6962(t *testing.T) {
	log := NewLog(SHA256)
	wantRoot(t, log, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
	for _, leaf := range []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"} {
		b, err := hex.DecodeString(leaf)
		if err != nil {
			t.Fatal(err)
		}
		if err := log.Append(SHA256.HashLeaf(b)); err != nil {
			t.Fatal(err)
		}
		if log.Size() == 1 {
			wantRoot(t, log, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
		}
	}
	wantRoot(t, log, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
}

func wantRoot(t *testing.T, log *Log, want string) {
	t.Helper()
	root, err := log.Root()
	if got := hex.EncodeToString(root); err != nil || got != want {
		t.Errorf("root of %d leaves is %s, want %s (%v)", log.Size(), got, want, err)
	}
}

// The example of GB/T 32905.
func TestSM3(t *testing.T) {
	const want = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
	if got := hex.EncodeToString(SM3.Digest([]byte("a"), []byte("bc"))); got != want {
		t.Errorf("digest is %s, want %s", got, want)
	}
}

func TestHashNamed(t *testing.T) {
	for _, h := range []Hash{SHA256, SM3} {
		if found, err := HashNamed(h.Name()); err != nil || found.Name() != h.Name() {
			t.Errorf("%s: %v, %v", h.Name(), found, err)
		}
	}
	if _, err := HashNamed("MD5"); err == nil {
		t.Error("MD5 is known")
	}
}

// tree is the root as RFC 6962 defines it.
func tree(h Hash, leaves [][]byte) []byte {
	if len(leaves) == 1 {
		return leaves[0]
	}
	left := 1
	for 2*left < len(leaves) {
		left *= 2
	}
	return h.HashChildren(tree(h, leaves[:left]), tree(h, leaves[left:]))
}

// A log has the root that the definition gives, wherever it was left and taken up again.
func TestLog_Root(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 10))
	for _, h := range []Hash{SHA256, SM3} {
		log, leaves := NewLog(h), [][]byte(nil)
		for range 200 {
			leaf := h.HashLeaf(randomBytes(r, r.IntN(9)))
			leaves = append(leaves, leaf)
			if err := log.Append(leaf); err != nil {
				t.Fatal(err)
			}
			wantRoot(t, log, hex.EncodeToString(tree(h, leaves)))
			if r.IntN(2) == 0 {
				log = resume(t, log)
			}
		}
	}
}

func resume(t *testing.T, log *Log) *Log {
	t.Helper()
	again, err := ResumeLog(log.hash, log.Size(), slices.Clone(log.Peaks()))
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestResumeLog_Refuses(t *testing.T) {
	peak := SHA256.EmptyRoot()
	for size, peaks := range map[uint64][][]byte{1: {}, 2: {peak, peak}, 3: {peak, peak[1:]}} {
		if _, err := ResumeLog(SHA256, size, peaks); err == nil {
			t.Errorf("size %d was taken up with %d peaks", size, len(peaks))
		}
	}
}

// Between any two sizes of one record there is a proof, and it proves nothing of another record.
func TestConsistent(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	for _, h := range []Hash{SHA256, SM3} {
		m, other := makeRecord(r, h, 20), makeRecord(r, h, 20)
		for newer := 1; newer <= 20; newer++ {
			for older := 1; older <= newer; older++ {
				proof, err := Prove(h, m.leaves, uint64(older), uint64(newer))
				if err != nil {
					t.Fatal(err)
				}
				if err := Consistent(m.checkpoint(t, older), m.checkpoint(t, newer), proof); err != nil {
					t.Fatalf("%d and %d rows of one record: %v", older, newer, err)
				}
				if err := Consistent(other.checkpoint(t, older), m.checkpoint(t, newer), proof); !errors.Is(err, ErrFork) {
					t.Fatalf("%d and %d rows of two records: %v", older, newer, err)
				}
			}
		}
	}
}

func TestConsistent_AnotherHost(t *testing.T) {
	m := makeRecord(rand.New(rand.NewPCG(1, 6)), SHA256, 2)
	c := m.checkpoint(t, 2)
	c.Host = "gongshu"
	if err := Consistent(m.checkpoint(t, 2), c, nil); !errors.Is(err, ErrFork) {
		t.Errorf("another host's: %v", err)
	}
}

func TestProve_TooFewLeaves(t *testing.T) {
	m := makeRecord(rand.New(rand.NewPCG(1, 6)), SHA256, 2)
	if proof, err := Prove(SHA256, m.leaves, 1, 3); err == nil {
		t.Errorf("2 leaves proved 3: %x", proof)
	}
}
