package planfile

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v4"
	"google.golang.org/protobuf/reflect/protoreflect"

	"duban/supervision"
)

// message sets the fields of m that the node gives, and records what is no field, or no value for one. It descends as
// far as messages do and follows no alias, so neither a deep file nor one full of aliases can hold it up.
func (r *reader) message(n *yaml.Node, m protoreflect.Message, path string) {
	given := map[protoreflect.FieldNumber]bool{}
	for i := 0; i+1 < len(n.Content) && !r.full(); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		field := fieldNamed(m.Descriptor().Fields(), key)
		if field == nil {
			zh, en := names(m.Descriptor().Fields())
			r.refuse(key, join(path, key.Value), "UNKNOWN_FIELD", "没有这个字段，"+zh, "no such field; "+en)
			continue
		}
		at := join(path, string(field.Name()))
		if given[field.Number()] {
			r.refuse(key, at, "DUPLICATE_FIELD", "字段 "+key.Value+" 写了两次，请删去一处", key.Value+" is given twice; remove one")
			continue
		}
		given[field.Number()] = true
		if !isNull(value) {
			r.field(value, m, field, at)
		}
	}
}

// fieldNamed finds a field by its name in the proto or in JSON.
func fieldNamed(fields protoreflect.FieldDescriptors, key *yaml.Node) protoreflect.FieldDescriptor {
	if key.Kind != yaml.ScalarNode {
		return nil
	}
	if field := fields.ByTextName(key.Value); field != nil {
		return field
	}
	return fields.ByJSONName(key.Value)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// isNull reports whether a value was left open: in protobuf's mapping the same as a field that is not there.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func (r *reader) field(n *yaml.Node, m protoreflect.Message, field protoreflect.FieldDescriptor, path string) {
	switch {
	case !field.IsList():
		if v, ok := r.value(n, field, m.NewField(field), path); ok {
			m.Set(field, v)
		}
	case n.Kind != yaml.SequenceNode:
		r.wrong(n, path, "应为列表", "expected a list")
	default:
		r.list(n, field, m.Mutable(field).List(), path)
	}
}

// list keeps a place for an item that cannot be read, so that the others keep their numbers.
func (r *reader) list(n *yaml.Node, field protoreflect.FieldDescriptor, list protoreflect.List, path string) {
	for i, item := range n.Content {
		if r.full() {
			return
		}
		v, _ := r.value(item, field, list.NewElement(), path+"["+strconv.Itoa(i)+"]")
		list.Append(v)
	}
}

// value reads one value of the field's type; zero is what stands there when it cannot be read.
func (r *reader) value(n *yaml.Node, field protoreflect.FieldDescriptor, zero protoreflect.Value, path string) (protoreflect.Value, bool) {
	if field.Message() != nil {
		if n.Kind != yaml.MappingNode {
			zh, en := names(field.Message().Fields())
			r.wrong(n, path, zh, en)
			return zero, false
		}
		r.message(n, zero.Message(), path)
		return zero, true
	}
	if n.Kind == yaml.ScalarNode && !isNull(n) {
		if v, ok := scalar(n.Value, field); ok {
			return v, true
		}
	}
	zh, en := expected(field)
	r.wrong(n, path, zh, en)
	return zero, false
}

// scalar reads the text of a value of one of the types that plans have.
func scalar(text string, field protoreflect.FieldDescriptor) (protoreflect.Value, bool) {
	switch field.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(text), true
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(text == "true"), text == "true" || text == "false"
	case protoreflect.Int32Kind:
		n, err := strconv.ParseInt(text, 10, 32)
		return protoreflect.ValueOfInt32(int32(n)), err == nil
	case protoreflect.DoubleKind:
		f, err := strconv.ParseFloat(text, 64)
		return protoreflect.ValueOfFloat64(f), err == nil
	case protoreflect.EnumKind:
		if v := field.Enum().Values().ByName(protoreflect.Name(text)); v != nil {
			return protoreflect.ValueOfEnum(v.Number()), true
		}
		return protoreflect.Value{}, false
	default: // the plan language has no other
		return protoreflect.Value{}, false
	}
}

// wrong records that the value of a field cannot be read.
func (r *reader) wrong(n *yaml.Node, path, zh, en string) {
	code := "WRONG_VALUE"
	if n.Kind == yaml.AliasNode {
		code, zh, en = "ALIAS", "不支持别名 *"+n.Value+"，请写出内容", fmt.Sprintf("aliases such as *%s are not followed; write it out", n.Value)
	}
	r.refuse(n, path, code, zh, en)
	r.unread[path] = true
}

func (r *reader) refuse(n *yaml.Node, path, code, zh, en string) {
	r.found = append(r.found, supervision.Finding{Code: code, Field: path, Line: n.Line, Column: n.Column, Zh: zh, En: en})
}
