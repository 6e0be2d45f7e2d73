package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// bench is one run of everything.
type bench struct {
	options

	dir     string
	cluster *cluster
	trials  int
	results map[[2]string][]result // by load and contestant, one a block
}

func open(ctx context.Context, o options) (*bench, error) {
	dir, err := os.MkdirTemp(o.Data, "bench-clock-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL's user may pass, and not look
		return nil, err
	}
	c, err := startCluster(ctx, dir+"/postgresql")
	if err != nil {
		return nil, err
	}
	return &bench{options: o, dir: dir, cluster: c, results: map[[2]string][]result{}}, nil
}

func (b *bench) close(ctx context.Context) error {
	if err := b.cluster.server.Stop(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	return os.RemoveAll(b.dir)
}

// entrant is a contestant by its name.
type entrant struct {
	name string
	contestant
	tenth bool // it is given every tenth duty: more saturates two cores
}

var entrants = []entrant{
	{"duban", duban{}, false},
	{"naive", naive{}, true},
	{"river", riverQueue{tuned: true}, false},
	{"river-default", riverQueue{}, false},
	{"cron", cron{}, false},
}

// measure runs every block: the contestants one after the other, forwards and then backwards.
func (b *bench) measure(ctx context.Context) error {
	for _, l := range []load{spread, seconds, cliff, cliffInOne} {
		if len(b.Load) > 0 && !slices.Contains(b.Load, l.name) {
			continue
		}
		for block := range b.Blocks {
			order := slices.Clone(entrants)
			if block%2 == 1 {
				slices.Reverse(order)
			}
			for _, e := range order {
				if err := b.trial(ctx, l, e, b.Seed+uint64(block)); err != nil {
					return fmt.Errorf("%s, %s: %w", l.name, e.name, err)
				}
			}
		}
	}
	return nil
}

func (b *bench) trial(ctx context.Context, l load, e entrant, seed uint64) error {
	if len(b.Only) > 0 && !slices.Contains(b.Only, e.name) {
		return nil
	}
	b.trials++
	t, err := newTrial(ctx, b.cluster, b.dir, fmt.Sprintf("trial%d", b.trials))
	if err != nil {
		return err
	}
	t.contestant, t.load, t.duties = e.contestant, l, l.draw(seed)
	if e.tenth {
		t.duties = tenth(t.duties)
	}
	r, err := t.run(ctx)
	if err != nil {
		return fmt.Errorf("%w (see %s)", err, t.dir)
	}
	key := [2]string{l.name, e.name}
	b.results[key] = append(b.results[key], r)
	fmt.Printf("%-12s %-13s %6d calls  %7.3f ms/call  p50 %7.1f ms  p99 %7.1f ms  drained %6.2f s  %6.0f bytes/duty  %d missing %d duplicate %d after proof  %v\n",
		l.name, e.name, r.calls, float64(r.perCall())/float64(time.Millisecond), ms(r.percent(50)), ms(r.percent(99)), r.drain.Seconds(), r.bytes,
		r.missing, r.duplicate, r.afterProof, r.cpu)
	return t.close(ctx)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
