package wording_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/wording"
	"duban/supervision"
)

func day(n int) supervision.Date { return supervision.Date{Year: 2020, Month: 6, Day: n} }

// render renders a text with a subject that has nothing to do with it.
func render(t *testing.T, text string, f wording.Facts) string {
	t.Helper()
	w, err := wording.Parse(wording.Digest, wording.Chinese, wording.Template{Subject: "主题", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	_, got, err := w.Render(f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRender_DefaultsReadAsMessages(t *testing.T) {
	for _, c := range []struct {
		kind          wording.Kind
		language      wording.Language
		subject, text string
	}{
		{wording.Digest, wording.Chinese, "示例市人大常委会：2020年6月3日有6项提醒", `张三：
今天有6项提醒。

· “五月办理情况报告”已逾期，期限2020年6月2日（示例市民生实事项目监督）
· “整改方案”被退回，期限2020年6月12日（示例市民生实事项目监督）
· 请按期完成“年中进展报告”，期限2020年6月10日（示例市民生实事项目监督）
· 提醒：请参加“‘代表监督周’专项督查”，时间2020年6月5日（示例市民生实事项目监督）
另有2项，请登录查看。

详情请登录：https://duban.example/notices`},
		{wording.Unit, wording.Chinese, "示例市人大常委会：市城市管理局2020年6月3日督办清单", `张三：
市城市管理局2020年6月3日督办清单，共4项。

逾期：
· 五月办理情况报告，期限2020年6月2日（示例市民生实事项目监督）

退回：
· 整改方案，期限2020年6月12日（示例市民生实事项目监督）

将到期：
· 年中进展报告，期限2020年6月10日（示例市民生实事项目监督）

其他：
· 提醒：请参加“‘代表监督周’专项督查”，时间2020年6月5日（示例市民生实事项目监督）

详情请登录：https://duban.example/notices`},
		{wording.Urgent, wording.English, "示例市人大常委会: something is urgent", `张三,
something is urgent; please sign in soon.

- "五月办理情况报告" is overdue, due by 2 Jun 2020 (示例市民生实事项目监督)

https://duban.example/notices`},
	} {
		subject, text, err := wording.Render(c.kind, c.language, wording.Template{}, wording.Sample(c.kind, c.language))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{c.subject, c.text}, []string{subject, text}); diff != "" {
			t.Errorf("%s %s:\n%s", c.kind, c.language, diff)
		}
	}
}

func TestDefault_EachPassesAndIsThere(t *testing.T) {
	for _, k := range wording.Kinds {
		for _, l := range wording.Languages {
			d := wording.Default(k, l)
			if err := wording.Check(d); err != nil {
				t.Errorf("%s %s: %v", k, l, err)
			}
			subject, text, err := wording.Render(k, l, d, wording.Sample(k, l))
			if err != nil || subject == "" || text == "" || strings.Contains(text, "\n\n\n") {
				t.Errorf("%s %s: %q, %q, %v", k, l, subject, text, err)
			}
		}
	}
}

// The commonest digest tells one thing.
func TestDefault_CountsOneInEnglish(t *testing.T) {
	var f wording.Facts
	f.Add(wording.English, wording.Told{Kind: "REMIND", Title: "一"})
	_, text, err := wording.Render(wording.Digest, wording.English, wording.Template{}, f)
	if err != nil || !strings.HasPrefix(text, "Reminders today: 1.\n") {
		t.Errorf("%q, %v", text, err)
	}
}

// What a notice says is in the message of whoever answers for a unit too: spelt out, or as the heading that it stands under.
func TestDefault_AUnitIsToldWhatEachKindOfNoticeSays(t *testing.T) {
	headed := map[string][2]string{"OPEN": {"将到期：", "Due:"}, "REMIND": {"将到期：", "Due:"}, "LAPSE": {"逾期：", "Overdue:"}, "RETURNED": {"退回：", "Returned:"}}
	for _, kind := range []string{
		"OPEN", "REMIND", "WARN", "LAPSE", "ESCALATE", "INVITED", "VISIT", "RETURNED", "ACCEPTED", "DRAFTED", "SENT_BACK", "EXTENDED", "EXCUSED",
		"ADDED", "MOVED", "HANDED_OVER", "TOOK_OVER", "RESULT",
	} {
		for i, l := range wording.Languages {
			var f wording.Facts
			f.Add(l, wording.Told{Kind: kind, Title: "甲", Day: day(1)})
			_, text, err := wording.Render(wording.Unit, l, wording.Template{}, f)
			want := headed[kind][i]
			if want == "" {
				want = f.Lines[0].What
			}
			if err != nil || !strings.Contains(text, want) {
				t.Errorf("%s %s does not say %q: %v\n%s", kind, l, want, err, text)
			}
		}
	}
}

// Whoever answers for two units sees whose each line is, and a line of one unit is not taken for that of the other.
func TestDefault_AListOfTwoUnitsSaysWhose(t *testing.T) {
	f := wording.Facts{Name: "王小明", Office: "甲局、乙局"}
	for _, of := range []string{"甲局", "乙局"} {
		f.Add(wording.Chinese, wording.Told{Of: of, Kind: "REMIND", Title: "报告", Day: day(1), Campaign: "监督"})
	}
	_, text, err := wording.Render(wording.Unit, wording.Chinese, wording.Template{}, f)
	want := "王小明：\n甲局、乙局督办清单，共2项。\n\n将到期：\n· 甲局：报告，期限2020年6月1日（监督）\n· 乙局：报告，期限2020年6月1日（监督）"
	if err != nil || text != want {
		t.Errorf("%v\n%s", err, cmp.Diff(want, text))
	}
	if got := f.Lines[0].What; got != "甲局：请按期完成“报告”，期限2020年6月1日" {
		t.Error(got)
	}
}

// A line on which nothing stands but an if or a range leaves no empty line.
func TestRender_ALineOfItsOwnVanishes(t *testing.T) {
	f := wording.Facts{Host: "甲"}
	f.Add(wording.Chinese, wording.Told{Kind: "REMIND", Title: "一", Day: day(1)})
	f.Add(wording.Chinese, wording.Told{Kind: "LAPSE", Title: "二"})
	got := render(t, "头\r\n\r\n{{range .Lines}}\r\n  {{if .Last}}\r\n· {{.Title}} {{.Last}}\r\n{{else}}\r\n· {{.Title}}\r\n  {{end}}\r\n{{end}}\r\n\r\n\r\n尾{{with .Link}}x{{end}}", f)
	if want := "头\n\n· 一 2020年6月1日\n· 二\n\n尾"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFacts_EachLineIsInOneSection(t *testing.T) {
	var f wording.Facts
	for i := range wording.MostLines + 5 {
		kind := []string{"OPEN", "REMIND", "LAPSE", "RETURNED", "RESULT", "VISIT"}[i%6]
		f.Add(wording.English, wording.Told{Kind: kind, Title: fmt.Sprint(i), Day: day(1)})
	}
	if f.Count != 105 || f.More != 5 || len(f.Lines) != 100 {
		t.Errorf("%d, %d more, %d lines", f.Count, f.More, len(f.Lines))
	}
	got := []int{len(f.Overdue()), len(f.Returned()), len(f.Due()), len(f.Other())}
	if diff := cmp.Diff([]int{17, 17, 34, 32}, got); diff != "" {
		t.Error(diff)
	}
	if f.Lines[0].What != `"0" may be done from now on, due by 1 Jun 2020` {
		t.Errorf("%+v", f.Lines[0])
	}
}

func TestRender_ControlCharactersAndFalseEndsOfLines(t *testing.T) {
	f := wording.Facts{Host: "甲\r\nBcc: x@example.org\x00", Name: "张\u202e三\u2028李四", Link: "https://x/\r\ny"}
	f.Add(wording.Chinese, wording.Told{Kind: "REMIND", Title: "一\n二\x1b[2J", Campaign: "\xff"})
	w, err := wording.Parse(wording.Digest, wording.Chinese, wording.Template{
		Subject: "{{.Host}} {{.Name}}\t！", Text: "{{range .Lines}}{{.Title}}|{{.What}}|{{.Campaign}}\x07\n{{end}}{{.Link}}\u2066",
	})
	if err != nil {
		t.Fatal(err)
	}
	subject, text, err := w.Render(f)
	if err != nil {
		t.Fatal(err)
	}
	if want := "甲  Bcc: x@example.org 张 三 李四 ！"; subject != want {
		t.Errorf("%q, want %q", subject, want)
	}
	if want := "一 二 [2J|请按期完成“一 二 [2J”|\uFFFD\nhttps://x/  y"; text != want {
		t.Errorf("%q, want %q", text, want)
	}
}

func TestRender_Bounded(t *testing.T) {
	f := wording.Facts{Host: strings.Repeat("市", 10_000), Link: "https://duban.example/notices", Lines: many(strings.Repeat("长", 5000), 2000)}
	w, err := wording.Parse(wording.Digest, wording.Chinese, wording.Template{
		Subject: "{{.Host}}{{.Host}}", Text: "{{range .Lines}}{{.What}}\n" + strings.Repeat("{{.Title}}", 300) + "{{end}}",
	})
	if err != nil {
		t.Fatal(err)
	}
	subject, text, err := w.Render(f)
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(subject)); n != 100 || !strings.HasSuffix(subject, "…") {
		t.Errorf("%d characters: %s", n, subject)
	}
	if len(text) > 16<<10 || len(text) < 15<<10 || !strings.HasSuffix(text, "\n更多请登录查看：https://duban.example/notices") {
		t.Errorf("%d bytes, ends with %q", len(text), text[len(text)-60:])
	}
}

func TestRender_OneLongLineIsCutWithin(t *testing.T) {
	got := render(t, "{{range .Lines}}{{.What}}{{end}}", wording.Facts{Lines: many(strings.Repeat("长", 400), 100)})
	if len(got) > 16<<10 || len(got) < 16<<10-4 || !strings.HasSuffix(got, "长\n更多请登录查看") || strings.Contains(got, "\uFFFD") {
		t.Errorf("%d bytes, ends with %q", len(got), got[max(0, len(got)-40):])
	}
}

func many(what string, n int) (lines []wording.Line) {
	for range n {
		lines = append(lines, wording.Line{What: what})
	}
	return lines
}

// A template that was saved once and does not pass any more does not keep a message back; nor does one that says nothing.
func TestRender_GivesWayToTheDefault(t *testing.T) {
	want, _, err := wording.Render(wording.Urgent, wording.Chinese, wording.Template{}, wording.Sample(wording.Urgent, wording.Chinese))
	if err != nil {
		t.Fatal(err)
	}
	for _, old := range []wording.Template{{Subject: "{{.Gone}}", Text: "x"}, {Subject: "{{if .More}}x{{end}}", Text: "x"}} {
		subject, text, err := wording.Render(wording.Urgent, wording.Chinese, old, wording.Sample(wording.Urgent, wording.Chinese))
		if err != nil || subject != want || !strings.Contains(text, "急办") {
			t.Errorf("%q, %q, %v", subject, text, err)
		}
	}
}

// found checks a text and lists what was found, one a line.
func found(t *testing.T, subject, text string) string {
	t.Helper()
	err := wording.Check(wording.Template{Subject: subject, Text: text})
	if err == nil {
		return ""
	}
	refusal, ok := errors.AsType[*supervision.Error](err)
	if !ok {
		t.Fatalf("%q: %v", text, err)
	}
	var all []string
	for _, f := range refusal.Findings {
		all = append(all, fmt.Sprintf("%s %s:%d %s / %s", f.Code, f.Field, f.Line, f.Zh, f.En))
	}
	return strings.Join(all, "\n")
}

func TestCheck_EveryFaultAtItsLine(t *testing.T) {
	got := found(t, "{{.Hots}}", "一\n{{range .Lines}}\n{{.Nom}}{{.Host}}\n{{end}}\n{{Name}} {{.Lines}}\n{{printf \"%d\" 1}}\n{{range .Name}}x{{end}}{{.Title}}")
	want := `UNKNOWN_FIELD subject:1 标题：没有“Hots”这个字段；可用：Host, Name, Office, Day, Count, Lines, Overdue, Returned, Due, Other, More, Link / subject: there is no field "Hots"; known: Host, Name, Office, Day, Count, Lines, Overdue, Returned, Due, Other, More, Link
UNKNOWN_FIELD text:3 第3行：没有“Nom”这个字段；可用：Of, What, Title, Last, Campaign, Times / line 3: there is no field "Nom"; known: Of, What, Title, Last, Campaign, Times
NOT_HERE text:3 第3行：“Host”不能写在这里；这里可用：Of, What, Title, Last, Campaign, Times / line 3: "Host" cannot stand here; here: Of, What, Title, Last, Campaign, Times
NO_DOT text:5 第5行：字段前要加点，请写 {{.Name}} / line 5: a field begins with a dot: write {{.Name}}
LIST text:5 第5行：“.Lines”是列表，请写 {{range .Lines}}…{{end}} / line 5: ".Lines" is a list; write {{range .Lines}}…{{end}}
NOT_KNOWN text:6 第6行：不能写“printf "%d" 1”；只能写字段、if、with 和 range / line 6: "printf \"%d\" 1" cannot be used; only fields, if, with and range can
NO_LIST text:7 第7行：“.Name”不是列表，range 后可用：Lines, Overdue, Returned, Due, Other / line 7: ".Name" is not a list; after range: Lines, Overdue, Returned, Due, Other
NOT_HERE text:7 第7行：“Title”不能写在这里；这里可用：Host, Name, Office, Day, Count, Lines, Overdue, Returned, Due, Other, More, Link / line 7: "Title" cannot stand here; here: Host, Name, Office, Day, Count, Lines, Overdue, Returned, Due, Other, More, Link`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Error(diff)
	}
}

// Whatever could compute, call, recur or run on is refused, in words for a clerk.
func TestCheck_RefusesWhatTemplatesCannotDo(t *testing.T) {
	for text, want := range map[string]string{
		"{{range 1000000000}}x{{end}}":                  "不能写“1000000000”",
		"{{range $i, $l := .Lines}}{{end}}x":            "不能写“$i, $l := .Lines”",
		"x{{range .Lines}}{{$.Host}}{{end}}":            "不能写“$.Host”",
		"x\n{{define \"x\"}}y{{template \"x\"}}{{end}}": "第2行：不能写“define”",
		"x{{template \"x\"}}":                           "不能写“template”",
		"{{block \"x\" .}}y{{end}}":                     "不能写“template”",
		"{{.}}":                                         "不能写“.”",
		"x{{range .Lines}}{{.}}{{end}}":                 "不能写“.”",
		"{{.Host.Name}}":                                "不能写“.Host.Name”",
		"{{.Host | len}}":                               "不能写“.Host | len”",
		"{{len .Lines}}":                                "不能写“len .Lines”",
		"{{call .Host}}":                                "不能写“call .Host”",
		"{{(.Host)}}":                                   "不能写",
		"{{if not .Lines}}x{{end}}":                     "不能写“not .Lines”",
		"x{{range .Lines}}{{break}}{{end}}":             "不能写“break”",
		"{{\"x\"}}":                                     "不能写“\"x\"”",
		"{{nil}}":                                       "不能写“nil”",
		"一\n二{{.Host}":                                  "第2行：",
		"{{.Host":                                       "没有用“}}”结束",
		"{{if .Host}}":                                  "没有用 {{end}} 结束",
		"x{{end}}":                                      "多了一个 {{end}}",
		"x{{else}}":                                     "{{else}} 不在",
		"{{/*":                                          "没有用“*/}}”结束",
		"{{}}":                                          "后面没有写字段",
		"{{break}}":                                     "不能写 break",
		"{{。Host}}":                                     "写法不对",
		"{{if .Lines}}x{{end}}":                         "有时会是空的",
		"{{if .Lines}}{{else}}x{{end}}":                 "有时会是空的",
		"":                                              "有时会是空的",
		strings.Repeat("{{if .Host}}", 11) + "x" + strings.Repeat("{{end}}", 11): "最多嵌套 10 层",
		strings.Repeat("长", 4001): "最多 4000 字",
		"{{" + strings.Repeat("(", 1900) + ".Host" + strings.Repeat(")", 1900) + "}}": "第1行：",
	} {
		if got := found(t, "主题", text); !strings.Contains(got, want) {
			t.Errorf("%.60q: %q, want %q", text, got, want)
		}
	}
	if got := found(t, "a\nb", "x"); !strings.Contains(got, "标题只能写一行") {
		t.Errorf("%q", got)
	}
}

func TestCheck_LetsPass(t *testing.T) {
	for _, text := range []string{
		"固定的话", "{{.Host}} {{/* 说明 */}}", "{{- .Host -}}", "x{{with .Overdue}}{{range .}}{{.Title}}{{else}}无{{end}}{{end}}",
		"x{{if .More}}{{.More}}{{else if .Due}}y{{end}}", "x{{range .Lines}}{{with .Last}}{{.}}{{end}}{{end}}", "{{.Host}}}} { {",
	} {
		if got := found(t, "主题", text); got != "" {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// Every field that may be named is one of the facts, and every one of the facts may be named.
func TestFields_AreTheFacts(t *testing.T) {
	f := wording.Sample(wording.Digest, wording.Chinese)
	for _, c := range []struct {
		fields []wording.Field
		text   string
	}{{wording.Fields, "{{if .%s}}x{{end}}x"}, {wording.LineFields, "x{{range .Lines}}{{.%s}}{{end}}"}} {
		for _, field := range c.fields {
			text := fmt.Sprintf(c.text, field.Name)
			if got := found(t, "主题", text); got != "" || render(t, text, f) == "" || field.Zh == "" || field.En == "" {
				t.Errorf("%+v: %s", field, got)
			}
		}
	}
}

// Two identical lines would look like a mistake; what is left out for want of room does not hide that there are more.
func TestFacts_WhatReadsAlikeIsOneLine(t *testing.T) {
	var f wording.Facts
	for _, told := range []wording.Told{
		{Kind: "ESCALATE", Title: "督查", Day: day(1)},
		{Kind: "REMIND", Title: "督查", Day: day(1)},
		{Kind: "ESCALATE", Title: "督查", Day: day(1)},
		{Kind: "ESCALATE", Title: "督查", Day: day(2)},
		{Kind: "ESCALATE", Title: "督查", Day: day(1), Campaign: "另一项"},
		{Kind: "ESCALATE", Title: "督查", Day: day(1)},
	} {
		f.Add(wording.Chinese, told)
	}
	if f.Count != 6 || len(f.Lines) != 4 || f.Lines[0].Times != 3 || f.Lines[1].Times != 0 || len(f.Other()) != 3 || f.Other()[0].Times != 3 {
		t.Errorf("%+v", f)
	}
	if got := f.Lines[0].Sentence(wording.English) + f.Lines[1].Sentence(wording.Chinese); got != "“督查”逾期未办结，请予关注，期限2020年6月1日 (3 of these)请按期完成“督查”，期限2020年6月1日" {
		t.Error(got)
	}
	if got := render(t, wording.Default(wording.Digest, wording.Chinese).Text, f); !strings.Contains(got, "期限2020年6月1日（3项）\n") {
		t.Error(got)
	}
}
