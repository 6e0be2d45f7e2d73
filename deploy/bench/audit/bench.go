package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/cmd"
	"duban/deploy/bench/cpu"
	"duban/deploy/postgresql"
	"duban/internal/ledger"
)

// bench is one PostgreSQL server on a directory of its own, and what is measured on it.
type bench struct {
	options
	dir        string
	server     *postgresql.Server
	postmaster int
	databases  int
}

func open(ctx context.Context, o options) (*bench, error) {
	dir, err := os.MkdirTemp(o.Data, "bench-audit-")
	if err != nil {
		return nil, err
	}
	b := &bench{options: o, dir: dir}
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL's user has to pass
		return nil, b.close(ctx, err)
	}
	if b.server, err = postgresql.Start(ctx, postgresql.Options{Dir: filepath.Join(dir, "postgresql")}); err != nil {
		return nil, b.close(ctx, err)
	}
	if b.postmaster, err = b.findPostmaster(ctx); err != nil {
		return nil, b.close(ctx, err)
	}
	return b, nil
}

// findPostmaster asks a back end who it is, and the kernel for its parent.
func (b *bench) findPostmaster(ctx context.Context) (int, error) {
	conn, err := pgx.Connect(ctx, b.server.AdminDSN())
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	var pid int
	if err := conn.QueryRow(ctx, `select pg_backend_pid()`).Scan(&pid); err != nil {
		return 0, err
	}
	backend, err := cpu.Of(pid)
	return backend.Parent, err
}

// close leaves nothing behind.
func (b *bench) close(ctx context.Context, failed error) error {
	if b.server != nil {
		failed = errors.Join(failed, b.server.Stop(context.WithoutCancel(ctx)))
	}
	return errors.Join(failed, os.RemoveAll(b.dir))
}

// database makes one whose records are sealed with a hash, and answers its address for the application's role.
func (b *bench) database(ctx context.Context, hash string) (string, error) {
	conn, err := pgx.Connect(ctx, b.server.AdminDSN())
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	b.databases++
	name := fmt.Sprint("audit", b.databases)
	if _, err := conn.Exec(ctx, fmt.Sprintf(`create database %s owner %s`, name, postgresql.Owner)); err != nil {
		return "", err
	}
	if err := postgresql.Restrict(ctx, conn, name); err != nil {
		return "", err
	}
	owner := b.server.DSN(postgresql.Owner, name)
	if err := cmd.Migrate(ctx, owner); err != nil {
		return "", err
	}
	if err := (cmd.Record{Hash: hash}).Begin(ctx, owner); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, `checkpoint`)
	return b.server.DSN(postgresql.Application, name), err
}

// measure measures everything and writes it.
func (b *bench) measure(ctx context.Context) error {
	pairs := 25
	if b.Short {
		pairs = 7
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var ratios []float64
	for pair := range pairs {
		off, on, err := b.pair(ctx, self)
		if err != nil {
			return err
		}
		ratios = append(ratios, on.Seconds()/off.Seconds())
		fmt.Printf("pair %d: %d commands cost %.2f s of CPU with the audit and %.2f s without, %.3f\n", pair+1, b.Commands, on.Seconds(), off.Seconds(), ratios[pair])
	}
	slices.Sort(ratios)
	return b.judge(ctx, self, ratios[len(ratios)/2])
}

// pair runs both builds, each now first, now last.
func (b *bench) pair(ctx context.Context, self string) (off, on time.Duration, err error) {
	programs := []string{b.Unaudited, self}
	if b.databases%4 == 0 {
		slices.Reverse(programs)
	}
	costs := map[string]time.Duration{}
	for _, program := range programs {
		dsn, err := b.database(ctx, "sha256")
		if err != nil {
			return 0, 0, err
		}
		if costs[program], err = b.trial(program, dsn, b.Commands); err != nil {
			return 0, 0, err
		}
	}
	return costs[b.Unaudited], costs[self], nil
}

// longRecord is how many commands leave a record of some megabytes.
const longRecord = 6000

// judge examines a record with each hash, and writes the last line.
func (b *bench) judge(ctx context.Context, self string, cost float64) error {
	slowest, t := 1e9, trust{}
	for name, hash := range map[string]ledger.Hash{"sha256": ledger.SHA256, "sm3": ledger.SM3} {
		dsn, err := b.database(ctx, name)
		if err != nil {
			return err
		}
		if _, err := b.trial(self, dsn, longRecord); err != nil {
			return err
		}
		e, err := export(ctx, dsn)
		if err != nil {
			return err
		}
		speed, err := e.speed(hash)
		if err != nil {
			return err
		}
		if err := t.test(e, hash); err != nil {
			return err
		}
		slowest = min(slowest, speed)
	}
	_, err := fmt.Printf("bench-audit: cpu_audited=%.3f verify_speed=%.2f tampers_missed=%d false_alarms=%d\n", cost, slowest, t.missed, t.alarms)
	return err
}
