package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBackupOfARunningAndOfAStoppedProgram(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	p := launch(t, data)
	p.awaitReady(t)
	p.awaitSeal(t, data)
	file := filepath.Join(filepath.Dir(data), "running.backup")
	succeed(t, "backup", file, "--data", data)
	p.interrupt(t)
	succeed(t, "backup", file+"2", "--data", data)

	restored := data + "-restored"
	if said := succeed(t, "restore", file, "--data", restored); !strings.Contains(said, "agrees with its newest checkpoint") {
		t.Errorf("the record was not examined:\n%s", said)
	}
	launchCommand(t, "restore", file, "--data", restored).wantRefusal(t, "restore into a new directory")
	p = launch(t, restored)
	p.awaitReady(t)
	if strings.Contains(p.output(), "sign-ins") {
		t.Errorf("a demonstration is loaded beside the copy's own rows:\n%s", p.output())
	}
	p.interrupt(t)
}

// A record that was changed under the seal is restored as it was, and said to be: the copy stays, and the command fails.
func TestARestoreNamesARecordThatWasChanged(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	p := launch(t, data)
	p.awaitReady(t)
	p.awaitSeal(t, data)
	if _, err := connect(t, data).Exec(t.Context(), "update audit set reason = '改动' where seq = (select min(seq) from ledger)"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(filepath.Dir(data), "changed.backup")
	succeed(t, "backup", file, "--data", data)
	p.interrupt(t)
	restored := data + "-restored"
	r := launchCommand(t, "restore", file, "--data", restored)
	r.wantFailure(t, "there is evidence of change")
	if !strings.Contains(r.output(), "evidence of change: EDITED: row 0") {
		t.Errorf("the change was not found:\n%s", r.output())
	}
	p = launch(t, restored)
	p.awaitReady(t)
	p.interrupt(t)
}

// awaitSeal waits for the first checkpoint.
func (p *program) awaitSeal(t *testing.T, data string) {
	t.Helper()
	conn := connect(t, data)
	p.awaitCondition(t, "the seal", func() (sealed bool) {
		err := conn.QueryRow(t.Context(), "select exists (select from checkpoint)").Scan(&sealed)
		return err == nil && sealed
	})
}

func TestBadBackupsMakeNoDataDirectory(t *testing.T) {
	t.Parallel()
	data := dataDir(t)
	file := filepath.Join(filepath.Dir(data), "no.backup")
	if err := os.WriteFile(file, []byte("督办"), 0o600); err != nil {
		t.Fatal(err)
	}
	launchCommand(t, "restore", file, "--data", data).wantRefusal(t, "not a backup")
	launchCommand(t, "backup", file+"2", "--data", data).wantRefusal(t, "no data")
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(data), "*")); len(found) != 1 {
		t.Errorf("left behind: %v", found)
	}
}

func succeed(t *testing.T, args ...string) (said string) {
	t.Helper()
	p := launchCommand(t, args...)
	if err := p.await(t, time.Minute); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, p.output())
	}
	return p.output()
}
