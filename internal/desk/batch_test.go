package desk_test

import "testing"

// Rule 5: one transaction of the clock turns at most 20,000 duties. A full batch answers an instant that is not after now,
// which means "again now"; the next one makes the rest, and then the next instant is later than now.
func TestMakeCalls_AFullBatchSaysAgainNow(t *testing.T) {
	t.Parallel()
	w := manyDue(t, 20_001)
	full := w.makeCalls()
	if full.Made != 20_000 || full.NextCall.IsZero() || full.NextCall.After(w.now()) {
		t.Errorf("made %d, next at %v", full.Made, full.NextCall)
	}
	rest := w.makeCalls()
	if rest.Made != 1 || !rest.NextCall.After(w.now()) {
		t.Errorf("made %d, next at %v", rest.Made, rest.NextCall)
	}
	w.counted(20_001, "call where duty_id like 'many/%'")
}

// Rule 7: what a full batch takes is what was due first, whatever its id.
func TestMakeCalls_AFullBatchTakesWhatWasDueFirst(t *testing.T) {
	t.Parallel()
	w := manyDue(t, 20_001)
	const last = "many/9999/2020" // of all ids
	_, err := w.owner.Exec(w.ctx, "update duty set next_at = next_at - interval '1 second' where id = $1", last)
	w.must(err)
	if full := w.makeCalls(); full.Made != 20_000 {
		t.Errorf("made %d", full.Made)
	}
	w.counted(1, "call where duty_id = $1", last)
}

// Rule 6: a call's key is its duty, its kind and its instant. Whatever is forgotten of how far the clock had come, nothing
// is recorded twice and nobody is told twice.
func TestMakeCalls_AgainFromTheBeginningMakesNothingTwice(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-12 10:00")
	calls, notices := w.count("call"), w.count("notice")
	w.unrecorded = true
	_, err := w.owner.Exec(w.ctx, "update duty set settled_at = null, next_at = since where state in ('OPEN', 'OVERDUE', 'WAITING') and since is not null")
	w.must(err)
	w.turn("2020-05-12 10:01")
	w.makeCalls()
	w.counted(calls, "call")
	w.counted(notices, "notice where state = 'QUEUED'")
}

// Rule 5: the clock takes two exchanges with the database: the lock with what is due, and what comes of it with the commit.
func TestMakeCalls_TwoExchanges(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	count := w.countExchanges()
	w.makeCalls()
	fewest := 100
	for _, at := range []string{"2020-04-23 09:00", "2020-04-27 09:00", "2020-04-29 09:00", "2020-05-03 09:00"} {
		w.turn(at)
		before := count.Load()
		if w.makeCalls().Made > 0 { // a connection that has rested is looked at before it is used
			fewest = min(fewest, int(count.Load()-before))
		}
	}
	if fewest != 2 {
		t.Errorf("%d exchanges, want 2", fewest)
	}
}
