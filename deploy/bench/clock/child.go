package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// orders are what a process of a contestant is told when it starts.
type orders struct {
	Dir      string // its own
	DSN      string // of PostgreSQL
	Temporal string // host:port; empty where there is none
	Load     string // by its name
	Began    time.Time
	Duties   []duty // those to act on; for the floor, all
	Tuned    bool   // of River
	AtOnce   bool   // the same
}

// role is a process of a contestant: it starts, says what it has to say, such as its address, and stops when told to.
type role func(context.Context, orders) (says string, stop func(), err error)

// roles are played by this program again, each in a process of its own, so that its CPU time is its own too.
var roles = map[string]role{
	"temporal":    serveTemporal,
	"duban":       workDuban,
	"duban-deeds": actOnDuban,
	"naive":       workNaive,
	"naive-deeds": actOnNaive,
	"river":       workRiver,
	"river-deeds": actOnRiver,
	"cron":        workCron,
	"cron-deeds":  actOnCron,
	"floor":       wakeUp,
}

// play is the whole life of such a process. It ends with its standard input, and so with its parent too.
func play(ctx context.Context, name string) error {
	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return err
	}
	var o orders
	if err := json.Unmarshal(line, &o); err != nil {
		return err
	}
	says, stop, err := roles[name](ctx, o)
	if err != nil {
		return err
	}
	defer stop()
	if _, err = fmt.Println(says); err == nil {
		_, err = io.Copy(io.Discard, in)
	}
	return err
}

// child is a running process of a contestant.
type child struct {
	name string
	says string
	cmd  *exec.Cmd
	in   io.WriteCloser
}

// hire starts a process and returns when it is ready.
func hire(name string, o orders) (*child, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(filepath.Join(o.Dir, name+".log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c := &child{name: name, cmd: exec.Command(program, "as", name)}
	c.cmd.Stderr = log
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err = c.cmd.Start(); err != nil {
		return nil, err
	}
	if err = json.NewEncoder(c.in).Encode(o); err == nil {
		c.says, err = bufio.NewReader(out).ReadString('\n')
	}
	if err != nil {
		c.end()
		return nil, fmt.Errorf("%s does not start: %w (see %s)", name, err, log.Name())
	}
	c.says = strings.TrimSpace(c.says)
	return c, nil
}

// patience is how long a process may take to end.
const patience = 20 * time.Second

// end asks the process to end, and ends it if it does not.
func (c *child) end() {
	_ = c.in.Close()
	late := time.AfterFunc(patience, func() { _ = c.cmd.Process.Kill() })
	defer late.Stop()
	_ = c.cmd.Wait() // what it has made is in the database
}
