package cmd_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/cmd"
	"duban/internal/desk"
	"duban/internal/ledger"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/supervision"
)

// What a program has recorded is exported with the checkpoint that it ends with, signed with the key that the head shows.
func TestExportRecord(t *testing.T) {
	dsn, _ := pgtest.New(t)
	now, out := time.Now(), filepath.Join(t.TempDir(), "record.jsonl")
	if err := cmd.LoadDemonstration(t.Context(), dsn, now); err != nil {
		t.Fatal(err)
	}
	if err := (cmd.ExportRecord{Host: "shili", Out: out}).Write(t.Context(), dsn, now, io.Discard); err != nil {
		t.Fatal(err)
	}
	export, checkpoint := textOf(t, out), textOf(t, out+".checkpoint")
	c, err := ledger.ReadCheckpoint(checkpoint, keyOf(t, dsn))
	if err != nil {
		t.Fatal(err)
	}
	report, err := ledger.Verify(strings.NewReader(export), desk.Reduction, c)
	if err != nil || report.Finding != nil || report.Vouched < 2 || report.Vouched != uint64(strings.Count(export, "\n")) {
		t.Errorf("%+v, %v", report, err)
	}
	wantHead(t, dsn, now, c)
	wantPrinted(t, dsn, now, export)
}

// What cannot be exported leaves the export of before as it was, and nothing beside it.
func TestExportRecord_KeepsTheOlderOne(t *testing.T) {
	dsn, _ := pgtest.New(t)
	out := filepath.Join(t.TempDir(), "record.jsonl")
	for _, name := range []string{out, out + ".checkpoint"} {
		if err := os.WriteFile(name, []byte("older"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := (cmd.ExportRecord{Host: "nobody", Out: out}).Write(t.Context(), dsn, time.Now(), io.Discard); err == nil {
		t.Error("the record of nobody is exported")
	}
	if textOf(t, out) != "older" || textOf(t, out+".checkpoint") != "older" {
		t.Error("the older one is gone")
	}
	if files, err := os.ReadDir(filepath.Dir(out)); err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
}

// wantHead asserts that the head is printed as the checkpoint has it.
func wantHead(t *testing.T, dsn string, now time.Time, c ledger.Checkpoint) {
	t.Helper()
	var head bytes.Buffer
	err := cmd.RecordHead{Host: "shili", Lang: "en"}.Write(t.Context(), dsn, now, &head)
	if err != nil || !strings.Contains(head.String(), c.At.Format(time.RFC3339)) || !strings.Contains(head.String(), keyOf(t, dsn).String()) {
		t.Errorf("%v\n%s", err, head.String())
	}
}

// wantPrinted asserts that without a file the same is printed, as nothing new has been done.
func wantPrinted(t *testing.T, dsn string, now time.Time, export string) {
	t.Helper()
	var printed bytes.Buffer
	if err := (cmd.ExportRecord{Host: "shili"}).Write(t.Context(), dsn, now, &printed); err != nil || printed.String() != export {
		t.Errorf("%v, %d bytes printed, %d in the file", err, printed.Len(), len(export))
	}
}

func TestExportRecord_OfNobody(t *testing.T) {
	dsn, _ := pgtest.New(t)
	if err := (cmd.ExportRecord{Host: "nowhere"}).Write(t.Context(), dsn, time.Now(), io.Discard); err == nil {
		t.Error("exported the record of a host that is not there")
	}
}

func keyOf(t *testing.T, dsn string) ledger.Key {
	t.Helper()
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	head, err := desk.New(db, time.Now, supervision.ChinaCalendar()).RecordHead(t.Context(), desk.System("shili"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := ledger.ReadKey(head.Key)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func textOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
