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

func congress(n int) string { return fmt.Sprintf("c%05d", n) }

// fill puts people in. Foreign keys hold by the way in which rows are made and are not checked one by one; the trigger by
// which people are found is at work as always.
func fill(ctx context.Context, dsn string, congresses, deputies, large int) (people int, err error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `alter table roll_gram disable trigger all; alter table seat disable trigger all; alter table sitting disable trigger all;
		alter table roll disable trigger all; alter table roll enable trigger found_by_name`); err != nil {
		return 0, err
	}
	dice := rand.New(rand.NewPCG(1, uint64(congresses))) //nolint:gosec // people are made up, and the same each time
	for c := range congresses {
		n := deputies/2 + dice.IntN(deputies+1)
		if err := enrol(ctx, conn, dice, congress(c), n); err != nil {
			return 0, err
		}
		people += n
	}
	if large > 0 {
		if err := enrol(ctx, conn, dice, largest, large); err != nil {
			return 0, err
		}
		people += large
	}
	_, err = conn.Exec(ctx, `alter table roll_gram enable trigger all; alter table seat enable trigger all; alter table sitting enable trigger all;
		alter table roll enable trigger all`)
	if err == nil {
		_, err = conn.Exec(ctx, "vacuum analyze")
	}
	return people, err
}

// enrol makes a congress with so many deputies.
func enrol(ctx context.Context, conn *pgx.Conn, dice *rand.Rand, host string, n int) error {
	if _, err := conn.Exec(ctx, `insert into host (id, name, kind) values ($1, $1, 'CONGRESS')`, host); err != nil {
		return err
	}
	for _, t := range []struct {
		table   string
		columns []string
		row     func(i int) []any
	}{
		{"person", []string{"id"}, func(i int) []any { return []any{number(host, i)} }},
		{"roll", []string{"host_id", "person_id", "name", "phone"}, func(i int) []any {
			return []any{host, number(host, i), name(dice), fmt.Sprintf("138%08d", i)}
		}},
		{"seat", []string{"host_id", "id", "role", "title", "ordinal"}, func(i int) []any {
			return []any{host, seat(i), "DEPUTY", "人大代表", i}
		}},
		{"sitting", []string{"host_id", "seat_id", "person_id", "from_at"}, func(i int) []any {
			return []any{host, seat(i), number(host, i), now.AddDate(-4, 0, 0)}
		}},
	} {
		rows := pgx.CopyFromSlice(n, func(i int) ([]any, error) { return t.row(i), nil })
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{t.table}, t.columns, rows); err != nil {
			return err
		}
	}
	return nil
}

func number(host string, i int) string { return fmt.Sprintf("%s/%06d", host, i) }

func seat(i int) string { return fmt.Sprintf("d%06d", i) }
