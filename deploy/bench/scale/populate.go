package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/cmd"
	"duban/deploy/bench/crowd"
	"duban/deploy/postgresql"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// now is when everything happens.
var now = time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)

// installation is a database full of people, with the desk over it.
type installation struct {
	congresses int
	db         *postgres.DB
	desk       *desk.Desk
}

const largest = "largest" // the congress with the long list

// populate makes a database with so many congresses of so many deputies on average, and a large one unless that is none.
func populate(ctx context.Context, server *postgresql.Server, database string, congresses, deputies, large int) (*installation, error) {
	began := time.Now()
	admin, err := pgx.Connect(ctx, server.AdminDSN())
	if err != nil {
		return nil, err
	}
	defer admin.Close(ctx)
	if _, err := admin.Exec(ctx, fmt.Sprintf("create database %s owner %s", database, postgresql.Owner)); err != nil {
		return nil, err
	}
	err = errors.Join(postgresql.Restrict(ctx, admin, database), cmd.Migrate(ctx, server.DSN(postgresql.Owner, database)))
	if err != nil {
		return nil, err
	}
	people, err := fill(ctx, server.DSN("postgres", database), congresses, deputies, large)
	if err != nil {
		return nil, err
	}
	db, err := postgres.Open(ctx, server.DSN(postgresql.Application, database))
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(os.Stderr, "%s: %d people in %d congresses, made in %s\n", database, people, congresses, time.Since(began).Round(time.Second))
	return &installation{congresses, db, desk.New(db, func() time.Time { return now }, supervision.ChinaCalendar())}, nil
}

func (i *installation) close() { i.db.Close() }

// caller is somebody of a congress's staff.
func caller(host string) desk.Caller {
	return desk.Caller{Person: host + "/staff", Host: host, Seats: []supervision.Seat{{ID: "staff", Role: supervision.RoleStaff}}}
}

// fill puts people in; the trigger by which people are found is at work as always.
func fill(ctx context.Context, dsn string, congresses, deputies, large int) (people int, err error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	err = crowd.Unchecked(ctx, conn, func() error {
		if _, err := conn.Exec(ctx, "alter table roll enable trigger found_by_name"); err != nil {
			return err
		}
		if people, err = crowd.Fill(ctx, conn, congresses, deputies, now.AddDate(-4, 0, 0)); err != nil || large == 0 {
			return err
		}
		people += large
		return crowd.Enrol(ctx, conn, rand.New(rand.NewPCG(1, 0)), largest, large, now.AddDate(-4, 0, 0)) //nolint:gosec // made up, and the same each time
	})
	if err == nil {
		_, err = conn.Exec(ctx, "vacuum analyze")
	}
	return people, err
}
