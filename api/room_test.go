package api

import (
	"context"
	"errors"
	"testing"
	"time"
)

// As many may enter as there are places; one more waits, and is sent away or let in.
func TestRoom(t *testing.T) {
	r := newRoom(2, time.Millisecond, errBusy)
	var leave func()
	for range 2 {
		var err error
		if leave, err = r.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.enter(t.Context()); !errors.Is(err, errBusy) {
		t.Errorf("one too many: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	r.patience = time.Minute
	if _, err := r.enter(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("who has left is told %v", err)
	}
	time.AfterFunc(10*time.Millisecond, leave)
	if _, err := r.enter(t.Context()); err != nil {
		t.Errorf("who waits is let in, but %v", err)
	}
}
