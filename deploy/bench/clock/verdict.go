package main

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// losses says in words where Duban does worse than another.
func (f figures) losses(out io.Writer) {
	fmt.Fprintln(out, "\nWhere Duban loses:")
	lost, compared := false, false
	say := func(ratio float64, what, load, other string) {
		compared = compared || !math.IsNaN(ratio)
		if ratio > 1 {
			lost = true
			fmt.Fprintf(out, "  %s: %s %.1f times that of %s\n", load, what, ratio, other)
		}
	}
	for _, l := range order {
		for _, c := range entrants[1:] {
			duban, other := entry{l.name, "duban"}, entry{l.name, c.name}
			if l.name == cliffInOne.name {
				other.load = cliff.name
			}
			if c.name == "floor" {
				continue
			}
			say(f.median(duban, other, cpuRatio), "the CPU time of a call is", l.name, c.name)
			if strings.HasPrefix(l.name, cliff.name) {
				say(f.median(duban, other, timeRatio), "draining takes", l.name, c.name)
			}
			say(f.median(duban, other, func(a, b result) float64 { return late99(a) / late99(b) }), "lateness at the 99th percentile is", l.name, c.name)
			if c.name != "naive" { // whose duties all sleep in Temporal, a tenth as many
				say(f.median(duban, other, func(a, b result) float64 { return a.bytes / b.bytes }), "a sleeping duty takes", l.name, c.name)
			}
		}
	}
	switch {
	case !compared:
		fmt.Fprintln(out, "  nothing was compared")
	case !lost:
		fmt.Fprintln(out, "  nowhere")
	}
}

// summary is the last line. Of River it is the tuned one that Duban is compared with.
func (f figures) summary(out io.Writer) {
	bad := f.faults()
	fmt.Fprintf(out, "bench-clock: spread_cpu_naive=%.3f spread_cpu_river=%.3f seconds_cpu_naive=%.3f seconds_cpu_river=%.3f "+
		"cliff_cpu_naive=%.4f cliff_cpu_river=%.3f cliff_time_river=%.3f cliff_time_cron=%.3f late_river=%.3f bytes_river=%.3f "+
		"missing=%d duplicate=%d after_proof=%d\n",
		f.cpu(spread.name, "naive"), f.cpu(spread.name, "river"), f.cpu(seconds.name, "naive"), f.cpu(seconds.name, "river"),
		f.cpu(cliff.name, "naive"), f.cpu(cliff.name, "river"), f.worst(cliff.name, "river", timeRatio), f.worst(cliff.name, "cron", timeRatio),
		f.late(), f.bytes(), bad.missing, bad.duplicate, bad.afterProof)
}
