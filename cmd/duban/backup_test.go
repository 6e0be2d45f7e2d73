package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/cmd"
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

// Evidence of change in what was restored is an error; the copy is there all the same, whole.
func TestRestore_EvidenceOfChangeFailsAndTheCopyStays(t *testing.T) {
	app, from := pgtest.New(t)
	now := time.Now()
	if err := errors.Join(cmd.LoadDemonstration(t.Context(), app, now), cmd.ExportRecord{Host: "shili"}.Write(t.Context(), app, now, io.Discard)); err != nil {
		t.Fatal(err)
	}
	execute(t, from, "update audit set reason = '改动' where host_id = 'shili' and seq = (select min(seq) from ledger where host_id = 'shili')")
	backup, to := filepath.Join(t.TempDir(), "duban.backup"), vacant(t)
	t.Setenv("DUBAN_OWNER_DSN_FILE", file(t, from))
	if status, out, said := duban(t, "backup", backup); status != 0 {
		t.Fatalf("status %d\n%s%s", status, out, said)
	}
	t.Setenv("DUBAN_OWNER_DSN_FILE", file(t, to))
	status, out, said := duban(t, "restore", backup)
	if status != 1 || !strings.Contains(said, "there is evidence of change") || !strings.Contains(out, "shili does not agree") || !strings.Contains(out, "EDITED: row 0") {
		t.Errorf("status %d\n%s%s", status, out, said)
	}
	if n := execute(t, to, "update audit set reason = '改动' where reason = '改动'"); n != 1 {
		t.Errorf("the copy has %d of the changed rows", n)
	}
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
	execute(t, owner, "drop schema public cascade; create schema public")
	return owner
}

// execute does something in a database and says how many rows it has changed.
func execute(t *testing.T, dsn, sql string) int64 {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	tag, err := conn.Exec(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	return tag.RowsAffected()
}
