package planfile_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

var change = planfile.Change{ID: "b-2021", Title: "示例: “演示”", HostID: "b", HostName: "示例市", Days: 365}

// Everything that Move does not name stays byte for byte: comments, order, blank lines, indents.
func TestMoveChangesItsLinesAndNoOther(t *testing.T) {
	src := strings.ReplaceAll(small, "year: 2020\n", "year: 2020 # 年\n\nsource: '公''告'   # 出处\n")
	src = strings.Replace(src, "    window: 6月上旬\n", "    window: \"6月上旬\" # 源文:6月上旬\n", 1)
	moved, err := planfile.Move([]byte(src), change)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer(
		"id: a-2020\n", "id: b-2021\n",
		"title: 专项监督\n", "title: \"示例: “演示”\"\ndemonstration: true\n",
		"{id: a, name: 市人大常委会,", "{id: b, name: 示例市,",
		"year: 2020 # 年", "year: 2021 # 年",
		"'公''告'   # 出处", "\"公'告（演示副本：由 a-2020 整体移动 365 天而成 / demonstration, a copy of a-2020 moved by 365 days）\"   # 出处",
		"4月下旬..5月上旬", "2021-04-21..2021-05-10",
		"5月中旬..11月", "2021-05-11..2021-11-30",
		"12月..次年1月", "2021-12-01..2022-01-31",
		"\"6月上旬\" #", "2021-06-01..2021-06-10 #",
		"window: 4月下旬\n", "window: 2021-04-21..2021-04-30\n",
	).Replace(src)
	if string(moved) != want {
		t.Errorf("got\n%s\nwant\n%s", moved, want)
	}
}

func TestMoveKeepsEveryCommentOfHangzhou(t *testing.T) {
	moved, err := planfile.Move(plans.Hangzhou2020(), change)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := comments(string(moved)), comments(string(plans.Hangzhou2020())); got != want || got == "" {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// unmarked is a plan without its first line, which tells editors where the schema lies: elsewhere for a new file.
func unmarked(src string) string {
	_, rest, _ := strings.Cut(src, "\n")
	return rest
}

func comments(src string) string {
	var kept []string
	for line := range strings.Lines(src) {
		if _, comment, is := strings.Cut(line, "# "); is {
			kept = append(kept, comment)
		}
	}
	return strings.Join(kept, "")
}

func TestMoveBackGivesTheSameDays(t *testing.T) {
	there, err := planfile.Move(plans.Hangzhou2020(), change)
	if err != nil {
		t.Fatal(err)
	}
	change := change
	change.Days = -change.Days
	back, err := planfile.Move(there, change)
	if err != nil {
		t.Fatal(err)
	}
	plan, _ := planfile.Read(back)
	original, _ := hangzhou(t)
	for i, e := range original.Entries {
		if plan.Entries[i].Window != e.Window || plan.Phases != original.Phases || plan.Year != 2020 {
			t.Errorf("%s: %s, want %s", e.ID, plan.Entries[i].Window, e.Window)
		}
	}
}

func TestMoveRefusesWhatItCannotRewrite(t *testing.T) {
	plan, _ := planfile.Read([]byte(small))
	braces := protojson.Format(message(plan))
	for _, c := range []struct{ name, src, want string }{
		{"no YAML", "a: [", "SYNTAX"},
		{"no plan", "id: a\n", "MIN_LEN"},
		{"a title on two lines", strings.Replace(small, "title: 专项监督", "title: 专项\n  监督", 1), "2:8: title cannot be replaced; write it on one line"},
		{"a title in a block", strings.Replace(small, "title: 专项监督", "title: >-\n  专项监督", 1), "2:8: title cannot be replaced; write it on one line"},
		{"a plan in braces", braces, "rewritten, the plan is none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if moved, err := planfile.Move([]byte(c.src), change); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s; moved to\n%s", err, c.want, moved)
			}
		})
	}
	bad := change
	bad.ID = "Not An Id"
	if _, err := planfile.Move([]byte(small), bad); err == nil || !strings.Contains(err.Error(), "PATTERN") {
		t.Errorf("an id that is none: %v", err)
	}
}

func TestDemonstrationNeedsAPlanWithAnInspection(t *testing.T) {
	today := supervision.Date{Year: 2026, Month: 3, Day: 1}
	before, visit, _ := strings.Cut(small, "  - id: visit")
	_, plan, _ := strings.Cut(visit, "  - id: plan")
	if _, err := planfile.Demonstration([]byte(before+"  - id: plan"+plan), today); err == nil || !strings.Contains(err.Error(), "no inspection") {
		t.Errorf("got %v", err)
	}
	if _, err := planfile.Demonstration(nil, today); err == nil || !strings.Contains(err.Error(), "EMPTY") {
		t.Errorf("got %v", err)
	}
}
