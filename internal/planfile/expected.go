package planfile

import (
	"strings"

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

// choices lists the values of an enum, but for the first, which means that none was given.
func choices(values protoreflect.EnumValueDescriptors) (zh, en string) {
	var all []string
	for i := 1; i < values.Len(); i++ {
		all = append(all, string(values.Get(i).Name()))
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
		return choices(field.Enum().Values())
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
