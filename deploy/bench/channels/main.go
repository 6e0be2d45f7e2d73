// Command channels measures whether messages reach people while something is broken, on real servers: PostgreSQL with fsync
// on, a Temporal server and the program, each in a process of its own, and on loopback the other sides: a mail server,
// webhooks and the robots of both messengers, which count what they take. It is built with -tags failpoints. Its last line
// has the figures:
//
//	healthy_late  the healthy channels' 99th percentile, from 09:00 until the other side has a message, with one channel dead
//	              to that without: one that hangs, one that refuses, one that answers 503, the worst of them; at most 1.2
//	goodput       the rate at which digests for 2.8 million deputies in 40,000 congresses are composed, their facts read and
//	              worded by the product, to that at which the same facts are read bare, in one question a congress; at least 0.5
//	duplicates    what reached somebody twice though the program was killed at every boundary, by kill -9; 0
//	lost          what reached nobody then and is not listed as undelivered either; 0
//
// SHORT=1 in the environment makes a hundredth of the deputies and fewer mornings; arguments name the parts that alone are
// measured: goodput, healthy, crashes. It may know every part of the product, like any in deploy.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"duban/deploy/bench/apart"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench-channels:", err)
		os.Exit(1) //nolint:gocritic // what stop would undo ends with the process
	}
}

// run plays the role that the arguments name; without one it measures.
func run(ctx context.Context, args []string) error {
	// Ctrl-C reaches every process of the terminal, but the others end when the one that measures lets them.
	own := context.WithoutCancel(ctx)
	switch {
	case len(args) == 2 && args[0] == apart.TemporalRole:
		return apart.ServeTemporal(own, args[1])
	case len(args) == 2 && args[0] == programRole:
		return runProgram(own, args[1])
	}
	dir, err := os.MkdirTemp("/var/tmp", "bench-channels-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL's user has to pass
		return err
	}
	b := &bench{dir: dir, congresses: 40_000, people: 400, mornings: 5, deaths: 3}
	if os.Getenv("SHORT") != "" {
		b.congresses, b.people, b.mornings, b.deaths = 400, 60, 2, 1
	}
	return b.measure(ctx, args)
}

// bench is how much is measured, and where.
type bench struct {
	dir        string
	congresses int // of which each has some deputies with a digest
	people     int // on each channel of the city
	mornings   int // of each fault, and as many without
	deaths     int // at each boundary
}

// path is where a part keeps its data.
func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// part is something that can be measured alone; it answers its figures.
type part struct {
	name    string
	measure func(context.Context) ([]string, error)
}

// measure measures the parts that are named; without names, all.
func (b *bench) measure(ctx context.Context, names []string) error {
	parts := []part{{"healthy", b.healthy}, {"goodput", b.goodput}, {"crashes", b.crashes}}
	figures := []string{"bench-channels:"}
	for _, p := range parts {
		if len(names) > 0 && !slices.Contains(names, p.name) {
			continue
		}
		figure, err := p.measure(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		figures = append(figures, figure...)
	}
	fmt.Println(strings.Join(figures, " "))
	return nil
}

func (b *bench) goodput(ctx context.Context) ([]string, error) {
	p, err := settle(ctx, b.path("province"), b.congresses)
	if err != nil {
		return nil, err
	}
	defer p.close()
	ratio, err := p.goodput(ctx)
	return []string{fmt.Sprintf("goodput=%.2f", ratio)}, err
}
