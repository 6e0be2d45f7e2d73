package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"duban/internal/pace"
)

// clock is the one that the process's load is lived by.
func (o orders) clock() pace.Pace { return loads[o.Load].pace(o.Began) }

// newCalls are what an extension leads to, by the wall's clock, from now on.
func (o orders) newCalls(d duty) []time.Time {
	clock := o.clock()
	return walls(clock, loads[o.Load].calls(d.Campaign, d.Deed.Last, clock.Now()))
}

// walls are instants by the wall's clock, in PostgreSQL's precision.
func walls(clock pace.Pace, calls []time.Time) []time.Time {
	all := make([]time.Time, len(calls))
	for i, at := range calls {
		all[i] = wall(clock, at)
	}
	return all
}

func wall(clock pace.Pace, at time.Time) time.Time {
	return clock.Wall(at).Round(time.Microsecond).UTC()
}

// hands are how many people act at the same time.
const hands = 8

// act does what people do about the duties, each at its instant, until all is done or stop is called. What is refused is
// said and no more: what happened is read from the rows in the end.
func (o orders) act(ctx context.Context, do func(context.Context, duty) error) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	free := make(chan struct{}, hands)
	var all sync.WaitGroup
	all.Go(func() {
		for _, d := range withDeeds(o.Duties) {
			if sleep(ctx, o.clock().Wall(d.Deed.At)) != nil {
				return
			}
			free <- struct{}{}
			all.Go(func() {
				defer func() { <-free }()
				if err := do(ctx, d); err != nil {
					fmt.Fprintln(os.Stderr, "duty", d.N, err)
				}
			})
		}
	})
	return func() {
		cancel()
		all.Wait()
	}
}
