package pace

import (
	"time"

	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/workflow"
)

// Workflows is the worker's interceptor by which workflows live by this clock. Temporal's own timers go by the wall's.
func (p Pace) Workflows() interceptor.WorkerInterceptor { return &workflows{pace: p} }

type workflows struct {
	interceptor.WorkerInterceptorBase
	pace Pace
}

// InterceptWorkflow puts the clock in front of Temporal's.
func (w *workflows) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &inbound{WorkflowInboundInterceptorBase: interceptor.WorkflowInboundInterceptorBase{Next: next}, pace: w.pace}
}

type inbound struct {
	interceptor.WorkflowInboundInterceptorBase
	pace Pace
}

// Init hands the run its clock.
func (i *inbound) Init(next interceptor.WorkflowOutboundInterceptor) error {
	return i.Next.Init(&outbound{WorkflowOutboundInterceptorBase: interceptor.WorkflowOutboundInterceptorBase{Next: next}, pace: i.pace})
}

type outbound struct {
	interceptor.WorkflowOutboundInterceptorBase
	pace Pace
}

// Now is the present instant of a workflow. It is the same in a replay, as Temporal's is.
func (o *outbound) Now(ctx workflow.Context) time.Time { return o.pace.At(o.Next.Now(ctx)).UTC() }

// NewTimerWithOptions is a timer that fires after d by this clock, or before that if the clock is held back: who wants to
// know looks at it.
func (o *outbound) NewTimerWithOptions(ctx workflow.Context, d time.Duration, options workflow.TimerOptions) workflow.Future {
	return o.Next.NewTimerWithOptions(ctx, o.pace.Short(d), options)
}
