package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// table tells each figure beside its target as soon as it is known, and in the end all that have a name.
type table struct{ named []string }

// row tells one figure; one without a name explains another.
func (t *table) row(name, what, got, target string, met bool) {
	verdict := ""
	if target != "" {
		verdict = map[bool]string{true: "met", false: "MISSED"}[met]
	}
	fmt.Printf("%-62s %14s   %-14s %s\n", what, got, target, verdict)
	if name != "" {
		t.named = append(t.named, name+"="+strings.Fields(got)[0])
	}
}

// note tells which servers a figure is made of.
func (t *table) note(s spending) { fmt.Printf("    %s\n", s) }

// figures are the named ones in the order in which they were measured.
func (t *table) figures() string { return " " + strings.Join(t.named, " ") }

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func (b *bench) tellSimulator(_ context.Context, t *table) error {
	years, err := simulated(b.simulation)
	if err == nil {
		t.row("years_per_minute", "simulator, campaign-years a minute", fmt.Sprintf("%.0f", years), ">= 1000", years >= 1000)
	}
	return err
}

func (b *bench) tellNudges(ctx context.Context, t *table) error {
	h, err := b.nudges(ctx, "nudges", b.samples)
	if err != nil {
		return err
	}
	p99 := quantile(h.late, 0.99)
	t.row("nudge_p99_ms", fmt.Sprintf("nudge, relay alive: late at p99 of %d", len(h.late)), ms(p99), "<= 50 ms", p99 <= 50*time.Millisecond)
	t.row("", "  at p50", ms(quantile(h.late, 0.5)), "", true)
	t.row("", "  a bare timer beside it: late at p99", ms(quantile(h.floor, 0.99)), "", true)
	return nil
}

func (b *bench) tellDeadRelay(ctx context.Context, t *table) error {
	h, err := b.nudges(ctx, "dead", b.dead, "DUBAN_FAILPOINTS=committed=stop")
	if err != nil {
		return err
	}
	worst := quantile(h.late, 1)
	t.row("nudge_dead_s", fmt.Sprintf("nudge, relay dead: late at the worst of %d", len(h.late)), seconds(worst), "<= 5 s", worst <= 5*time.Second)
	t.row("", "  at p50", seconds(quantile(h.late, 0.5)), "", true)
	return nil
}

func (b *bench) tellRestarts(ctx context.Context, t *table) error {
	lingering, asleep, err := b.restarts(ctx, b.kills)
	if err != nil {
		return err
	}
	a, z := quantile(lingering, 1), quantile(asleep, 1)
	worst := max(a, z)
	t.row("restart_ms", fmt.Sprintf("first call after kill -9 and restart, worst of %d", b.kills), ms(worst), "<= 2000 ms", worst <= 2*time.Second)
	t.row("", "  killed amid calls, worst", ms(a), "", true)
	t.row("", "  killed asleep, worst", ms(z), "", true)
	return nil
}

func (b *bench) tellHangzhou(ctx context.Context, t *table) error {
	took, calls, err := b.hangzhou(ctx)
	if err == nil {
		t.row("hangzhou_s", fmt.Sprintf("the Hangzhou year on real servers, all %d calls made", calls), seconds(took), "< 60 s", took < time.Minute)
	}
	return err
}

// noise is how much greater one heap may be than another of the same contents.
const noise = 1.05

func (b *bench) tellDuties(ctx context.Context, t *table) error {
	fewer, more, err := b.duties(ctx, b.runs)
	if err != nil {
		return err
	}
	goroutines := median(more.goroutines) - median(fewer.goroutines)
	growth := float64(median(more.heap)) / float64(median(fewer.heap))
	t.row("goroutines", fmt.Sprintf("goroutines that %d more sleeping duties add", many-few), fmt.Sprint(goroutines), "0", goroutines <= 0)
	t.row("memory_growth", fmt.Sprintf("heap with %d sleeping duties to that with %d", many, few), fmt.Sprintf("%.3f", growth), "1 (noise 0.05)", growth <= noise)
	t.row("", "  runs with few, MB of heap", megabytes(fewer.heap), "", true)
	t.row("", "  runs with many, MB of heap", megabytes(more.heap), "", true)
	t.row("", "  runs with few, MB resident", megabytes(fewer.resident), "", true)
	t.row("", "  runs with many, MB resident", megabytes(more.resident), "", true)
	return nil
}

func megabytes(runs []uint64) string {
	var all []string
	for _, n := range runs {
		all = append(all, fmt.Sprintf("%.1f", float64(n)/1e6))
	}
	return strings.Join(all, " ")
}

func (b *bench) tellCampaigns(ctx context.Context, t *table) error {
	c, err := b.campaigns(ctx, b.window)
	if err != nil {
		return err
	}
	share := 100 * c.share()
	quiet, window := 100*c.quiet.sum().Seconds()/c.window.Seconds(), c.window
	t.row("idle_cpu", fmt.Sprintf("%d sleeping campaigns, share of a core", allAsleep), fmt.Sprintf("%.3f %%", share), "<= 0.2 %", share <= 0.2)
	t.row("", fmt.Sprintf("  between two comparisons of the keeper, over %s", window), fmt.Sprintf("%.3f %%", quiet), "", true)
	t.note(c.quiet)
	t.row("", "  one comparison, every five minutes, CPU", seconds(c.compare.sum()), "", true)
	t.note(c.compare)
	t.row("start_s", "until all their processes run, Temporal's store lost", seconds(c.running), "< 20 s", c.running < 20*time.Second)
	t.row("", "  until all have taken up and sleep", seconds(c.asleep), "", true)
	t.row("", "  CPU that all servers take until then", seconds(c.cpu.sum()), "", true)
	t.note(c.cpu)
	return nil
}
