package yeartest

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// Seeds are those to live: as many as few, with SOAK set as many as soak, and with SEED set that one alone. A seed that
// fails prints the command that lives it again.
func Seeds(t *testing.T, few, soak int) []uint64 {
	t.Helper()
	if text := os.Getenv("SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal("SEED: ", err)
		}
		return []uint64{seed}
	}
	if os.Getenv("SOAK") != "" {
		few = soak
	}
	seeds := make([]uint64, few)
	for i := range seeds {
		seeds[i] = uint64(i)
	}
	return seeds
}

// Each lives each seed. The package is where the test is, as go test names it from the root.
func Each(t *testing.T, seeds []uint64, pkg string, live func(t *testing.T, seed uint64)) {
	t.Helper()
	for _, seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			name, _, _ := strings.Cut(t.Name(), "/")
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("again: SEED=%d go test %s -count=1 -run '^%s$'", seed, pkg, name)
				}
			})
			live(t, seed)
		})
	}
}
