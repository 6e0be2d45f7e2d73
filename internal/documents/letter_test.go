package documents_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/api/supervisionv1"
	"duban/internal/documents"
	"duban/internal/planfile"
	"duban/supervision"
)

// letterOf is the letter that a plan makes when it is taken up on its first day.
func letterOf(t *testing.T, source []byte, language string) string {
	t.Helper()
	plan, found := planfile.Read(source)
	if plan == nil {
		t.Fatalf("%v", found)
	}
	letter := plan.SupervisionLetter(plan.Launch(plan.Period.Opens(plan.Zone), supervision.ChinaCalendar()).Duties)
	return written(t, func(w *bytes.Buffer) error { return documents.WriteLetter(w, *plan, letter, language) })
}

// Each promise stands in its own form: a number, at least a number, a number that the source lost, words, none.
func TestLetter(t *testing.T) {
	source := strings.NewReplacer(
		"  - {id: p1, title: 救护车, unit: u1}\n", `  - id: p1
    title: 救护车
    unit: u1
    committee: office
    indicators:
      - {name: 救护车, target: 20, unit: 辆}
      - {name: 急救点, target: 5, unit: 个, at_least: true}
      - {name: 培训, unit: 次}
      - {name: 电子病历, unit: 户, form: FULL_COVERAGE}
  - {id: p2, title: 公园, text: " 建好公园 ", unit: u1}
`, "for_each: group,", "for_each: group, methods: [SITE_INSPECTION, HEARING_A_REPORT],").Replace(brief)
	for language, want := range map[string]string{
		"zh": `专项监督 监督书

p1 救护车
  责任单位：牵头单位
  监督：第一组、办公厅
  方式：实地视察、听取汇报
  督查：督查，1 次，2020-06-22..2020-06-26
  - 救护车：20 辆；依据：核对清单，实地抽查点位
  - 急救点：≥ 5 个；依据：核对清单，实地抽查点位
  - 培训：未知；依据：核对清单，实地抽查点位
  - 电子病历：全覆盖；依据：核对清单，实地抽查点位

p2 公园
  责任单位：牵头单位
  监督：
  - 无可核对的指标：建好公园

须由人决定：4 项
  p1 培训：源文缺数，目标未知
  p1 电子病历：“全覆盖”“基本实现”未说明范围或程度
  p2：没有责任工委、小组，也没有督查
  p2：没有可核对的指标
`,
		"en": `专项监督: Supervision Letter

p1 救护车
  Responsible unit: 牵头单位
  Supervised by: 第一组、办公厅
  Methods: site inspection, hearing a report
  Visit: 督查, 1×, 2020-06-22..2020-06-26
  - 救护车: 20 辆; evidence: 核对清单，实地抽查点位
  - 急救点: ≥ 5 个; evidence: 核对清单，实地抽查点位
  - 培训: unknown; evidence: 核对清单，实地抽查点位
  - 电子病历: full coverage; evidence: 核对清单，实地抽查点位

p2 公园
  Responsible unit: 牵头单位
  Supervised by: 
  - Nothing that can be checked: 建好公园

For a person to decide: 4
  p1 培训: the source lost the number
  p1 电子病历: how far is not said
  p2: no committee, no group and no visit
  p2: nothing that can be checked
`,
	} {
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(letterOf(t, []byte(source), language), "\n")); diff != "" {
			t.Errorf("%s, -want +got:\n%s", language, diff)
		}
	}
}

// Every method that a plan may name has its words.
func TestLetterNamesEveryMethod(t *testing.T) {
	for value, name := range supervisionv1.DutyEntry_Method_name {
		if value == 0 {
			continue
		}
		source := strings.Replace(brief, "for_each: group,", "for_each: group, methods: ["+name+"],", 1)
		for language, label := range map[string]string{"zh": "\n  方式：", "en": "\n  Methods: "} {
			_, after, found := strings.Cut(letterOf(t, []byte(source), language), label)
			if words, _, _ := strings.Cut(after, "\n"); !found || words == "" || words == name {
				t.Errorf("%s, %s: %q", name, language, words)
			}
		}
	}
}
