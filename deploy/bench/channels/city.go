package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"duban/cmd"
	"duban/deploy/bench/apart"
	"duban/deploy/postgresql"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/secrets"
	"duban/supervision"
)

// city is one congress whose people are reached by channels of every kind: Duban in its three processes, and the peers.
type city struct {
	dir    string
	people int    // on each channel that leads to people
	keys   string // under which the secrets of the channels are sealed
	peers  map[string]*peer
	now    time.Time // what the desk's clock shows; the program has one of its own

	postgres *postgresql.Server
	db       *postgres.DB
	desk     *desk.Desk
	facts    *pgxpool.Pool // the superuser's, who sees every host
	temporal *apart.Child  // nil while it does not run
	program  *apart.Child  // the same
	config   programConfig
}

// found makes a city with so many people on each of its channels.
func found(ctx context.Context, dir string, people int) (c *city, err error) {
	c = &city{dir: dir, people: people, keys: secrets.NewKey(), peers: map[string]*peer{}, now: firstDay}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	if err = os.Mkdir(dir, 0o711); err != nil { // PostgreSQL's user has to pass
		return c, err
	}
	if c.postgres, err = postgresql.Start(ctx, postgresql.Options{Dir: filepath.Join(dir, "postgresql")}); err != nil {
		return c, err
	}
	if err = cmd.Migrate(ctx, c.postgres.DSN(postgresql.Owner, postgresql.Database)); err != nil {
		return c, err
	}
	if c.facts, err = pgxpool.New(ctx, c.postgres.DSN("postgres", postgresql.Database)); err != nil {
		return c, err
	}
	if c.db, err = postgres.Open(ctx, c.dsn()); err != nil {
		return c, err
	}
	ring, err := secrets.ParseRing(c.keys)
	if err != nil {
		return c, err
	}
	c.desk = desk.New(c.db, func() time.Time { return c.now }, supervision.ChinaCalendar())
	c.desk.KeepSecrets(ring)
	return c, c.settlePeople(ctx)
}

func (c *city) dsn() string { return c.postgres.DSN(postgresql.Application, postgresql.Database) }

// begin starts Temporal with an empty store, and the program by a clock that shows an instant now.
func (c *city) begin(from time.Time) error {
	if err := c.ready(from); err != nil {
		return err
	}
	return c.start()
}

// ready starts Temporal with an empty store, and sets the clock.
func (c *city) ready(from time.Time) error {
	c.config = programConfig{DSN: c.dsn(), Keys: c.keys, Dir: c.dir}
	err := c.startTemporal()
	c.config.From, c.config.Began = from, time.Now()
	return err
}

// startTemporal starts Temporal with an empty store; what has run is killed, and what is stored lost.
func (c *city) startTemporal() (err error) {
	c.end()
	dir := filepath.Join(c.dir, "temporal")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	c.temporal, c.config.Temporal, err = apart.StartTemporal(dir)
	return err
}

// start starts the program and waits until it works.
func (c *city) start() error {
	if err := c.spawn(); err != nil {
		return err
	}
	return c.program.Answer(&struct{}{})
}

// spawn starts the program and does not wait.
func (c *city) spawn(env ...string) (err error) {
	c.program, err = apart.Spawn(programRole, c.config, env...)
	return err
}

// end kills the program and Temporal.
func (c *city) end() {
	for _, child := range []*apart.Child{c.program, c.temporal} {
		if child != nil {
			child.Kill()
		}
	}
	c.program, c.temporal = nil, nil
}

// close ends everything, at once, for the data are of no more use.
func (c *city) close() {
	c.end()
	for _, p := range c.peers {
		_ = p.deaf()
	}
	if c.db != nil {
		c.db.Close()
	}
	if c.facts != nil {
		c.facts.Close()
	}
	if c.postgres != nil {
		_ = c.postgres.Stop(context.Background()) // what is stored is deleted anyway
	}
	_ = os.RemoveAll(c.dir)
}

// await looks again and again until a condition is true, and fails after a while.
func await(ctx context.Context, atMost time.Duration, what string, condition func() (bool, error)) error {
	for end := time.Now().Add(atMost); time.Now().Before(end); {
		if done, err := condition(); done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s: has not come true in %s", what, atMost)
}

// errBusy says that a measurement would tell of the machine and not of the product.
var errBusy = errors.New("this machine is too busy: the program was not ready by the morning")
