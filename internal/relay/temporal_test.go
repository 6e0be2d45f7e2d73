package relay

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/namespace/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/grpc"

	"duban/workflows"
)

// temporal knows which runs there are, takes down what it is asked and can be made to refuse. A real one is in the tests
// of the whole program; this one fails when a test wants it to.
type temporal struct {
	client.Client

	mu     sync.Mutex
	asked  []string       // `nudge campaign/hangzhou-2020`
	runs   map[string]run // that are open, by workflow id
	ended  map[string]bool
	begun  int // runs so far
	store  string
	refuse error
	before func() // runs before each answer
}

func (f *temporal) ask(what, id string) error {
	if f.before != nil {
		f.before()
	}
	if f.refuse != nil {
		return f.refuse
	}
	f.asked = append(f.asked, what+" "+id)
	return nil
}

// begin has a run of a workflow begin, as the policies of its id have it.
func (f *temporal) begin(o client.StartWorkflowOptions) (client.WorkflowRun, error) {
	_, open := f.runs[o.ID]
	switch {
	case open && o.WorkflowIDConflictPolicy == enums.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING:
		delete(f.runs, o.ID)
	case open && o.WorkflowIDConflictPolicy != enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING:
		return nil, serviceerror.NewWorkflowExecutionAlreadyStarted("it runs", "", f.runs[o.ID].id)
	case open:
		return handle{id: f.runs[o.ID].id}, nil
	case f.ended[o.ID] && o.WorkflowIDReusePolicy != enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE:
		return nil, serviceerror.NewWorkflowExecutionAlreadyStarted("it has ended", "", "")
	}
	f.begun++
	f.runs[o.ID] = run{id: fmt.Sprint("run ", f.begun), version: workflows.VersionOf(o.TaskQueue)}
	return handle{id: f.runs[o.ID].id}, nil
}

type handle struct {
	client.WorkflowRun
	id string
}

func (h handle) GetRunID() string { return h.id }

func (f *temporal) SignalWithStartWorkflow(_ context.Context, id, signal string, arg any, o client.StartWorkflowOptions, kind any, _ ...any) (client.WorkflowRun, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if signal != workflows.LookAgain || arg != nil || o.ID != id || !strings.HasPrefix(id, kind.(string)+"/") {
		return nil, errors.New("not how a process is nudged")
	}
	err := f.ask("nudge", id)
	if err != nil {
		return nil, err
	}
	return f.begin(o)
}

func (f *temporal) ExecuteWorkflow(_ context.Context, o client.StartWorkflowOptions, _ any, _ ...any) (client.WorkflowRun, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	what := "start"
	if o.WorkflowIDConflictPolicy == enums.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING {
		what = "take over"
	}
	if err := f.ask(what, o.ID); err != nil {
		return nil, err
	}
	return f.begin(o)
}

func (f *temporal) TerminateWorkflow(_ context.Context, id, runID, _ string, _ ...any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.refuse == nil && f.runs[id].id != runID {
		return serviceerror.NewNotFound("no such run is open")
	}
	err := f.ask("end", id)
	if err == nil {
		delete(f.runs, id)
		f.ended[id] = true
	}
	return err
}

func (f *temporal) DescribeWorkflowExecution(_ context.Context, id, _ string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now, open := f.runs[id]
	if f.refuse != nil || !open {
		return nil, errors.Join(f.refuse, serviceerror.NewNotFound("no such workflow"))
	}
	return &workflowservice.DescribeWorkflowExecutionResponse{
		WorkflowExecutionInfo: &workflow.WorkflowExecutionInfo{
			Execution: &common.WorkflowExecution{WorkflowId: id, RunId: now.id}, Status: enums.WORKFLOW_EXECUTION_STATUS_RUNNING,
		},
		ExecutionConfig: &workflow.WorkflowExecutionConfig{TaskQueue: &taskqueue.TaskQueue{Name: workflows.Queue(now.version)}},
	}, nil
}

// ListWorkflow lists the open runs in pages of ten.
func (f *temporal) ListWorkflow(_ context.Context, ask *workflowservice.ListWorkflowExecutionsRequest) (*workflowservice.ListWorkflowExecutionsResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.refuse != nil || ask.GetQuery() != "ExecutionStatus = 'Running'" {
		return nil, errors.Join(f.refuse, errors.New("not how running processes are listed"))
	}
	answer := &workflowservice.ListWorkflowExecutionsResponse{}
	after := string(ask.GetNextPageToken())
	for _, id := range slices.Sorted(maps.Keys(f.runs)) {
		if id <= after {
			continue
		}
		if len(answer.Executions) == 10 {
			answer.NextPageToken = []byte(answer.Executions[9].GetExecution().GetWorkflowId())
			break
		}
		answer.Executions = append(answer.Executions, &workflow.WorkflowExecutionInfo{
			Execution: &common.WorkflowExecution{WorkflowId: id, RunId: f.runs[id].id}, TaskQueue: workflows.Queue(f.runs[id].version),
		})
	}
	return answer, nil
}

func (f *temporal) WorkflowService() workflowservice.WorkflowServiceClient { return service{f: f} }

type service struct {
	workflowservice.WorkflowServiceClient
	f *temporal
}

func (s service) DescribeNamespace(context.Context, *workflowservice.DescribeNamespaceRequest, ...grpc.CallOption) (*workflowservice.DescribeNamespaceResponse, error) {
	s.f.mu.Lock()
	defer s.f.mu.Unlock()
	if s.f.refuse != nil {
		return nil, s.f.refuse
	}
	return &workflowservice.DescribeNamespaceResponse{NamespaceInfo: &namespace.NamespaceInfo{Id: s.f.store}}, nil
}

// sinceLast is what was asked since the last time somebody wanted to know.
func (f *temporal) sinceLast() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	asked := f.asked
	f.asked = nil
	return asked
}

// loseStore forgets every run, as a store that is made anew does.
func (f *temporal) loseStore() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.runs)
	clear(f.ended)
	f.store += " anew"
}

// lose ends the runs of one kind of process.
func (f *temporal) lose(kind string) (lost []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for id := range f.runs {
		if strings.HasPrefix(id, kind+"/") {
			lost = append(lost, id)
			delete(f.runs, id)
			f.ended[id] = true
		}
	}
	return lost
}

// versions counts the open runs by the version whose queue they are on.
func (f *temporal) versions() map[int]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	count := map[int]int{}
	for _, r := range f.runs {
		count[r.version]++
	}
	return count
}
