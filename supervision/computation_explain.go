package supervision

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Explain says it line by line, in both languages: the rule, the day counted from, each day that mattered, the result,
// and why that may still move.
func (c Computation) Explain() (zh, en []string) {
	var e explanation
	e.rule(c)
	e.start(c)
	for _, s := range c.Steps {
		e.zhf("%s：%s", zhDays(s.Days), s.Zh).enf("%s: %s", enDays(s.Days), s.En)
	}
	e.result(c)
	e.doubts(c)
	return e.zh, e.en
}

// explanation grows by one line in each language at a time.
type explanation struct{ zh, en []string }

func (e *explanation) zhf(format string, args ...any) *explanation {
	e.zh = append(e.zh, fmt.Sprintf(format, args...))
	return e
}

func (e *explanation) enf(format string, args ...any) {
	e.en = append(e.en, fmt.Sprintf(format, args...))
}

func (e *explanation) rule(c Computation) {
	counted := c.Event != "" || !c.Start.IsZero()
	switch preset, ok := PresetNamed(c.Rule); {
	case ok:
		e.zhf("规则 %s（%s）：%s", c.Rule, c.Article, preset.Zh).enf("Rule %s (%s): %s", c.Rule, c.Article, preset.En)
		if words, _ := preset.Due.Words(); c.Written != "" && c.Written != words {
			e.zhf("计划写明：%s", c.inWords()).enf("The plan says: %s", c.inWords())
		}
	case counted:
		e.zhf("计划自定：%s", c.inWords()).enf("The plan's own rule: %s", c.inWords())
	default:
		e.zhf("计划原文：%s", c.Written).enf("The plan says: %s", c.Written)
	}
}

func (e *explanation) start(c Computation) {
	event := ""
	if c.Event != "" {
		event = " " + c.eventTitle()
	}
	switch ends := func(s CountStep) bool { return s.Kind == Counted }; {
	case c.Start.IsZero() && c.Event != "":
		e.zhf("起算日：%s，日期未定", c.eventTitle()).enf("Counted from %s, whose day is not known", c.eventTitle())
	case c.Start.IsZero():
	case slices.ContainsFunc(c.Steps, ends):
		e.zhf("起算日：%s%s，当日不计入", zhDay(c.Start), event).enf("Counted from %s%s, not included", enDay(c.Start), event)
	default:
		e.zhf("起算日：%s%s", zhDay(c.Start), event).enf("Counted from %s%s", enDay(c.Start), event)
	}
}

func (e *explanation) result(c Computation) {
	switch {
	case c.Result.IsZero():
		e.zhf("结果：待定").enf("Result: not known yet")
	case c.First.IsZero() || c.First == c.Result:
		e.zhf("结果：%s", zhDay(c.Result)).enf("Result: %s", enDay(c.Result))
	default:
		w := Window{c.First, c.Result}
		e.zhf("结果：%s，末日%s", zhDays(w), zhDay(c.Result)).enf("Result: %s, the last day %s", enDays(w), enDay(c.Result))
	}
}

// doubts gives a reason for every provisional date: an event without a settled day, where it is no notice.
func (e *explanation) doubts(c Computation) {
	if c.Unsettled || c.Provisional && len(c.Awaits) == 0 {
		e.zhf("暂定：起算事件的日期尚未确定").enf("Provisional: the event's day is not settled")
	}
	if len(c.Awaits) == 0 {
		return
	}
	years := make([]string, len(c.Awaits))
	for i, year := range c.Awaits {
		years[i] = strconv.Itoa(year)
	}
	e.zhf("暂定：尚无%s年节假日安排，公布后可能变动", strings.Join(years, "、")).
		enf("Provisional: no notice of holidays for %s yet, which may move it", strings.Join(years, ", "))
}
