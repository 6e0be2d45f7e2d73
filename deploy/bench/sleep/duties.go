package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// few and many are the duties that sleep in as many campaigns.
const (
	few, many = 2_000, 20_000
	inSo      = 20 // campaigns
)

// sleepers are what processes of the program took, one for each run.
type sleepers struct {
	goroutines []int
	heap       []uint64 // bytes after a collection
	resident   []uint64 // bytes, then, as the kernel counts them
}

// duties measures what sleeping duties take of the program: few in one installation, ten times as many in another,
// whose programs run in turn.
func (b *bench) duties(ctx context.Context, runs int) (fewer, more sleepers, err error) {
	small, err := b.asleep(ctx, "few", few/inSo)
	if err != nil {
		return fewer, more, err
	}
	defer small.close()
	large, err := b.asleep(ctx, "many", many/inSo)
	if err != nil {
		return fewer, more, err
	}
	defer large.close()
	for range runs {
		if err := fewer.run(ctx, small); err != nil {
			return fewer, more, err
		}
		if err := more.run(ctx, large); err != nil {
			return fewer, more, err
		}
	}
	return fewer, more, nil
}

// asleep is an installation with so many duties in each of its campaigns; its program does not run.
func (b *bench) asleep(ctx context.Context, name string, each int) (*installation, error) {
	i, err := establish(ctx, b.path(name), sleeping)
	if err != nil {
		return nil, err
	}
	for n := range inSo {
		id := fmt.Sprintf("autumn-%02d", n)
		if err := i.launch(ctx, "city", id, autumn("city", id, each)); err != nil {
			i.close()
			return nil, err
		}
	}
	if err := i.begin(1); err != nil {
		i.close()
		return nil, err
	}
	err = i.awaitAsleep(ctx, inSo)
	i.stopProgram()
	return i, err
}

// run starts the program, lets it come to rest and takes its least footprint: what is at work for a moment does not
// belong to what sleeps.
func (s *sleepers) run(ctx context.Context, i *installation) error {
	if err := i.startProgram(); err != nil {
		return err
	}
	defer i.stopProgram()
	least, bytes := footprint{Goroutines: 1 << 30, Heap: 1 << 60}, uint64(1<<60)
	for range 10 {
		if err := sleep(ctx, time.Now().Add(time.Second)); err != nil {
			return err
		}
		var f footprint
		if err := i.program.Ask(&f); err != nil {
			return err
		}
		n, err := resident(i.program.PID())
		if err != nil {
			return err
		}
		least = footprint{min(least.Goroutines, f.Goroutines), min(least.Heap, f.Heap)}
		bytes = min(bytes, n)
	}
	s.goroutines = append(s.goroutines, least.Goroutines)
	s.heap = append(s.heap, least.Heap)
	s.resident = append(s.resident, bytes)
	return nil
}

// median is that of an odd number of runs, or the greater of the two in the middle.
func median[T uint64 | int](runs []T) T { return slices.Sorted(slices.Values(runs))[len(runs)/2] }
