package main

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// writer makes the schemas of messages and enums, each once, in the order in which a plan meets them.
type writer struct {
	defs    object
	defined map[string]bool
}

// message is the schema of a message itself.
func (w *writer) message(m *protogen.Message) (object, error) {
	properties, required := object{}, []string{}
	for _, f := range m.Fields {
		schema, needed, err := w.field(f)
		if err != nil {
			return nil, err
		}
		properties = properties.with(string(f.Desc.Name()), schema)
		if needed {
			required = append(required, string(f.Desc.Name()))
		}
	}
	return described(m.Comments).with("type", "object").with("properties", properties).
		with("required", required).with("additionalProperties", false), nil
}

// field is the schema of a field's value. A field that may be left out may also be left open, which YAML calls null.
func (w *writer) field(f *protogen.Field) (schema object, required bool, err error) {
	all, err := rulesOf(f.Desc)
	if err != nil {
		return nil, false, err
	}
	value, err := w.value(f)
	if err != nil {
		return nil, false, err
	}
	value = append(value, all.ofItems...)
	if f.Desc.IsList() {
		value = object{{"type", "array"}, {"items", value}}
	}
	value = append(value, all.ofValue...)
	if !all.required {
		value = orNull(value)
	}
	return append(described(f.Comments), value...), all.required, nil
}

// orNull allows null beside what a schema allows.
func orNull(schema object) object {
	if schema[0].name == "$ref" {
		return object{{"anyOf", []object{schema, {{"type", "null"}}}}}
	}
	for i, m := range schema {
		switch m.name {
		case "type":
			schema[i].value = []any{m.value, "null"}
		case "enum":
			choices, _ := m.value.([]any)
			choices = append(choices, nil)
			schema[i].value = choices
		}
	}
	return schema
}

// value is the schema of one value of the field's type.
func (w *writer) value(f *protogen.Field) (object, error) {
	switch f.Desc.Kind() {
	case protoreflect.StringKind:
		return object{{"type", "string"}}, nil
	case protoreflect.BoolKind:
		return object{{"type", "boolean"}}, nil
	case protoreflect.Int32Kind:
		return object{{"type", "integer"}}, nil
	case protoreflect.DoubleKind:
		return object{{"type", "number"}}, nil
	case protoreflect.EnumKind:
		return w.refer(f.Enum.Desc, func() (object, error) { return enum(f.Enum), nil })
	case protoreflect.MessageKind:
		return w.refer(f.Message.Desc, func() (object, error) { return w.message(f.Message) })
	default:
		return nil, fmt.Errorf("%s: plans have no fields of type %s yet", f.Desc.FullName(), f.Desc.Kind())
	}
}

// refer refers to the definition of a message or enum, and makes it where there is none.
func (w *writer) refer(d protoreflect.Descriptor, define func() (object, error)) (object, error) {
	name := strings.TrimPrefix(string(d.FullName()), string(d.ParentFile().Package())+".")
	if !w.defined[name] {
		w.defined[name] = true
		at := len(w.defs)
		w.defs = w.defs.with(name, nil)
		schema, err := define()
		if err != nil {
			return nil, err
		}
		w.defs[at].value = schema
	}
	return object{{"$ref", "#/$defs/" + name}}, nil
}

// enum lists the names that may be written: all but the first, which means that none was.
func enum(e *protogen.Enum) object {
	var names, words []string
	for _, v := range e.Values[1:] {
		names = append(names, string(v.Desc.Name()))
		words = append(words, text(v.Comments))
	}
	schema := described(e.Comments).with("enum", names)
	if strings.Join(words, "") == "" {
		return schema
	}
	return schema.with("enumDescriptions", words) // an annotation that editors show beside each choice
}

func described(c protogen.CommentSet) object {
	if words := text(c); words != "" {
		return object{{"description", words}}
	}
	return nil
}

// text is a comment on one line; editors wrap it.
func text(c protogen.CommentSet) string { return strings.Join(strings.Fields(string(c.Leading)), " ") }
