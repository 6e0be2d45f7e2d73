package planfile

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"duban/supervision"
)

// Change is what Move makes of a plan.
type Change struct {
	ID, Title        string
	HostID, HostName string
	Days             int // calendar days by which every window moves; earlier if negative
}

// Move rewrites a plan file for a fictitious host: it is marked as a demonstration, its source says what it is a copy
// of, and every window lies some days later, written out in full. All else, comments and order included, stays byte for
// byte. It fails for a plan that cannot be read, and where a value is written in a way that it cannot replace: a text
// on several lines, or a whole plan in braces.
func Move(src []byte, c Change) ([]byte, error) {
	m, r := decode(src)
	if m == nil {
		return nil, refusal(r.found)
	}
	plan, findings := r.plan(m)
	if plan == nil {
		return nil, refusal(findings)
	}
	e := editor{reader: r}
	e.head(plan, c)
	e.windows(plan, c.Days)
	if e.err != nil {
		return nil, e.err
	}
	moved := e.apply()
	if again, findings := Read(moved); again == nil {
		return nil, fmt.Errorf("moved, the plan is none: %w", refusal(findings))
	}
	return moved, nil
}

// Demonstration moves a plan to the fictitious 示例市, so that today is the fifth day of its first inspection's window:
// early in the week, something is done, and something is still to do.
func Demonstration(src []byte, today supervision.Date) ([]byte, error) {
	plan, findings := Read(src)
	if plan == nil {
		return nil, refusal(findings)
	}
	first := slices.IndexFunc(plan.Entries, func(e supervision.Entry) bool { return e.Kind == supervision.InspectionDuty })
	if first < 0 {
		return nil, errors.New("the plan has no inspection to show")
	}
	return Move(src, Change{
		ID: "shili-demo", Title: "示例市民生实事项目专项监督（演示 Demonstration）",
		HostID: "shili", HostName: "示例市人大常委会",
		Days: plan.Entries[first].Window.First.AddDays(4).DaysUntil(today),
	})
}

// refusal is the first error among the findings.
func refusal(findings []supervision.Finding) error {
	for _, f := range findings {
		if !f.Warning {
			return errors.New(Format("plan", f))
		}
	}
	return errors.New("the plan cannot be read")
}

// editor gathers replacements in the text of a plan.
type editor struct {
	*reader
	edits []edit
	err   error // the first thing that cannot be replaced
}

// edit puts words in the place of text[from:to].
type edit struct {
	from, to int
	words    string
}

func (e *editor) head(plan *supervision.Plan, c Change) {
	e.set("id", c.ID)
	e.set("title", c.Title)
	e.set("host.id", c.HostID)
	e.set("host.name", c.HostName)
	e.set("year", fmt.Sprint(plan.Phases[0].Shift(c.Days).First.Year))
	e.set("demonstration", "true")
	e.set("source", strings.TrimSpace(plan.Source+fmt.Sprintf(
		"（演示副本：由 %s 整体移动 %d 天而成 / demonstration, a copy of %s moved by %d days）", plan.ID, c.Days, plan.ID, c.Days)))
}

func (e *editor) windows(plan *supervision.Plan, days int) {
	for i, w := range plan.Phases {
		e.set(fmt.Sprintf("phases[%d].window", i), w.Shift(days).String())
	}
	for i, entry := range plan.Entries {
		e.set(fmt.Sprintf("duties[%d].window", i), entry.Window.Shift(days).String())
	}
}

// set replaces the value of a field, or writes the field on a line of its own below the title.
func (e *editor) set(field, value string) {
	n, found := e.locate(field)
	if !found {
		e.insert(field + ": " + written(value) + "\n")
		return
	}
	from := e.offset(n.Line, n.Column)
	to := from + span(e.text[from:], n)
	if to == from && e.err == nil {
		e.err = fmt.Errorf("%d:%d: %s cannot be replaced; write it on one line", n.Line, n.Column, field)
	}
	e.edits = append(e.edits, edit{from, to, written(value)})
}

func (e *editor) insert(line string) {
	n, _ := e.locate("title")
	below := e.offset(n.Line, n.Column)
	if end := strings.IndexByte(e.text[below:], '\n'); end >= 0 {
		below += end + 1
	} else {
		below, line = len(e.text), "\n"+line
	}
	e.edits = append(e.edits, edit{below, below, line})
}

// span is the length of a scalar as it is written at the start of the text; 0 when that is not to be seen on one line.
func span(text string, n *yaml.Node) int {
	line, _, _ := strings.Cut(text, "\n")
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return len(doubleQuoted.FindString(line))
	case n.Style&yaml.SingleQuotedStyle != 0:
		return len(singleQuoted.FindString(line))
	case n.Kind == yaml.ScalarNode && strings.HasPrefix(line, n.Value):
		return len(n.Value)
	}
	return 0
}

var (
	doubleQuoted = regexp.MustCompile(`^"(?:[^"\\]|\\.)*"`)
	singleQuoted = regexp.MustCompile(`^'(?:[^']|'')*'`)
	plain        = regexp.MustCompile(`^[0-9a-z]+(?:[.-]+[0-9a-z]+)*$`) // ids, days, windows, true
)

// written is a value as YAML: as it is where that is safe, in JSON's quotes, which YAML has too, elsewhere.
func written(value string) string {
	if plain.MatchString(value) && value != "null" {
		return value
	}
	return strconv.Quote(value)
}

// apply makes the replacements. What is put in at one place stands in the order it was asked for.
func (e *editor) apply() []byte {
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var out strings.Builder
	at := 0
	for _, change := range e.edits {
		out.WriteString(e.text[at:change.from])
		out.WriteString(change.words)
		at = change.to
	}
	out.WriteString(e.text[at:])
	return []byte(out.String())
}
