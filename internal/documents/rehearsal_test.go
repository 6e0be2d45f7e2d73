package documents_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/documents"
	"duban/plans"
	"duban/supervision"
)

// brief is a plan of a few lines: a cadence, a counted day that may still move, and one that nobody knows.
const brief = `id: a-2020
title: 专项监督
host: {id: a, name: 市人大常委会, kind: CONGRESS}
year: 2020
phases:
  - {phase: DEPLOYMENT, window: 4月下旬..5月上旬}
  - {phase: MONITORING, window: 5月中旬..11月}
  - {phase: EVALUATION, window: 12月..次年1月}
events:
  - {id: session, title: 会议, expected: 2020-12-28}
  - {id: receipt, title: 收到意见}
offices:
  - {id: office, name: 办公厅, kind: GENERAL_OFFICE}
  - {id: u1, name: 牵头单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: clerk, office: office, role: STAFF, title: 联络员}
  - {id: d1, role: DEPUTY, title: 召集人}
projects:
  - {id: p1, title: 救护车, unit: u1}
groups:
  - {id: g1, name: 第一组, project: p1, convenor: d1}
duties:
  - {id: visit, kind: INSPECTION, title: 督查, window: 6月22日..26日, every: WEEK, phase: MONITORING, for_each: group, remind_days: [2]}
  - {id: paper, kind: DOCUMENT, title: 送材料 & <附件>, due: {rule: SL-15c, event: session}, window: 12月中旬, phase: EVALUATION, holder: clerk, remind_days: [1, 0]}
  - {id: answer, kind: REPORT, title: 办理情况, due: {rule: ZJ-44, event: receipt}, phase: EVALUATION, holder: clerk}
`

// people who sit in its seats: the convenor's successor comes in the middle of the week.
func people() supervision.Roster {
	day := supervision.Date{Year: 2020, Month: 6, Day: 25}
	return supervision.NewRoster([]supervision.Sitting{
		{Person: "jia", Name: "甲", Seat: "d1", To: day}, {Person: "yi", Name: "乙", Seat: "d1", From: day.AddDays(1)},
	})
}

func written(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// The JSON is exactly of this shape: other programs read it.
func TestRehearsalJSON(t *testing.T) {
	r := rehearsed(t, []byte(brief), supervision.Rehearsing{})
	got := written(t, func(w *bytes.Buffer) error { return documents.WriteRehearsalJSON(w, r) })
	want := `{
  "campaign": "a-2020",
  "phases": [
    {
      "phase": "DEPLOYMENT",
      "from": "2020-04-21",
      "to": "2020-05-10"
    },
    {
      "phase": "MONITORING",
      "from": "2020-05-11",
      "to": "2020-11-30"
    },
    {
      "phase": "EVALUATION",
      "from": "2020-12-01",
      "to": "2021-01-31"
    }
  ],
  "duties": [
    {
      "id": "visit/g1/2020-w26",
      "kind": "INSPECTION",
      "title": "督查",
      "holder": "d1",
      "opens": "2020-06-22T00:00:00+08:00",
      "due": "2020-06-27T00:00:00+08:00",
      "rule": "6月22日..26日/WEEK"
    },
    {
      "id": "paper/campaign/2020",
      "kind": "DOCUMENT",
      "title": "送材料 & <附件>",
      "holder": "clerk",
      "opens": "2020-12-11T00:00:00+08:00",
      "due": "2020-12-22T00:00:00+08:00",
      "rule": "SL-15c"
    },
    {
      "id": "answer/campaign/2020",
      "kind": "REPORT",
      "title": "办理情况",
      "holder": "clerk",
      "opens": null,
      "due": null,
      "rule": "ZJ-44"
    }
  ],
  "calls": [
    {
      "at": "2020-06-22T00:00:00+08:00",
      "kind": "OPEN",
      "duty": "visit/g1/2020-w26",
      "to": "d1"
    },
    {
      "at": "2020-06-23T09:00:00+08:00",
      "kind": "WARN",
      "duty": "visit/g1/2020-w26",
      "to": "clerk"
    },
    {
      "at": "2020-06-24T09:00:00+08:00",
      "kind": "REMIND",
      "duty": "visit/g1/2020-w26",
      "to": "d1"
    },
    {
      "at": "2020-06-27T00:00:00+08:00",
      "kind": "LAPSE",
      "duty": "visit/g1/2020-w26",
      "to": "d1"
    },
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("%s", cmp.Diff(want, got))
	}
	_, findings, _ := strings.Cut(got, "  ],\n  \"findings\"")
	if want := `: [
    {
      "code": "EVENT_PROVISIONAL",
      "severity": "WARNING",
      "subject": "session",
      "line": 10,
      "message": "日期未定，暂按 2020-12-28 推算 / has no date; what hangs on it is counted from 2020-12-28 for now"
    },
    {
      "code": "EVENT_UNDATED",
      "severity": "WARNING",
      "subject": "receipt",
      "line": 11,
      "message": "日期未定，挂靠的期限暂无日期 / has no date; what hangs on it has no day yet"
    },
    {
      "code": "REST_DAY",
      "severity": "WARNING",
      "subject": "visit/g1/2020-w26",
      "line": 23,
      "message": "期限逢休息日：2020-06-26（端午节） / due on a rest day: 2020-06-26 (holiday 端午节)"
    }
  ]
}
`; findings != want {
		t.Errorf("%s", cmp.Diff(want, findings))
	}
}

// A list that has nothing in it is a list.
func TestRehearsalJSONWithoutAnything(t *testing.T) {
	got := written(t, func(w *bytes.Buffer) error {
		return documents.WriteRehearsalJSON(w, supervision.Rehearsal{Plan: supervision.Plan{ID: "a", Zone: time.UTC}})
	})
	if want := "{\n  \"campaign\": \"a\",\n  \"phases\": [],\n  \"duties\": [],\n  \"calls\": [],\n  \"findings\": []\n}\n"; got != want {
		t.Errorf("%s", cmp.Diff(want, got))
	}
}

func text(t *testing.T, r supervision.Rehearsal, language string) string {
	t.Helper()
	return written(t, func(w *bytes.Buffer) error { return documents.WriteRehearsalText(w, r, language) })
}

// The year in words, with who sits where: the reminder of the 24th is for the one, what is due on the 26th for the other.
func TestRehearsalText(t *testing.T) {
	got := text(t, rehearsed(t, []byte(brief), supervision.Rehearsing{Roster: people()}), "zh")
	want := `专项监督 [a-2020]
市人大常委会，2020-04-21 至 2021-01-31，时区 Asia/Shanghai
部署发动：2020-04-21 至 2020-05-10
监督推进：2020-05-11 至 2020-11-30
总结测评：2020-12-01 至 2021-01-31
3 项任务，12 次提醒与期限，4 条提示
提醒、预警、报送在当日 9 时；截止日 24 时未办结即为逾期，“若未办结”一行列明之后报送谁。

2020年第26周，6月22日至6月28日
  6月22日（周一）
    开始         督查 [visit]（至6月26日）
                   甲，召集人 [d1]
  6月23日（周二）
    预警         督查 [visit]（次数将无法完成，6月26日截止）
                   （无人就任）联络员 [clerk]
  6月24日（周三）
    提醒         督查 [visit]（还有2天，6月26日截止）
                   甲，召集人 [d1]
  6月26日（周五）
    截止         督查 [visit]
                   乙，召集人 [d1]
  6月28日（周日）
    若未办结     督查 [visit]（6月26日已截止），报送：
                   （无人就任）联络员 [clerk]

2020年第27周，6月29日至7月5日
  7月1日（周三）
    若未办结     督查 [visit]（6月26日已截止），报送：
                   （无人就任）联络员 [clerk]

（其间22周无事项）

2020年第50周，12月7日至12月13日
  12月11日（周五）
    开始         送材料 & <附件> [paper]（至12月21日，暂定）
                   （无人就任）联络员 [clerk]

2020年第51周，12月14日至12月20日
  12月20日（周日）
    提醒         送材料 & <附件> [paper]（还有1天，12月21日截止，暂定）
                   （无人就任）联络员 [clerk]

2020年第52周，12月21日至12月27日
  12月21日（周一）
    提醒         送材料 & <附件> [paper]（今天，12月21日截止，暂定）
                   （无人就任）联络员 [clerk]
    截止         送材料 & <附件> [paper]（暂定）
                   （无人就任）联络员 [clerk]
  12月22日（周二）
    若未办结     送材料 & <附件> [paper]（12月21日已截止），报送：
                   （无人就任）联络员 [clerk]
  12月25日（周五）
    若未办结     送材料 & <附件> [paper]（12月21日已截止），报送：
                   （无人就任）联络员 [clerk]

日期未定
  办理情况 [answer]，起算于 receipt
    （无人就任）联络员 [clerk]

提示（4条）
  第10行    警告 EVENT_PROVISIONAL session：日期未定，暂按 2020-12-28 推算
  第11行    警告 EVENT_UNDATED receipt：日期未定，挂靠的期限暂无日期
  第16行    警告 VACANT_SEAT clerk：paper/campaign/2020 的期限 2020-12-21 无人就任该席位
  第23行    警告 REST_DAY visit/g1/2020-w26：期限逢休息日：2020-06-26（端午节）

次数（1项）
  督查 [visit]
    2020-06-22..2020-06-26：1项，每项1次，3个工作日，最后机会6月24日，可完成

每人收到的提醒次数
  2     （无人就任）联络员 [clerk]
  1     甲 [jia]
`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Every line of every shipped plan fits a hundred columns, in both languages.
func TestRehearsalTextFits(t *testing.T) {
	for _, name := range plans.Names() {
		r := shipped(t, name)
		for _, language := range []string{"zh", "en"} {
			for line := range strings.Lines(text(t, r, language)) {
				if n := columns(strings.TrimSuffix(line, "\n")); n > 100 {
					t.Errorf("%s, %s: %d columns: %s", name, language, n, line)
				}
			}
		}
	}
}

// columns counts those that a terminal takes, Chinese characters for two.
func columns(line string) int {
	return len([]rune(line)) + strings.Count(strings.Map(ascii, line), "#")
}

func ascii(r rune) rune {
	if r > 127 {
		return '#'
	}
	return ' '
}

// With events the year is lived: what happened is said as happened.
func TestRehearsalTextOfALivedYear(t *testing.T) {
	r := rehearsed(t, []byte(brief), supervision.Rehearsing{Deeds: []supervision.Deed{
		{At: time.Date(2020, 12, 14, 2, 0, 0, 0, time.UTC), Kind: supervision.DeedDone, Duty: "paper/campaign/2020"},
	}})
	got := text(t, r, "en")
	for _, want := range []string{
		"The year as lived with the events given", "    Overdue      督查 [visit]\n", "    Reported     督查 [visit] (was due 2020-06-26), reported to:\n",
		"  Mon 2020-12-14\n    Done         送材料 & <附件> [paper]\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for _, never := range []string{"If not done", "[paper] (was due", "days left, due 2020-12-21", "Due          送材料"} {
		if strings.Contains(got, never) {
			t.Errorf("%q is in\n%s", never, got)
		}
	}
}

// A report that is handed back and in again is seen on each of its days.
func TestRehearsalTextSaysWhatIsDone(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2020, 12, day, 2, 0, 0, 0, time.UTC) }
	deed := func(day int, kind supervision.DeedKind) supervision.Deed {
		return supervision.Deed{At: at(day), Kind: kind, Duty: "answer/campaign/2020", Reason: "补充"}
	}
	got := text(t, rehearsed(t, []byte(brief), supervision.Rehearsing{Deeds: []supervision.Deed{
		deed(2, supervision.DeedDone), deed(3, supervision.DeedReturned), deed(4, supervision.DeedDone), deed(7, supervision.DeedAccepted),
		{At: at(8), Kind: supervision.DeedExtended, Duty: "paper/campaign/2020", Day: supervision.Date{Year: 2020, Month: 12, Day: 30}},
		{At: at(9), Kind: supervision.DeedExcused, Duty: "paper/campaign/2020", Reason: "合并"},
		deed(10, supervision.DeedAccepted),
	}}), "zh")
	for _, want := range []string{
		"12月2日（周三）\n    办结         办理情况 [answer]\n", "12月3日（周四）\n    退回         办理情况 [answer]\n",
		"12月4日（周五）\n    办结         办理情况 [answer]\n", "12月7日（周一）\n    通过         办理情况 [answer]\n",
		"12月8日（周二）\n    延期         送材料 & <附件> [paper]（至12月30日）\n", "12月9日（周三）\n    免除         送材料 & <附件> [paper]\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if strings.Contains(got, "12月10日") {
		t.Error("what was refused is said to be done")
	}
}

// What was over at the take-up is listed apart.
func TestRehearsalTextFromADay(t *testing.T) {
	got := text(t, rehearsed(t, []byte(brief), supervision.Rehearsing{Start: time.Date(2020, 7, 1, 0, 0, 0, 0, time.UTC)}), "en")
	if want := "\nOver before the take-up: nobody is reminded\n  督查 [visit]\n    召集人 [d1]\n"; !strings.Contains(got, want) || strings.Contains(got, "Week 26") {
		t.Errorf("%q is not in\n%s", want, got)
	}
}
