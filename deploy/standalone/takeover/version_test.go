package takeover_test

import (
	"testing"
	"time"
)

// The old and the new are two versions of the processes' code, side by side.
const older, newer = 1, 2

// Rule 11: beside a worker of the old build one of the new is started. Every process is handed over to it, while calls
// fall due and with the old one still there; from then on the old one runs nothing, started again it runs nothing, and
// while it is alone nothing is done and nothing lost. All calls are made, each once and in time.
func TestAnOldAndANewBuildSideBySide(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]any{})
	w.launch(1, 2, 3)
	stopOld := w.work(older)
	w.live("2020-12-22")
	if open := w.open(); open[older] == 0 || len(open) != 1 {
		t.Fatalf("open runs by version: %v", open)
	}

	stopNew := w.work(newer)
	w.live("2020-12-28")
	w.await("the hand-over", func() bool { return w.open()[older] == 0 })
	if versions := w.query("select distinct code_version::text from campaign"); len(versions) != 1 || versions[0] != "2" {
		t.Errorf("campaigns are of versions %v", versions)
	}

	stopOld()
	stopOld = w.work(older)
	w.live("2021-01-03")

	stopNew()
	w.leftAlone()
	stopOld()
	w.work(older)
	w.leftAlone()

	w.work(newer)
	w.live("2021-01-22")
	w.await("all nudges to be passed on", func() bool { return len(w.query("select kind from nudge")) == 0 })
	w.sameCalls()
	w.versionsOnlyRise()
}

// leftAlone has something happen in every campaign while only the old worker is there, and asserts that it does nothing
// about that: neither does it tell the process, nor does it make the calls that fall due.
func (w *world) leftAlone() {
	w.t.Helper()
	told, made := w.query("select id from nudge"), w.query("select duty_id from call")
	for _, y := range w.years {
		w.nudge(y)
	}
	w.hold(time.Time{}, w.pace.Now().AddDate(0, 1, 0)) // it goes on to the next calls and no further
	time.Sleep(4 * time.Second)
	if after := w.query("select id from nudge"); len(after) != len(told)+len(w.years) {
		w.t.Errorf("%d nudges in the outbox, want %d", len(after), len(told)+len(w.years))
	}
	if after := w.query("select duty_id from call"); len(after) != len(made) {
		w.t.Errorf("the old worker made %d calls", len(after)-len(made))
	}
	if open := w.open(); open[older] > 0 {
		w.t.Errorf("open runs by version: %v", open)
	}
}

// versionsOnlyRise asserts that each process was run by the old, then by the new, and never by the old again.
func (w *world) versionsOnlyRise() {
	w.t.Helper()
	rose := 0
	var last run
	for _, r := range w.runs() {
		switch {
		case r.process != last.process:
		case r.version > last.version:
			rose++
		case r.version < last.version:
			w.t.Errorf("%s: handed back from version %d to %d", r.process, last.version, r.version)
		}
		last = r
	}
	if rose < len(w.years) {
		w.t.Errorf("%d processes were handed over", rose)
	}
}
