package relay

import (
	"context"
	"errors"
	"slices"
	"testing"

	"duban/internal/postgres"
)

// Every record with something new is sealed, also after one that fails; one with nothing new is left alone.
func TestSeal(t *testing.T) {
	t.Parallel()
	r, _ := launched(t)
	for _, host := range []string{"a", "z"} {
		err := r.DB.In(t.Context(), host, func(tx *postgres.Tx) error {
			return tx.AppendAudit(t.Context(), postgres.AuditEntry{At: firstDay, Digest: []byte{1}, Salt: []byte{2}, Payload: []byte("{}")})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var sealed []string
	broken := errors.New("broken")
	r.Seal = func(_ context.Context, host string) error {
		sealed = append(sealed, host)
		return broken
	}
	if err := r.sealNew(t.Context()); !errors.Is(err, broken) || !slices.Equal(sealed, []string{"a", "hangzhou", "z"}) {
		t.Errorf("sealed %v, %v", sealed, err)
	}
}
