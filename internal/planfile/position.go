package planfile

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// position is where the field's value stands, or the nearest thing around it that there is. Lines and columns count
// from 1, columns in characters; both are 0 when the plan did not come as text.
func (r *reader) position(field string) (line, column int) {
	if r.root == nil {
		return 0, 0
	}
	n, _ := r.locate(field)
	return n.Line, n.Column
}

// locate finds the node of a field, such as duties[3].window; failing that, the nearest one around it, and false.
func (r *reader) locate(field string) (*yaml.Node, bool) {
	n := r.root
	for step := range strings.FieldsFuncSeq(field, func(c rune) bool { return c == '.' || c == '[' || c == ']' }) {
		next := child(n, step)
		if next == nil {
			return n, false
		}
		n = next
	}
	return n, true
}

// child is the item or the value that a step of a path names.
func child(n *yaml.Node, step string) *yaml.Node {
	if i, err := strconv.Atoi(step); err == nil && n.Kind == yaml.SequenceNode && i < len(n.Content) {
		return n.Content[i]
	}
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if name := n.Content[i].Value; name == step || strings.EqualFold(name, strings.ReplaceAll(step, "_", "")) {
			return n.Content[i+1]
		}
	}
	return nil
}

// inside is the place of the character at offset in a field's text. Where the text is written otherwise than it reads
// (on several lines, or with escapes), that place is unknown, and the field's own is given.
func (r *reader) inside(field string, offset int) (line, column int) {
	line, column = r.position(field)
	if line == 0 {
		return 0, 0
	}
	n, _ := r.locate(field)
	start := r.offset(line, column)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		start++
		column++
	}
	if strings.HasPrefix(r.text[start:], n.Value) {
		return line, column + offset
	}
	return n.Line, n.Column
}

// offset is the index in the text of a line and column.
func (r *reader) offset(line, column int) int {
	at := 0
	for range line - 1 {
		at += strings.IndexByte(r.text[at:], '\n') + 1
	}
	for range column - 1 {
		_, size := utf8.DecodeRuneInString(r.text[at:])
		at += size
	}
	return at
}
