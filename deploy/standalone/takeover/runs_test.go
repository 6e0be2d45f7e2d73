package takeover_test

import (
	"cmp"
	"slices"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"

	"duban/workflows"
)

// run is one run of a process, as Temporal lists it.
type run struct {
	process string
	version int // whose queue it is on
	begun   time.Time
	open    bool
	renewed bool // it was continued as another
}

// runs lists all runs of all processes, in the order in which they began.
func (w *world) runs() (all []run) {
	w.t.Helper()
	ask := &workflowservice.ListWorkflowExecutionsRequest{Namespace: namespace, PageSize: 1000}
	for {
		answer := must(w.temporal.ListWorkflow(w.t.Context(), ask))(w.t)
		for _, e := range answer.GetExecutions() {
			all = append(all, runOf(e))
		}
		if ask.NextPageToken = answer.GetNextPageToken(); len(ask.GetNextPageToken()) == 0 {
			slices.SortFunc(all, func(a, b run) int { return cmp.Or(cmp.Compare(a.process, b.process), a.begun.Compare(b.begun)) })
			return all
		}
	}
}

func runOf(e *workflow.WorkflowExecutionInfo) run {
	return run{
		process: e.GetExecution().GetWorkflowId(),
		version: workflows.VersionOf(e.GetTaskQueue()),
		begun:   e.GetStartTime().AsTime(),
		open:    e.GetStatus() == enums.WORKFLOW_EXECUTION_STATUS_RUNNING,
		renewed: e.GetStatus() == enums.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
	}
}

// runsOf are those of one process.
func (w *world) runsOf(process string) []run {
	w.t.Helper()
	return slices.DeleteFunc(w.runs(), func(r run) bool { return r.process != process })
}

// open counts the open runs of each version.
func (w *world) open() map[int]int {
	w.t.Helper()
	count := map[int]int{}
	for _, r := range w.runs() {
		if r.open {
			count[r.version]++
		}
	}
	return count
}
