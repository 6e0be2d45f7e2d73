package main

import (
	"context"
	"time"
)

// How long nothing may have happened before a load counts as drained: when all has been made that nobody acted on, and
// when it has not.
const (
	quiet   = 3 * time.Second
	silence = time.Minute
)

// drain waits until the calls are made, beside those of before, and returns the CPU time spent until then.
func (t *trial) drain(ctx context.Context, last time.Time, before int) (after spent, err error) {
	made, since := -1, time.Now()
	for at := last.Add(time.Second); ; at = time.Now().Add(time.Second) {
		if err := sleep(ctx, at); err != nil {
			return nil, err
		}
		now, err := t.db.calls(ctx)
		if err != nil {
			return nil, err
		}
		switch idle := time.Since(since); {
		case now != made:
			made, since = now, time.Now()
			if after, err = t.cpu(); err != nil {
				return nil, err
			}
		case idle > silence, idle > quiet && made-before >= t.least():
			return after, nil
		}
	}
}

// least is how many calls there are of the duties that nobody acts on.
func (t *trial) least() (n int) {
	for _, d := range t.duties {
		if d.Deed == nil {
			n += len(d.Calls)
		}
	}
	return n
}

// sleep waits until an instant of the wall's clock.
func sleep(ctx context.Context, until time.Time) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Until(until)):
		return nil
	}
}
