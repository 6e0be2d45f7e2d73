package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/internal/failpoint"
)

// crowdOf is how many people each channel has while the program is killed.
const crowdOf = 30

// boundary is where the program dies: at the nth visit of a fail-point, or, by a peer's hand, when that has taken the nth
// message and has not answered yet.
type boundary struct {
	place string
	peer  string
	nth   int
}

func (b boundary) String() string { return fmt.Sprintf("%s %s%s", ordinal(b.nth), b.place, b.peer) }

func ordinal(n int) string { return fmt.Sprintf("%d.", n) }

// boundaries are all of them, each at so many of its visits; some are reached but once or twice in a morning.
func boundaries(each int) (all []boundary) {
	for _, b := range []struct {
		place, peer string
		visits      []int
	}{
		{failpoint.Composed, "", []int{1}},
		{failpoint.Keeping, "", []int{1, 2}}, // after a first morning, whose processes are started by nudges
		{failpoint.Committed, "", []int{1, 2, 4}},
		{failpoint.Nudged, "", []int{1}}, // all that a morning asks for, it asks for at once
		{failpoint.Sending, "", []int{2, 31, 77}},
		{failpoint.Sent, "", []int{3, 42, 101}},
		{failpoint.Settled, "", []int{1, 20, 66}},
		{"", "mail", []int{1, 11, 20}},
		{"", "hook-1", []int{2, 19, 30}},
		{"", "ding", []int{1}},
		{"", "wecom", []int{1}},
	} {
		for _, nth := range b.visits[:min(each, len(b.visits))] {
			all = append(all, boundary{b.place, b.peer, nth})
		}
	}
	return all
}

// crashes kills the program once on each morning, at another boundary, and counts in the end what that has cost.
func (b *bench) crashes(ctx context.Context) ([]string, error) {
	c, err := found(ctx, b.path("crashes"), crowdOf)
	if err != nil {
		return nil, err
	}
	defer c.close()
	var days []string
	for n, at := range boundaries(b.deaths) {
		began := time.Now()
		day, err := c.dieAt(ctx, at, n%2 == 1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", at, err)
		}
		fmt.Fprintf(os.Stderr, "killed at %s; all settled after %s\n", at, short(time.Since(began)))
		days = append(days, day)
	}
	t, err := c.tally(ctx, days)
	fmt.Fprintln(os.Stderr, &t)
	return []string{fmt.Sprintf("duplicates=%d", t.duplicates), fmt.Sprintf("lost=%d", t.lost)}, err
}

// dieAt lives one morning on which the program dies at a boundary, and Temporal's store is lost with it or is not, starts it
// again and waits until nothing waits any more.
func (c *city) dieAt(ctx context.Context, at boundary, lose bool) (day string, err error) {
	morning, err := c.morning(ctx)
	if err != nil {
		return "", err
	}
	if err := c.ready(morning); err != nil { // what a morning missed brings is made up for at once
		return "", err
	}
	if err := c.startToDie(at); err != nil {
		return "", err
	}
	if lose {
		if err := c.startTemporal(); err != nil {
			return "", err
		}
	}
	if err := c.start(); err != nil {
		return "", err
	}
	defer c.end()
	return morning.Format(time.DateOnly), await(ctx, 2*time.Minute, "nothing waits any more", func() (bool, error) { return c.settled(ctx) })
}

// dieTime is how long the program may take to reach a boundary.
const dieTime = time.Minute

// startToDie starts the program, which dies at a boundary.
func (c *city) startToDie(at boundary) error {
	var env []string
	if at.place != "" {
		env = append(env, fmt.Sprintf("DUBAN_FAILPOINTS=%s=kill@%d", at.place, at.nth))
	}
	var visits atomic.Int64
	if p := c.peers[at.peer]; p != nil {
		p.onTaking(func() {
			if visits.Add(1) == int64(at.nth) {
				c.strike() // before it has heard the answer
			}
		})
		defer p.onTaking(nil)
	}
	if err := c.spawn(env...); err != nil {
		return err
	}
	timer := time.AfterFunc(dieTime, c.strike)
	c.program.Await()
	c.program.Kill()
	switch {
	case !timer.Stop():
		return fmt.Errorf("it did not die there in %s: is this built with -tags failpoints?", dieTime)
	case !c.program.Killed():
		return errors.New("it ended by itself: see duban.log")
	}
	return nil
}

// strike is kill -9 of the program, and does not wait for its end.
func (c *city) strike() { _ = syscall.Kill(c.program.PID(), syscall.SIGKILL) }

// settled reports whether everything has been composed and nothing waits on a channel.
func (c *city) settled(ctx context.Context) (done bool, err error) {
	err = c.facts.QueryRow(ctx, `select not exists (select from notice where state = 'QUEUED' and digest_day is null)
		and not exists (select from delivery where state in ('QUEUED', 'SENDING'))`).Scan(&done)
	return done, err
}

// tally counts what was told on some days.
func (c *city) tally(ctx context.Context, days []string) (tally, error) {
	rows, err := c.facts.Query(ctx, `select m.id::text, case m.kind when 'GROUP' then m.office_id else m.person_id end, m.day::text, d.channel_id,
			coalesce(e.state in ('FAILED', 'TO_CALL'), false)
		from message m left join delivery d on (d.host_id, d.message_id, d.step) = (m.host_id, m.id, 0)
		left join lateral (select state from delivery where (host_id, message_id) = (m.host_id, m.id) order by step desc limit 1) e on true`)
	if err != nil {
		return tally{}, err
	}
	messages, err := pgx.CollectRows(rows, pgx.RowToStructByPos[told])
	if err != nil {
		return tally{}, err
	}
	var took []arrival
	for _, p := range c.peers {
		took = append(took, p.arrivals()...)
	}
	return count(c.due(days), messages, took), nil
}

// due is what everybody is to be told on some days.
func (c *city) due(days []string) (all []string) {
	for _, day := range days {
		for _, w := range ways {
			if !w.people {
				all = append(all, w.office+" "+day)
				continue
			}
			for n := range c.people {
				all = append(all, fmt.Sprintf("%s/%s-%d %s", host, w.office, n+1, day))
			}
		}
	}
	return all
}
