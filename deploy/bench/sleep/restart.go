package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"duban/internal/desk"
	"duban/supervision"
)

// restartDay is how long a day lasts by the wall's clock while restarts are measured: a plan with a call on every day
// then keeps one activity at work, which lingers from one call to the next.
const restartDay = 500 * time.Millisecond

// asleepBefore is how long before its call a campaign's process certainly sleeps still.
const asleepBefore = 1500 * time.Millisecond

// restarts kills the program and starts it anew, and measures each time how long the new process takes until it has made
// the first call that was due. In even rounds it dies in the midst of an activity that lingers; in odd ones a campaign
// sleeps whose call falls due while the program is dead.
func (b *bench) restarts(ctx context.Context, rounds int) (lingering, asleep []time.Duration, err error) {
	i, err := establish(ctx, b.path("restart"), sleeping)
	if err != nil {
		return nil, nil, err
	}
	defer i.close()
	if err := i.launch(ctx, "city", "daily", daily("city", "daily")); err != nil {
		return nil, nil, err
	}
	if err := i.launch(ctx, "city", datedID(0), dated(datedID(0), zoneName(0), rounds)); err != nil {
		return nil, nil, err
	}
	if err := i.begin(speedOf(restartDay)); err != nil {
		return nil, nil, err
	}
	for round := range rounds {
		var took time.Duration
		if round%2 == 0 {
			took, err = i.killLingering(ctx, round)
			lingering = append(lingering, took)
		} else {
			took, err = i.killAsleep(ctx, round)
			asleep = append(asleep, took)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return lingering, asleep, nil
}

// killLingering kills at any moment while the calls of every day are made, and starts anew when one is overdue.
func (i *installation) killLingering(ctx context.Context, round int) (time.Duration, error) {
	if err := sleep(ctx, time.Now().Add(2*time.Second+scattered(round, 2*time.Second))); err != nil {
		return 0, err
	}
	return i.revive(ctx, "call where campaign_id = 'daily'", restartDay+scattered(round, time.Second))
}

// killAsleep brings a call about, kills before its process is awake for it, and starts anew when it is due.
func (i *installation) killAsleep(ctx context.Context, round int) (time.Duration, error) {
	zone, err := time.LoadLocation(zoneName(0))
	if err != nil {
		return 0, err
	}
	day := supervision.DateOf(i.clock.At(time.Now().Add(4*time.Second)), zone)
	if _, err := i.desk.DateEvent(ctx, staff("city"), datedID(0), fmt.Sprintf("e%02d", round), day,
		desk.Revising{ConfirmEarlier: true, Reason: "会期已定"}); err != nil {
		return 0, err
	}
	due := i.clock.Wall(day.At(0, zone))
	if err := sleep(ctx, due.Add(-asleepBefore)); err != nil {
		return 0, err
	}
	calls := fmt.Sprintf("call where campaign_id = '%s'", datedID(0))
	return i.revive(ctx, calls, time.Until(due)+restartDay/5)
}

// revive kills the program, leaves it dead for a while, starts it and waits until there are more calls than were made.
func (i *installation) revive(ctx context.Context, calls string, dead time.Duration) (time.Duration, error) {
	again := time.Now().Add(dead)
	i.killProgram()
	made, err := i.count(ctx, calls)
	if err != nil {
		return 0, err
	}
	if err := sleep(ctx, again); err != nil {
		return 0, err
	}
	started := make(chan error, 1)
	born := time.Now()
	go func() { started <- i.startProgram() }()
	err = await(ctx, 2*time.Millisecond, time.Minute, "a call after the restart", func() (bool, error) {
		n, err := i.count(ctx, calls)
		return n > made, err
	})
	took := time.Since(born)
	return took, errors.Join(err, <-started)
}
