package forge

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"duban/internal/ledger"
)

// Every way changes something and leaves the original as it was; read and written again, an export is the same.
func TestTamper(t *testing.T) {
	for _, hash := range []ledger.Hash{ledger.SHA256, ledger.SM3} {
		export := record(hash)
		original := bytes.Clone(export)
		f, err := New(export, hash, rand.New(rand.NewPCG(1, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(written(f.rows), original) || !bytes.Equal(written(f.fit(f.rows)), original) {
			t.Errorf("read as\n%s", written(f.rows))
		}
		for _, way := range Ways {
			for range 100 {
				if bytes.Equal(f.Tamper(way), original) {
					t.Errorf("%s changed nothing", way.Name)
				}
			}
		}
		if !bytes.Equal(export, original) || !bytes.Equal(written(f.rows), original) {
			t.Error("the original was changed")
		}
	}
}

func record(hash ledger.Hash) (export []byte) {
	for i := range 5 {
		salt, payload := make([]byte, 16), fmt.Appendf(nil, `{"given":%d}`, i)
		l := ledger.Line{
			Host: "hangzhou", Seq: int64(i), At: time.Unix(int64(i), 0), Actor: "张\"三\"", Verb: "X", Object: "y", Reason: "两\n行",
			Digest: hash.Digest(salt, payload),
		}
		export = ledger.Row{Index: uint64(i), Leaf: l.Leaf(hash), Line: l, Salt: salt, Payload: payload}.Append(export)
	}
	return export
}

func TestNew_Refuses(t *testing.T) {
	for _, bad := range []string{"x\n", `{"leaf":"zz"}`} {
		if _, err := New([]byte(bad), ledger.SHA256, nil); err == nil {
			t.Errorf("%q is an export", bad)
		}
	}
}
