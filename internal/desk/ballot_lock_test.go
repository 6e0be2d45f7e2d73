package desk_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

const (
	vote1 = "satisfaction-vote/sc-m1/2020"
	vote2 = "satisfaction-vote/sc-m2/2020"
)

// casting is a ballot under way of the first member: it shares the poll's lock and has proven the member's duty.
func (w *world) casting(tx pgx.Tx) {
	w.execute(tx, "select from poll where id = $1 for share", poll)
	w.execute(tx, "update duty set state = 'PROVEN', proven_at = $2 where id = $1", vote1, w.now())
}

// whileCasting has a command come to wait for a ballot under way, lets both end, and returns what the command says.
func (w *world) whileCasting(command func() error) error {
	w.t.Helper()
	return w.whileChanging(w.casting, command)()
}

// Rule 1: a ballot does not wait for its campaign, nor for another ballot.
func TestBallot_WaitsForNoCampaign(t *testing.T) {
	t.Parallel()
	w := voting(t)
	tx, err := w.owner.Begin(w.ctx)
	w.must(err)
	defer tx.Rollback(w.ctx) //nolint:errcheck // it has changed nothing
	w.execute(tx, "select from campaign where id = $1 for no key update", w.id)
	w.casting(tx)
	said := make(chan error, 1)
	go func() { said <- w.cast("sc-m2", w.ballot(supervision.Satisfied, nil)) }()
	if w.waits(tx, said) {
		t.Fatal("the ballot waits")
	}
	w.must(<-said)
	w.stands(supervision.Proven, vote2)
}

// Rule 1: a ballot waits for the close of its poll, and comes too late then.
func TestBallot_WaitsForTheClose(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.refused(supervision.NotOpen, w.whileChanging(func(tx pgx.Tx) {
		w.execute(tx, "select from poll where id = $1 for update", poll)
		w.execute(tx, "update poll set state = 'CLOSED' where id = $1", poll)
	}, func() error { return w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)) })())
	w.counted(0, "poll_choice")
	w.stands(supervision.Open, vote1)
}

// Rules 1 and 2: the instant of a ballot is read when it has its poll: one that had to wait beyond the poll's hour is not
// counted.
func TestBallot_ReadsItsInstantAfterTheLock(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.turn("2021-01-31 23:59:59")
	release := w.whileChanging(func(tx pgx.Tx) { w.execute(tx, "select from poll where id = $1 for update", poll) },
		func() error { return w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)) })
	w.turn("2021-02-01 00:00")
	w.refused(supervision.NotOpen, release())
	w.counted(0, "poll_choice")
}

// Rule 1: the close waits for ballots under way, and leaves no duty open that they have proven.
func TestBallot_IsWaitedForByTheClose(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.whileCasting(func() error { return w.desk.ClosePoll(w.ctx, w.staff(), poll, "会议议程结束") }))
	w.stands(supervision.Proven, vote1)
	w.stands(supervision.LeftOpen, vote2)
}

// Rule 1: the clock waits for ballots under way before it calls upon a member, and calls upon nobody who has voted.
func TestBallot_IsWaitedForByTheClock(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.live("2021-01-24 08:00")
	w.turn("2021-01-24 09:00") // seven days before the last
	w.must(w.whileCasting(w.makeCallsOnce))
	w.stands(supervision.Proven, vote1)
	w.counted(0, "call where duty_id = $1 and kind = 'REMIND'", vote1)
	w.counted(1, "call where duty_id = $1 and kind = 'REMIND'", vote2)
}

// Rule 1: and so does whoever changes a member's duty, or all that is due.
func TestBallot_IsWaitedForByWhoeverChangesTheDuty(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.refused(supervision.AlreadyDone, w.whileCasting(func() error { return w.excuse(vote1, "请假") }))
	w.refused(supervision.AlreadyDone, w.whileCasting(func() error { return w.extend(vote1, "2021-02-10", "延期") }))
	w.stands(supervision.Proven, vote1)
}

// Rule 1: a resumption makes what is due, and so waits too.
func TestBallot_IsWaitedForByAResumption(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.hold()
	w.turn("2021-01-24 09:00")
	w.must(w.whileCasting(func() error {
		_, err := w.desk.ResumeCampaign(w.ctx, w.staff(), w.id)
		return err
	}))
	w.stands(supervision.Proven, vote1)
	w.counted(0, "call where duty_id = $1 and kind = 'REMIND'", vote1)
}

// A ballot precedes no call of its own member that is due before it (rule 3), though the clock has not made it yet.
func TestBallot_ComesAfterTheCallThatIsDue(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.live("2021-01-24 08:00")
	w.turn("2021-01-24 09:00")
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w.makeCalls()
	w.counted(5, "call where duty_id like 'satisfaction-vote/%' and kind = 'REMIND'")
}

// A ballot leaves the campaign's next instant as it is. There the clock finds that all have voted, makes no call, and is
// behind no more.
func TestBallot_LeavesTheClockToFindItProven(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.live("2021-01-20 09:00")
	for _, m := range []string{"sc-m1", "sc-m2", "sc-m3", "sc-m4", "sc-m5"} {
		w.must(w.cast(m, w.ballot(supervision.Satisfied, nil)))
	}
	if d := w.duty(vote1); !d.NextAt.IsZero() {
		t.Errorf("the next call of a duty that is proven is shown at %v", d.NextAt)
	}
	calls := w.count("call")
	w.turn("2021-01-24 09:00")
	if s := w.makeCalls(); s.Made != 0 || !s.NextCall.IsZero() && !s.NextCall.After(w.now()) {
		t.Errorf("made %d, the next at %v", s.Made, s.NextCall)
	}
	w.counted(calls, "call")
	w.counted(0, "campaign where next_at <= $1", w.now())
}

// What waits for a vote waits for its close, though all have voted: a ballot turns nothing but its own duty.
func TestBallot_OpensNothingThatWaits(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.unrecorded = true
	_, err := w.owner.Exec(w.ctx, "update duty set after = 'satisfaction-vote', since = null, state = 'WAITING', next_at = null where id = $1", plan1)
	w.must(err)
	for _, m := range []string{"sc-m1", "sc-m2", "sc-m3", "sc-m4", "sc-m5"} {
		w.must(w.cast(m, w.ballot(supervision.Satisfied, nil)))
	}
	w.counted(1, "duty where id = $1 and since is null", plan1)
	w.must(w.desk.ClosePoll(w.ctx, w.staff(), poll, "会议议程结束"))
	w.counted(0, "duty where id = $1 and since is null", plan1)
}

// A vote of the evaluation that waits for another waits for its close, and not for those who did not vote in it.
func TestEvaluated_AVoteAfterAVote(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	w.live("2021-01-05 10:00")
	w.must(w.submitReports(""))
	w.live("2021-01-14 15:00")
	w.handIn("office-staff", deliberation, "minutes")
	w.awaits(supervision.StepCallVote)
	w.unrecorded = true
	for _, sql := range []string{
		"update duty set after = 'other' where kind = 'VOTE'",
		"insert into poll select (jsonb_populate_record(p, '{\"id\": \"other\", \"entry\": \"other\", \"after\": \"x\", \"state\": \"OPEN\"}')).* from poll p",
	} {
		_, err := w.owner.Exec(w.ctx, sql)
		w.must(err)
	}
	w.awaits(supervision.StepAwaitDeliberation)
	_, err := w.owner.Exec(w.ctx, "update poll set state = 'CLOSED' where id = 'other'")
	w.must(err)
	w.awaits(supervision.StepCallVote)
}
