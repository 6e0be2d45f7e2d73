//go:build unix

// Command bench-rehearse measures what a rehearsal costs, as whole processes of the program beside it. Its last line has
// the figures:
//
//	hangzhou_version  CPU time of rehearsing plans/hangzhou-2020.yaml, to that of printing the version; at most 3
//	growth            CPU time per duty of a plan of 10,000 duties, to that of 1,000; at most about 1, if it is linear
//	mb                MiB of memory, at the most, that rehearsing the 10,000 takes; at most 200
//
// It is run in the root of the repository. SHORT=1 in the environment runs each process fewer times.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	hangzhou    = "plans/hangzhou-2020.yaml"
	few, many   = 1_000, 10_000 // duties
	limitRatio  = 3.0
	limitGrowth = 1.1 // 1, and what measuring may be wrong by
	limitMiB    = 200
)

func main() {
	if err := measure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "bench-rehearse:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "bench-rehearse")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := bench{ctx: ctx, program: filepath.Join(dir, "duban"), runs: 41, longRuns: 15}
	if os.Getenv("SHORT") != "" {
		b.runs, b.longRuns = 21, 7
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", b.program, "./cmd/duban")
	build.Stderr = os.Stderr
	if err = build.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	ratio, err := b.hangzhou()
	if err != nil {
		return err
	}
	growth, mib, err := b.growth(dir)
	if err != nil {
		return err
	}
	fmt.Printf("bench-rehearse: hangzhou_version=%.2f growth=%.2f mb=%.0f\n", ratio, growth, mib)
	if ratio > limitRatio || growth > limitGrowth || mib > limitMiB {
		return errors.New("a figure is above its limit")
	}
	return nil
}
