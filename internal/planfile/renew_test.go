package planfile_test

import (
	"strings"
	"testing"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// dated is the small plan with days of every kind of writing.
func dated(t *testing.T) string {
	t.Helper()
	src := small
	for _, c := range [][2]string{
		{"title: 专项监督\n", "title: 市2020年专项监督\n"},
		{"year: 2020\n", "year: 2020 # 年\nsource: 公告 # 出处\n"},
		{"window: 12月..次年1月}", "window: 2020年12月..2021年1月}"},
		{"window: 6月上旬", "window: 2020-06-01..2020-06-10 # 源文:6月上旬"},
		{"duties:\n", `windows:
  - {id: leap, title: 闰日, window: 2月29日}
events:
  - id: session # 会议
    title: 会议
    date: 2020-12-28 # 已定
  - {id: opinions, title: 意见, date: 2021-01-15}
  - id: session2
    title: 会议二
    date: 2020-02-29
    expected: 2020年2月下旬
duties:
`},
	} {
		if strings.Count(src, c[0]) != 1 {
			t.Fatalf("%q stands %d times", c[0], strings.Count(src, c[0]))
		}
		src = strings.Replace(src, c[0], c[1], 1)
	}
	return src
}

// What the new year does not touch stays byte for byte.
func TestRenewChangesItsLinesAndNoOther(t *testing.T) {
	src := dated(t)
	renewed, err := planfile.Renew([]byte(src), planfile.Renewal{Year: 2026})
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(renewed), "#\nid:")
	want := strings.NewReplacer(
		"id: a-2020\n", " a-2026\n",
		"title: 市2020年专项监督\n", "title: 市2026年专项监督\n",
		"year: 2020 # 年", "year: 2026 # 年",
		"source: 公告 #", "source: \"参照 a-2020 编写 / modelled on a-2020：公告\" #",
		"2020年12月..2021年1月", "2026年12月..2027年1月",
		"2020-06-01..2020-06-10 #", "2026-06-01..2026-06-10 #",
		"2月29日}", "2026-02-28}",
		"    date: 2020-12-28 # 已定\n", "    expected: 12月下旬\n    date: null # 已定\n",
		"date: 2021-01-15}", "expected: 次年1月中旬, date: null}",
		"date: 2020-02-29\n", "date: null\n",
		"2020年2月下旬", "2026年2月下旬",
	).Replace(src)
	if body != want {
		t.Errorf("got\n%s\nwant\n%s", body, want)
	}
	wantHead(t, head, []string{
		"phases[2].window: 2020年12月..2021年1月 → 2026年12月..2027年1月",
		"duties[0].window (visit): 2020-06-01..2020-06-10 → 2026-06-01..2026-06-10",
		"events[0].date (session): 2020-12-28 → null，定下后填写 to be settled；expected: 12月下旬",
		"events[1].date (opinions): 2021-01-15 → null，定下后填写 to be settled；expected: 次年1月中旬",
		"events[2].date (session2): 2020-02-29 → null，定下后填写 to be settled",
		"events[2].expected (session2): 2020年2月下旬 → 2026年2月下旬",
		"windows[0].window (leap): 2月29日 → 2026-02-28",
	})
}

// wantHead sees that the comments at the head list the changes, each on a line, in the order of the proto's fields.
func wantHead(t *testing.T, head string, changes []string) {
	t.Helper()
	if !strings.HasPrefix(head, "# yaml-language-server: $schema=plan.schema.json\n#\n# 2026 年方案样稿，由 duban new 照 a-2020 写成") {
		t.Errorf("it begins\n%s", head)
	}
	_, listed, _ := strings.Cut(head, "Days changed:\n")
	if want := "#   " + strings.Join(changes, "\n#   ") + "\n"; listed != want {
		t.Errorf("listed are\n%s\nwant\n%s", listed, want)
	}
}

// Every shipped plan can be started from, and needs nothing but its author's judgement.
func TestEveryShippedPlanIsRenewedWithoutErrors(t *testing.T) {
	for _, name := range plans.Names() {
		src, _ := plans.Source(name)
		for _, year := range []int{2020, 2021, 2026} {
			renewed, err := planfile.Renew(src, planfile.Renewal{Year: year})
			if err != nil {
				t.Errorf("%s for %d: %v", name, year, err)
				continue
			}
			plan, found := planfile.Read(renewed)
			if supervision.HasErrors(found) || plan.Year != year || plan.Demonstration {
				t.Errorf("%s for %d: %v", name, year, formatted(found))
			}
			if first := plan.Period.First; first.Year != year {
				t.Errorf("%s for %d begins on %s", name, year, first)
			}
			if want := strings.Replace(name, "2020", plan.Period.First.String()[:4], 1); plan.ID != want {
				t.Errorf("%s for %d has the id %s", name, year, plan.ID)
			}
			if got := comments(string(renewed)); !strings.HasSuffix(got, comments(unmarked(string(src)))) {
				t.Errorf("%s for %d has lost comments", name, year)
			}
		}
	}
}

func TestRenewForAnotherHost(t *testing.T) {
	renewed, err := planfile.Renew([]byte(small), planfile.Renewal{Year: 2026, HostID: "yuhang", HostName: "余杭区人大常委会"})
	if err != nil {
		t.Fatal(err)
	}
	plan, _ := planfile.Read(renewed)
	if plan.ID != "yuhang-2026" || plan.Host.ID != "yuhang" || plan.Host.Name != "余杭区人大常委会" || plan.Title != "专项监督" {
		t.Errorf("got %s of %+v, %s", plan.ID, plan.Host, plan.Title)
	}
	renewed, err = planfile.Renew(renewed, planfile.Renewal{Year: 2027, ID: "another", Title: "另一个"})
	if err != nil {
		t.Fatal(err)
	}
	if plan, _ = planfile.Read(renewed); plan.ID != "another" || plan.Title != "另一个" || plan.Host.ID != "yuhang" {
		t.Errorf("got %s of %+v, %s", plan.ID, plan.Host, plan.Title)
	}
	if strings.Count(string(renewed), "yaml-language-server") != 1 {
		t.Errorf("editors are told twice:\n%s", renewed)
	}
}

// A government's campaign may have no phases and span years: its name moves along with its period.
func TestRenewOfAPlanThatSpansYears(t *testing.T) {
	src := strings.NewReplacer(
		"kind: CONGRESS", "kind: GOVERNMENT", "title: 专项监督", "title: 2020—2021年10件实事",
		"phases:\n", "period: 2020年6月..2021年底\n", "  - {phase: DEPLOYMENT, window: 4月下旬..5月上旬}\n", "",
		"  - {phase: MONITORING, window: 5月中旬..11月}\n", "", "  - {phase: EVALUATION, window: 12月..次年1月}\n", "",
		"    phase: MONITORING\n", "", "    phase: DEPLOYMENT\n", "", "window: 4月下旬", "window: 2021年4月下旬",
	).Replace(small)
	renewed, err := planfile.Renew([]byte(src), planfile.Renewal{Year: 2026})
	if err != nil {
		t.Fatal(err)
	}
	plan, _ := planfile.Read(renewed)
	if plan.Title != "2026—2027年10件实事" || plan.Period.String() != "2026-06-01..2027-12-31" || plan.Entries[1].Window.First.Year != 2027 {
		t.Errorf("got %s in %s, %+v", plan.Title, plan.Period, plan.Entries[1].Window)
	}
}

// An id without a year takes the new one, so that it is another's.
func TestRenewMakesAnotherID(t *testing.T) {
	renewed, err := planfile.Renew(spoil(t, "id: a-2020", "id: weekly"), planfile.Renewal{Year: 2026})
	if err != nil {
		t.Fatal(err)
	}
	if plan, _ := planfile.Read(renewed); plan.ID != "weekly-2026" {
		t.Errorf("got %s", plan.ID)
	}
}

func TestRenewRefusesWhatMakesNoPlan(t *testing.T) {
	for name, c := range map[string]struct {
		src  []byte
		to   planfile.Renewal
		want string
	}{
		"no plan":           {[]byte("id: a\n"), planfile.Renewal{Year: 2026}, "MIN_LEN"},
		"a year of old":     {[]byte(small), planfile.Renewal{Year: 1949}, "GTE_LTE"},
		"an id that's none": {[]byte(small), planfile.Renewal{Year: 2026, ID: "Not An Id"}, "PATTERN"},
		"a folded title":    {spoil(t, "title: 专项监督", "title: >-\n  专项监督"), planfile.Renewal{Year: 2026}, "write it on one line"},
	} {
		t.Run(name, func(t *testing.T) {
			if renewed, err := planfile.Renew(c.src, c.to); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s; renewed to\n%s", err, c.want, renewed)
			}
		})
	}
}
