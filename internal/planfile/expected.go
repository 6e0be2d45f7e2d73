package planfile

import (
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// names lists the fields that a message has.
func names(fields protoreflect.FieldDescriptors) (zh, en string) {
	all := make([]string, fields.Len())
	for i := range all {
		all[i] = string(fields.Get(i).Name())
	}
	return oneOf("字段", "fields", all)
}

// choices lists the names that a field of names may have: not the first, which means that none was given, and none that
// its rule forbids.
func choices(field protoreflect.FieldDescriptor) (zh, en string) {
	rules, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
	var all []string
	for i := 1; i < field.Enum().Values().Len(); i++ {
		if v := field.Enum().Values().Get(i); !slices.Contains(rules.GetEnum().GetNotIn(), int32(v.Number())) {
			all = append(all, string(v.Name()))
		}
	}
	return oneOf("其中之一", "one of", all)
}

func oneOf(zh, en string, all []string) (string, string) {
	return "应为" + zh + "：" + strings.Join(all, "、"), "expected " + en + " " + strings.Join(all, ", ")
}

// expected says what a value of the field looks like.
func expected(field protoreflect.FieldDescriptor) (zh, en string) {
	switch field.Kind() {
	case protoreflect.EnumKind:
		return choices(field)
	case protoreflect.BoolKind:
		return "应为 true 或 false", "expected true or false"
	case protoreflect.Int32Kind:
		return "应为整数", "expected a whole number"
	case protoreflect.DoubleKind:
		return "应为数字，6.2万 写作 62000，未知写作 null", "expected a number such as 62000, or null for unknown"
	default: // the plan language has texts besides
		return "应为文字", "expected a text"
	}
}
