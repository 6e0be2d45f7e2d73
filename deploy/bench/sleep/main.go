// Command sleep measures what is asked of the clock besides its throughput: how soon it follows a command, what sleeping
// costs, how soon it is awake after a crash, and how fast a year can be lived. Real processes are measured: PostgreSQL
// with fsync on, a Temporal server and the program, each of its own, on this machine alone; they are this binary again,
// which is built with -tags failpoints, so that its relay can be stopped. Its last line has the figures:
//
//	nudge_p99_ms     by how long a call misses its instant that a command has brought about 2 s ahead or more; at most 50
//	nudge_dead_s     the same at the worst with the relay dead; at most 5
//	goroutines       what 18,000 more sleeping duties add to the program's; 0
//	memory_growth    the program's heap with 20,000 sleeping duties to that with 2,000; 1, but for noise
//	idle_cpu         % of a core that 1,000 sleeping campaigns add, the keeper's comparisons included; at most 0.2
//	start_s          from the start, Temporal's store lost, until all their processes run; less than 20
//	restart_ms       from the start after kill -9 until the first call that was due is made, at the worst; at most 2,000
//	years_per_minute that the simulator lives, in one goroutine; at least 1,000
//	hangzhou_s       the Hangzhou year on the real servers, all calls made; less than 60
//
// SHORT=1 in the environment takes fewer samples; arguments name the parts that alone are measured: simulator,
// nudges, dead-relay, restarts, hangzhou, duties, campaigns. It may know every part of the product, like any in deploy.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"duban/deploy/bench/apart"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench-sleep:", err)
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
	dir, err := os.MkdirTemp("", "bench-sleep")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL's user has to pass
		return err
	}
	b := &bench{dir: dir, samples: 480, dead: 96, runs: 5, kills: 20, window: 4 * time.Minute, simulation: 10 * time.Second}
	if os.Getenv("SHORT") != "" {
		b.samples, b.dead, b.runs, b.kills, b.window, b.simulation = 240, 24, 3, 8, time.Minute, 3*time.Second
	}
	return b.measure(ctx, args)
}

// bench is how much is measured, and where.
type bench struct {
	dir                        string
	samples, dead, runs, kills int
	window, simulation         time.Duration
}

// path is where an installation keeps its data.
func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// measure measures the parts that are named; without names, all.
func (b *bench) measure(ctx context.Context, names []string) error {
	var t table
	left := slices.Clone(names)
	for _, part := range []struct {
		name string
		tell func(context.Context, *table) error
	}{
		{"simulator", b.tellSimulator},
		{"nudges", b.tellNudges},
		{"dead-relay", b.tellDeadRelay},
		{"restarts", b.tellRestarts},
		{"hangzhou", b.tellHangzhou},
		{"duties", b.tellDuties},
		{"campaigns", b.tellCampaigns},
	} {
		if len(names) > 0 && !slices.Contains(names, part.name) {
			continue
		}
		left = slices.DeleteFunc(left, func(name string) bool { return name == part.name })
		if err := part.tell(ctx, &t); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("there is no part named %q", left)
	}
	fmt.Println("bench-sleep:" + t.figures())
	return nil
}
