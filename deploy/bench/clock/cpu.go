package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// tick is the unit of times in /proc/PID/stat: every Linux that Go runs on counts a hundred a second there.
const tick = 10 * time.Millisecond

// times are what /proc tells of a process.
type times struct {
	parent   int
	own      time.Duration // user and system
	children time.Duration // of those that have ended and were waited for
}

// timesOf reads the times of a process; its name may hold anything, so the fields are counted from its end.
func timesOf(pid int) (times, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return times{}, err
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	number := func(n int) int {
		i, _ := strconv.Atoi(string(fields[n-3])) // proc(5) counts from 1, and two fields are gone
		return i
	}
	return times{
		parent:   number(4),
		own:      time.Duration(number(14)+number(15)) * tick,
		children: time.Duration(number(16)+number(17)) * tick,
	}, nil
}

// treeTime is the CPU time of a process and its children, those included that have ended.
func treeTime(root int) (time.Duration, error) {
	t, err := timesOf(root)
	if err != nil {
		return 0, err
	}
	sum := t.own + t.children
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range all {
		pid, _ := strconv.Atoi(filepath.Base(dir))
		if child, err := timesOf(pid); err == nil && child.parent == root {
			sum += child.own + child.children
		}
	}
	return sum, nil
}
