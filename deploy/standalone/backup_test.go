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
	file := filepath.Join(filepath.Dir(data), "running.backup")
	succeed(t, "backup", file, "--data", data)
	p.interrupt(t)
	succeed(t, "backup", file+"2", "--data", data)

	restored := data + "-restored"
	succeed(t, "restore", file, "--data", restored)
	launchCommand(t, "restore", file, "--data", restored).wantRefusal(t, "restore into a new directory")
	p = launch(t, restored)
	p.awaitReady(t)
	if strings.Contains(p.output(), "sign-ins") {
		t.Errorf("a demonstration is loaded beside the copy's own rows:\n%s", p.output())
	}
	p.interrupt(t)
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

func succeed(t *testing.T, args ...string) {
	t.Helper()
	p := launchCommand(t, args...)
	if err := p.await(t, time.Minute); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, p.output())
	}
}
