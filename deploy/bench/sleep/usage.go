package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which /proc counts CPU time.
const tick = 10 * time.Millisecond

// spending is CPU time by server.
type spending struct{ program, temporal, postgres time.Duration }

func (s spending) sum() time.Duration { return s.program + s.temporal + s.postgres }

// less is what was spent beyond an earlier or a cheaper spending.
func (s spending) less(o spending) spending {
	return spending{s.program - o.program, s.temporal - o.temporal, s.postgres - o.postgres}
}

// String tells each server's.
func (s spending) String() string {
	return fmt.Sprintf("program %.2f s, Temporal %.2f s, PostgreSQL %.2f s", s.program.Seconds(), s.temporal.Seconds(), s.postgres.Seconds())
}

// spent is the CPU time that the installation's running processes have taken since each began: PostgreSQL's with its
// back ends, those that have ended included.
func (i *installation) spent() (sum spending, err error) {
	postmaster, err := i.postmaster()
	if err != nil {
		return sum, err
	}
	for _, p := range processes() {
		switch {
		case p.pid == postmaster:
			sum.postgres += p.own + p.ended
		case p.parent == postmaster:
			sum.postgres += p.own
		case i.temporal != nil && p.pid == i.temporal.PID():
			sum.temporal = p.own
		case i.program != nil && p.pid == i.program.PID():
			sum.program = p.own
		}
	}
	return sum, nil
}

// postmaster is the process of the PostgreSQL server.
func (i *installation) postmaster() (int, error) {
	files, err := filepath.Glob(filepath.Join(i.dir, "postgresql", "pg*", "postmaster.pid"))
	if err != nil || len(files) != 1 {
		return 0, fmt.Errorf("PostgreSQL's pid files: %v, %w", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return strconv.Atoi(first)
}

// process is what /proc tells of one.
type process struct {
	pid, parent int
	own, ended  time.Duration // CPU time of its own, and of its children that have ended
}

// processes are all that there are; one that ends while they are read is left out.
func processes() (all []process) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is good
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		name := bytes.LastIndexByte(text, ')') // which may hold anything
		fields := strings.Fields(string(text[name+1:]))
		n := func(i int) int { v, _ := strconv.Atoi(fields[i]); return v }
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		all = append(all, process{
			pid: pid, parent: n(1), own: time.Duration(n(11)+n(12)) * tick, ended: time.Duration(n(13)+n(14)) * tick,
		})
	}
	return all
}

// resident is the memory of a process in bytes, without the files that it maps, such as its program.
func resident(pid int) (uint64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(text), "RssAnon:")
	kib, err := strconv.ParseUint(append(strings.Fields(after), "")[0], 10, 64)
	return kib << 10, err
}
