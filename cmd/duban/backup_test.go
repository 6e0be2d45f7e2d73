package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/internal/postgres/pgtest"
)

// The owner's address comes from a file or the environment, and is in no argument.
func TestBackupAndRestore(t *testing.T) {
	_, from := pgtest.New(t)
	backup := filepath.Join(t.TempDir(), "duban.backup")
	t.Setenv("DUBAN_OWNER_DSN_FILE", file(t, from))
	if status, out, said := duban(t, "backup", backup); status != 0 || !strings.Contains(out, "read back: "+backup) {
		t.Fatalf("status %d\n%s%s", status, out, said)
	}
	wantRefused(t, "not overwritten", "backup", backup)
	wantRefused(t, "into an empty database only", "restore", backup)

	t.Setenv("DUBAN_OWNER_DSN_FILE", file(t, vacant(t)))
	if status, out, said := duban(t, "restore", backup); status != 0 || !strings.Contains(out, "Restored") {
		t.Fatalf("status %d\n%s%s", status, out, said)
	}
	if err := os.Truncate(backup, 1000); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, "its end is missing", "restore", backup)

	t.Setenv("DUBAN_OWNER_DSN_FILE", "")
	wantRefused(t, "DUBAN_OWNER_DSN", "backup", backup+"2")
}

// wantRefused expects one line that says why.
func wantRefused(t *testing.T, why string, args ...string) {
	t.Helper()
	status, out, said := duban(t, args...)
	if status != 1 || out != "" || !strings.Contains(said, why) || strings.Count(said, "\n") != 1 {
		t.Errorf("%v: status %d\n%s%s", args, status, out, said)
	}
}

// vacant is the owner's address of a database without tables.
func vacant(t *testing.T) string {
	t.Helper()
	_, owner := pgtest.New(t)
	conn, err := pgx.Connect(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "drop schema public cascade; create schema public"); err != nil {
		t.Fatal(err)
	}
	return owner
}
