package activities_test

import (
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/workflow"
)

// shortHistories has every process continue as new at about every third look, as Temporal suggests when a history grows long.
func (y *year) shortHistories() {
	y.renewed = map[string]int{}
	y.env.SetContinueAsNewSuggested(true)
}

// watching knows which runs have begun, and lets them believe, where a year's histories are short, that theirs is long. Only
// the root's own info can say so under the SDK's clock, so the others are shown that.
type watching struct {
	interceptor.WorkerInterceptorBase
	year *year
	root *workflow.Info
}

func (w *watching) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &watchedRun{WorkflowInboundInterceptorBase: interceptor.WorkflowInboundInterceptorBase{Next: next}, all: w}
}

type watchedRun struct {
	interceptor.WorkflowInboundInterceptorBase
	interceptor.WorkflowOutboundInterceptorBase
	all   *watching
	looks int
}

func (r *watchedRun) Init(out interceptor.WorkflowOutboundInterceptor) error {
	r.WorkflowOutboundInterceptorBase.Next = out
	return r.WorkflowInboundInterceptorBase.Next.Init(r)
}

// ExecuteWorkflow keeps the root's info and counts the runs that end in another.
func (r *watchedRun) ExecuteWorkflow(ctx workflow.Context, in *interceptor.ExecuteWorkflowInput) (any, error) {
	y, info := r.all.year, workflow.GetInfo(ctx)
	kind, id := info.WorkflowType.Name, info.WorkflowExecution.ID
	if kind == "everything" {
		r.all.root = info
	}
	y.begun[id] = true
	result, err := r.WorkflowInboundInterceptorBase.ExecuteWorkflow(ctx, in)
	delete(y.begun, id)
	if workflow.IsContinueAsNewError(err) {
		y.renewed[kind]++
	}
	return result, err
}

// GetInfo is what renew asks.
func (r *watchedRun) GetInfo(ctx workflow.Context) *workflow.Info {
	info := r.WorkflowOutboundInterceptorBase.GetInfo(ctx)
	if r.looks++; r.all.year.renewed == nil || r.looks < 4 || info.WorkflowType.Name == "everything" {
		return info
	}
	return r.all.root
}

// renewedOften asserts that the test was one.
func (y *year) renewedOften() {
	y.t.Helper()
	for _, kind := range []string{"campaign", "inspection", "courier"} {
		if y.renewed[kind] < 3 {
			y.t.Errorf("%s was continued as new %d times", kind, y.renewed[kind])
		}
	}
}
