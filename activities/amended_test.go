package activities_test

import (
	"os"
	"strings"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// TestACampaignIsRevisedUnderWay dates and moves an event, amends the plan and takes in a notice of holidays while all
// processes run, some of it during a hold: every later call comes at its new instant and none at its old one, inspections
// end, move and begin with the plan, and a person can check it all against the story.
func TestACampaignIsRevisedUnderWay(t *testing.T) {
	t.Parallel()
	y := newRevised(t)
	y.revisions(func() {})
	y.live("2021-04-20 00:00")
	y.compareRevised(*update)
}

// Every process may be lost at the very moment of each revision, with the nudges that would have told them, and again
// in between: the outcome is the same to the letter.
func TestARevisedYearSurvivesTheLossOfEveryProcess(t *testing.T) {
	t.Parallel()
	y := newRevised(t)
	y.revisions(func() {
		y.loseNudges()
		y.loseEveryProcess()
	})
	for _, when := range []string{"2020-09-24 00:00", "2020-10-20 12:00", "2020-11-11 00:01", "2020-12-31 15:02", "2021-01-20 03:00"} {
		y.quietly(when, y.loseEveryProcess)
	}
	y.live("2021-04-20 00:00")
	y.compareRevised(false)
}

// Every process may forget its history and begin again at every few looks: the outcome is the same to the letter.
func TestARevisedYearIsContinuedAsNew(t *testing.T) {
	t.Parallel()
	y := newRevised(t)
	y.shortHistories()
	y.revisions(func() {})
	y.live("2021-04-20 00:00")
	y.compareRevised(false)
	y.renewedOften()
}

// newRevised launches the small campaign that these tests are about, when the holidays of 2021 were not known yet.
func newRevised(t *testing.T) *year {
	t.Helper()
	return newYearKnowing(t, []byte(smallPlan(t)), "2020-09-01 08:30", knownIn(t, 2020))
}

func smallPlan(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("testdata/amended-2020.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// knownIn is the calendar that ends with a year.
func knownIn(t *testing.T, year int) supervision.Calendar {
	t.Helper()
	var known []supervision.HolidayYear
	for _, y := range supervision.ChinaCalendar().Years() {
		if y.Year <= year {
			known = append(known, y)
		}
	}
	calendar, err := supervision.NewCalendar(known...)
	if err != nil {
		t.Fatal(err)
	}
	return calendar
}

// revisions is what happens while the campaign runs, and what happens on top of each revision.
func (y *year) revisions(upset func()) {
	y.at("2020-09-09 10:00", "总体方案通过", func() { y.paper("office-staff", "overall-plan/campaign/2020") })
	y.at("2020-09-20 10:00", "会期提前至10月20日，须确认", func() {
		y.refused(supervision.ConfirmEarlier, y.date("session", "2020-10-20", desk.Revising{Reason: "会期提前"}))
		y.must(y.date("session", "2020-10-20", desk.Revising{Reason: "会期提前", ConfirmEarlier: true}))
		upset()
	})
	y.at("2020-09-25 10:00", "会期改为12月28日", func() {
		y.must(y.date("session", "2020-12-28", desk.Revising{Reason: "会期推迟"}))
		upset()
	})
	y.at("2020-10-12 10:00", "暂停消息", func() { y.hold("换届期间") })
	y.at("2020-10-14 10:00", "修订方案", func() {
		y.amend(y.amendedPlan(), "疫情防控")
		upset()
	})
	y.quietly("2020-10-14 10:01", func() { y.runs(false, "inspection/amended-2020.november-visit.g1.2020") })
	y.at("2020-10-28 10:00", "恢复消息", func() { y.resume() })
	y.at("2020-10-30 16:00", "第一组督查", func() {
		y.note("g1", "october-visit", "g1-d1")
		y.conclude("g1", "october-visit")
	})
	y.at("2020-11-12 10:00", "第一组加开督查", func() {
		y.must(y.desk.ConcludeInspection(y.ctx, y.as("g1-convenor"), y.inspection("p1", "extra-visit"), "总体顺利"))
	})
	y.at("2020-12-31 15:00", "公布2021年节假日", func() {
		y.announce(2021, "国办发明电〔2020〕27号")
		upset()
	})
	y.at("2021-01-05 10:00", "收到审议意见", func() {
		y.must(y.date("receipt", "2021-01-04", desk.Revising{}))
		upset()
	})
}

// amendedPlan puts a visit off, another one and a phase forward, drops a visit and adds one.
func (y *year) amendedPlan() string {
	return strings.NewReplacer(
		"window: 10月中旬", "window: 10月下旬",
		"window: 11月下旬, holder", "window: 11月6日..10日, holder",
		"window: 10月..11月}", "window: 10月..11月中旬}",
		"window: 12月..次年1月}", "window: 11月下旬..次年1月}",
		"  - {id: november-visit, kind: INSPECTION, title: 十一月督查, phase: MONITORING, window: 11月上旬, for_each: group}",
		"  - {id: extra-visit, kind: INSPECTION, title: 加开督查, phase: MONITORING, window: 11月中旬, for_each: project}",
	).Replace(smallPlan(y.t))
}

func (y *year) date(event, day string, o desk.Revising) error {
	d, err := supervision.ParseDate(day)
	y.must(err)
	_, err = y.desk.DateEvent(y.ctx, y.staff(), y.id, event, d, o)
	return err
}

func (y *year) amend(source, reason string) {
	_, err := y.desk.AmendCampaign(y.ctx, y.staff(), y.id, []byte(source), desk.Revising{Reason: reason, ConfirmEarlier: true})
	y.must(err)
}

// announce takes in what today is known of a year's holidays.
func (y *year) announce(year int, reason string) {
	for _, known := range supervision.ChinaCalendar().Years() {
		if known.Year == year {
			_, err := y.desk.ApplyHolidays(y.ctx, []supervision.HolidayYear{known}, desk.Revising{Reason: reason})
			y.must(err)
		}
	}
}

// compareRevised holds the story, that of the inspections included, against its golden file.
func (y *year) compareRevised(rewrite bool) {
	y.t.Helper()
	y.events = append(y.events, y.inspectionLines()...)
	y.compare("amended-2020.txt", rewrite)
	y.punctual()
	y.allOver()
}
