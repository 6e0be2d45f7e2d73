package main

import (
	"context"
	"slices"
	"time"

	"duban/deploy/bench/cpu"
)

// result is what one trial showed.
type result struct {
	faults

	calls int
	cpu   spent
	late  []time.Duration // of each call, from its instant to its commit, in order
	drain time.Duration   // from the last instant to the last commit
	bytes float64         // of one sleeping duty
}

// spent is CPU time by process; `postgresql` is the server's whole tree.
type spent map[string]time.Duration

func (t *trial) cpu() (spent, error) {
	s := spent{}
	var err error
	if s["postgresql"], err = cpu.Tree(t.cluster.postmaster); err != nil {
		return nil, err
	}
	for _, c := range t.crew {
		p, err := cpu.Of(c.cmd.Process.Pid)
		if err != nil {
			return nil, err
		}
		s[c.name] += p.Own
	}
	return s, nil
}

func (s spent) since(before spent) spent {
	d := spent{}
	for name, time := range s {
		d[name] = time - before[name]
	}
	return d
}

func (s spent) sum() (all time.Duration) {
	for _, time := range s {
		all += time
	}
	return all
}

// assess reads the rows and judges them.
func (t *trial) assess(ctx context.Context, r *result, last time.Time) error {
	o, err := t.made(ctx, t)
	if err != nil {
		return err
	}
	r.faults = o.judge(t, t.clock().At(last.Add(time.Nanosecond)))
	var end time.Time
	for _, c := range o.calls {
		r.late = append(r.late, c.committed.Sub(t.clock().Wall(c.at)))
		if c.committed.After(end) {
			end = c.committed
		}
	}
	slices.Sort(r.late)
	r.calls, r.drain = len(o.calls), max(end.Sub(last), 0)
	return nil
}

// percent is the lateness that so many of a hundred calls do not exceed; 0 without calls.
func (r result) percent(p int) time.Duration {
	if len(r.late) == 0 {
		return 0
	}
	return r.late[(len(r.late)-1)*p/100]
}

// perCall is the CPU time of one call.
func (r result) perCall() time.Duration {
	return r.cpu.sum() / time.Duration(max(r.calls, 1))
}
