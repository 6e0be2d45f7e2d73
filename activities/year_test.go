package activities_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/plans"
	"duban/supervision"
)

var update = flag.Bool("update", false, "write golden files again")

// TestHZ_TheYearOf2020 lives the whole Hangzhou year, 21 April to 31 January, with the real workflows, activities and
// database under the SDK's time-skipping clock, and compares every call, phase and digest with a text that a person
// can check against the source (HZ-01 to HZ-19). It guards time: with a timer that is an hour longer every recorded
// history replays (rule 11).
func TestHZ_TheYearOf2020(t *testing.T) {
	t.Parallel()
	y := newYear(t, plans.Hangzhou2020(), "2020-04-21 08:30")
	y.theYearOf2020()
	y.live("2021-02-10 00:00")
	y.compare("hangzhou-2020.txt", *update)
	y.golden("hangzhou-2020-messages.txt", y.messages(), *update)
	y.punctual()
	y.checkEnd()
}

// The store of the processes may be lost at any moment, in the middle of an open poll too: taken up again from the
// rows, the year is the same to the letter.
func TestTheYearSurvivesTheLossOfEveryProcess(t *testing.T) {
	t.Parallel()
	y := newYear(t, plans.Hangzhou2020(), "2020-04-21 08:30")
	y.theYearOf2020()
	for _, when := range []string{"2020-05-10 23:59", "2020-06-03 09:00", "2020-06-10 12:00", "2020-08-25 03:00", "2020-12-15 10:01", "2021-01-22 12:00"} {
		y.quietly(when, y.loseEveryProcess)
	}
	y.live("2021-02-10 00:00")
	y.compare("hangzhou-2020.txt", false)
	y.checkEnd()
}

// Every process, the vote's too, may forget its history and begin again at every few looks.
func TestTheYearIsContinuedAsNew(t *testing.T) {
	t.Parallel()
	y := newYear(t, plans.Hangzhou2020(), "2020-04-21 08:30")
	y.shortHistories()
	y.theYearOf2020()
	y.live("2021-02-10 00:00")
	y.compare("hangzhou-2020.txt", false)
	y.checkEnd()
	y.renewedOften()
}

// theYearOf2020 is what people did.
func (y *year) theYearOf2020() {
	groups := []string{"g01", "g02", "g03", "g04", "g05", "g06", "g07", "g08", "g09", "g10"}

	y.at("2020-04-24 10:00", "总体方案通过", func() { y.paper("office-staff", "overall-plan/campaign/2020") })
	y.at("2020-05-06 15:00", "九个小组提交监督计划", func() { y.papers(groups[:9], "-convenor", "group-plan") })
	y.at("2020-05-11 16:00", "部署会(HZ-05)", func() { y.paper("office-staff", "kickoff/campaign/2020") })
	y.at("2020-05-13 11:00", "第十小组迟交监督计划", func() { y.papers(groups[9:], "-convenor", "group-plan") })
	y.at("2020-05-20 17:00", "座谈会(HZ-10)", func() { y.papers(groups, "-convenor", "symposium") })
	y.at("2020-06-01 10:00", "安排督查日", func() {
		for _, g := range groups {
			y.schedule(g, "supervision-week", "2020-06-04")
		}
	})
	y.at("2020-06-04 17:00", "监督周督查(HZ-11)", func() {
		for _, g := range groups[:8] {
			y.inspect(g, "supervision-week")
		}
	})
	y.at("2020-06-05 09:30", "一名代表请假", func() { y.excuse("supervision-week/g09/2020/g09-d2", "因公出差") })
	y.at("2020-06-12 10:00", "第九、第十小组补作记录和结论", func() {
		y.note("g09", "supervision-week", "g09-d1")
		y.conclude("g09", "supervision-week")
		y.inspect("g10", "supervision-week")
	})
	y.at("2020-08-20 09:30", "暂停消息", func() { y.hold("换届期间") })
	y.at("2020-08-27 15:00", "听取汇报(HZ-12)", func() { y.paper("office-staff", "progress-hearing/campaign/2020") })
	y.at("2020-09-02 10:00", "恢复消息", func() { y.resume() })
	y.at("2020-10-22 16:00", "秋季督查(HZ-13)", func() {
		for _, g := range groups {
			y.inspect(g, "autumn-inspection")
		}
	})
	y.at("2020-12-10 15:00", "提交监督报告(HZ-15)", func() { y.papers(groups[:9], "-convenor", "group-report") })
	y.at("2020-12-15 10:00", "审核报告,退回第二小组", func() {
		y.judgeAll(groups[:1], "group-report")
		y.giveBack("g02", "group-report", "缺少问题清单")
		y.judgeAll(groups[2:9], "group-report")
	})
	y.at("2020-12-25 10:00", "第十小组报告延期", func() { y.extend("group-report/g10/2020", "2021-01-05", "等待验收数据") })
	y.at("2020-12-28 10:00", "政府完成情况报告", func() { y.paper("gov-official", "completion-report/campaign/2020") })
	y.at("2021-01-04 10:00", "补交报告;一并提交被拒(HZ-16)", func() {
		y.papers(groups[1:2], "-convenor", "group-report")
		y.papers(groups[9:], "-convenor", "group-report")
		y.refused(supervision.GateShut, y.submitReports(""))
	})
	y.at("2021-01-05 10:00", "全部通过,一并提交(HZ-16)", func() {
		y.judgeAll([]string{"g02", "g10"}, "group-report")
		y.accept("completion-report/campaign/2020")
		y.must(y.submitReports(""))
	})
	y.at("2021-01-14 15:00", "审议", func() { y.paper("office-staff", "deliberation/campaign/2020") })
	y.at("2021-01-20 15:00", "四名组成人员投票(HZ-17)", func() { y.vote(4) })
	y.at("2021-01-25 15:00", "结束测评", func() { y.closePoll("会议议程结束") })
}

// compare holds the story against a golden file.
func (y *year) compare(name string, rewrite bool) {
	y.t.Helper()
	y.golden(name, y.story(), rewrite)
}

// golden holds a text against a golden file.
func (y *year) golden(name, got string, rewrite bool) {
	y.t.Helper()
	file := filepath.Join("testdata", name)
	if rewrite {
		y.must(os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	y.must(err)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		y.t.Errorf("the year differs from %s (-want +got); look at it, then run with -update:\n%s", file, diff)
	}
}

// checkEnd asserts what the story ends in.
func (y *year) checkEnd() {
	y.t.Helper()
	c, err := y.desk.Campaign(y.ctx, y.staff(), y.id)
	y.must(err)
	if c.State != supervision.CampaignClosed {
		y.t.Errorf("campaign is %s at the end of the year, want CLOSED", c.State)
	}
	poll, results, err := y.desk.Poll(y.ctx, y.staff(), y.id+".satisfaction-vote")
	y.must(err)
	if poll.Members != 5 || poll.Voted != 4 || len(results) != 10 {
		y.t.Errorf("poll: %d members, %d voted, %d results; want 5, 4, 10", poll.Members, poll.Voted, len(results))
	}
	y.refused(supervision.CampaignOver, y.submitNote("g01", "supervision-week", "g01-d1", "after-close"))
	if strings.Contains(y.story(), "PASSED") {
		y.t.Error("nothing stood still this year, yet a call is marked as passed")
	}
}

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
