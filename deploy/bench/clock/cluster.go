package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"duban/deploy/bench/cpu"
	"duban/deploy/postgresql"
)

// cluster is the one PostgreSQL server that all contestants use in turn, with the settings that Duban runs it with.
type cluster struct {
	server     *postgresql.Server
	postmaster int
}

// startCluster starts a durable server that remembers when each transaction was committed: that instant, which no
// contestant can colour, is when a call was made.
func startCluster(ctx context.Context, dir string) (*cluster, error) {
	server, err := postgresql.Start(ctx, postgresql.Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	err = onceOn(ctx, server.AdminDSN(), `alter system set track_commit_timestamp = on`)
	if err = errors.Join(err, server.Stop(ctx)); err != nil {
		return nil, err
	}
	if server, err = postgresql.Start(ctx, postgresql.Options{Dir: dir}); err != nil {
		return nil, err
	}
	c := &cluster{server: server}
	if c.postmaster, err = postmasterOf(ctx, server.AdminDSN()); err != nil {
		return nil, errors.Join(err, server.Stop(ctx))
	}
	return c, nil
}

// postmasterOf asks a back end who it is, and the kernel for its parent.
func postmasterOf(ctx context.Context, dsn string) (int, error) {
	conn, err := pgx.Connect(ctx, dsn)
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

// database is one that a contestant has to itself, with a connection that looks over its shoulder.
type database struct {
	name       string
	owner, app string // DSNs
	watch      *pgx.Conn
}

// create makes an empty database.
func (c *cluster) create(ctx context.Context, name string) (*database, error) {
	conn, err := pgx.Connect(ctx, c.server.AdminDSN())
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	if _, err = conn.Exec(ctx, fmt.Sprintf(`create database %s owner %s`, name, postgresql.Owner)); err != nil {
		return nil, err
	}
	if err = postgresql.Restrict(ctx, conn, name); err != nil {
		return nil, err
	}
	d := &database{name: name, owner: c.server.DSN(postgresql.Owner, name), app: c.server.DSN(postgresql.Application, name)}
	d.watch, err = pgx.Connect(ctx, c.server.DSN("postgres", name))
	return d, err
}

// drop removes the database, whoever is still connected to it.
func (c *cluster) drop(ctx context.Context, d *database) error {
	return errors.Join(d.watch.Close(ctx), onceOn(ctx, c.server.AdminDSN(), fmt.Sprintf(`drop database %s with (force)`, d.name)))
}

// settle leaves PostgreSQL nothing to make up for in the time that is measured.
func (d *database) settle(ctx context.Context) error {
	_, err := d.watch.Exec(ctx, `vacuum analyze`)
	if err == nil {
		_, err = d.watch.Exec(ctx, `checkpoint`)
	}
	return err
}

// bytes is the size of the tables whose names are like a pattern, with their indexes.
func (d *database) bytes(ctx context.Context, like string) (n int64, err error) {
	err = d.watch.QueryRow(ctx, `select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
		from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname like $1`, like).Scan(&n)
	return n, err
}

// calls is how many have been made.
func (d *database) calls(ctx context.Context) (n int, err error) {
	err = d.watch.QueryRow(ctx, `select count(*) from call`).Scan(&n)
	return n, err
}

func onceOn(ctx context.Context, dsn, sql string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}
