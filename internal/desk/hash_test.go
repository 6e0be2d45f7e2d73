package desk

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

var cheap = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// However many come, few are hashed at a time, few wait, and the others are told so at once.
func TestHasher_BoundsWhatItTakes(t *testing.T) {
	t.Parallel()
	h := newHasher(cheap)
	var inside, most, done, refused atomic.Int64
	open := make(chan struct{})
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			leave, err := h.come()
			if errors.Is(err, ErrBusy) {
				refused.Add(1)
				return
			}
			defer leave()
			<-open
			_ = h.inTurn(t.Context(), func() error {
				most.Store(max(most.Load(), inside.Add(1)))
				time.Sleep(time.Millisecond)
				inside.Add(-1)
				done.Add(1)
				return nil
			})
		})
	}
	for refused.Load() < 200-mostComing {
		time.Sleep(time.Millisecond)
	}
	close(open)
	all.Wait()
	if most.Load() != mostHashing || done.Load() != mostComing || refused.Load() != 200-mostComing {
		t.Errorf("%d at a time, %d hashed, %d refused", most.Load(), done.Load(), refused.Load())
	}
	if leave, err := h.come(); err != nil {
		t.Error("there is no room again")
	} else {
		leave()
	}
}

func TestHasher_WhoeverLeavesIsNotHashed(t *testing.T) {
	t.Parallel()
	h := newHasher(cheap)
	for range mostHashing {
		h.hashing <- struct{}{}
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := h.hash(gone, "x"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestHasher_Matches(t *testing.T) {
	t.Parallel()
	h := newHasher(cheap)
	hash, err := h.hash(t.Context(), "Ｐａｓｓ一word")
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"Ｐａｓｓ一word": true, "Pass一word": true, "pass一word": false, "": false} {
		if got, err := h.matches(t.Context(), password, hash); err != nil || got != want {
			t.Errorf("%q: %v, %v", password, got, err)
		}
	}
	if got, err := h.matches(t.Context(), "", ""); err != nil || got {
		t.Errorf("nobody's password is %v, %v", got, err)
	}
}
