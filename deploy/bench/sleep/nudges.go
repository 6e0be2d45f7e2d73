package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"duban/internal/desk"
	"duban/supervision"
)

const (
	// zones are so many campaigns, each with its midnights in another zone, so that one instant follows another evenly.
	zones = 24
	// fastDay is how long a day lasts by the wall's clock.
	fastDay = 6 * time.Second
	// leastAhead is how long before a call the command is committed that brings it about.
	leastAhead = 2 * time.Second
)

// heard are the samples of one measurement: by how long each call missed its instant, as another session sees it, and by
// how long a bare timer in this process did.
type heard struct{ late, floor []time.Duration }

// nudges measures how soon the calls are made that a command makes the next ones: the day of an event is settled, which
// opens what hangs on it on that very day.
func (b *bench) nudges(ctx context.Context, name string, samples int, env ...string) (h heard, err error) {
	i, err := establish(ctx, b.path(name), sleeping)
	if err != nil {
		return h, err
	}
	defer i.close()
	for z := range zones {
		if err := i.launch(ctx, "city", datedID(z), dated(datedID(z), zoneName(z), samples/zones+1)); err != nil {
			return h, err
		}
	}
	if err := i.begin(speedOf(fastDay), env...); err != nil {
		return h, err
	}
	if h, err = i.dateAll(ctx, samples); err != nil {
		return h, err
	}
	return h, i.relayed(ctx, len(env) == 0, samples)
}

// dateAll settles one event after another, each a moment before its day begins.
func (i *installation) dateAll(ctx context.Context, samples int) (h heard, err error) {
	first := time.Date(2020, 3, 4, 12, 0, 0, 0, time.UTC) // midnight in the easternmost zone, by when every process sleeps
	all := make([]sample, samples)
	together, ctx := errgroup.WithContext(ctx)
	for n := range all {
		s := sample{installation: i, zone: n % zones, event: n / zones, at: first.Add(time.Duration(n) * time.Hour)}
		s.ahead = leastAhead + 300*time.Millisecond + scattered(n, time.Second)
		together.Go(func() error {
			err := s.take(ctx)
			all[n] = s
			return err
		})
	}
	err = together.Wait()
	for _, s := range all {
		if s.committed >= leastAhead {
			h.late, h.floor = append(h.late, s.late), append(h.floor, s.floor)
		}
	}
	if err == nil && len(h.late) < samples/2 {
		err = errors.New("this machine is too busy: most commands took too long to be samples")
	}
	return h, err
}

// sample is one command and the call that it brings about.
type sample struct {
	*installation
	zone, event int
	at          time.Time     // of the call: a midnight in the zone
	ahead       time.Duration // of the command before it, by the wall's clock
	committed   time.Duration // before it, as it turned out
	late, floor time.Duration // by the wall's clock
}

// take gives the command and waits for the call, looking from another session.
func (s *sample) take(ctx context.Context) error {
	due := s.clock.Wall(s.at)
	if err := sleep(ctx, due.Add(-s.ahead)); err != nil {
		return err
	}
	if err := s.date(ctx); err != nil {
		return err
	}
	s.committed = time.Until(due)
	if err := sleep(ctx, due); err != nil {
		return err
	}
	s.floor = time.Since(due)
	if err := s.awaitCall(ctx, due); err != nil {
		return err
	}
	s.late = time.Since(due)
	return nil
}

func (s *sample) date(ctx context.Context) error {
	zone, err := time.LoadLocation(zoneName(s.zone))
	if err != nil {
		return err
	}
	_, err = s.desk.DateEvent(ctx, staff("city"), datedID(s.zone), fmt.Sprintf("e%02d", s.event), supervision.DateOf(s.at, zone),
		desk.Revising{ConfirmEarlier: true, Reason: "会期已定"})
	return err
}

// awaitCall waits until the call is committed.
func (s *sample) awaitCall(ctx context.Context, due time.Time) error {
	for time.Since(due) < time.Minute {
		n, err := s.count(ctx, "call where campaign_id = $1 and kind = 'OPEN' and at = $2", datedID(s.zone), s.at)
		if n > 0 || err != nil {
			return err
		}
		again := time.Millisecond
		if time.Since(due) > 100*time.Millisecond {
			again = 20 * time.Millisecond
		}
		time.Sleep(again)
	}
	return fmt.Errorf("%s, event %d: no call after a minute", datedID(s.zone), s.event)
}

// relayed makes sure that what was measured is what was meant: a relay that passes every nudge on, or none.
func (i *installation) relayed(ctx context.Context, alive bool, samples int) error {
	left, err := i.count(ctx, "nudge where kind = 'campaign'")
	switch {
	case err != nil:
		return err
	case alive && left > 0:
		return fmt.Errorf("%d nudges left", left)
	case !alive && left < samples:
		return fmt.Errorf("the relay was to be dead, yet of %d nudges %d are left: is this built with -tags failpoints?", samples, left)
	}
	return nil
}

func datedID(zone int) string { return fmt.Sprintf("dated-%02d", zone) }

// zoneName is the zone whose midnight comes so many hours after that of the easternmost.
func zoneName(hours int) string { return fmt.Sprintf("Etc/GMT%+d", hours-zones/2) }

// scattered is a time within a span, another for each n and the same in every run.
func scattered(n int, span time.Duration) time.Duration {
	return time.Duration(n) * 618 * span / 1000 % span
}

// speedOf is the pace of a clock by which a day lasts so long by the wall's.
func speedOf(day time.Duration) float64 { return float64(24*time.Hour) / float64(day) }

// quantile is the least of the samples that a share of them does not pass.
func quantile(samples []time.Duration, share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(samples))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}
