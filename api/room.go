package api

import (
	"context"
	"time"

	"duban/supervision"
)

// room is for what takes seconds and tens of megabytes: little of it is under way at a time, and whoever comes then waits a
// little before being sent away.
type room struct {
	places   chan struct{}
	patience time.Duration
	full     error
}

func newRoom(places int, patience time.Duration, full *supervision.Error) *room {
	return &room{make(chan struct{}, places), patience, full}
}

// enter waits for a place, and gives it back when leave is called.
func (r *room) enter(ctx context.Context) (leave func(), err error) {
	patience, cancel := context.WithTimeoutCause(ctx, r.patience, r.full)
	defer cancel()
	select {
	case r.places <- struct{}{}:
		return func() { <-r.places }, nil
	case <-patience.Done():
		return nil, context.Cause(patience)
	}
}
