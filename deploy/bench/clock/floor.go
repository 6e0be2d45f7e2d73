package main

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// floorSpan is how much of a load the floor is measured by; its lateness is the same all the time.
const floorSpan = 10 * time.Second

// floor measures how late a bare timer is, so that nobody is blamed for the machine.
func (t *trial) floor(context.Context) (r result, err error) {
	defer t.end()
	t.begin(0)
	first, _ := t.span()
	for i, d := range t.duties {
		t.duties[i].Calls = slices.DeleteFunc(slices.Clone(d.Calls), func(at time.Time) bool {
			return t.clock().Wall(at).Sub(first) > floorSpan
		})
	}
	late, err := t.hire("floor")
	if err != nil {
		return r, err
	}
	err = json.Unmarshal([]byte(late), &r.late)
	r.calls = len(r.late)
	return r, err
}

// wakeUp is a bare timer for each call. It says, when all are over, how late each was.
func wakeUp(ctx context.Context, o orders) (string, func(), error) {
	var all sync.WaitGroup
	var mu sync.Mutex
	var late []time.Duration
	for _, d := range o.Duties {
		for _, at := range walls(o.clock(), d.Calls) {
			all.Go(func() {
				if sleep(ctx, at) == nil {
					mu.Lock()
					defer mu.Unlock()
					late = append(late, time.Since(at))
				}
			})
		}
	}
	all.Wait()
	slices.Sort(late)
	said, err := json.Marshal(late)
	return string(said), func() {}, err
}
