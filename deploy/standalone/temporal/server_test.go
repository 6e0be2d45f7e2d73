package temporal

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

const (
	namespace = "duban"
	queue     = "test"
)

func TestWorkflowsRunAndAreKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	runWorkflow(t, s)
	stop(t, s)
	s = start(t, dir)
	if !s.store.reused {
		t.Error("the store of a clean stop was not kept")
	}
	described, err := dial(t, s).DescribeWorkflowExecution(t.Context(), "campaign/1", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := described.GetWorkflowExecutionInfo().GetStatus(); got != enums.WORKFLOW_EXECUTION_STATUS_COMPLETED {
		t.Errorf("after a restart the workflow is %v", got)
	}
}

// runWorkflow lives through a timer and sets a search attribute, so that history,
// matching, frontend and visibility all take part.
func runWorkflow(t *testing.T, s *Server) {
	t.Helper()
	c := dial(t, s)
	w := worker.New(c, queue, worker.Options{})
	w.RegisterWorkflow(sleepAWhile)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "campaign/1", TaskQueue: queue}, sleepAWhile)
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

func sleepAWhile(ctx workflow.Context) error {
	host := temporal.NewSearchAttributeKeyKeyword("DubanHost")
	if err := workflow.UpsertTypedSearchAttributes(ctx, host.ValueSet("hangzhou")); err != nil {
		return err
	}
	return workflow.Sleep(ctx, time.Millisecond)
}

func TestSearchAttributesExist(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	answer, err := dial(t, s).OperatorService().ListSearchAttributes(t.Context(), &operatorservice.ListSearchAttributesRequest{Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	for name, kind := range searchAttributes {
		if got := answer.GetCustomAttributes()[name]; got != kind {
			t.Errorf("%s is %v, want %v", name, got, kind)
		}
	}
}

func TestWebPagesShowTheNamespace(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	for path, want := range map[string]string{"/": "<html", "/api/v1/namespaces/" + namespace: `"name": "duban"`} {
		if got := get(t, s.Pages()+path); !strings.Contains(got, want) {
			t.Errorf("%s answers %q, without %s", path, got, want)
		}
	}
}

func TestStopIsBounded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := time.Now()
	s.Stop(ctx)
	if took := time.Since(began); took > 500*time.Millisecond {
		t.Errorf("the stop took %v after its time was up", took)
	}
	if again := openStore(t.Context(), dir); again.reused {
		t.Error("an unfinished stop was taken for a clean one")
	}
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(t.Context(), Options{Dir: dir, Log: filepath.Join(dir, "..", "temporal.log"), Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stop is part of a test, not its cleanup: the processes of a test end with it anyway.
func stop(t *testing.T, s *Server) {
	t.Helper()
	began := time.Now()
	s.Stop(t.Context())
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the stop took %v", took)
	}
}

func dial(t *testing.T, s *Server) client.Client {
	t.Helper()
	c, err := client.DialContext(t.Context(), client.Options{HostPort: s.Address(), Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func get(t *testing.T, url string) string {
	t.Helper()
	var body []byte
	var err error
	for range 100 { // the pages may come up a moment after the server
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
		var answer *http.Response
		if answer, err = http.DefaultClient.Do(request); err == nil {
			body, err = io.ReadAll(answer.Body)
			answer.Body.Close()
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
