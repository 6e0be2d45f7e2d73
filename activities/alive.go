package activities

import (
	"context"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
)

// beatEvery is how often an activity at work says so; a worker that dies is noticed by its silence.
const beatEvery = 3 * time.Second

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

// ExecuteActivity runs the activity while its heart beats.
func (b *beating) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		for ctx.Err() == nil {
			activity.RecordHeartbeat(ctx)
			select {
			case <-ctx.Done():
			case <-time.After(beatEvery):
			}
		}
	}()
	return b.Next.ExecuteActivity(ctx, in)
}
