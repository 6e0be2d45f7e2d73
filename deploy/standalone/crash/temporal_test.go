package crash_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/server/common/config"

	"duban/deploy/standalone/temporal"
)

// asTemporal makes this test program a Temporal server: what it is told, as JSON.
const asTemporal = "DUBAN_CRASH_TEMPORAL"

// timersLate is how late a timer may fire: a day is 50 ms here. Any sooner, and while the clock is held back processes
// would ask for its next hour hundreds of times a second, and their histories grow long.
const timersLate = "50ms"

// server says how Temporal is run.
type server struct {
	Dir  string
	Log  string
	Port int
	// Faults is the seed of the store's faults; 0 for a store that works.
	Faults int64
}

func (s server) command() *exec.Cmd {
	text, _ := json.Marshal(s) //nolint:errchkjson // texts and numbers can always be written
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asTemporal+"="+string(text))
	return cmd
}

// forget deletes the whole store.
func (s server) forget() error {
	files, err := filepath.Glob(filepath.Join(s.Dir, "*"))
	for _, file := range files {
		if err == nil {
			err = os.Remove(file)
		}
	}
	return err
}

// beTemporal serves until standard input ends, that is, until the test does.
func beTemporal() error {
	var s server
	if err := json.Unmarshal([]byte(os.Getenv(asTemporal)), &s); err != nil {
		return err
	}
	running, err := temporal.Start(context.Background(), temporal.Options{
		Dir: s.Dir, Log: s.Log, Namespace: "duban",
		Trial: temporal.Trial{
			Port: s.Port, Trusting: true, Faults: s.faults(),
			Settings: map[string]any{"history.timerProcessorMaxTimeShift": timersLate},
		},
	})
	if err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	os.Stdout.WriteString("ready\n")
	return <-running.Done()
}

// faults has every tenth access to the store of workflows find it exhausted, every twentieth time out, and every twentieth
// succeed and yet seem to time out.
func (s server) faults() *config.FaultInjection {
	if s.Faults == 0 {
		return nil
	}
	f := &config.FaultInjection{}
	for i, method := range []string{
		"CreateWorkflowExecution", "UpdateWorkflowExecution", "GetWorkflowExecution", "GetCurrentExecution",
		"AppendHistoryNodes", "ReadHistoryBranch",
	} {
		f.WithError(config.ExecutionStoreName, method, "ResourceExhausted", 0.10).
			WithError(config.ExecutionStoreName, method, "Timeout", 0.05).
			WithError(config.ExecutionStoreName, method, "ExecuteAndTimeout", 0.05).
			WithMethodSeed(config.ExecutionStoreName, method, s.Faults+int64(i))
	}
	return f
}

// awaitRest waits until Temporal runs no process: none outlives what it is for.
func (s *stage) awaitRest() {
	s.t.Helper()
	c, err := client.DialContext(s.ctx, client.Options{HostPort: s.address(), Namespace: "duban", Logger: log.NewStructuredLogger(slog.New(slog.DiscardHandler))})
	s.must(err)
	defer c.Close()
	ask := &workflowservice.CountWorkflowExecutionsRequest{Query: "ExecutionStatus = 'Running'"}
	for {
		running, err := c.CountWorkflow(s.ctx, ask)
		if err == nil && running.GetCount() == 0 {
			return
		}
		if s.ctx.Err() != nil {
			s.t.Fatalf("%d processes still run: %v", running.GetCount(), err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
