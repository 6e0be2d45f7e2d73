// Package cpu tells what processes have cost. It knows nothing of what they do.
package cpu

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

// Times are what /proc tells of a process.
type Times struct {
	Parent   int
	Own      time.Duration // user and system
	Children time.Duration // of those that have ended and were waited for
}

// Of reads the times of a process; its name may hold anything, so the fields are counted from its end.
func Of(pid int) (Times, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Times{}, err
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	number := func(n int) int {
		i, _ := strconv.Atoi(string(fields[n-3])) // proc(5) counts from 1, and two fields are gone
		return i
	}
	return Times{
		Parent:   number(4),
		Own:      time.Duration(number(14)+number(15)) * tick,
		Children: time.Duration(number(16)+number(17)) * tick,
	}, nil
}

// Tree is the CPU time of a process and its children, those included that have ended.
func Tree(root int) (time.Duration, error) {
	t, err := Of(root)
	if err != nil {
		return 0, err
	}
	sum := t.Own + t.Children
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range all {
		pid, _ := strconv.Atoi(filepath.Base(dir))
		if child, err := Of(pid); err == nil && child.Parent == root {
			sum += child.Own + child.Children
		}
	}
	return sum, nil
}
