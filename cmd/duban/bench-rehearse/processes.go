//go:build unix

package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// bench runs the program as often as it takes to trust a median.
type bench struct {
	ctx            context.Context //nolint:containedctx // a bench is one call
	program        string
	runs, longRuns int
}

// cost is what one process took.
type cost struct {
	cpu time.Duration // user and system
	mib float64       // of memory at the most
}

// interleaved runs commands in turn, so that a machine that slows down slows them all, and answers each one's median
// cost. The first round is not counted.
func (b bench) interleaved(runs int, commands ...[]string) ([]cost, error) {
	all := make([][]cost, len(commands))
	for round := range runs + 1 {
		for i, args := range commands {
			c, err := b.run(args)
			if err != nil {
				return nil, err
			}
			if round > 0 {
				all[i] = append(all[i], c)
			}
		}
	}
	medians := make([]cost, len(commands))
	for i, costs := range all {
		slices.SortFunc(costs, func(a, b cost) int { return cmp.Compare(a.cpu, b.cpu) })
		medians[i].cpu = costs[len(costs)/2].cpu
		for _, c := range costs {
			medians[i].mib = max(medians[i].mib, c.mib)
		}
		fmt.Printf("%-40s cpu %v (%v .. %v), %.0f MiB, %d runs\n", commands[i][0]+" "+filepath.Base(commands[i][len(commands[i])-1]),
			medians[i].cpu.Round(time.Microsecond), costs[0].cpu, costs[len(costs)-1].cpu, medians[i].mib, runs)
	}
	return medians, nil
}

func (b bench) run(args []string) (cost, error) {
	command := exec.CommandContext(b.ctx, b.program, args...) // what it prints goes to /dev/null
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return cost{}, fmt.Errorf("%v: %w", args, err)
	}
	state := command.ProcessState
	used, _ := state.SysUsage().(*syscall.Rusage)
	return cost{state.UserTime() + state.SystemTime(), mebibytes(used)}, nil
}

// hangzhou is the CPU time of rehearsing the shipped plan to that of printing the version.
func (b bench) hangzhou() (float64, error) {
	costs, err := b.interleaved(b.runs, []string{"version"}, []string{"rehearse", hangzhou})
	if err != nil {
		return 0, err
	}
	return costs[1].cpu.Seconds() / costs[0].cpu.Seconds(), nil
}

// growth is the CPU time per duty of many duties to that of few, in both without what starting the program takes, and
// the memory that many take.
func (b bench) growth(dir string) (growth, mib float64, err error) {
	var plans [2]string
	for i, duties := range []int{few, many} {
		if plans[i], err = b.writePlan(dir, duties); err != nil {
			return 0, 0, err
		}
	}
	costs, err := b.interleaved(b.longRuns, []string{"version"}, []string{"rehearse", plans[0]}, []string{"rehearse", plans[1]})
	if err != nil {
		return 0, 0, err
	}
	perDuty := func(c cost, duties int) float64 { return (c.cpu - costs[0].cpu).Seconds() / float64(duties) }
	return perDuty(costs[2], many) / perDuty(costs[1], few), costs[2].mib, nil
}
