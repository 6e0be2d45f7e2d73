package desk_test

import (
	"testing"

	"duban/supervision"
)

// Nobody is let into a seat with a last day beyond which something rests there and nobody sits: the stand-in has left.
func TestSeatPerson_LeavesNoSeatBare(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("hangzhou", "0013", "周小梅")
	for _, last := range []string{"2020-04-21", "2020-04-22", "2020-08-31"} {
		w.refused(supervision.NeedsSuccessor, w.seat("0012", "g01-convenor", "", last))
	}
	w.refused(supervision.NeedsSuccessor, w.seat("0012", "g01-convenor", "2020-06-01", "2020-06-01"))
	w.sits("第一监督小组召集人", "g01-convenor")
	for _, row := range []string{"2020-04-20,2020-04-21", ",2020-04-21", ",2020-04-22", "2020-06-01,2020-08-31"} {
		_, err := w.takeUp("0012,陈国平,,,g01-convenor,,,,," + row + "\n")
		w.refused(supervision.InvalidFile, err)
	}
	w.must(w.seat("0013", "g01-convenor", "2020-04-22", ""))
	w.must(w.seat("0012", "g01-convenor", "", "2020-04-21"))
	w.turn("2020-04-22 00:00")
	w.sits("周小梅", "g01-convenor")
}

// What is due by somebody's last day is theirs to do; when nothing rests on the seat from then on it may stand empty.
func TestSeatPerson_UntilAllIsDone(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	_, err := w.owner.Exec(w.ctx, `update duty set state = 'EXCUSED' where 'g01-convenor' in (holder, convenor) and (last_day is null or last_day > '2020-06-30')`)
	w.must(err)
	w.unrecorded = true
	last := w.query("select max(last_day)::text from duty where 'g01-convenor' in (holder, convenor) and state in ('WAITING', 'OPEN')")[0]
	w.refused(supervision.NeedsSuccessor, w.seat("0012", "g01-convenor", "", date(t, last).AddDays(-1).String()))
	w.must(w.seat("0012", "g01-convenor", "", last))
}
