package supervision_test

import (
	"slices"
	"strings"
	"testing"

	"duban/supervision"
)

// expectLines compares an explanation with what is wanted, one line each.
func expectLines(t *testing.T, got []string, want string) {
	t.Helper()
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func TestTenWorkdaysOverTheLengthenedHoliday(t *testing.T) {
	d := supervision.Deadline{Event: "handover", Count: 10, Unit: supervision.Workdays}
	got := d.Compute(day(t, "2020-01-17"), supervision.ChinaCalendar())
	zh, en := got.Explain()
	expectLines(t, zh, `计划自定：10个工作日内
起算日：2020年1月17日（周五） handover，当日不计入
2020年1月18日（周六）：周末，不计入
2020年1月19日（周日）：春节调休上班（国办发明电〔2019〕16号），计为工作日
2020年1月24日至30日：春节放假（国办发明电〔2019〕16号），不计入
2020年1月31日至2月2日：春节放假（国办发明电〔2020〕1号），不计入
2020年2月7日（周五）：往后数10个工作日
结果：2020年2月7日（周五）`)
	expectLines(t, en, `The plan's own rule: 10个工作日内
Counted from Fri 2020-01-17 handover, not included
Sat 2020-01-18: weekend, not counted
Sun 2020-01-19: worked for 春节 (国办发明电〔2019〕16号), counts as a working day
2020-01-24..2020-01-30: holiday 春节 (国办发明电〔2019〕16号), not counted
2020-01-31..2020-02-02: holiday 春节 (国办发明电〔2020〕1号), not counted
Fri 2020-02-07: 10 working days later
Result: Fri 2020-02-07`)
}

func TestTwentyDaysBeforeRollsOutOfTheHoliday(t *testing.T) {
	d := supervision.Deadline{Rule: "SL-15a", Event: "session-31"}
	zh, en := d.Compute(day(t, "2020-10-24"), supervision.ChinaCalendar()).Explain()
	expectLines(t, zh, `规则 SL-15a（监督法(2024)第十五条）：专项工作报告在常委会举行会议的二十日前送交有关专门委员会或者工作机构征求意见
起算日：2020年10月24日（周六） session-31，当日不计入
2020年10月4日（周日）：往前数20日
2020年10月1日至4日：国庆节、中秋节放假（国办发明电〔2019〕16号），提前
结果：2020年9月30日（周三）`)
	expectLines(t, en, `Rule SL-15a (监督法(2024)第十五条): the report goes to the special committee or working body for comment 20 days before the session
Counted from Sat 2020-10-24 session-31, not included
Sun 2020-10-04: 20 days earlier
2020-10-01..2020-10-04: holiday 国庆节、中秋节 (国办发明电〔2019〕16号), moved to the working day before
Result: Wed 2020-09-30`)
}

func TestRollingOntoAMakeUpWorkdayNamesIt(t *testing.T) {
	got := supervision.Deadline{Count: 20, Before: true}.Compute(day(t, "2020-05-30"), supervision.ChinaCalendar())
	want := []supervision.StepKind{supervision.Counted, supervision.RolledBack, supervision.MadeUp}
	if kinds := stepKinds(got); !slices.Equal(kinds, want) || got.Result != day(t, "2020-05-09") {
		t.Errorf("%v, %s", kinds, got.Result)
	}
}

func stepKinds(c supervision.Computation) (kinds []supervision.StepKind) {
	for _, s := range c.Steps {
		kinds = append(kinds, s.Kind)
	}
	return kinds
}

func TestRestDayThatStandsIsNamed(t *testing.T) {
	zh, en := supervision.Deadline{Count: 3, Unit: supervision.Months, Roll: stay}.
		Compute(day(t, "2020-11-30"), supervision.ChinaCalendar()).Explain()
	expectLines(t, zh, `计划自定：2020-11-30起3个月内
起算日：2020年11月30日（周一），当日不计入
2021年2月28日（周日）：往后数3个月，该月没有30日，止于月末
2021年2月28日（周日）：周末，按规则不顺延
结果：2021年2月28日（周日）`)
	expectLines(t, en, `The plan's own rule: 2020-11-30起3个月内
Counted from Mon 2020-11-30, not included
Sun 2021-02-28: 3 months later, at the month's end: it has no day 30
Sun 2021-02-28: weekend, which by the rule stands
Result: Sun 2021-02-28`)
}

func TestYearsWithoutANoticeAreProvisional(t *testing.T) {
	got := supervision.Deadline{Count: 5, Unit: supervision.Workdays}.Compute(day(t, "2026-12-28"), supervision.ChinaCalendar())
	if !got.Provisional || !slices.Equal(got.Awaits, []int{2027}) || got.Unsettled {
		t.Errorf("%+v", got)
	}
	zh, en := got.Explain()
	if last := zh[len(zh)-1]; last != "暂定：尚无2027年节假日安排，公布后可能变动" {
		t.Error(last)
	}
	if last := en[len(en)-1]; last != "Provisional: no notice of holidays for 2027 yet, which may move it" {
		t.Error(last)
	}
	stood := supervision.Deadline{Count: 5, Roll: stay}.Compute(day(t, "2026-12-28"), supervision.ChinaCalendar())
	if stood.Provisional {
		t.Error("a day that stands, whatever it is, was called provisional")
	}
}

func TestEventWithoutADay(t *testing.T) {
	got := supervision.Deadline{Rule: "SL-15c", Event: "session-31"}.Compute(supervision.Date{}, supervision.ChinaCalendar())
	if !got.Provisional || !got.Unsettled || !got.Result.IsZero() {
		t.Errorf("%+v", got)
	}
	zh, en := got.Explain()
	expectLines(t, zh[1:], `起算日：session-31，日期未定
结果：待定
暂定：起算事件的日期尚未确定`)
	expectLines(t, en[1:], `Counted from session-31, whose day is not known
Result: not known yet
Provisional: the event's day is not settled`)
}

// An event that is only expected, in a year without a notice, is provisional twice over.
func TestExpectedEventInAYearWithoutANotice(t *testing.T) {
	got := supervision.Deadline{Event: "session"}.Compute(day(t, "2027-03-01"), supervision.ChinaCalendar())
	got.Unsettled = true
	zh, _ := got.Explain()
	expectLines(t, zh, `计划自定：当日
起算日：2027年3月1日（周一） session
结果：2027年3月1日（周一）
暂定：起算事件的日期尚未确定
暂定：尚无2027年节假日安排，公布后可能变动`)
}

func TestTimeThatThePlanSetsInPlaceOfTheRules(t *testing.T) {
	zh, en := supervision.Deadline{Rule: "ZJ-44", Count: 2}.Compute(day(t, "2020-08-11"), supervision.ChinaCalendar()).Explain()
	if zh[1] != "计划写明：2020-08-11起2个月内" || en[1] != "The plan says: 2020-08-11起2个月内" {
		t.Errorf("%s / %s", zh[1], en[1])
	}
}

// An event is called what the plan calls it, as far as its words say.
func TestEventIsNamedByItsTitle(t *testing.T) {
	for written, want := range map[string]string{
		"区人大常委会的会议的20日前": "区人大常委会的会议", "收到意见后3个月内": "收到意见", "会议后10个工作日内": "会议", "会议当日": "会议", "20日前": "sess",
	} {
		c := supervision.Computation{Written: written, Event: "sess", Start: day(t, "2020-12-28"), Result: day(t, "2020-12-08")}
		if zh, en := c.Explain(); zh[1] != "起算日：2020年12月28日（周一） "+want || en[1] != "Counted from Mon 2020-12-28 "+want {
			t.Errorf("%s: %s / %s", written, zh[1], en[1])
		}
	}
}

// A count from a day names the day.
func TestCountFromADayNamesIt(t *testing.T) {
	for want, d := range map[string]supervision.Deadline{
		"2020-01-17起10个工作日内": {Count: 10, Unit: supervision.Workdays}, "2020-01-17的3日前": {Count: 3, Before: true}, "2020-01-17当日": {},
	} {
		if zh, _ := d.Compute(day(t, "2020-01-17"), supervision.ChinaCalendar()).Explain(); zh[0] != "计划自定："+want {
			t.Errorf("%s, want %s", zh[0], want)
		}
	}
}

func TestWindowAsWrittenIsExplained(t *testing.T) {
	tests := []struct{ written, zh, en string }{
		{"6月上旬", "结果：2020年6月1日至10日，末日2020年6月10日（周三）", "Result: 2020-06-01..2020-06-10, the last day Wed 2020-06-10"},
		{
			"12月至次年1月", "结果：2020年12月1日至2021年1月31日，末日2021年1月31日（周日）",
			"Result: 2020-12-01..2021-01-31, the last day Sun 2021-01-31",
		},
		{"11月底前", "结果：2020年11月30日（周一）", "Result: Mon 2020-11-30"},
		{"5月11日", "结果：2020年5月11日（周一）", "Result: Mon 2020-05-11"},
	}
	for _, tt := range tests {
		w := window(t, tt.written, 2020)
		zh, en := supervision.Computation{Written: tt.written, First: w.First, Result: w.Last}.Explain()
		expectLines(t, zh, "计划原文："+tt.written+"\n"+tt.zh)
		expectLines(t, en, "The plan says: "+tt.written+"\n"+tt.en)
	}
}

// Sixty working days: a span for each successive run of one reason.
func TestLongCountsMergeSuccessiveDaysOfOneReason(t *testing.T) {
	got := supervision.Deadline{Count: 60, Unit: supervision.Workdays}.Compute(day(t, "2020-09-25"), supervision.ChinaCalendar())
	if got.Result != day(t, "2020-12-24") {
		t.Errorf("60 working days end on %s", got.Result)
	}
	spans := map[supervision.StepKind]int{}
	for _, kind := range stepKinds(got) {
		spans[kind]++
	}
	if spans[supervision.Skipped] != 13 || spans[supervision.MadeUp] != 2 || spans[supervision.Counted] != 1 {
		t.Errorf("%v in %+v", spans, got.Steps)
	}
}
