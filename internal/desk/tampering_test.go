package desk_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"duban/internal/desk"
	"duban/internal/ledger"
	"duban/internal/ledger/forge"
)

// Ten thousand times the export of a campaign that was lived at a real desk is changed, in each way as often, half of
// them where SM3 hashes it: every change is found.
func TestRecord_EveryTamperingIsFound(t *testing.T) {
	t.Parallel()
	for _, hash := range []ledger.Hash{ledger.SHA256, ledger.SM3} {
		l := liveRecord(t, hash)
		export, _ := l.export()
		f, err := forge.New(export, hash, rand.New(rand.NewPCG(2020, 5)))
		l.must(err)
		for _, way := range forge.Ways {
			for range 1 + 10_000/len(forge.Ways)/2 {
				altered := f.Tamper(way)
				report, err := ledger.Verify(bytes.NewReader(altered), desk.Reduction, l.kept...)
				if l.must(err); report.Finding == nil {
					t.Fatalf("%s, %s: nothing was found in\n%s", hash.Name(), way.Name, altered)
				}
			}
		}
	}
}
