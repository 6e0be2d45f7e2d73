package planfile

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// maxDepth is more than a plan needs, and little enough for any stack.
const maxDepth = 32

// parse sets the root, the content of the text's one document. It reports whether there is one.
func (r *reader) parse() bool {
	loader, err := yaml.NewLoader(strings.NewReader(r.text), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		r.syntax(err)
		return false
	}
	var document, second yaml.Node
	if err = loader.Load(&document); err == nil {
		err = loader.Load(&second)
	}
	switch {
	case err == nil:
		r.at(second.Line, second.Column, "SEVERAL_DOCUMENTS", "第二份文档；一个文件只写一份", "a second document; expected one in a file")
	case !errors.Is(err, io.EOF):
		r.syntax(err)
	case document.Kind == 0:
		r.at(1, 1, "EMPTY", "文件中没有内容", "nothing in it")
	default:
		r.root = document.Content[0]
		r.root.Line, r.root.Column = r.inText(r.root.Line, r.root.Column)
	}
	return r.root != nil
}

// syntax records where the text stops being YAML.
func (r *reader) syntax(err error) {
	line, column, message := 1, 1, err.Error()
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		message = e.Message
		if e.Mark.Line > 0 {
			line, column = e.Mark.Line, e.Mark.Column
		}
	}
	line, column = r.inText(line, column)
	r.at(line, column, "SYNTAX", "YAML 语法有误："+message, "not YAML: "+message)
}

// inText is a place in the text: what is missing at its end, or is an empty document, stands after the last character.
func (r *reader) inText(line, column int) (int, int) {
	if lines := strings.Split(r.text, "\n"); line > len(lines) {
		return len(lines), utf8.RuneCountInString(lines[len(lines)-1]) + 1
	}
	return line, column
}
