package activities

import (
	"context"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
)

// BeatEvery is how often, by the wall's clock, an activity at work says so; a worker that dies is noticed by its silence.
const BeatEvery = time.Second

// Alive is the worker's interceptor that keeps every activity's heart beating, however long its one transaction takes.
type Alive struct {
	interceptor.WorkerInterceptorBase
}

// InterceptActivity puts the heartbeat around an activity.
func (Alive) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &beating{interceptor.ActivityInboundInterceptorBase{Next: next}}
}

type beating struct {
	interceptor.ActivityInboundInterceptorBase
}

// ExecuteActivity runs the activity while its heart beats. Most end before the first beat, which then costs nothing.
func (b *beating) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go beat(ctx)
	return b.Next.ExecuteActivity(ctx, in)
}

// beat says again and again that the activity is at work, until it ends.
func beat(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(BeatEvery):
			activity.RecordHeartbeat(ctx)
		}
	}
}
