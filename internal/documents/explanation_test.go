package documents_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/documents"
	"duban/supervision"
)

// Every date answers how it was computed: what is counted, what the plan says, and what nobody knows yet.
func TestExplanations(t *testing.T) {
	r := rehearsed(t, []byte(brief), supervision.Rehearsing{})
	got := written(t, func(w *bytes.Buffer) error { return documents.WriteExplanations(w, r.Plan, r.Duties, "zh") })
	for _, want := range []string{
		"visit/g1/2020-w26  督查\n  计划原文：6月22日..26日/WEEK\n  结果：2020年6月22日至26日，末日2020年6月26日（周五）\n\n",
		"\npaper/campaign/2020  送材料 & <附件>\n  规则 SL-15c（监督法(2024)第十五条）：",
		"  结果：2020年12月21日（周一）\n  暂定：起算事件的日期尚未确定\n",
		"\nanswer/campaign/2020  办理情况\n  规则 ZJ-44（", "  结果：待定\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	english := written(t, func(w *bytes.Buffer) error { return documents.WriteExplanations(w, r.Plan, r.Duties[:1], "en") })
	if diff := cmp.Diff("visit/g1/2020-w26  督查\n  The plan says: 6月22日..26日/WEEK\n  Result: 2020-06-22..2020-06-26, the last day Fri 2020-06-26\n", english); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Each rule that has a name is listed, with its article.
func TestPresets(t *testing.T) {
	got := written(t, func(w *bytes.Buffer) error { return documents.WritePresets(w, "zh") })
	for _, p := range supervision.Presets() {
		if !strings.Contains(got, p.Name) || !strings.Contains(got, p.Article) {
			t.Errorf("%s is not listed", p.Name)
		}
	}
	if want := "SL-15a     监督法(2024)第十五条\n           专项工作报告在常委会举行会议的二十日前送交"; !strings.HasPrefix(got, want) {
		t.Errorf("%.300s", got)
	}
}
