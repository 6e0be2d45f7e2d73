// Package apart runs the parts of a measurement in processes of their own, which are the measuring program again in other
// roles. It knows no part of Duban but the Temporal server that it needs.
package apart

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Child is this program again, in another role and a process of its own. It ends when its input does, so none outlives
// the measurement, however that ends.
type Child struct {
	command *exec.Cmd
	input   io.WriteCloser
	output  *bufio.Scanner
	Born    time.Time
}

// Spawn starts a role and does not wait until it is ready: the first answer says so.
func Spawn(role string, config any, env ...string) (*Child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	c := &Child{command: exec.Command(self, role, string(text))}
	c.command.Env = append(os.Environ(), env...)
	c.command.Stderr = os.Stderr
	if c.input, err = c.command.StdinPipe(); err != nil {
		return nil, err
	}
	output, err := c.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.output, c.Born = bufio.NewScanner(output), time.Now()
	return c, c.command.Start()
}

// Answer reads the child's next word into v.
func (c *Child) Answer(v any) error {
	if !c.output.Scan() {
		return fmt.Errorf("%s: ended without an answer", c.command.Args[1])
	}
	return json.Unmarshal(c.output.Bytes(), v)
}

// Ask sends a line and reads the answer to it into v.
func (c *Child) Ask(v any) error {
	if _, err := fmt.Fprintln(c.input); err != nil {
		return err
	}
	return c.Answer(v)
}

// Kill is kill -9. A child that has ended is left in peace.
func (c *Child) Kill() {
	_ = c.command.Process.Kill()
	_ = c.command.Wait() // its status is that it was killed
}

// Await waits until the child has ended, whatever it says until then.
func (c *Child) Await() {
	for c.output.Scan() {
		continue
	}
}

// Killed reports whether the child, whose end has been waited for, has ended by SIGKILL.
func (c *Child) Killed() bool {
	status, ok := c.command.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// StopTime is how long a child may take to end in order.
const StopTime = 15 * time.Second

// Stop lets the child end in order, or kills it.
func (c *Child) Stop() {
	_ = c.input.Close() // a child that has ended has closed it
	ctx, cancel := context.WithTimeout(context.Background(), StopTime)
	defer cancel()
	context.AfterFunc(ctx, func() { _ = c.command.Process.Kill() })
	_ = c.command.Wait()
}

// PID is the process's id.
func (c *Child) PID() int { return c.command.Process.Pid }

// Say writes one answer, in a child.
func Say(v any) error {
	text, err := json.Marshal(v)
	if err == nil {
		_, err = fmt.Println(string(text))
	}
	return err
}
