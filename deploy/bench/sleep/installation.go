package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"duban/cmd"
	"duban/deploy/bench/apart"
	"duban/deploy/postgresql"
	"duban/internal/desk"
	"duban/internal/pace"
	"duban/internal/postgres"
	"duban/supervision"
)

// installation is one Duban in its three processes, on a data directory of its own and by a clock of its own, which
// stands still until the program is first started.
type installation struct {
	dir   string
	clock pace.Pace

	postgres *postgresql.Server
	db       *postgres.DB
	desk     *desk.Desk    // by which people act
	facts    *pgxpool.Pool // the superuser's, who sees every host
	temporal *apart.Child  // nil while it does not run
	program  *apart.Child  // the same
	frontend string        // of Temporal
}

// establish starts a database of its own, with fsync on, and a desk on it whose clock stands at an instant.
func establish(ctx context.Context, dir string, from time.Time) (i *installation, err error) {
	i = &installation{dir: dir, clock: pace.Pace{From: from, LimitAt: func(time.Time) time.Time { return from }}}
	defer func() {
		if err != nil {
			i.close()
		}
	}()
	if err = os.Mkdir(dir, 0o711); err != nil { // PostgreSQL's user has to pass
		return i, err
	}
	if i.postgres, err = postgresql.Start(ctx, postgresql.Options{Dir: filepath.Join(dir, "postgresql")}); err != nil {
		return i, err
	}
	if err = cmd.Migrate(ctx, i.postgres.DSN(postgresql.Owner, postgresql.Database)); err != nil {
		return i, err
	}
	if i.facts, err = pgxpool.New(ctx, i.postgres.DSN("postgres", postgresql.Database)); err != nil {
		return i, err
	}
	if i.db, err = postgres.Open(ctx, i.dsn()); err != nil {
		return i, err
	}
	i.desk = desk.New(i.db, func() time.Time { return i.clock.Now() }, supervision.ChinaCalendar())
	return i, nil
}

func (i *installation) dsn() string {
	return i.postgres.DSN(postgresql.Application, postgresql.Database)
}

// begin starts Temporal and the program, and sets the clock going at so many of its seconds in one of the wall's.
func (i *installation) begin(speed float64, env ...string) error {
	if err := i.startTemporal(); err != nil {
		return err
	}
	i.clock = pace.Pace{From: i.clock.From, Began: time.Now(), Speed: speed}
	return i.startProgram(env...)
}

func (i *installation) startTemporal() (err error) {
	i.temporal, i.frontend, err = apart.StartTemporal(i.temporalDir())
	return err
}

func (i *installation) temporalDir() string { return filepath.Join(i.dir, "temporal") }

// startProgram starts a process of the program and waits until it answers and works.
func (i *installation) startProgram(env ...string) (err error) {
	c := programConfig{DSN: i.dsn(), Temporal: i.frontend, Dir: i.dir, From: i.clock.From, Began: i.clock.Began, Speed: i.clock.Speed}
	if i.program, err = apart.Spawn(programRole, c, env...); err != nil {
		return err
	}
	var a apart.Address
	return i.program.Answer(&a)
}

// stopProgram ends the program in order.
func (i *installation) stopProgram() {
	i.program.Stop()
	i.program = nil
}

// killProgram is kill -9 of the program.
func (i *installation) killProgram() {
	i.program.Kill()
	i.program = nil
}

// loseTemporal kills Temporal and deletes all it has stored.
func (i *installation) loseTemporal() error {
	i.temporal.Kill()
	i.temporal = nil
	return os.RemoveAll(i.temporalDir())
}

// launch takes a plan up.
func (i *installation) launch(ctx context.Context, host, id, source string) error {
	_, err := i.desk.CreateCampaign(ctx, staff(host), []byte(source))
	if err != nil {
		return err
	}
	return i.desk.LaunchCampaign(ctx, staff(host), id)
}

// staff is whoever sees to it that things get done.
func staff(host string) desk.Caller { return desk.System(host) }

// close ends all processes, at once, for the data are of no more use.
func (i *installation) close() {
	for _, c := range []*apart.Child{i.program, i.temporal} {
		if c != nil {
			c.Kill()
		}
	}
	if i.db != nil {
		i.db.Close()
	}
	if i.facts != nil {
		i.facts.Close()
	}
	if i.postgres != nil {
		_ = i.postgres.Stop(context.Background()) // what is stored is deleted anyway
	}
	_ = os.RemoveAll(i.dir)
}

// count counts rows, whatever their host.
func (i *installation) count(ctx context.Context, from string, args ...any) (n int, err error) {
	err = i.facts.QueryRow(ctx, "select count(*) from "+from, args...).Scan(&n)
	return n, err
}

// sleep waits until an instant of the wall's clock, at once if that is past.
func sleep(ctx context.Context, until time.Time) error {
	select {
	case <-ctx.Done():
	case <-time.After(time.Until(until)):
	}
	return ctx.Err()
}

// errTime says that something took so long that it is taken for never.
var errTime = errors.New("has not come true in time")

// await looks again and again until a condition is true, and fails after a while.
func await(ctx context.Context, every, atMost time.Duration, what string, condition func() (bool, error)) error {
	for end := time.Now().Add(atMost); time.Now().Before(end); {
		if done, err := condition(); done || err != nil {
			return err
		}
		if err := sleep(ctx, time.Now().Add(every)); err != nil {
			return err
		}
	}
	return errors.Join(errors.New(what), errTime)
}
