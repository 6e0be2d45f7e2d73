package desk_test

import (
	"testing"

	"duban/internal/yeartest"
	"duban/supervision"
)

// An inspection that waits for another duty (复查 after 督查) can be neither noted nor concluded before that is proven.
func TestConclude_NotBeforeWhatMustComeFirst(t *testing.T) {
	t.Parallel()
	w := carelessWith(t, yeartest.Make(0, yeartest.Unannounced()))
	w.must(w.people.Launch(w.ctx))
	w.turn("2020-12-29 10:00") // within its window
	for _, kind := range []supervision.DeedKind{supervision.DeedNoted, supervision.DeedDone} {
		w.refused(supervision.GateShut, w.people.Do(w.ctx, supervision.Deed{Kind: kind, Duty: "recheck/campaign/2020"}))
	}
	for _, visit := range []string{"visit/g1/2020", "visit/g2/2020"} {
		w.must(w.people.Do(w.ctx, supervision.Deed{Kind: supervision.DeedDone, Duty: visit}))
		w.must(w.desk.ExcuseDuty(w.ctx, w.staff(), w.id, visit+"/"+visit[6:8]+"-d1", "请假"))
	}
	w.must(w.people.Do(w.ctx, supervision.Deed{Kind: supervision.DeedDone, Duty: "recheck/campaign/2020"}))
	w.stands(supervision.Proven, "recheck/campaign/2020")
}
