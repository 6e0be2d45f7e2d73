package cmd

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"duban/supervision"
)

type letterCommand struct {
	File string `arg:"" help:"方案文件 The plan file."`
	Lang string `enum:"zh,en" default:"zh" help:"语言 zh or en (${default})."`
}

// Run derives the congress's Supervision Letter (监督书) from the targets of the government's Task Letter that the plan
// holds: each project with who supervises it, its visits, targets and evidence, then what a person must decide.
func (c letterCommand) Run(k *kong.Context) error {
	file, err := openPlan(k.Stdout, c.File)
	if err != nil {
		return err
	}
	plan := file.Plan
	l := letterText{plan: plan, names: namesIn(plan), language: c.Lang}
	l.write(plan.SupervisionLetter(launched(plan).Duties))
	_, err = io.WriteString(k.Stdout, l.String())
	return err
}

// letterText is the text of a letter, in the making.
type letterText struct {
	strings.Builder
	plan     *supervision.Plan
	names    map[string]string
	language string
}

// namesIn are the names of a plan's offices and groups by id.
func namesIn(p *supervision.Plan) map[string]string {
	names := map[string]string{}
	for _, o := range p.Offices {
		names[o.ID] = o.Name
	}
	for _, g := range p.Groups {
		names[g.ID] = g.Name
	}
	return names
}

// say chooses the language.
func (l *letterText) say(words [2]string) string {
	if l.language == "en" {
		return words[1]
	}
	return words[0]
}

func (l *letterText) sayf(zh, en string, args ...any) {
	fmt.Fprintf(l, l.say([2]string{zh, en}), args...)
}

func (l *letterText) write(letter supervision.Letter) {
	l.sayf("%s 监督书\n", "%s: Supervision Letter\n", l.plan.Title)
	lines := map[string][]supervision.LetterLine{}
	for _, line := range letter.Lines {
		lines[line.Project] = append(lines[line.Project], line)
	}
	for _, pr := range l.plan.Projects {
		fmt.Fprintf(l, "\n%s %s\n", pr.ID, pr.Title)
		l.project(lines[pr.ID])
	}
	l.sayf("\n须由人决定：%d 项\n", "\nFor a person to decide: %d\n", len(letter.Unmatched))
	for _, u := range letter.Unmatched {
		what := strings.TrimSpace(u.Project + " " + u.Indicator)
		l.sayf("  %s：%s\n", "  %s: %s\n", what, l.say(mismatches[u.Why]))
	}
}

// project writes one project: its lines say the same but for their targets.
func (l *letterText) project(lines []supervision.LetterLine) {
	about := lines[0]
	watching := append(l.named(about.Groups), only(l.names[about.Committee])...)
	l.sayf("  责任单位：%s\n  监督：%s\n", "  Responsible unit: %s\n  Supervised by: %s\n", l.names[about.Unit], strings.Join(watching, "、"))
	if len(about.Methods) > 0 {
		l.sayf("  方式：%s\n", "  Methods: %s\n", l.methods(about.Methods))
	}
	for _, v := range about.Visits {
		l.sayf("  督查：%s，%d 次，%s\n", "  Visit: %s, %d×, %s\n", v.Title, v.Times, v.Days)
	}
	for _, line := range lines {
		if line.Indicator.Name == "" {
			l.sayf("  - 无可核对的指标：%s\n", "  - Nothing that can be checked: %s\n", strings.TrimSpace(line.Indicator.Text))
			continue
		}
		l.sayf("  - %s：%s；依据：%s\n", "  - %s: %s; evidence: %s\n", line.Indicator.Name, l.promise(line.Indicator), line.Evidence)
	}
}

// named are the names of ids.
func (l *letterText) named(ids []string) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = l.names[id]
	}
	return names
}

func (l *letterText) methods(all []supervision.Method) string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = l.say(methods[m])
	}
	return strings.Join(names, l.say([2]string{"、", ", "}))
}

// only is a list of a text, empty if the text is.
func only(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// promise writes an indicator's target; what the source lost is said to be unknown.
func (l *letterText) promise(in supervision.Indicator) string {
	switch {
	case in.Target == nil && in.Form != "":
		return l.say(forms[in.Form])
	case in.Target == nil:
		return l.say([2]string{"未知", "unknown"})
	case in.AtLeast:
		return fmt.Sprintf("≥ %g %s", *in.Target, in.Unit)
	}
	return fmt.Sprintf("%g %s", *in.Target, in.Unit)
}

var methods = map[supervision.Method][2]string{
	"SITE_INSPECTION": {"实地视察", "site inspection"}, "HEARING_A_REPORT": {"听取汇报", "hearing a report"},
	"REMOTE_QUESTIONING": {"连线询问", "questions by video"}, "RESIDENT_COUNCIL": {"街道居民议事", "residents' council"},
	"TARGETED_INSPECTION": {"定向视察", "targeted inspection"}, "ACTIVITY_DAY": {"代表统一活动日", "deputies' activity day"},
	"RECEPTION_DAY": {"主任接待日", "reception day"}, "AT_LIAISON_STATION": {"代表进联络站", "at the liaison station"},
	"COLLECTIVE_TOUR": {"集中视察", "collective tour"},
}

var forms = map[supervision.Form][2]string{
	supervision.FullCoverage: {"全覆盖", "full coverage"}, supervision.Basically: {"基本实现", "basically"}, supervision.Paper: {"出台文件", "a paper"},
}

var mismatches = map[supervision.Mismatch][2]string{
	supervision.TargetLost:     {"源文缺数，目标未知", "the source lost the number"},
	supervision.ListOpen:       {"“等”字未列全", "the list is not closed"},
	supervision.CoverageSoft:   {"“全覆盖”“基本实现”未说明范围或程度", "how far is not said"},
	supervision.NoTargets:      {"没有可核对的指标", "nothing that can be checked"},
	supervision.NobodyWatches:  {"没有责任工委、小组，也没有督查", "no committee, no group and no visit"},
	supervision.NeverInspected: {"没有安排督查", "no visit is planned"},
}
