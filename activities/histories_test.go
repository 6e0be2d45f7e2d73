package activities_test

import (
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// shortHistories has every process continue as new at about every third look, as Temporal suggests when a history grows long.
func (y *year) shortHistories() {
	y.renewed = map[string]int{}
	y.env.SetContinueAsNewSuggested(true)
	y.env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&forgetful{year: y}}})
}

// forgetful lets a run believe that its history is long. Only the root's own info can say so under the SDK's clock, so
// the others are shown that.
type forgetful struct {
	interceptor.WorkerInterceptorBase
	year *year
	root *workflow.Info
}

func (f *forgetful) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &forgetfulRun{WorkflowInboundInterceptorBase: interceptor.WorkflowInboundInterceptorBase{Next: next}, all: f}
}

type forgetfulRun struct {
	interceptor.WorkflowInboundInterceptorBase
	interceptor.WorkflowOutboundInterceptorBase
	all   *forgetful
	looks int
}

func (r *forgetfulRun) Init(out interceptor.WorkflowOutboundInterceptor) error {
	r.WorkflowOutboundInterceptorBase.Next = out
	return r.WorkflowInboundInterceptorBase.Next.Init(r)
}

// ExecuteWorkflow keeps the root's info and counts the runs that end in another.
func (r *forgetfulRun) ExecuteWorkflow(ctx workflow.Context, in *interceptor.ExecuteWorkflowInput) (any, error) {
	kind := workflow.GetInfo(ctx).WorkflowType.Name
	if kind == "everything" {
		r.all.root = workflow.GetInfo(ctx)
	}
	result, err := r.WorkflowInboundInterceptorBase.ExecuteWorkflow(ctx, in)
	if workflow.IsContinueAsNewError(err) {
		r.all.year.renewed[kind]++
	}
	return result, err
}

// GetInfo is what renew asks.
func (r *forgetfulRun) GetInfo(ctx workflow.Context) *workflow.Info {
	info := r.WorkflowOutboundInterceptorBase.GetInfo(ctx)
	if r.looks++; r.looks < 4 || info.WorkflowType.Name == "everything" {
		return info
	}
	return r.all.root
}

// renewedOften asserts that the test was one.
func (y *year) renewedOften() {
	y.t.Helper()
	for _, kind := range []string{"campaign", "inspection", "delivery"} {
		if y.renewed[kind] < 3 {
			y.t.Errorf("%s was continued as new %d times", kind, y.renewed[kind])
		}
	}
}
