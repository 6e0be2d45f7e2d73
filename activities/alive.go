package activities

import (
	"cmp"
	"context"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"

	"duban/workflows"
)

// BeatEvery is how often, by the wall's clock, an activity at work says so. A worker that dies is noticed by its silence,
// in which two beats have room; a beat costs Temporal as much as several calls, so there are no more.
const BeatEvery = workflows.Silence * 2 / 5

// Alive is the worker's interceptor that keeps every activity's heart beating, however long its one transaction takes.
type Alive struct {
	interceptor.WorkerInterceptorBase

	Every time.Duration // by the wall's clock; 0 for BeatEvery
}

// InterceptActivity puts the heartbeat around an activity.
func (a Alive) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &beating{interceptor.ActivityInboundInterceptorBase{Next: next}, cmp.Or(a.Every, BeatEvery)}
}

type beating struct {
	interceptor.ActivityInboundInterceptorBase

	every time.Duration
}

// ExecuteActivity runs the activity while its heart beats. Most end before the first beat, which then costs nothing.
func (b *beating) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go beat(ctx, b.every)
	return b.Next.ExecuteActivity(ctx, in)
}

// beat says again and again that the activity is at work, until it ends.
func beat(ctx context.Context, every time.Duration) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
			activity.RecordHeartbeat(ctx)
		}
	}
}
