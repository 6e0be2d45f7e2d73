package wording

import (
	"fmt"
	"slices"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"duban/supervision"
)

// mostFindings is how many things a clerk is shown at a time.
const mostFindings = 20

// Check refuses a template that cannot be used, with *supervision.Error: everything that is wrong with it at its line, in
// words for whoever wrote it, and also one that says nothing where there is much to say, or little.
func Check(t Template) error {
	w, err := parsed(Chinese, t.Tidy())
	if err != nil {
		return err
	}
	var c checker
	for _, f := range []Facts{Sample(Digest, Chinese), {Host: "示例市", Day: "2020-06-10"}} {
		subject, text, err := w.Render(f)
		if err != nil {
			return err
		}
		c.unlessBlank("subject", subject)
		c.unlessBlank("text", text)
	}
	return c.refusal()
}

// checker gathers what is wrong with a template.
type checker struct {
	part, text string // of the template that is looked at
	findings   []supervision.Finding
}

// trees parses both parts and walks them.
func (c *checker) trees(t Template) (subject, text *parse.Tree) {
	if strings.Contains(t.Subject, "\n") {
		c.part = "subject"
		c.add("LINES", 2, "标题只能写一行", "a subject is one line")
	}
	return c.tree("subject", t.Subject, MostSubject), c.tree("text", t.Text, MostText)
}

// tree parses one part; it is nil if that cannot be.
func (c *checker) tree(part, text string, most int) *parse.Tree {
	c.part = part
	if utf8.RuneCountInString(text) > most {
		c.add("TOO_LONG", 1, fmt.Sprintf("太长，最多 %d 字", most), fmt.Sprintf("too long; at most %d characters", most))
		return nil
	}
	c.text = joined(text)
	set := map[string]*parse.Tree{}
	tree := parse.New(part)
	tree.Mode = parse.SkipFuncCheck // a function is refused in our words
	if _, err := tree.Parse(c.text, "", "", set); err != nil {
		c.syntax(err)
		return nil
	}
	for word, other := range set {
		if word != part {
			c.refuse(other.Root, "define")
		}
	}
	c.list(tree.Root, ofFacts, 0)
	return tree
}

// at is the line of a node, from 1.
func (c *checker) at(n parse.Node) int {
	return 1 + strings.Count(c.text[:min(int(n.Position()), len(c.text))], "\n")
}

// unlessBlank refuses a part that says nothing.
func (c *checker) unlessBlank(part, rendered string) {
	if strings.TrimSpace(rendered) != "" {
		return
	}
	c.part = part
	c.add("BLANK", 1, "有时会是空的，请写上总会出现的文字", "it may come out empty; write something that is always there")
}

// add keeps a finding, once; a line is counted from 1.
func (c *checker) add(code string, line int, zh, en string) {
	f := supervision.Finding{
		Code: code, Field: c.part, Line: line, Column: 1,
		Zh: fmt.Sprintf("第%d行：%s", line, zh), En: fmt.Sprintf("line %d: %s", line, en),
	}
	if c.part == "subject" {
		f.Zh, f.En = "标题："+zh, "subject: "+en
	}
	if len(c.findings) < mostFindings && !slices.Contains(c.findings, f) {
		c.findings = append(c.findings, f)
	}
}

// refusal is what was found, as an error.
func (c *checker) refusal() error {
	if len(c.findings) == 0 {
		return nil
	}
	first := c.findings[0]
	e := supervision.Refuse(supervision.InvalidRequest, "模板有误："+first.Zh, "the template is not well formed: "+first.En)
	e.Findings = c.findings
	return e
}
