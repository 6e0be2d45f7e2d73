package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"duban/deploy/bench/crowd"
	"duban/internal/desk"
)

// aPage is how many people a list shows, and one more by which it knows that it goes on.
const aPage = 51

// searches asks both databases the same in turns, and answers how much slower the larger is at the 99th percentile.
func (s size) searches(ctx context.Context, few, many *installation) (float64, error) {
	var growths []float64
	for turn := range s.turns + 1 {
		dice := rand.New(rand.NewPCG(2, uint64(turn))) //nolint:gosec // questions are made up, and the same each time
		var fast, slow []time.Duration
		for range s.asked {
			filter := desk.PeopleFilter{Word: crowd.Word(dice), Limit: aPage}
			for i, took := range map[*installation]*[]time.Duration{few: &fast, many: &slow} {
				one, err := i.ask(ctx, crowd.Congress(dice.IntN(i.congresses)), filter)
				if err != nil {
					return 0, err
				}
				*took = append(*took, one)
			}
		}
		if turn > 0 { // the first warms both up
			growths = append(growths, compare("search", 0.99, slow, fast))
		}
	}
	return median(growths), nil
}

// ask asks one question of the desk and says how long the answer took.
func (i *installation) ask(ctx context.Context, host string, filter desk.PeopleFilter) (time.Duration, error) {
	began := time.Now()
	_, err := i.desk.People(ctx, caller(host), filter)
	return time.Since(began), err
}

// pages asks for the first page of the long list and for the last in turns, and answers how much slower the last is.
func (s size) pages(ctx context.Context, i *installation) (float64, error) {
	end, err := s.lastPage(ctx, i)
	if err != nil {
		return 0, err
	}
	var growths []float64
	for range s.turns {
		var first, last []time.Duration
		for range s.asked {
			one, err := i.ask(ctx, largest, desk.PeopleFilter{Limit: s.page + 1})
			if err != nil {
				return 0, err
			}
			other, err := i.ask(ctx, largest, end)
			if err != nil {
				return 0, err
			}
			first, last = append(first, one), append(last, other)
		}
		growths = append(growths, compare("pages", 0.5, last, first))
	}
	return median(growths), nil
}

// lastPage walks to page 10,000 as a reader does, from page to page, in steps of many pages.
func (s size) lastPage(ctx context.Context, i *installation) (desk.PeopleFilter, error) {
	const step = 100 // pages
	filter := desk.PeopleFilter{Limit: s.page * step}
	for left := lastPage - 1; left > 0; left -= step {
		filter.Limit = s.page * min(step, left)
		people, err := i.desk.People(ctx, caller(largest), filter)
		if err != nil {
			return filter, err
		}
		if len(people) < filter.Limit {
			return filter, errors.New("the list is too short")
		}
		end := people[len(people)-1]
		filter.AfterName, filter.AfterID = end.Sorted, end.ID
	}
	filter.Limit = s.page + 1
	return filter, nil
}

// compare tells what was measured, and answers the ratio at a share of the answers.
func compare(what string, share float64, these, those []time.Duration) float64 {
	slices.Sort(these)
	slices.Sort(those)
	fmt.Fprintf(os.Stderr, "%s: p50 %v to %v, p99 %v to %v\n", what, at(these, 0.5), at(those, 0.5), at(these, 0.99), at(those, 0.99))
	return float64(at(these, share)) / float64(at(those, share))
}

// at is the time within which a share of sorted answers came.
func at(sorted []time.Duration, share float64) time.Duration {
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)].Round(time.Microsecond)
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}
