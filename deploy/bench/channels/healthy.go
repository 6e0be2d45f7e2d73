package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// lead is how long before the morning the program is started.
const lead = 6 * time.Second

// healthy is how much later the healthy channels' messages arrive with one channel dead: the worst of three ways to be so.
func (b *bench) healthy(ctx context.Context) ([]string, error) {
	c, err := found(ctx, b.path("healthy"), b.people)
	if err != nil {
		return nil, err
	}
	defer c.close()
	if _, err := c.live(ctx, well); err != nil { // the first morning warms everything up
		return nil, err
	}
	worst := 0.0
	for _, m := range []mood{hangs, refuses, ails} {
		without, with, err := c.compare(ctx, m, b.mornings)
		if err != nil {
			return nil, err
		}
		a, z := quantile(without, 0.99), quantile(with, 0.99)
		fmt.Fprintf(os.Stderr, "one channel %s: p50 %s to %s, p99 %s to %s without, of %d messages\n", m, short(quantile(with, 0.5)),
			short(quantile(without, 0.5)), short(z), short(a), len(with))
		worst = max(worst, z.Seconds()/a.Seconds())
	}
	return []string{fmt.Sprintf("healthy_late=%.2f", worst)}, nil
}

// compare lives mornings without a fault and with one in turns, and says how late healthy channels' messages were.
func (c *city) compare(ctx context.Context, m mood, mornings int) (without, with []time.Duration, err error) {
	for n := range 2 * mornings {
		now, late := well, &without
		if (n+n/2)%2 == 1 { // which comes first changes from pair to pair
			now, late = m, &with
		}
		took, err := c.live(ctx, now)
		if err != nil {
			return nil, nil, err
		}
		*late = append(*late, took...)
	}
	return without, with, nil
}

// live lives one morning with the dead channel's peer in a mood, and says how late the others' messages arrived.
func (c *city) live(ctx context.Context, m mood) ([]time.Duration, error) {
	day, err := c.morning(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.peers[dead].feel(m); err != nil {
		return nil, err
	}
	before := len(c.healthyArrivals())
	if err := c.begin(day.Add(-lead)); err != nil {
		return nil, err
	}
	due := c.config.pace().Wall(day)
	if time.Now().After(due) {
		return nil, errBusy
	}
	expected := c.expected()
	if err := await(ctx, lead+2*time.Minute, fmt.Sprintf("%d messages on healthy channels", expected), func() (bool, error) {
		return len(c.healthyArrivals())-before >= expected, nil
	}); err != nil {
		return nil, err
	}
	c.end()
	var late []time.Duration
	for _, a := range c.healthyArrivals()[before:] {
		late = append(late, a.at.Sub(due))
	}
	return late, errors.Join(c.peers[dead].feel(well), c.forget(ctx))
}

// expected is how many messages healthy channels carry on a morning.
func (c *city) expected() (n int) {
	for _, w := range ways {
		switch {
		case w.id == dead:
		case w.people:
			n += c.people
		default:
			n++
		}
	}
	return n
}

// healthyArrivals are all that healthy channels' peers have taken, in its order.
func (c *city) healthyArrivals() (all []arrival) {
	for id, p := range c.peers {
		if id != dead {
			all = append(all, p.arrivals()...)
		}
	}
	slices.SortFunc(all, func(a, b arrival) int { return a.at.Compare(b.at) })
	return all
}

// forget ends what waits for the dead channel, so that it is no burden to the next morning.
func (c *city) forget(ctx context.Context) error {
	_, err := c.facts.Exec(ctx, `with d as (update delivery set state = 'DROPPED' where state in ('QUEUED', 'SENDING')),
		n as (update notice set state = 'DROPPED' where state = 'QUEUED' and digest_day is not null)
		update channel set failures = 0, paused_until = null`)
	return err
}

// quantile is the least of the samples that a share of them does not pass.
func quantile(samples []time.Duration, share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(samples))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

func short(d time.Duration) time.Duration { return d.Round(time.Millisecond) }
