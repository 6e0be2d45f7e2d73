package workflows_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/workflows"
)

const histories = "testdata/histories"

// Every history that a release has recorded replays with today's code; where one cannot, the version is raised, and the
// histories of the one before go.
func TestRecordedHistoriesReplay(t *testing.T) {
	for _, c := range complaints(histories, workflows.Processes()) {
		t.Error(c)
	}
}

// complaints are what keeps the histories in a directory from proving that the processes can go on with what is under
// way: a history that does not replay, and a kind of process without one of this version.
func complaints(dir string, processes map[string]any) (all []string) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		all = append(all, fmt.Sprintf("no histories to replay in %s: %v", dir, err))
	}
	missing := maps.Clone(processes)
	for _, file := range files {
		version, rest, _ := strings.Cut(filepath.Base(file), "-")
		kind, _, _ := strings.Cut(rest, "-")
		if version == fmt.Sprint("v", workflows.Version) {
			delete(missing, kind)
		}
		if err := replayer(processes).ReplayWorkflowHistoryFromJSONFile(nil, file); err != nil {
			all = append(all, fmt.Sprintf("%s: %v", file, err))
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(missing)) {
		all = append(all, "no history of this version of "+kind)
	}
	return all
}

func replayer(processes map[string]any) worker.WorkflowReplayer {
	r := worker.NewWorkflowReplayer()
	for kind, run := range processes {
		r.RegisterWorkflowWithOptions(run, workflow.RegisterOptions{Name: kind})
	}
	return r
}

// The test above can fail: where there is no history at all, none of one kind, or none of this version.
func TestReplay_MissesWhatWasNotRecorded(t *testing.T) {
	t.Parallel()
	if all := complaints(t.TempDir(), workflows.Processes()); len(all) != 1+len(workflows.Processes()) {
		t.Errorf("without histories: %q", all)
	}
	for kind := range workflows.Processes() {
		without := copied(t, func(name string) string {
			if strings.Contains(name, kind) {
				return ""
			}
			return name
		})
		if all := complaints(without, workflows.Processes()); !slices.Equal(all, []string{"no history of this version of " + kind}) {
			t.Errorf("without %s: %q", kind, all)
		}
	}
	earlier := copied(t, func(name string) string {
		_, rest, _ := strings.Cut(name, "-")
		return "v0-" + rest
	})
	if all := complaints(earlier, workflows.Processes()); len(all) != len(workflows.Processes()) {
		t.Errorf("of an earlier version alone: %q", all)
	}
}

// copied are the histories under the names that rename gives them, but for those that it gives none.
func copied(t *testing.T, rename func(string) string) string {
	t.Helper()
	dir := t.TempDir()
	files, err := filepath.Glob(filepath.Join(histories, "*.json"))
	for _, file := range files {
		name := rename(filepath.Base(file))
		if name == "" || err != nil {
			continue
		}
		var raw []byte
		if raw, err = os.ReadFile(file); err == nil {
			err = os.WriteFile(filepath.Join(dir, name), raw, 0o600)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// And where the code has changed: of a process that looks once more at its start, or sleeps there, or does nothing at all,
// no history replays.
func TestReplay_RefusesChangedCode(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(histories, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for name, change := range map[string]func(process) process{
		"looks once more": func(p process) process { return after(look, p) },
		"sleeps first":    func(p process) process { return after(nap, p) },
		"does nothing":    func(process) process { return func(workflow.Context, workflows.Ref) error { return nil } },
	} {
		changed := map[string]any{}
		for kind, run := range workflows.Processes() {
			changed[kind] = change(run.(func(workflow.Context, workflows.Ref) error))
		}
		if all := complaints(histories, changed); len(all) != len(files) {
			t.Errorf("%s: %d of %d histories are refused: %q", name, len(all), len(files), all)
		}
	}
}

type process = func(workflow.Context, workflows.Ref) error

func after(first func(workflow.Context) error, p process) process {
	return func(ctx workflow.Context, ref workflows.Ref) error {
		if err := first(ctx); err != nil {
			return err
		}
		return p(ctx, ref)
	}
}

func look(ctx workflow.Context) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
	return workflow.ExecuteActivity(ctx, workflows.TakeUpCampaign).Get(ctx, nil)
}

func nap(ctx workflow.Context) error { return workflow.Sleep(ctx, time.Hour) }
