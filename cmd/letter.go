package cmd

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"duban/supervision"
)

type letterCommand struct {
	File string `arg:"" help:"方案文件 The plan file."`
}

// Run derives the congress's Supervision Letter (监督书) from the targets of the government's Task Letter that the plan
// holds: each target with its groups, visits and evidence, then what a person must decide.
func (c letterCommand) Run(k *kong.Context) error {
	file, err := openPlan(k.Stdout, c.File)
	if err != nil {
		return err
	}
	plan := file.Plan
	launched := plan.Launch(plan.Period.Opens(plan.Zone), supervision.ChinaCalendar())
	return writeLetter(k.Stdout, plan, plan.SupervisionLetter(launched.Duties))
}

func writeLetter(w io.Writer, plan *supervision.Plan, l supervision.Letter) error {
	titles := map[string]string{}
	for _, pr := range plan.Projects {
		titles[pr.ID] = pr.Title
	}
	fmt.Fprintf(w, "%s 监督书 Supervision Letter\n", plan.Title)
	last := ""
	for _, line := range l.Lines {
		if line.Project != last {
			last = line.Project
			fmt.Fprintf(w, "\n%s %s\n", line.Project, titles[line.Project])
			watching := strings.Join(append(slices.Clone(line.Groups), only(line.Committee)...), "、")
			fmt.Fprintf(w, "  责任单位 unit: %s；监督 supervised by: %s\n", line.Unit, watching)
			if len(line.Methods) > 0 {
				fmt.Fprintf(w, "  方式 methods: %s\n", join(line.Methods))
			}
			for _, v := range line.Visits {
				fmt.Fprintf(w, "  督查 visit: %s，%d 次，%s\n", v.Title, v.Times, v.Days)
			}
		}
		fmt.Fprintf(w, "  - %s：%s；依据 evidence: %s\n", line.Indicator.Name, promise(line.Indicator), line.Evidence)
	}
	fmt.Fprintf(w, "\n须由人决定 for a person to decide: %d\n", len(l.Unmatched))
	for _, u := range l.Unmatched {
		fmt.Fprintf(w, "  %s %s：%s\n", u.Project, u.Indicator, mismatches[u.Why])
	}
	return nil
}

func join(methods []supervision.Method) string {
	words := make([]string, len(methods))
	for i, m := range methods {
		words[i] = string(m)
	}
	return strings.Join(words, "、")
}

// only is a list of a text, empty if the text is.
func only(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// promise writes an indicator's target; what the source lost is said to be unknown.
func promise(in supervision.Indicator) string {
	switch {
	case in.Target == nil && in.Form != "":
		return forms[in.Form]
	case in.Target == nil:
		return "未知 unknown"
	case in.AtLeast:
		return fmt.Sprintf("≥ %g %s", *in.Target, in.Unit)
	}
	return fmt.Sprintf("%g %s", *in.Target, in.Unit)
}

var forms = map[supervision.Form]string{
	supervision.FullCoverage: "全覆盖 full coverage", supervision.Basically: "基本实现 basically", supervision.Paper: "出台文件 a paper",
}

var mismatches = map[supervision.Mismatch]string{
	supervision.TargetLost:     "源文缺数，目标未知 / the source lost the number",
	supervision.ListOpen:       "“等”字未列全 / the list is not closed",
	supervision.CoverageSoft:   "“全覆盖”“基本实现”未说明范围或程度 / how far is not said",
	supervision.NoTargets:      "没有可核对的指标 / nothing that can be checked",
	supervision.NobodyWatches:  "没有责任工委、小组，也没有督查 / no committee, no group and no visit",
	supervision.NeverInspected: "没有安排督查 / no visit is planned",
}
