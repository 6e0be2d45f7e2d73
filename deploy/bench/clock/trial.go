package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"duban/internal/pace"
)

// contestant is one way to remind people.
type contestant interface {
	// lay puts the duties of a trial to sleep in an empty database, lets that settle, and starts the processes that will
	// make their calls.
	lay(ctx context.Context, t *trial) error
	// sleeps is a pattern of the names of the tables in which what has not happened yet lies.
	sleeps() string
	// made reads what was done.
	made(ctx context.Context, t *trial) (outcome, error)
}

// trial is one contestant under one load.
type trial struct {
	contestant
	cluster *cluster
	db      *database
	dsn     string // as which its processes connect
	dir     string
	load    load
	duties  []duty
	tuned   bool
	atOnce  bool
	began   time.Time
	empty   int64
	crew    []*child
}

func (t *trial) clock() pace.Pace { return t.load.pace(t.began) }

// begin sets the beginning of the load, on a whole second, at least so far ahead.
func (t *trial) begin(ahead time.Duration) {
	t.began = time.Now().Add(ahead).Truncate(time.Second).Add(time.Second).UTC()
}

// hire starts one of the contestant's processes and returns what it says.
func (t *trial) hire(role string) (string, error) {
	o := orders{Dir: t.dir, DSN: t.dsn, Load: t.load.name, Began: t.began, Duties: withDeeds(t.duties), Tuned: t.tuned, AtOnce: t.atOnce}
	if role == "floor" {
		o.Duties = t.duties
	}
	for _, c := range t.crew {
		if c.name == "temporal" {
			o.Temporal = c.says
		}
	}
	c, err := hire(role, o)
	if err != nil {
		return "", err
	}
	t.crew = append(t.crew, c)
	return c.says, nil
}

// bytes is the size of what sleeps, in PostgreSQL and in Temporal.
func (t *trial) bytes(ctx context.Context) (int64, error) {
	rows, err := t.db.bytes(ctx, t.sleeps())
	if err != nil {
		return 0, err
	}
	store, err := storeBytes(ctx, t.dir)
	return rows + store, err
}

// markEmpty remembers what size everything has before the first duty.
func (t *trial) markEmpty(ctx context.Context) (err error) {
	t.empty, err = t.bytes(ctx)
	return err
}

// span is between which instants of the wall's clock calls fall due, those of extensions left out.
func (t *trial) span() (first, last time.Time) {
	var all []time.Time
	for _, d := range t.duties {
		all = append(all, d.Calls[0], d.Calls[len(d.Calls)-1])
	}
	return t.clock().Wall(slices.MinFunc(all, time.Time.Compare)), t.clock().Wall(slices.MaxFunc(all, time.Time.Compare))
}

// early is how long before the first call measuring begins: some prepare what falls due within five seconds.
const early = 6 * time.Second

// run lives through the load and measures it.
func (t *trial) run(ctx context.Context) (result, error) {
	defer t.end()
	if err := t.lay(ctx, t); err != nil {
		return result{}, err
	}
	first, last := t.span()
	if lag := time.Since(first.Add(-early)); lag > 0 {
		return result{}, fmt.Errorf("this machine took %s too long to prepare", lag.Round(time.Millisecond))
	}
	bytes, err := t.bytes(ctx)
	if err != nil {
		return result{}, err
	}
	opened, err := t.db.calls(ctx) // by Duban, at its beginning
	if err != nil {
		return result{}, err
	}
	if err := sleep(ctx, first.Add(-early)); err != nil {
		return result{}, err
	}
	before, err := t.cpu()
	if err != nil {
		return result{}, err
	}
	after, err := t.drain(ctx, last, opened)
	if err != nil {
		return result{}, err
	}
	r := result{bytes: float64(bytes-t.empty) / float64(len(t.duties)), cpu: after.since(before)}
	err = t.assess(ctx, &r, last)
	return r, err
}

// end ends the processes, the last first.
func (t *trial) end() {
	for _, c := range slices.Backward(t.crew) {
		c.end()
	}
}

// newTrial makes a place for a trial; close removes it.
func newTrial(ctx context.Context, c *cluster, dir, name string) (*trial, error) {
	t := &trial{cluster: c, dir: filepath.Join(dir, name)}
	var err error
	if t.db, err = c.create(ctx, name); err != nil {
		return nil, err
	}
	t.dsn = t.db.owner
	return t, os.MkdirAll(t.dir, 0o700)
}

func (t *trial) close(ctx context.Context) error {
	return errors.Join(t.cluster.drop(ctx, t.db), os.RemoveAll(t.dir))
}
