package api

import (
	"context"
	"errors"
	"testing"
	"time"
)

// As many rehearsals as there is room for run at a time; one more waits, and is sent away or let in.
func TestRoomForRehearsals(t *testing.T) {
	s := newPlanService(nil)
	s.patience = time.Millisecond
	var leave func()
	for range rehearsalsAtATime {
		var err error
		if leave, err = s.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.enter(t.Context()); !errors.Is(err, errBusy) {
		t.Errorf("one too many: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	s.patience = time.Minute
	if _, err := s.enter(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("who has left is told %v", err)
	}
	time.AfterFunc(10*time.Millisecond, leave)
	if _, err := s.enter(t.Context()); err != nil {
		t.Errorf("who waits is let in, but %v", err)
	}
}
