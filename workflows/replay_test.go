package workflows_test

import (
	"path/filepath"
	"strings"
	"testing"

	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/workflows"
)

// Every history recorded by a release must replay with today's code; a process without a history is no proof at all.
func TestRecordedHistoriesReplay(t *testing.T) {
	files, err := filepath.Glob("testdata/histories/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no histories to replay: %v", err)
	}
	replayed := map[string]int{}
	for _, file := range files {
		kind := strings.Split(filepath.Base(file), "-")[1]
		replayed[kind]++
		if err := replayer(t).ReplayWorkflowHistoryFromJSONFile(nil, file); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for kind := range workflows.Processes() {
		if replayed[kind] == 0 {
			t.Errorf("no recorded history of %s", kind)
		}
	}
}

func replayer(t *testing.T) worker.WorkflowReplayer {
	t.Helper()
	r := worker.NewWorkflowReplayer()
	for kind, run := range workflows.Processes() {
		r.RegisterWorkflowWithOptions(run, workflow.RegisterOptions{Name: kind})
	}
	return r
}
