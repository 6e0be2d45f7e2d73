package desk_test

import (
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"

	"duban/supervision"
)

const poll = "hangzhou-2020.satisfaction-vote"

// voting is a world in which the deliberation is over and the poll is open, 14 January, 15:00 (HZ-17).
func voting(t *testing.T) *world {
	t.Helper()
	w := accepted(t)
	w.openPoll()
	return w
}

// openPoll submits the accepted reports together and deliberates.
func (w *world) openPoll() {
	w.t.Helper()
	w.live("2021-01-05 10:00")
	w.must(w.submitReports(""))
	w.live("2021-01-14 15:00")
	w.handIn("office-staff", deliberation, "minutes")
	w.must(w.desk.CallVote(w.ctx, w.plan.Host.ID, w.id))
	w.turnPoll(supervision.PollStepOpen)
	w.makeCalls()
}

func (w *world) turnPoll(step supervision.PollStep) {
	w.t.Helper()
	w.must(w.desk.TurnPoll(w.ctx, w.plan.Host.ID, poll, step))
}

// ballot grades every project alike, but those named.
func (w *world) ballot(all supervision.Grade, but map[string]supervision.Grade) map[string]supervision.Grade {
	choices := map[string]supervision.Grade{}
	for _, p := range w.plan.Projects {
		choices[p.ID] = all
	}
	maps.Copy(choices, but)
	return choices
}

func (w *world) cast(seat string, choices map[string]supervision.Grade) error {
	return w.desk.CastBallot(w.ctx, w.as(seat), poll, choices)
}

func TestVote_OneBallotAMember(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w.refused(supervision.AlreadyVoted, w.cast("sc-m1", w.ballot(supervision.Dissatisfied, nil)))
	w.stands(supervision.Proven, "satisfaction-vote/sc-m1/2020")
	w.stands(supervision.Open, "satisfaction-vote/sc-m2/2020")
	w.counted(1, "poll_elector where voted")
	w.counted(10, "poll_choice where grade = 'SATISFIED'")
	w.counted(10, "poll_choice")
}

func TestVote_AtOnceIsStillOneBallot(t *testing.T) {
	t.Parallel()
	w := voting(t)
	var tries sync.WaitGroup
	var failed [6]error
	for i := range failed {
		tries.Go(func() { failed[i] = w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)) })
	}
	tries.Wait()
	refused := 0
	for _, err := range failed {
		if errors.Is(err, &supervision.Error{Reason: supervision.AlreadyVoted}) {
			refused++
		}
	}
	if refused != len(failed)-1 {
		t.Errorf("%d of %d refused: %v", refused, len(failed), failed)
	}
	w.counted(10, "poll_choice")
}

func TestVote_OnlyMembersMay(t *testing.T) {
	t.Parallel()
	w := voting(t)
	for _, seat := range []string{"office-staff", "gov-official", "u01-official", "g01-convenor", "g01-d1"} {
		w.refused(supervision.NotAllowed, w.cast(seat, w.ballot(supervision.Satisfied, nil)))
	}
	w.counted(0, "poll_choice")
}

func TestVote_EveryProjectExactlyOnce(t *testing.T) {
	t.Parallel()
	w := voting(t)
	short := w.ballot(supervision.Satisfied, nil)
	delete(short, "p10")
	for what, choices := range map[string]map[string]supervision.Grade{
		"nothing":            {},
		"a project missing":  short,
		"a project too many": w.ballot(supervision.Satisfied, map[string]supervision.Grade{"p11": supervision.Satisfied}),
		"no such grade":      w.ballot(supervision.Satisfied, map[string]supervision.Grade{"p03": "优秀"}),
		"no grade":           w.ballot(supervision.Satisfied, map[string]supervision.Grade{"p03": ""}),
	} {
		t.Log(what)
		w.refused(supervision.InvalidRequest, w.cast("sc-m1", choices))
	}
	w.counted(0, "poll_elector where voted")
}

func TestVote_OnlyWhileThePollIsOpen(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	w.refused(supervision.NotOpen, w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w = voting(t)
	w.must(w.desk.ClosePoll(w.ctx, w.staff(), poll, "会议议程结束"))
	w.refused(supervision.NotOpen, w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
}

// A ballot at the very instant of the close comes after it, though nobody has closed the poll yet.
func TestVote_TooLateEvenIfNobodyClosedThePoll(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.turn("2021-01-31 23:59:59")
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w.turn("2021-02-01 00:00")
	w.refused(supervision.NotOpen, w.cast("sc-m2", w.ballot(supervision.Satisfied, nil)))
}

// Who voted and what was voted stand apart: the two tables have no column in common but the poll, and what was voted
// bears no instant and no order.
func TestVote_NothingJoinsTheVoterAndTheVote(t *testing.T) {
	t.Parallel()
	w := voting(t)
	const columns = "select column_name from information_schema.columns where table_name = $1 "
	w.same("host_id\npoll_id", w.query(columns+`and column_name in (`+columns[:len(columns)-3]+`'poll_elector')`, "poll_choice"))
	w.same("ballot uuid\ngrade text\nhost_id text\npoll_id text\nproject_id text", w.query(`select column_name || ' ' || data_type
		from information_schema.columns where table_name = 'poll_choice' order by 1`))
}

// The record says that a member voted; from it nobody learns how.
func TestVote_TheRecordHoldsNoChoice(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w.must(w.cast("sc-m2", w.ballot(supervision.Dissatisfied, map[string]supervision.Grade{"p07": supervision.Abstain})))
	const voted = `{"images":[{"kind":"duty","ids":["satisfaction-vote/sc-m/2020"],"as":{"proven_at":"2021-01-14T07:00:00Z","state":"PROVEN"}}]}`
	w.same("CAST_BALLOT hangzhou/sc-m1 "+strings.Replace(voted, "sc-m", "sc-m1", 1)+"\nCAST_BALLOT hangzhou/sc-m2 "+strings.Replace(voted, "sc-m", "sc-m2", 1),
		w.query(`select concat_ws(' ', verb, actor, payload) from audit join audit_payload using (host_id, seq) where verb = 'CAST_BALLOT' order by 1`))
}

func TestPoll_ClosedByTime(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w.turn("2021-01-31 23:59:59")
	w.turnPoll(supervision.PollStepClose)
	w.pollStands(supervision.PollOpen)
	w.turn("2021-02-01 00:00")
	w.turnPoll(supervision.PollStepClose)
	w.turnPoll(supervision.PollStepClose)
	w.pollStands(supervision.PollClosed)
	w.counted(1, "audit where verb = 'CLOSE_POLL'")
	w.counted(4, "duty where kind = 'VOTE' and state = 'LEFT_OPEN'")
	w.counted(4, "call where duty_id like 'satisfaction-vote/%' and kind = 'LAPSE'")
}

func TestPoll_ClosedByHand(t *testing.T) {
	t.Parallel()
	w := voting(t)
	for range 2 {
		w.must(w.desk.ClosePoll(w.ctx, w.staff(), poll, "会议议程结束"))
	}
	w.same("会议议程结束", w.query("select reason from audit where verb = 'CLOSE_POLL'"))
	w.live("2021-02-20 10:00")
	w.counted(0, "call where duty_id like 'satisfaction-vote/%' and kind <> 'OPEN'")
}

func TestPoll_IsNotClosedBeforeItOpensNorAfterTheCampaign(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	w.refused(supervision.NotOpen, w.desk.ClosePoll(w.ctx, w.staff(), poll, "x"))
	w = voting(t)
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	w.refused(supervision.CampaignOver, w.desk.ClosePoll(w.ctx, w.staff(), poll, "x"))
	w.refused(supervision.CampaignOver, w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
}

func (w *world) pollStands(want supervision.PollState) {
	w.t.Helper()
	p, _, err := w.desk.Poll(w.ctx, w.staff(), poll)
	w.must(err)
	if p.State != want {
		w.t.Errorf("the poll is %s, want %s", p.State, want)
	}
}

// counted ballots: three of five members is a majority of all members, two of three ballots is not (the plan's rule).
func TestTally_FollowsThePlansRule(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w.must(w.cast("sc-m2", w.ballot(supervision.Satisfied, map[string]supervision.Grade{"p02": supervision.BasicallySatisfied})))
	w.must(w.cast("sc-m3", w.ballot(supervision.Satisfied, map[string]supervision.Grade{
		"p02": supervision.BasicallySatisfied, "p03": supervision.Dissatisfied, "p04": supervision.Abstain,
	})))
	w.must(w.desk.ClosePoll(w.ctx, w.staff(), poll, "会议议程结束"))
	w.turnPoll(supervision.PollStepTally)
	w.turnPoll(supervision.PollStepTally)
	w.same(`
		p01 3/0/0/0 SATISFIED
		p02 1/2/0/0 BASICALLY_SATISFIED
		p03 2/0/1/0 DISSATISFIED
		p04 2/0/0/1 DISSATISFIED`,
		w.query(`select concat(project_id, ' ', concat_ws('/', satisfied, basically, dissatisfied, abstain), ' ', outcome)
			from poll_result where project_id < 'p05' order by project_id`))
	w.counted(10, "poll_result where satisfied + basically + dissatisfied + abstain = 3")
	w.counted(1, "audit where verb = 'TALLY_POLL'")
}

func TestTally_NobodyVoted(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.desk.ClosePoll(w.ctx, w.staff(), poll, "流会"))
	w.turnPoll(supervision.PollStepTally)
	w.counted(10, "poll_result where outcome = 'DISSATISFIED' and satisfied + basically + dissatisfied + abstain = 0")
}

// Each responsible unit is told its own result, point to point, and then the campaign can close (HZ-17).
func TestFeedBack_ToEachUnitItsOwnResult(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w.must(w.desk.ClosePoll(w.ctx, w.staff(), poll, "会议议程结束"))
	w.turnPoll(supervision.PollStepTally)
	w.awaits(supervision.StepAwaitResults)
	for range 2 {
		w.turnPoll(supervision.PollStepFeedBack)
	}
	told := w.query("select seat_id || ' ' || zh from notice where kind = 'RESULT' order by 1")
	if len(told) != 10 {
		t.Fatalf("%d notices, want one a unit: %v", len(told), told)
	}
	for i, p := range w.plan.Projects {
		if !strings.HasPrefix(told[i], p.Unit+"-official ") || !strings.Contains(told[i], p.Title) {
			t.Errorf("unit %s of %s: %s", p.Unit, p.ID, told[i])
		}
	}
	for range 2 {
		w.must(w.desk.CloseCampaign(w.ctx, w.plan.Host.ID, w.id))
	}
	w.counted(1, "campaign where state = 'CLOSED' and next_at is null")
	w.counted(1, "audit where verb = 'CLOSE_CAMPAIGN'")
	w.counted(0, "duty where state in ('WAITING', 'OPEN', 'OVERDUE')")
}

func TestClose_NotBeforeTheResultsAreGiven(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.desk.CloseCampaign(w.ctx, w.plan.Host.ID, w.id))
	w.counted(1, "campaign where state = 'LIVE'")
}
