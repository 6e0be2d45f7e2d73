// Package crash_test kills Duban. It lives a small campaign's months in compressed time on three processes (PostgreSQL,
// Temporal, a worker), has them die where and when a seed says while people's commands go on, and holds what is there in
// the end against the months lived in peace and against those lived in memory. The other sides of the channels, a mail server
// and the receiver of a webhook, live on meanwhile: what they have taken they have, whether the worker lived to hear it or not,
// and everybody must have every message once.
//
// The clock is patient: it does not pass an instant at which something is due that is not done. So a recovery takes time
// by the wall's clock and none by Duban's, and every call, notice and turn must be the same, each once, at its instant.
// The scenario temporalIsDown is about lateness and lets the clock run.
package crash_test

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"
)

func TestMain(m *testing.M) {
	if os.Getenv(asTemporal) != "" {
		if err := beTemporal(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	built, err := buildWorker()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(built)
	os.Exit(code)
}

// seeds are those of CRASH_SEED, which is one that has failed, or the first of SEEDS, by default one.
func seeds(t *testing.T) (all []uint64) {
	t.Helper()
	if only := os.Getenv("CRASH_SEED"); only != "" {
		return []uint64{number(t, only)}
	}
	n := uint64(1)
	if many := os.Getenv("SEEDS"); many != "" {
		n = number(t, many)
	}
	for seed := range n {
		all = append(all, seed+1)
	}
	return all
}

// thorough reports whether seeds were asked for; otherwise a run is short.
func thorough() bool { return os.Getenv("CRASH_SEED")+os.Getenv("SEEDS") != "" }

// again is the command that lives a seed once more.
func again(seed uint64) string {
	if thorough() {
		return fmt.Sprintf("make crash CRASH_SEED=%d", seed)
	}
	return "cd deploy/standalone && go test -count=1 -run TestCrashes ./crash"
}

func number(t *testing.T, text string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
