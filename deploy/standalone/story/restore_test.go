package story_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"duban/cmd"
	"duban/deploy/standalone/engine"
)

// TestARestoredCopyGoesOn is the drill: a backup while people work, of which the copy has what they did before and nothing
// of what they did after; started, it takes every process up by itself.
func TestARestoredCopyGoesOn(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	week := p.inspection("supervision-week")
	p.await("the inspection opens", func() bool { return p.get(p.deputy, "/v1/inspections/"+week)["state"] == "OPEN" })
	p.await("its duty opens", func() bool { return p.get(p.staff, p.campaign+"/duties/"+p.visit())["state"] == "OPEN" })
	p.fileNote(week)
	file := filepath.Join(t.TempDir(), "duban.backup")
	p.check(engine.AsOwner(t.Context(), p.data, func(owner string) error {
		return cmd.Backup{File: file}.Write(t.Context(), owner, io.Discard)
	}))
	p.concludeVisit(week)
	p.endMonitoring()

	p.restart(func() { p.restore(file) })
	if status, _ := p.call(p.staff, "GET", p.campaign, nil); status != 401 {
		t.Errorf("who was signed in before the backup is answered with %d by the copy", status)
	}
	again, err := engine.DemoSignIns(t.Context(), p.data)
	p.check(err)
	p.signIn(again)
	p.expectDuty(p.part(), "PROVEN", 0)
	p.expectDuty(p.visit(), "OPEN", 1)
	if c := p.get(p.staff, p.campaign); c["phase"] != "MONITORING" {
		t.Errorf("the copy is in phase %v", c["phase"])
	}
	for _, process := range []string{"campaign/shili-demo", "inspection/" + week} {
		p.await(process, func() bool { return p.running(process) })
	}
	p.concludeVisit(week)
	p.endMonitoring()
	p.submitTogether()
	p.deliberate()
}

// restore moves to a copy, in a directory that is not there yet.
func (p *people) restore(file string) {
	p.t.Helper()
	p.data = filepath.Join(p.data, "copy")
	p.check(engine.Restore(p.t.Context(), p.data, func(owner string) error {
		return cmd.Restore{File: file}.Fill(p.t.Context(), owner, io.Discard)
	}))
	if _, err := os.Stat(filepath.Join(p.data, "temporal")); err == nil {
		p.t.Error("a copy comes with Temporal's store")
	}
}
