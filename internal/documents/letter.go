package documents

import (
	"fmt"
	"io"
	"strings"

	"duban/supervision"
)

// WriteLetter writes a Supervision Letter (监督书) for people to read: each of the plan's projects with who supervises it,
// its visits, targets and evidence, then what a person must decide. The language is `zh` or `en`; the plan's own words stay
// as they are. Lines are not broken: they are copied into the office's own paper.
func WriteLetter(w io.Writer, plan supervision.Plan, letter supervision.Letter, language string) error {
	t := &letterText{page: page{english: language == "en"}, names: bodyNames(plan)}
	lines := map[string][]supervision.LetterLine{}
	for _, line := range letter.Lines {
		lines[line.Project] = append(lines[line.Project], line)
	}
	t.whole(word{"%s 监督书", "%s: Supervision Letter"}, plan.Title)
	for _, pr := range plan.Projects {
		t.whole(word{"\n%s %s", "\n%s %s"}, pr.ID, pr.Title)
		t.project(lines[pr.ID])
	}
	t.undecided(letter.Unmatched)
	_, err := t.WriteTo(w)
	return err
}

// letterText is the text of a letter, in the making.
type letterText struct {
	page
	names map[string]string // of offices and groups
}

// bodyNames are the names of a plan's offices and groups by id.
func bodyNames(p supervision.Plan) map[string]string {
	names := map[string]string{}
	for _, o := range p.Offices {
		names[o.ID] = o.Name
	}
	for _, g := range p.Groups {
		names[g.ID] = g.Name
	}
	return names
}

// project writes one project: its lines say the same but for their targets.
func (t *letterText) project(lines []supervision.LetterLine) {
	about := lines[0]
	t.whole(word{"  责任单位：%s", "  Responsible unit: %s"}, t.names[about.Unit])
	t.whole(word{"  监督：%s", "  Supervised by: %s"}, t.watching(about))
	if len(about.Methods) > 0 {
		t.whole(word{"  方式：%s", "  Methods: %s"}, t.methods(about.Methods))
	}
	for _, v := range about.Visits {
		t.whole(word{"  督查：%s，%d 次，%s", "  Visit: %s, %d×, %s"}, v.Title, v.Times, v.Days)
	}
	for _, line := range lines {
		if line.Indicator.Name == "" {
			t.whole(word{"  - 无可核对的指标：%s", "  - Nothing that can be checked: %s"}, strings.TrimSpace(line.Indicator.Text))
			continue
		}
		t.whole(word{"  - %s：%s；依据：%s", "  - %s: %s; evidence: %s"}, line.Indicator.Name, t.promise(line.Indicator), line.Evidence)
	}
}

// watching names the groups and the committee that supervise a project.
func (t *letterText) watching(line supervision.LetterLine) string {
	var names []string
	for _, group := range line.Groups {
		names = append(names, t.names[group])
	}
	if committee := t.names[line.Committee]; committee != "" {
		names = append(names, committee)
	}
	return strings.Join(names, "、")
}

func (t *letterText) methods(all []supervision.Method) string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = t.say(methodWords[m])
	}
	return strings.Join(names, t.say(word{"、", ", "}))
}

// promise writes an indicator's target; what the source lost is said to be unknown.
func (t *letterText) promise(in supervision.Indicator) string {
	switch {
	case in.Target == nil && in.Form != "":
		return t.say(formWords[in.Form])
	case in.Target == nil:
		return t.say(word{"未知", "unknown"})
	case in.AtLeast:
		return fmt.Sprintf("≥ %g %s", *in.Target, in.Unit)
	}
	return fmt.Sprintf("%g %s", *in.Target, in.Unit)
}

// undecided writes what a person must decide.
func (t *letterText) undecided(all []supervision.Unmatched) {
	t.whole(word{"\n须由人决定：%d 项", "\nFor a person to decide: %d"}, len(all))
	for _, u := range all {
		what := strings.TrimSpace(u.Project + " " + u.Indicator)
		t.whole(word{"  %s：%s", "  %s: %s"}, what, t.say(mismatchWords[u.Why]))
	}
}
