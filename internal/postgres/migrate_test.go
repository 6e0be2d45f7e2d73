package postgres_test

import (
	"sync"
	"testing"

	"duban/internal/postgres"
)

// Several processes may start at once, and each may find the schema made.
func TestMigrate_AtOnceAndAgain(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	const columns = `select table_name || '.' || column_name || ' ' || data_type from information_schema.columns where table_schema = 'public' order by 1`
	made := m.texts(m.owner, columns)
	_, err := m.owner.Exec(t.Context(), "drop schema public cascade; create schema public")
	m.must(err)
	var processes sync.WaitGroup
	for range 3 {
		processes.Go(func() {
			if err := postgres.Migrate(t.Context(), m.owner.Config().ConnString()); err != nil {
				t.Error(err)
			}
		})
	}
	processes.Wait()
	m.same(made, m.texts(m.owner, columns))
}

func TestMigrate_NotAsTheApplication(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	_, err := m.owner.Exec(t.Context(), "drop schema public cascade; create schema public")
	m.must(err)
	if postgres.Migrate(t.Context(), m.app.Config().ConnString()) == nil {
		t.Error("the application's role may make tables")
	}
}

func TestOpen_SaysThatTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	if _, err := postgres.Open(t.Context(), "host=/nowhere user=duban_app dbname=duban"); err == nil {
		t.Error("reached a database that is not there")
	}
	if _, err := postgres.Open(t.Context(), "postgres://%zz"); err == nil {
		t.Error("understood an address that is none")
	}
}
