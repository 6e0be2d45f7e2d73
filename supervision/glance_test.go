package supervision_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"duban/supervision"
)

// kinds reads every kind of notice out of the source, so that one that is added without words for a glance is found.
func kinds(t *testing.T) (all []string) {
	t.Helper()
	for _, file := range []string{"agenda.go", "notice.go"} {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			c, ok := n.(*ast.ValueSpec)
			if !ok || len(c.Values) != 1 || !strings.HasPrefix(c.Names[0].Name, "Notice") && !strings.HasPrefix(c.Names[0].Name, "Call") {
				return true
			}
			if word, ok := c.Values[0].(*ast.BasicLit); ok && word.Kind == token.STRING {
				kind, err := strconv.Unquote(word.Value)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, kind)
			}
			return true
		})
	}
	return all
}

func TestGlance_EveryKindHasWords(t *testing.T) {
	all := kinds(t)
	if len(all) < 18 {
		t.Fatalf("only %d kinds are found: %v", len(all), all)
	}
	day := supervision.Date{Year: 2020, Month: 6, Day: 10}
	newsZh, newsEn := glances("?", "甲", day)
	for _, kind := range all {
		zh, en := glances(kind, "甲", day)
		if zh == newsZh || en == newsEn {
			t.Errorf("%s has no words of its own: %s / %s", kind, zh, en)
		}
		if !strings.Contains(zh, "“甲”") || !strings.Contains(en, `"甲"`) || strings.Contains(zh+en, "%!") {
			t.Errorf("%s: %s / %s", kind, zh, en)
		}
		if strings.Contains(zh, "2020年6月10日") != strings.Contains(en, "10 Jun 2020") {
			t.Errorf("%s: the day is in one language only: %s / %s", kind, zh, en)
		}
		if zh, en := glances(kind, "甲", supervision.Date{}); strings.Contains(zh+en, "%") {
			t.Errorf("%s without a day: %s / %s", kind, zh, en)
		}
	}
}

func TestGlance_SaysWhatAndWhenAndNoMore(t *testing.T) {
	day := supervision.Date{Year: 2020, Month: 6, Day: 10}
	for kind, want := range map[string]string{
		"REMIND":    `请按期完成“市城管局报告”，期限2020年6月10日 / Reminder: "市城管局报告" is to be done, due by 10 Jun 2020`,
		"VISIT":     `提醒：请参加“市城管局报告”，时间2020年6月10日 / Reminder: you take part in "市城管局报告", on 10 Jun 2020`,
		"RETURNED":  `“市城管局报告”被退回，期限2020年6月10日 / "市城管局报告" was returned, due by 10 Jun 2020`,
		"OPEN":      `“市城管局报告”进入办理期，期限2020年6月10日 / "市城管局报告" may be done from now on, due by 10 Jun 2020`,
		"TOOK_OVER": `您接任“市城管局报告”，自2020年6月10日起 / You take over as "市城管局报告", from 10 Jun 2020`,
		"RESULT":    `“市城管局报告”的测评结果已出 / The result for "市城管局报告" is there`,
	} {
		if zh, en := glances(kind, "市城管局报告", day); zh+" / "+en != want {
			t.Errorf("%s: %s / %s, want %s", kind, zh, en, want)
		}
	}
}

func glances(kind, title string, day supervision.Date) (zh, en string) {
	return supervision.GlanceZh(kind, title, day), supervision.GlanceEn(kind, title, day)
}

// GB/T 15834: quotes within quotes are of the other pair, at every depth.
func TestQuoteZh_QuotesWithin(t *testing.T) {
	for title, want := range map[string]string{"督查": "“督查”", "“代表监督周”专项督查": "“‘代表监督周’专项督查”", "“学‘条例’”活动": "“‘学“条例”’活动”"} {
		if got := supervision.QuoteZh(title); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
