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

// editor gathers replacements in the text of a plan.
type editor struct {
	*reader
	plan  *supervision.Plan
	days  []dayText
	edits []edit
	err   error // the first thing that cannot be replaced
}

// newEditor opens a plan without errors.
func newEditor(src []byte) (*editor, error) {
	m, r := decode(src)
	if m == nil {
		return nil, refusal(r.found)
	}
	plan, findings := r.plan(m)
	if plan == nil {
		return nil, refusal(findings)
	}
	return &editor{reader: r, plan: plan, days: daysOf(m.ProtoReflect(), "")}, nil
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

// edit puts words in the place of text[from:to].
type edit struct {
	from, to int
	words    string
}

// set replaces the value of a field, or writes the field on a line of its own below the title.
func (e *editor) set(field, value string) {
	if _, found := e.locate(field); !found {
		e.insert(field + ": " + written(value) + "\n")
		return
	}
	e.replace(field, written(value))
}

// replace puts words in the place of a field's value, which is there.
func (e *editor) replace(field, words string) {
	n, _ := e.locate(field)
	from := e.offset(n.Line, n.Column)
	to := from + span(e.text[from:], n)
	if to == from && e.err == nil {
		e.err = fmt.Errorf("%d:%d: %s cannot be replaced; write it on one line", n.Line, n.Column, field)
	}
	e.edits = append(e.edits, edit{from, to, words})
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
	plain        = regexp.MustCompile(`^[0-9a-z\p{Han}]+(?:[.-]+[0-9a-z\p{Han}]+)*$`) // ids, days, windows, names, true
)

// written is a value as YAML: as it is where that is safe, in JSON's quotes, which YAML has too, elsewhere.
func written(value string) string {
	if plain.MatchString(value) && value != "null" {
		return value
	}
	return strconv.Quote(value)
}

// apply makes the replacements, and sees that a plan has come of it. What is put in at one place stands in the order it
// was asked for.
func (e *editor) apply() ([]byte, error) {
	if e.err != nil {
		return nil, e.err
	}
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var out strings.Builder
	at := 0
	for _, change := range e.edits {
		out.WriteString(e.text[at:change.from])
		out.WriteString(change.words)
		at = change.to
	}
	out.WriteString(e.text[at:])
	rewritten := []byte(out.String())
	if plan, findings := Read(rewritten); plan == nil {
		return nil, fmt.Errorf("rewritten, the plan is none: %w", refusal(findings))
	}
	return rewritten, nil
}
