package planfile_test

import (
	"slices"
	"strings"
	"testing"

	"duban/internal/planfile"
	"duban/supervision"
)

// small is a plan with nothing wrong in it; the tests spoil it line by line.
const small = `id: a-2020
title: 专项监督
host: {id: a, name: 市人大常委会, kind: CONGRESS}
year: 2020
phases:
  - {phase: DEPLOYMENT, window: 4月下旬..5月上旬}
  - {phase: MONITORING, window: 5月中旬..11月}
  - {phase: EVALUATION, window: 12月..次年1月}
offices:
  - {id: office, name: 办公厅, kind: GENERAL_OFFICE}
  - {id: u1, name: 牵头单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: clerk, office: office, role: STAFF, title: 联络员}
  - {id: d1, role: DEPUTY, title: 召集人}
projects:
  - id: p1
    title: 救护车
    unit: u1
    indicators:
      - {name: 救护车, target: 30, unit: 辆}
groups:
  - id: g1
    name: 第一组
    project: p1
    convenor: d1
duties:
  - id: visit
    kind: INSPECTION
    title: 督查
    window: 6月上旬
    phase: MONITORING
    for_each: group
  - id: plan
    kind: DOCUMENT
    title: 方案
    window: 4月下旬
    phase: DEPLOYMENT
    holder: clerk
`

func TestReadTakesASoundPlan(t *testing.T) {
	plan, found := planfile.Read([]byte(small))
	if plan == nil || len(found) > 0 {
		t.Fatal(formatted(found))
	}
	if plan.Zone.String() != "Asia/Shanghai" || !slices.Equal(plan.Entries[0].RemindDays, []int{7, 3, 1}) {
		t.Errorf("zone %s, reminders %v", plan.Zone, plan.Entries[0].RemindDays)
	}
}

// spoil replaces words that stand once in the plan.
func spoil(t *testing.T, old, replacement string) []byte {
	t.Helper()
	if strings.Count(small, old) != 1 {
		t.Fatalf("%q stands %d times", old, strings.Count(small, old))
	}
	return []byte(strings.Replace(small, old, replacement, 1))
}

func TestBadInputNamesThePlaceAndWhatWasExpected(t *testing.T) {
	for _, c := range []struct{ name, old, replacement, want string }{
		{
			"malformed YAML", "title: 专项监督", "title: 专项: 监督",
			"plan.yaml:2:10: 错误 SYNTAX: YAML 语法有误：mapping values are not allowed in this context / not YAML: mapping values are not allowed in this context",
		},
		{
			"unclosed bracket", "kind: CONGRESS}", "kind: CONGRESS",
			"plan.yaml:4:5: 错误 SYNTAX: YAML 语法有误：did not find expected ',' or '}' / not YAML: did not find expected ',' or '}'",
		},
		{
			"unknown field", "    unit: u1\n", "    unit: u1\n    unitt: u1\n",
			"plan.yaml:19:5: 错误 UNKNOWN_FIELD: 没有这个字段，应为字段：id、title、text、unit、tags、indicators、years_running、level、contact_leader、committee、cooperating、contacts、stages、site / no such field; expected fields id, title, text, unit, tags, indicators, years_running, level, contact_leader, committee, cooperating, contacts, stages, site",
		},
		{
			"duplicate field", "year: 2020\n", "year: 2020\nyear: 2021\n",
			"plan.yaml:5:1: 错误 DUPLICATE_FIELD: 字段 year 写了两次，请删去一处 / year is given twice; remove one",
		},
		{
			"duplicate field by its JSON name", "    for_each: group\n", "    for_each: group\n    forEach: unit\n",
			"plan.yaml:33:5: 错误 DUPLICATE_FIELD: 字段 forEach 写了两次，请删去一处 / forEach is given twice; remove one",
		},
		{
			"a responsible unit that is not listed", "    unit: u1\n", "    unit: u2\n",
			"plan.yaml:18:11: 错误 UNKNOWN_UNIT: 没有编号为 u2 的责任单位；可用：u1；是否指 u1？ / no responsible unit has the id u2; expected one of u1; did you mean u1?",
		},
		{
			"a window that ends before it starts", "window: 6月上旬", "window: 6月10日..6月1日 # 笔误",
			"plan.yaml:30:20: 错误 BAD_WINDOW: 结束早于开始 / ends before it starts",
		},
		{
			"a quoted window", "window: 6月上旬", `window: "6月10日..6月1日"`,
			"plan.yaml:30:21: 错误 BAD_WINDOW: 结束早于开始 / ends before it starts",
		},
		{
			"a window written with escapes", "window: 6月上旬", `window: "6\u6708x旬"`,
			"plan.yaml:30:13: 错误 BAD_WINDOW: 应写作 2020-05-11、4月下旬、9月..11月、第三季度、11月底前 或 12月..次年1月 / expected 2020-05-11, 4月下旬, 9月..11月, 第三季度, 11月底前 or 12月..次年1月",
		},
		{
			"31 June", "window: 6月上旬", "window: 6月31日",
			"plan.yaml:30:15: 错误 BAD_WINDOW: 6月没有31日 / June has 30 days",
		},
		{
			"31 June in a phase", "window: 5月中旬..11月}", "window: 5月中旬..2020-06-31}",
			"plan.yaml:7:47: 错误 BAD_WINDOW: 6月没有31日 / June has 30 days",
		},
		{
			"a duty with no holder", "    holder: clerk\n", "",
			"plan.yaml:33:5: 错误 NO_HOLDER: 须写明承担人：席位编号，或 convenor、unit、deputy、member、leader、committee、street / expected a holder: a seat's id, or convenor, unit, deputy, member, leader, committee, street",
		},
		{
			"a group without a project", "    project: p1\n", "",
			"plan.yaml:22:5: 错误 REQUIRED: 须填写项目的编号；可用：p1 / expected the id of a project; expected one of p1",
		},
		{
			"a control character in a name", "name: 第一组", `name: "第\a一组"`,
			"plan.yaml:23:11: 错误 CONTROL_CHARACTER: 第 2 个字符是不可见的控制字符 U+0007，请删去 / character 2 is the invisible control character U+0007; remove it",
		},
		{
			"a raw control character", "name: 第一组", "name: 第\x07一组",
			"plan.yaml:23:12: 错误 CONTROL_CHARACTER: 不可见的控制字符 U+0007，请删去 / invisible control character U+0007; remove it",
		},
		{
			"another encoding", "name: 第一组", "name: 第\xd2\xbb\xff组",
			"plan.yaml:23:13: 错误 NOT_UTF8: 不是 UTF-8 编码，请另存为 UTF-8 / this is not UTF-8; save the file as UTF-8",
		},
		{
			"a line end that only some readers see", "title: 督查", "title: 督\u2028查",
			"plan.yaml:29:13: 错误 CONTROL_CHARACTER: 不可见的控制字符 U+2028，请删去 / invisible control character U+2028; remove it",
		},
		{
			"an unknown kind", "kind: INSPECTION", "kind: INSPECT",
			"plan.yaml:28:11: 错误 WRONG_VALUE: 应为其中之一：MEETING、HEARING、INSPECTION、DOCUMENT、REPORT、JOINT_SUBMISSION、DELIBERATION、VOTE / expected one of MEETING, HEARING, INSPECTION, DOCUMENT, REPORT, JOINT_SUBMISSION, DELIBERATION, VOTE",
		},
		{
			"an administrator's seat", "  - {id: d1,", "  - {id: x, office: u1, role: AUDITOR, title: 审计员}\n  - {id: d1,",
			"plan.yaml:14:31: 错误 NOT_IN: role 应为其中之一：STAFF、DEPUTY、OFFICIAL、MEMBER、RESIDENT / role: expected one of STAFF, DEPUTY, OFFICIAL, MEMBER, RESIDENT",
		},
		{
			"no kind", "    kind: INSPECTION\n", "",
			"plan.yaml:27:5: 错误 NOT_IN: kind 应为其中之一：MEETING、HEARING、INSPECTION、DOCUMENT、REPORT、JOINT_SUBMISSION、DELIBERATION、VOTE / kind: expected one of MEETING, HEARING, INSPECTION, DOCUMENT, REPORT, JOINT_SUBMISSION, DELIBERATION, VOTE",
		},
		{
			"words for a number", "target: 30", "target: 6.2万",
			"plan.yaml:20:29: 错误 WRONG_VALUE: 应为数字，6.2万 写作 62000，未知写作 null / expected a number such as 62000, or null for unknown",
		},
		{
			"no finite number", "target: 30", "target: NaN",
			"plan.yaml:20:29: 错误 FINITE: target 应为有限的数 / target: must be finite",
		},
		{
			"words for a year", "year: 2020", "year: 今年",
			"plan.yaml:4:7: 错误 WRONG_VALUE: 应为整数 / expected a whole number",
		},
		{
			"a year of long ago", "year: 2020", "year: 1949",
			"plan.yaml:4:7: 错误 GTE_LTE: year 应在 2000 至 2100 之间 / year: must be greater than or equal to 2000 and less than or equal to 2100",
		},
		{
			"words for yes", "year: 2020\n", "year: 2020\ndemonstration: 是\n",
			"plan.yaml:5:16: 错误 WRONG_VALUE: 应为 true 或 false / expected true or false",
		},
		{
			"a list for a text", "title: 专项监督", "title: [专项监督]",
			"plan.yaml:2:8: 错误 WRONG_VALUE: 应为文字 / expected a text",
		},
		{
			"a text for fields", "host: {id: a, name: 市人大常委会, kind: CONGRESS}", "host: 市人大常委会",
			"plan.yaml:3:7: 错误 WRONG_VALUE: 应为字段：id、name、kind、level / expected fields id, name, kind, level",
		},
		{
			"a text for a list", "    convenor: d1\n", "    convenor: d1\n    members: d2\n",
			"plan.yaml:26:14: 错误 WRONG_VALUE: 应为列表 / expected a list",
		},
		{
			"an empty item", "    convenor: d1\n", "    convenor: d1\n    members:\n      -\n",
			"plan.yaml:27:8: 错误 WRONG_VALUE: 应为文字 / expected a text",
		},
		{
			"an id with capitals", "id: a-2020", "id: A2020",
			"plan.yaml:1:5: 错误 PATTERN: id 应为小写字母、数字和连字符，以字母或数字开头，最多 63 个字符 / id: does not match regex pattern `^[a-z0-9][a-z0-9-]{0,62}$`",
		},
		{
			"an empty title", "title: 方案", `title: ""`,
			"plan.yaml:35:12: 错误 MIN_LEN: title 不能为空 / title: must be at least 1 characters",
		},
		{
			"a long title", "title: 方案", "title: " + strings.Repeat("长", 201),
			"plan.yaml:35:12: 错误 MAX_LEN: title 最多 200 个字符 / title: must be at most 200 characters",
		},
		{
			"no host", "host: {id: a, name: 市人大常委会, kind: CONGRESS}\n", "",
			"plan.yaml:1:1: 错误 REQUIRED: host 必须填写 / host: value is required",
		},
		{
			"two phases", "  - {phase: EVALUATION, window: 12月..次年1月}\n", "",
			"plan.yaml:6:3: 错误 REQUIRED: 须写三个阶段：DEPLOYMENT、MONITORING、EVALUATION / expected the three phases: DEPLOYMENT, MONITORING, EVALUATION",
		},
		{
			"four phases", "offices:\n", "  - {phase: EVALUATION, window: 次年2月}\noffices:\n",
			"plan.yaml:6:3: 错误 MAX_ITEMS: phases 最多 3 项 / phases: must contain no more than 3 item(s)",
		},
		{
			"phases in another order", "phase: MONITORING, window: 5", "phase: EVALUATION, window: 5",
			"plan.yaml:7:13: 错误 PHASE_ORDER: 第 2 个阶段应为 MONITORING / expected MONITORING: phase 2 of three",
		},
		{
			"a repeated reminder", "    holder: clerk\n", "    holder: clerk\n    remind_days: [3, 3]\n",
			"plan.yaml:39:18: 错误 UNIQUE: remind_days 不能有重复项 / remind_days: repeated value must contain unique items",
		},
		{
			"a reminder years before", "    holder: clerk\n", "    holder: clerk\n    remind_days: [3, 400]\n",
			"plan.yaml:39:22: 错误 GTE_LTE: remind_days[1] 应在 0 至 365 之间 / remind_days[1]: must be greater than or equal to 0 and less than or equal to 365",
		},
		{
			"an empty tag", "    unit: u1\n", "    unit: u1\n    tags: [六稳, '']\n",
			"plan.yaml:19:16: 错误 MIN_LEN: tags[1] 不能为空 / tags[1]: must be at least 1 characters",
		},
		{
			"for each of nothing known", "for_each: group", "for_each: village",
			"plan.yaml:32:15: 错误 IN: for_each 应为 group、pairing、project、deputy、member、unit、street 之一，或不写 / for_each: must be in list [, group, pairing, project, deputy, member, unit, street]",
		},
		{
			"an unknown zone", "year: 2020\n", "year: 2020\ntime_zone: Asia/Hangzhou\n",
			"plan.yaml:5:12: 错误 UNKNOWN_ZONE: 没有这个时区，应写作 Asia/Shanghai / no such time zone; expected a name such as Asia/Shanghai",
		},
		{
			"the machine's zone", "year: 2020\n", "year: 2020\ntime_zone: Local\n",
			"plan.yaml:5:12: 错误 UNKNOWN_ZONE: 没有这个时区，应写作 Asia/Shanghai / no such time zone; expected a name such as Asia/Shanghai",
		},
		{
			"an alias", "title: 督查", "title: &t 督查\n    source: *t",
			"plan.yaml:30:13: 错误 ALIAS: 不支持别名 *t，请写出内容 / aliases such as *t are not followed; write it out",
		},
		{
			"a second document", "    holder: clerk\n", "    holder: clerk\n---\nid: b\n",
			"plan.yaml:39:1: 错误 SEVERAL_DOCUMENTS: 第二份文档；一个文件只写一份 / a second document; expected one in a file",
		},
		{
			"a vote nobody can count", "kind: DOCUMENT", "kind: VOTE",
			"plan.yaml:34:11: 错误 NO_SUBJECT: 不会产生任何任务：没有 MEMBER 席位(常委会组成人员) / makes no duty: expected seats of role MEMBER",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan, found := planfile.Read(spoil(t, c.old, c.replacement))
			if plan != nil {
				t.Error("a plan came of it")
			}
			if got := formatted(found); !slices.Contains(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

// A plan with a mistake in every stage of reading has them all reported, in the order of the text.
func TestReadReportsTheMistakesOfAllStagesAtOnce(t *testing.T) {
	src := small
	for _, c := range [][2]string{
		{"title: 专项监督", "titel: 专项监督"},        // shape; and the title is missing
		{"year: 2020", "year: 2020\nyear: 1"}, // shape
		{"kind: GENERAL_OFFICE", "kind: OFFICE"},
		{"id: g1", "id: G1"},               // rules
		{"6月上旬", "6月31日"},                  // words
		{"holder: clerk", "holder: clark"}, // sense
		{"title: 方案", "title: 方\x01案"},     // text
	} {
		src = strings.Replace(src, c[0], c[1], 1)
	}
	_, found := planfile.Read([]byte(src))
	var got []string
	for _, f := range found {
		got = append(got, f.Field+" "+f.Code)
	}
	want := []string{
		"title MIN_LEN", "titel UNKNOWN_FIELD", "year DUPLICATE_FIELD", "offices[0].kind WRONG_VALUE", "seats NO_OFFICE_STAFF",
		"groups[0].id PATTERN", "duties[0].window BAD_WINDOW", " CONTROL_CHARACTER", "duties[1].holder UNKNOWN_SEAT",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.IsSortedFunc(found, func(a, b supervision.Finding) int { return a.Line - b.Line }) {
		t.Errorf("not in the order of the text: %v", formatted(found))
	}
}

// A value that cannot be read is one mistake, though all that it should have held is missing.
func TestWhatCannotBeReadIsReportedOnce(t *testing.T) {
	_, found := planfile.Read(spoil(t, "  - {phase: MONITORING, window: 5月中旬..11月}\n", "  - 监督推进\n"))
	want := "plan.yaml:7:5: 错误 WRONG_VALUE: 应为字段：phase、window / expected fields phase, window"
	if got := formatted(found); !slices.Equal(got, []string{want}) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestNothingButAPlanIsRefused(t *testing.T) {
	for src, want := range map[string]string{
		"":         "plan.yaml:1:1: 错误 EMPTY",
		"# 只有注释\n": "plan.yaml:1:1: 错误 EMPTY",
		"- a\n":    "plan.yaml:1:1: 错误 WRONG_VALUE",
		"null\n":   "plan.yaml:1:1: 错误 WRONG_VALUE",
		"---":      "plan.yaml:1:4: 错误 WRONG_VALUE",
		"\tid: a":  "plan.yaml:1:1: 错误 SYNTAX",
		"a: *b\n":  "plan.yaml:1:4: 错误 SYNTAX",
	} {
		plan, found := planfile.Read([]byte(src))
		if plan != nil || len(found) == 0 || !strings.HasPrefix(formatted(found)[0], want) {
			t.Errorf("%q: got %v, want %s", src, formatted(found), want)
		}
	}
}

func TestReadTakesWindowsLineEndsAndAByteOrderMark(t *testing.T) {
	if plan, found := planfile.Read([]byte("\uFEFF" + strings.ReplaceAll(small, "\n", "\r\n"))); plan == nil {
		t.Error(formatted(found))
	}
}
