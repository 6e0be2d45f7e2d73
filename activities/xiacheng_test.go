package activities_test

import (
	"testing"

	"duban/plans"
	"duban/supervision"
)

const (
	midYear = "xiacheng-2020.mid-year-vote"
	yearEnd = "xiacheng-2020.year-end-vote"
)

// TestXC10_TwoVotesInOneYear lives Xiacheng's year with its two votes (XC-10): the one in mid-year is called when the
// report on it is handed in, the campaign goes on beside it into the evaluation, and the one at the year's end ends it.
// One member of ten never votes; what waits for a vote does not wait for him (XC-12).
func TestXC10_TwoVotesInOneYear(t *testing.T) {
	t.Parallel()
	y := newYear(t, xiacheng(), "2020-04-21 08:30")
	y.twoVotes()
	y.live("2021-02-10 00:00")
	y.checkTwoVotes()
}

// The processes may be lost while either poll is open, and between them.
func TestXC10_TwoVotesSurviveTheLossOfEveryProcess(t *testing.T) {
	t.Parallel()
	y := newYear(t, xiacheng(), "2020-04-21 08:30")
	y.twoVotes()
	for _, when := range []string{"2020-06-24 12:00", "2020-07-20 23:59", "2020-09-01 12:00", "2020-12-20 12:00"} {
		y.quietly(when, y.loseEveryProcess)
	}
	y.live("2021-02-10 00:00")
	y.checkTwoVotes()
}

func xiacheng() []byte {
	source, _ := plans.Source("xiacheng-2020")
	return source
}

func (y *year) twoVotes() {
	y.at("2020-06-24 09:30", "年中报告之前没有测评", func() { y.same("PLANNED", y.pollStates(midYear)) })
	y.at("2020-06-24 10:00", "年中推进情况报告", func() { y.paper("gov-official", "mid-year-report/campaign/2020") })
	y.at("2020-07-10 15:00", "九名组成人员年中测评", func() { y.ballots(midYear, 9) })
	y.at("2020-07-22 10:00", "开出意见建议交办单(XC-12)", func() { y.paper("office-staff", "assignment-slip/u01/2020") })
	y.at("2020-12-08 10:00", "年底完成情况报告", func() { y.paper("gov-official", "completion-report/campaign/2020") })
	y.at("2020-12-15 10:00", "审议", func() { y.paper("office-staff", "deliberation/campaign/2020") })
	y.at("2020-12-25 15:00", "全体组成人员年底测评", func() { y.ballots(yearEnd, 10) })
}

// ballots has the first n members vote in a poll: satisfied with all but the first project.
func (y *year) ballots(poll string, n int) {
	for _, seat := range y.members()[:n] {
		choices := map[string]supervision.Grade{}
		for _, project := range y.plan.Projects[:10] {
			choices[project.ID] = supervision.Satisfied
		}
		choices["p01"] = supervision.Dissatisfied
		y.must(y.desk.CastBallot(y.ctx, y.as(seat), poll, choices))
	}
}

func (y *year) pollStates(poll string) []string {
	return y.facts(`select state from poll where id = $1`, poll)
}

func (y *year) checkTwoVotes() {
	y.t.Helper()
	y.punctual()
	y.same(`
		xiacheng-2020.mid-year-vote FED_BACK 2020-06-24 10:00 .. 2020-07-21 00:00, 10 members
		xiacheng-2020.year-end-vote FED_BACK 2020-12-15 10:00 .. 2021-01-01 00:00, 10 members`,
		y.facts(`select id || ' ' || state || to_char(opened_at at time zone 'Asia/Shanghai', ' YYYY-MM-DD HH24:MI ..') ||
			to_char(closed_at at time zone 'Asia/Shanghai', ' YYYY-MM-DD HH24:MI, ') || members || ' members' from poll order by id`))
	y.same(`
		2020-07-21 10 results for 10 units, p01 DISSATISFIED
		2021-01-01 10 results for 10 units, p01 DISSATISFIED`, y.resultsTold())
	y.same("DEPLOYMENT 2020-04-21 MONITORING 2020-05-11 EVALUATION 2020-12-01", y.phasesEntered())
	y.same("CLOSED", y.facts(`select state from campaign`))
	y.allOver()
}

// resultsTold tells, of each poll, its results and how many units were told theirs: one each (XC-14).
func (y *year) resultsTold() []string {
	return y.facts(`select to_char(p.published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD ') || count(*) || ' results for ' ||
		(select count(distinct seat_id) from notice where kind = 'RESULT' and at = p.published_at) || ' units, p01 ' ||
		min(r.outcome) filter (where r.project_id = 'p01')
		from poll p join poll_result r on r.poll_id = p.id group by p.id, p.published_at order by p.id`)
}

func (y *year) phasesEntered() []string {
	return y.facts(`select string_agg((array['DEPLOYMENT', 'MONITORING', 'EVALUATION'])[phase] ||
		to_char(entered_at at time zone 'Asia/Shanghai', ' YYYY-MM-DD'), ' ' order by phase) from phase`)
}
