package desk_test

import (
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// leaving is a world in which 陈国平 leaves at the end of June and 周小梅 comes then, and it is the tenth of June.
func leaving(t *testing.T) *world {
	t.Helper()
	w := seated(t)
	w.enrol("hangzhou", "0014", "孙立")
	w.turn("2020-06-01 10:00")
	w.must(w.leave(desk.Leaving{Last: date(t, "2020-06-30"), Successors: toZhou}))
	w.turn("2020-06-10 10:00")
	return w
}

// Whoever was to leave later may leave at once: the one who was to come then comes now, and stays.
func TestEndTerm_SoonerThanArranged(t *testing.T) {
	t.Parallel()
	w := leaving(t)
	w.refused(supervision.NeedsSuccessor, w.leave(desk.Leaving{}))
	w.sits("陈国平", "g01-convenor")
	w.must(w.leave(desk.Leaving{Successors: toZhou}))
	w.must(w.leave(desk.Leaving{Successors: toZhou}))
	for _, at := range []string{"2020-06-10 10:00", "2020-07-01 00:00", "2021-07-01 00:00"} {
		w.turn(at)
		w.sits("周小梅", "g01-convenor")
	}
	w.counted(2, "audit where verb = 'END_TERM'")
}

// Nor is a day for it later than the first.
func TestEndTerm_OnAnEarlierDay(t *testing.T) {
	t.Parallel()
	w := leaving(t)
	w.must(w.leave(desk.Leaving{Last: date(t, "2020-06-15"), Successors: toZhou}))
	w.turn("2020-06-15 23:59")
	w.sits("陈国平", "g01-convenor")
	w.turn("2020-06-16 00:00")
	w.sits("周小梅", "g01-convenor")
}

// Where somebody else comes at once, whoever was to come later does not come, and the record says so.
func TestEndTerm_SoonerAndToAnother(t *testing.T) {
	t.Parallel()
	w := leaving(t)
	w.must(w.leave(desk.Leaving{Successors: map[string]string{"g01-convenor": "0014"}}))
	for _, at := range []string{"2020-06-10 10:00", "2020-07-01 00:00", "2021-07-01 00:00"} {
		w.turn(at)
		w.sits("孙立", "g01-convenor")
	}
	w.counted(1, "notice where kind = 'TOOK_OVER' and state = 'DROPPED' and person_id <> 'hangzhou/0014'")
	w.counted(1, "notice where kind = 'TOOK_OVER' and state = 'QUEUED' and at > '2020-06-01'")
	w.same("hangzhou/0013", w.query(`select g ->> 'Person' from audit a join audit_payload p using (host_id, seq),
		json_array_elements(p.payload -> 'outcome') h, json_array_elements(h -> 'given_up') g where a.verb = 'END_TERM'`))
}
