package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// bench is one run of everything.
type bench struct {
	options

	dir     string
	cluster *cluster
	trials  int
	figures figures
}

func open(ctx context.Context, o options) (*bench, error) {
	dir, err := os.MkdirTemp(o.Data, "bench-clock-")
	if err != nil {
		return nil, err
	}
	if err = os.Chmod(dir, 0o711); err != nil { // PostgreSQL's user may pass, and not look
		return nil, err
	}
	c, err := startCluster(ctx, filepath.Join(dir, "postgresql"))
	if err != nil {
		return nil, err
	}
	return &bench{options: o, dir: dir, cluster: c, figures: figures{}}, nil
}

// close stops the server and, unless something went wrong that the logs may explain, leaves nothing behind.
func (b *bench) close(ctx context.Context, failed error) error {
	stopped := b.cluster.server.Stop(context.WithoutCancel(ctx))
	if failed != nil || stopped != nil {
		fmt.Fprintln(os.Stderr, "what was left is in", b.dir)
		return errors.Join(failed, stopped)
	}
	return os.RemoveAll(b.dir)
}

// entrant is a contestant by its name, under the loads that it is measured by. A tenth of the duties is what the naive
// design is given: more saturates two cores. The others know no campaigns, so the cliff in one is Duban's alone.
type entrant struct {
	name string
	contestant
	tenth bool
	loads []string
}

var entrants = []entrant{
	{"duban", duban{}, false, []string{spread.name, seconds.name, cliff.name, cliffInOne.name}},
	{"naive", naive{}, true, []string{spread.name, seconds.name, cliff.name}},
	{"river", riverQueue{tuned: true}, false, []string{spread.name, seconds.name, cliff.name}},
	{"river-at-once", riverQueue{tuned: true, atOnce: true}, false, []string{spread.name, seconds.name, cliff.name}},
	{"river-default", riverQueue{}, false, []string{spread.name}},
	{"cron", cron{}, false, []string{spread.name, cliff.name}},
	{"floor", nil, false, []string{spread.name}},
}

var order = []load{spread, seconds, cliff, cliffInOne}

// measure runs every block: the contestants one after the other, forwards and then backwards.
func (b *bench) measure(ctx context.Context) error {
	for _, l := range order {
		for block := range b.Blocks {
			contestants := slices.Clone(entrants)
			if block%2 == 1 {
				slices.Reverse(contestants)
			}
			for _, e := range contestants {
				if !b.wanted(l, e) {
					continue
				}
				if err := b.trial(ctx, l, e, b.Seed+uint64(block)); err != nil {
					return fmt.Errorf("%s, %s: %w", l.name, e.name, err)
				}
			}
		}
	}
	b.figures.table(os.Stdout)
	b.figures.losses(os.Stdout)
	b.figures.summary(os.Stdout)
	if bad := b.figures.faults(); bad != (faults{}) {
		return fmt.Errorf("duban: %+v", bad)
	}
	return nil
}

func (b *bench) wanted(l load, e entrant) bool {
	chosen := func(all []string, name string) bool { return len(all) == 0 || slices.Contains(all, name) }
	if e.name == "river-at-once" && b.Short && len(b.Only) == 0 {
		return false // no figure needs it
	}
	return slices.Contains(e.loads, l.name) && chosen(b.Load, l.name) && chosen(b.Only, e.name)
}

// trial runs one contestant under one load and keeps what it shows.
func (b *bench) trial(ctx context.Context, l load, e entrant, seed uint64) error {
	b.trials++
	t, err := newTrial(ctx, b.cluster, b.dir, fmt.Sprintf("trial%d", b.trials))
	if err != nil {
		return err
	}
	t.contestant, t.load, t.duties = e.contestant, l, l.draw(seed)
	if e.tenth {
		t.duties = tenth(t.duties)
	}
	measure := t.run
	if e.contestant == nil {
		measure = t.floor
	}
	r, err := measure(ctx)
	if err != nil {
		return err
	}
	at := entry{l.name, e.name}
	b.figures[at] = append(b.figures[at], r)
	fmt.Fprintf(os.Stderr, "%s, %s: %d calls, %.3f ms each, %v, %+v, drained in %s\n",
		l.name, e.name, r.calls, milliseconds(r.perCall()), r.cpu, r.faults, r.drain)
	return t.close(ctx)
}
