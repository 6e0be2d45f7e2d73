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
	pairs := 9
	if b.Short {
		pairs = 3
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var ratios []float64
	var dsn string
	for pair := range pairs {
		if dsn, err = b.database(ctx, "sha256"); err != nil {
			return err
		}
		off, on, err := b.pair(ctx, self, dsn)
		if err != nil {
			return err
		}
		ratios = append(ratios, on.Seconds()/off.Seconds())
		fmt.Printf("pair %d: %d commands cost %.2f s of CPU with the audit and %.2f s without, %.3f\n", pair+1, b.Commands, on.Seconds(), off.Seconds(), ratios[pair])
	}
	slices.Sort(ratios)
	return b.judge(ctx, self, dsn, ratios[len(ratios)/2])
}

// pair runs both builds, the unaudited one in a database of its own.
func (b *bench) pair(ctx context.Context, self, dsn string) (off, on time.Duration, err error) {
	other, err := b.database(ctx, "sha256")
	if err != nil {
		return 0, 0, err
	}
	if off, err = b.trial(b.Unaudited, other); err != nil {
		return 0, 0, err
	}
	on, err = b.trial(self, dsn)
	return off, on, err
}

// judge examines the record that an audited run has left, and one with SM3, and writes the last line.
func (b *bench) judge(ctx context.Context, self, dsn string, cost float64) error {
	sm3, err := b.database(ctx, "sm3")
	if err != nil {
		return err
	}
	if _, err := b.trial(self, sm3); err != nil {
		return err
	}
	var speed float64
	var t trust
	for _, of := range []struct {
		dsn  string
		hash ledger.Hash
	}{{dsn, ledger.SHA256}, {sm3, ledger.SM3}} {
		e, err := export(ctx, of.dsn)
		if err != nil {
			return err
		}
		s, err := e.speed(of.hash)
		if err != nil {
			return err
		}
		if speed == 0 || s < speed {
			speed = s
		}
		if err := t.test(e, of.hash); err != nil {
			return err
		}
	}
	fmt.Printf("bench-audit: cpu_audited=%.3f verify_speed=%.2f tampers_missed=%d false_alarms=%d\n", cost, speed, t.missed, t.alarms)
	return nil
}
