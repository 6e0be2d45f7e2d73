package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"duban/deploy/bench/cpu"
)

// trial has a program execute commands in a process of its own, and answers what they have cost in CPU time, in that
// process and in PostgreSQL.
func (b *bench) trial(program, dsn string, commands int) (cost time.Duration, err error) {
	text, err := json.Marshal(errand{DSN: dsn, Commands: commands})
	if err != nil {
		return 0, err
	}
	child := exec.Command(program, "act", string(text))
	child.Stderr = os.Stderr
	in, err := child.StdinPipe()
	if err != nil {
		return 0, err
	}
	out, err := child.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := child.Start(); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, in.Close(), child.Wait()) }() // it ends when its input does
	said := bufio.NewScanner(out)
	before, err := b.spentWhen(said, child.Process.Pid)
	if err != nil {
		return 0, err
	}
	if _, err := fmt.Fprintln(in, "go on"); err != nil {
		return 0, err
	}
	after, err := b.spentWhen(said, child.Process.Pid)
	return after - before, err
}

// spentWhen waits until the child is ready and answers what it and PostgreSQL have cost so far.
func (b *bench) spentWhen(said *bufio.Scanner, pid int) (time.Duration, error) {
	if !said.Scan() {
		return 0, errors.New("the child ended before it was ready")
	}
	server, err := cpu.Tree(b.postmaster)
	if err != nil {
		return 0, err
	}
	own, err := cpu.Of(pid)
	return server + own.Own, err
}
