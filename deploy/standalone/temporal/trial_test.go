package temporal

import (
	"context"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"go.temporal.io/server/common/testing/freeport"
)

// A trusting server listens where it was told and goes on with the store that a crash left.
func TestTrustingAfterACrash(t *testing.T) {
	t.Parallel()
	dir, port := t.TempDir(), freeport.MustGetFreePort()
	s, err := Start(t.Context(), Options{
		Dir: dir, Log: filepath.Join(t.TempDir(), "temporal.log"), Namespace: namespace,
		Trial: Trial{Port: port, Trusting: true, Settings: map[string]any{"history.timerProcessorMaxTimeShift": "10ms"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, listens, _ := net.SplitHostPort(s.Address()); listens != strings.TrimPrefix(address(port), loopback+":") {
		t.Errorf("it listens on %s, not on %d", s.Address(), port)
	}
	runWorkflow(t, s)
	cut, cancel := context.WithCancel(t.Context())
	cancel()
	s.Stop(cut) // no clean stop: the store is as a crash leaves it
	if again := openStore(t.Context(), dir); !again.reused || again.file != s.store.file {
		t.Errorf("after the crash it takes %s, reused %v", again.file, again.reused)
	}
}
