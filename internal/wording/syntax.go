package wording

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// parserSays takes the parser's message apart: where, and what.
var parserSays = regexp.MustCompile(`(?s)^template: [a-z]*:(\d+): (.*)$`)

// syntaxWords say in a clerk's words what the parser means, the first that fits.
var syntaxWords = []struct{ parser, zh, en string }{
	{"unclosed action", "“{{”没有用“}}”结束", "{{ is not ended by }}"},
	{"unclosed comment", "“{{/*”没有用“*/}}”结束", "{{/* is not ended by */}}"},
	{"unclosed left paren", "括号没有成对", "a parenthesis is not closed"},
	{"unexpected right paren", "括号没有成对", "a parenthesis was not opened"},
	{"unexpected EOF", "有 if、with 或 range 没有用 {{end}} 结束", "an if, with or range is not ended by {{end}}"},
	{"unexpected {{end}}", "多了一个 {{end}}", "there is one {{end}} too many"},
	{"unexpected {{else", "{{else}} 不在 if、with 或 range 之内", "{{else}} stands outside if, with or range"},
	{"outside {{range}}", "不能写 break 和 continue；只能写字段、if、with 和 range", "break and continue cannot be used; only fields, if, with and range can"},
	{"missing value", "if、with、range 或“{{”后面没有写字段", "a field is missing after if, with, range or {{"},
	{"undefined variable", "不能写“$”；只能写字段、if、with 和 range", "$ cannot be used; only fields, if, with and range can"},
}

// syntax puts what the parser found into a clerk's words.
func (c *checker) syntax(err error) {
	line, says := 1, err.Error()
	if m := parserSays.FindStringSubmatch(says); m != nil {
		line, _ = strconv.Atoi(m[1])
		says = m[2]
	}
	line = min(max(line, 1), 1+strings.Count(c.text, "\n"))
	for _, w := range syntaxWords {
		if strings.Contains(says, w.parser) {
			c.add("SYNTAX", line, w.zh, w.en)
			return
		}
	}
	c.add("SYNTAX", line, "“{{”与“}}”之间的写法不对；例如 {{.Host}}", fmt.Sprintf("what stands between {{ and }} is not understood (%.80s); an example: {{.Host}}", says))
}
