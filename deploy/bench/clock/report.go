package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// figures are the results of all blocks.
type figures map[entry][]result // one a block

// entry is a contestant under a load, by their names.
type entry struct{ load, name string }

// median is the middle of what each block says, for noise comes and goes; not a number where nothing was run.
func (f figures) median(a, b entry, of func(a, b result) float64) float64 {
	var all []float64
	for i := range min(len(f[a]), len(f[b])) {
		all = append(all, of(f[a][i], f[b][i]))
	}
	if len(all) == 0 {
		return math.NaN()
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// one is the median of one contestant alone.
func (f figures) one(e entry, of func(result) float64) float64 {
	return f.median(e, e, func(r, _ result) float64 { return of(r) })
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func cpuRatio(a, b result) float64  { return milliseconds(a.perCall()) / milliseconds(b.perCall()) }
func timeRatio(a, b result) float64 { return a.drain.Seconds() / b.drain.Seconds() }

// cpu is Duban's CPU time of a call by another's. Of the two cliffs it is the worse one.
func (f figures) cpu(load, other string) float64 { return f.worst(load, other, cpuRatio) }

func (f figures) worst(load, other string, of func(a, b result) float64) float64 {
	ratio := f.median(entry{load, "duban"}, entry{load, other}, of)
	if load == cliff.name {
		ratio = max(ratio, f.median(entry{cliffInOne.name, "duban"}, entry{load, other}, of))
	}
	return ratio
}

// late is how much later Duban is than River, at the 99th percentile, by what both are above the floor.
func (f figures) late() float64 {
	floor := f.one(entry{spread.name, "floor"}, late99)
	return f.median(entry{spread.name, "duban"}, entry{spread.name, "river"}, func(a, b result) float64 {
		return (late99(a) - floor) / (late99(b) - floor)
	})
}

func late99(r result) float64 { return milliseconds(r.percent(99)) }

// bytes is the size of a sleeping duty by River's.
func (f figures) bytes() float64 {
	return f.median(entry{spread.name, "duban"}, entry{spread.name, "river"}, func(a, b result) float64 { return a.bytes / b.bytes })
}

// faults are Duban's in all its trials.
func (f figures) faults() (all faults) {
	for e, results := range f {
		for _, r := range results {
			if e.name == "duban" {
				all.missing += r.missing
				all.duplicate += r.duplicate
				all.afterProof += r.afterProof
			}
		}
	}
	return all
}

// table prints a line for each contestant under each load.
func (f figures) table(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "load\tcontestant\tcalls\tCPU ms/call\tp50 ms\tp99 ms\tdrain s\tbytes/duty\tmissing\tduplicate\tafter proof\t")
	for _, l := range order {
		for _, c := range entrants {
			f.line(w, entry{l.name, c.name})
		}
	}
	w.Flush()
}

func (f figures) line(w io.Writer, e entry) {
	if len(f[e]) == 0 {
		return
	}
	p50 := f.one(e, func(r result) float64 { return milliseconds(r.percent(50)) })
	calls := f.one(e, func(r result) float64 { return float64(r.calls) })
	fmt.Fprintf(w, "%s\t%s\t%.0f\t", e.load, e.name, calls)
	if e.name == "floor" {
		fmt.Fprintf(w, "\t%.2f\t%.2f\t\t\t\t\t\t\n", p50, f.one(e, late99))
		return
	}
	drain := "" // of a cliff alone: elsewhere the last call is due when nearly all are made
	if strings.HasPrefix(e.load, "cliff") {
		drain = fmt.Sprintf("%.2f", f.one(e, func(r result) float64 { return r.drain.Seconds() }))
	}
	var all faults
	for _, r := range f[e] {
		all.missing, all.duplicate, all.afterProof = all.missing+r.missing, all.duplicate+r.duplicate, all.afterProof+r.afterProof
	}
	fmt.Fprintf(w, "%.3f\t%.1f\t%.1f\t%s\t%.0f\t%d\t%d\t%d\t\n", f.one(e, func(r result) float64 { return milliseconds(r.perCall()) }),
		p50, f.one(e, late99), drain, f.one(e, func(r result) float64 { return r.bytes }), all.missing, all.duplicate, all.afterProof)
}
