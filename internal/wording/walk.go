package wording

import (
	"fmt"
	"slices"
	"strings"
	"text/template/parse"
)

// deepest is how far conditions and lists may stand within each other.
const deepest = 10

// list walks what a template does where the dot has a shape. Whatever is not known here is refused.
func (c *checker) list(l *parse.ListNode, dot shape, depth int) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode, *parse.CommentNode:
		case *parse.ActionNode:
			c.printed(n.Pipe, dot)
		case *parse.IfNode:
			c.value(n.Pipe, dot)
			c.branch(&n.BranchNode, dot, dot, depth)
		case *parse.WithNode:
			within, ok := c.value(n.Pipe, dot)
			c.branch(&n.BranchNode, orDot(within, dot, ok), dot, depth)
		case *parse.RangeNode:
			c.ranged(n.Pipe, dot)
			c.branch(&n.BranchNode, ofLine, dot, depth)
		default:
			c.refuse(n, word(n))
		}
	}
}

// orDot is where the dot is once what moves it is refused: not to find the same fault twice, where it was.
func orDot(within, dot shape, ok bool) shape {
	if ok {
		return within
	}
	return dot
}

// branch walks a condition or a list, and what stands for it otherwise.
func (c *checker) branch(n *parse.BranchNode, within, otherwise shape, depth int) {
	if depth == deepest {
		c.add("TOO_DEEP", c.at(n), fmt.Sprintf("条件和列表最多嵌套 %d 层", deepest), fmt.Sprintf("conditions and lists stand at most %d within each other", deepest))
		return
	}
	c.list(n.List, within, depth+1)
	c.list(n.ElseList, otherwise, depth+1)
}

// printed refuses what is no text.
func (c *checker) printed(p *parse.PipeNode, dot shape) {
	if s, ok := c.value(p, dot); ok && s != ofText && s != ofNumber {
		c.add("LIST", c.at(p), fmt.Sprintf("“%s”是列表，请写 {{range %s}}…{{end}}", p, p), fmt.Sprintf("%q is a list; write {{range %s}}…{{end}}", p, p))
	}
}

// ranged refuses what is no list.
func (c *checker) ranged(p *parse.PipeNode, dot shape) {
	if s, ok := c.value(p, dot); ok && s != ofLines {
		c.add("NO_LIST", c.at(p), fmt.Sprintf("“%s”不是列表，range 后可用：%s", p, names(Fields, ofLines)),
			fmt.Sprintf("%q is not a list; after range: %s", p, names(Fields, ofLines)))
	}
}

// value is the shape of what a pipe gives: of one field of the dot, or of the dot itself.
func (c *checker) value(p *parse.PipeNode, dot shape) (shape, bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		c.refuse(p, p.String())
		return 0, false
	}
	switch arg := p.Cmds[0].Args[0].(type) {
	case *parse.DotNode:
		if dot != ofFacts && dot != ofLine {
			return dot, true
		}
	case *parse.FieldNode:
		if len(arg.Ident) == 1 {
			return c.field(arg, dot)
		}
	case *parse.IdentifierNode:
		return c.bare(arg, dot)
	}
	c.refuse(p, p.String())
	return 0, false
}

// field looks a field of the dot up, and says what there is where it is not.
func (c *checker) field(n *parse.FieldNode, dot shape) (shape, bool) {
	word, here := n.Ident[0], fieldsOf(dot)
	if f, ok := named(here, word); ok {
		return f.shape, true
	}
	known := names(here)
	if len(here) == 0 {
		known = "{{.}}"
	}
	if _, elsewhere := named(slices.Concat(Fields, LineFields), word); elsewhere {
		c.add("NOT_HERE", c.at(n), fmt.Sprintf("“%s”不能写在这里；这里可用：%s", word, known), fmt.Sprintf("%q cannot stand here; here: %s", word, known))
	} else {
		c.add("UNKNOWN_FIELD", c.at(n), fmt.Sprintf("没有“%.40s”这个字段；可用：%s", word, known), fmt.Sprintf("there is no field %.40q; known: %s", word, known))
	}
	return 0, false
}

// bare refuses a word without a dot: a field that lacks it, or a function.
func (c *checker) bare(n *parse.IdentifierNode, dot shape) (shape, bool) {
	if f, ok := named(fieldsOf(dot), n.Ident); ok {
		c.add("NO_DOT", c.at(n), fmt.Sprintf("字段前要加点，请写 {{.%s}}", n.Ident), fmt.Sprintf("a field begins with a dot: write {{.%s}}", n.Ident))
		return f.shape, false
	}
	c.refuse(n, n.Ident)
	return 0, false
}

// refuse refuses what templates cannot do here.
func (c *checker) refuse(n parse.Node, what string) {
	c.add("NOT_KNOWN", c.at(n), fmt.Sprintf("不能写“%.40s”；只能写字段、if、with 和 range", what),
		fmt.Sprintf("%.40q cannot be used; only fields, if, with and range can", what))
}

// word is the word that a node begins with.
func word(n parse.Node) string {
	first, _, _ := strings.Cut(strings.Trim(n.String(), "{}- "), " ")
	return first
}

func named(fields []Field, name string) (Field, bool) {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}

// names lists fields, or those of some shapes.
func names(fields []Field, shapes ...shape) string {
	var all []string
	for _, f := range fields {
		if len(shapes) == 0 || slices.Contains(shapes, f.shape) {
			all = append(all, f.Name)
		}
	}
	return strings.Join(all, ", ")
}
