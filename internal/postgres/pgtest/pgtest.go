// Package pgtest gives each test a PostgreSQL database of its own, with the product's
// schema in it, on a real server that all test processes of this user share.
//
// It may not know what the schema holds. Tests of package postgres that want it belong to
// postgres_test, since pgtest imports postgres.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/deploy/postgresql"
	"duban/internal/postgres"
)

// patience bounds each step on a busy machine; a test that meets it fails.
const patience = time.Minute

// New makes a database that is dropped when the test ends, and returns its connection
// strings for the application's role, which row-level security binds, and for the owner.
// Without a PostgreSQL server the test fails and says what to type.
func New(tb testing.TB) (appDSN, ownerDSN string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	template, err := product()
	if err != nil {
		tb.Fatal(err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	if err := template.copyTo(ctx, name); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { template.drop(name) })
	return template.server.DSN(postgresql.Application, name), template.server.DSN(postgresql.Owner, name)
}

// product is the template of the product's schema, looked up once in a test process.
var product = sync.OnceValues(func() (template, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	server, err := attach(ctx)
	if err != nil {
		return template{}, err
	}
	t := template{server: server, name: "template_" + postgres.MigrationsHash()}
	return t, t.ensure(ctx, postgres.Migrate)
})

// template is a database that others are copied from, named by the schema in it.
type template struct {
	server postgresql.Address
	name   string
}

// ensure makes the template unless it is there. Of several processes one makes it and the others wait.
func (t template) ensure(ctx context.Context, migrate func(ctx context.Context, ownerDSN string) error) error {
	admin, err := pgx.Connect(ctx, t.server.AdminDSN())
	if err != nil {
		return err
	}
	defer admin.Close(context.WithoutCancel(ctx)) // lets the lock go too
	if _, err := admin.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", t.name); err != nil {
		return err
	}
	found, err := admin.Exec(ctx, "SELECT FROM pg_database WHERE datname = $1", t.name)
	if err != nil || found.RowsAffected() > 0 {
		return err
	}
	return t.make(ctx, admin, migrate)
}

// make gives the template its name last, so that a process killed half-way leaves none.
func (t template) make(ctx context.Context, admin *pgx.Conn, migrate func(ctx context.Context, ownerDSN string) error) error {
	unfinished := "making_" + t.name
	if err := create(ctx, admin, unfinished, "template0"); err != nil {
		return err
	}
	if err := migrate(ctx, t.server.DSN(postgresql.Owner, unfinished)); err != nil {
		return err
	}
	_, err := admin.Exec(ctx, fmt.Sprintf("ALTER DATABASE %s RENAME TO %s", unfinished, t.name))
	return err
}

func (t template) copyTo(ctx context.Context, name string) error {
	admin, err := pgx.Connect(ctx, t.server.AdminDSN())
	if err != nil {
		return err
	}
	defer admin.Close(ctx)
	return create(ctx, admin, name, t.name)
}

// create copies files, which beats writing the pages through the log when nothing is ever synced.
func create(ctx context.Context, admin *pgx.Conn, name, template string) error {
	for _, statement := range []string{
		fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name),
		fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy OWNER %s", name, template, postgresql.Owner),
	} {
		if _, err := admin.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return postgresql.Restrict(ctx, admin, name)
}

// drop gives the memory back, in which the data lie. What it cannot drop ends with the server.
func (t template) drop(name string) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	admin, err := pgx.Connect(ctx, t.server.AdminDSN())
	if err != nil {
		return
	}
	defer admin.Close(ctx)
	_, _ = admin.Exec(ctx, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name))
}
