package planfile

import (
	"errors"
	"regexp"
	"strings"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"duban/api/supervisionv1"
	"duban/supervision"
)

// inChinese are protovalidate's standard messages by rule; each # takes the next number of the English one.
var inChinese = map[string]string{
	"double.finite":      "应为有限的数",
	"int32.gte_lte":      "应在 # 至 # 之间",
	"repeated.max_items": "最多 # 项",
	"repeated.min_items": "至少 # 项",
	"repeated.unique":    "不能有重复项",
	"required":           "必须填写",
	"string.len":         "应为 # 个字符",
	"string.max_len":     "最多 # 个字符",
	"string.min_len":     "不能为空",
	"string.pattern":     "应为小写字母、数字和连字符，以字母或数字开头，最多 63 个字符",
}

var digits = regexp.MustCompile(`\d+`)

// obey checks the rules written in plan.proto and words what breaks them. It reports whether the plan is small enough to
// look at further.
func (r *reader) obey(m *supervisionv1.Plan) bool { return surelyKeepsRules(m) || r.judge(m) }

// judge checks the rules of any message and words what breaks them. It reports whether the message is small enough to
// look at further.
func (r *reader) judge(m proto.Message) bool {
	violations := &protovalidate.ValidationError{}
	if err := protovalidate.Validate(m); err != nil && !errors.As(err, &violations) {
		r.stage([]supervision.Finding{{Code: "INVALID", Zh: "文件无法检查", En: err.Error()}})
		return false
	}
	small := true
	var found []supervision.Finding
	for _, v := range violations.Violations {
		found = append(found, Translate(v))
		small = small && v.Proto.GetRuleId() != "repeated.max_items"
	}
	r.stage(found)
	return small
}

// Translate words a violation of a rule that a proto states, in Chinese too: where an enum was to be chosen, by the
// choices.
func Translate(v *protovalidate.Violation) supervision.Finding {
	id, en := v.Proto.GetRuleId(), v.Proto.GetMessage()
	zh, known := inChinese[id]
	switch {
	case id == "string.in":
		zh = oneOfTexts(v.RuleValue.List())
	case !known:
		zh = "不符合规则 " + id
	}
	for _, n := range digits.FindAllString(en, -1) {
		zh = strings.Replace(zh, "#", n, 1)
	}
	if d := v.FieldDescriptor; d != nil && d.Enum() != nil { // nil for an item of a list
		zh, en = choices(d)
	}
	field := protovalidate.FieldPathString(v.Proto.GetField())
	leaf := field[strings.LastIndexByte(field, '.')+1:] // what is not there has no line of its own: the message names it
	return supervision.Finding{Code: ruleCode(id), Field: field, Zh: leaf + " " + zh, En: leaf + ": " + en}
}

// oneOfTexts names the texts that a field may hold; the empty one stands for none.
func oneOfTexts(all protoreflect.List) string {
	var texts []string
	orNone := ""
	for i := range all.Len() {
		if text := all.Get(i).String(); text != "" {
			texts = append(texts, text)
		} else {
			orNone = "，或不写"
		}
	}
	return "应为 " + strings.Join(texts, "、") + " 之一" + orNone
}

// ruleCode is the rule's own word: MAX_LEN of string.max_len.
func ruleCode(id string) string {
	return strings.ToUpper(id[strings.LastIndexByte(id, '.')+1:])
}
