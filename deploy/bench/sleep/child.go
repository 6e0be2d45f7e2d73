package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// child is this program again, in another role and a process of its own. It ends when its input does, so none outlives
// the measurement, however that ends.
type child struct {
	command *exec.Cmd
	input   io.WriteCloser
	output  *bufio.Scanner
	born    time.Time
}

// spawn starts a role and does not wait until it is ready: the first answer says so.
func spawn(role string, config any, env ...string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	c := &child{command: exec.Command(self, role, string(text))}
	c.command.Env = append(os.Environ(), env...)
	c.command.Stderr = os.Stderr
	if c.input, err = c.command.StdinPipe(); err != nil {
		return nil, err
	}
	output, err := c.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.output, c.born = bufio.NewScanner(output), time.Now()
	return c, c.command.Start()
}

// answer reads the child's next word into v.
func (c *child) answer(v any) error {
	if !c.output.Scan() {
		return fmt.Errorf("%s: ended without an answer", c.command.Args[1])
	}
	return json.Unmarshal(c.output.Bytes(), v)
}

// ask sends a line and reads the answer to it into v.
func (c *child) ask(v any) error {
	if _, err := fmt.Fprintln(c.input); err != nil {
		return err
	}
	return c.answer(v)
}

// kill is kill -9. A child that has ended is left in peace.
func (c *child) kill() {
	_ = c.command.Process.Kill()
	_ = c.command.Wait() // its status is that it was killed
}

// stopTime is how long a child may take to end in order.
const stopTime = 15 * time.Second

// stop lets the child end in order, or kills it.
func (c *child) stop() {
	_ = c.input.Close() // a child that has ended has closed it
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	context.AfterFunc(ctx, func() { _ = c.command.Process.Kill() })
	_ = c.command.Wait()
}

func (c *child) pid() int { return c.command.Process.Pid }
