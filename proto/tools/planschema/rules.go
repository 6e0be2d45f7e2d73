package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// rules are those of a field, as a schema says them.
type rules struct {
	ofValue  object // of the value; of a list as a whole
	ofItems  object // of each item of a list
	required bool   // the value that a field has when it is left out breaks a rule

	enum protoreflect.EnumDescriptor // the names of a field of names; nil of any other
}

func rulesOf(field protoreflect.FieldDescriptor) (all rules, err error) {
	options, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
	all.enum = field.Enum()
	if err = all.read(options, &all.ofValue); err == nil {
		items := rules{}
		err = items.read(options.GetRepeated().GetItems(), &all.ofItems)
	}
	all.required = all.required && (!field.HasPresence() || options.GetRequired())
	if err != nil {
		err = fmt.Errorf("%s: %w", field.FullName(), err)
	}
	return all, err
}

// read goes through the rules of each kind, and passes over none that is not known here.
func (r *rules) read(options *validate.FieldRules, schema *object) error {
	for _, part := range inOrder(options.ProtoReflect()) {
		switch {
		case part.field.Name() == "required":
			r.required = true
		case part.field.Message() == nil || part.field.IsList():
			return fmt.Errorf("rule %s is not known here", part.field.FullName())
		default:
			for _, rule := range inOrder(part.value.Message()) {
				if err := r.add(rule.field.FullName(), rule.value, schema); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

type given struct {
	field protoreflect.FieldDescriptor
	value protoreflect.Value
}

// inOrder are the fields that a message has, by number: Range promises no order, and a generated file needs one.
func inOrder(m protoreflect.Message) (all []given) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		all = append(all, given{field, value})
		return true
	})
	slices.SortFunc(all, func(a, b given) int { return cmp.Compare(a.field.Number(), b.field.Number()) })
	return all
}

// add says one rule in a schema's words.
func (r *rules) add(rule protoreflect.FullName, v protoreflect.Value, to *object) error {
	switch rule {
	case "buf.validate.StringRules.min_len":
		r.say(to, "minLength", v.Uint(), v.Uint() > 0)
	case "buf.validate.StringRules.max_len":
		r.say(to, "maxLength", v.Uint(), false)
	case "buf.validate.StringRules.pattern":
		r.say(to, "pattern", v.String(), !regexp.MustCompile(v.String()).MatchString(""))
	case "buf.validate.StringRules.in":
		r.oneOf(to, v.List())
	case "buf.validate.Int32Rules.gte":
		r.say(to, "minimum", v.Int(), v.Int() > 0)
	case "buf.validate.Int32Rules.lte":
		r.say(to, "maximum", v.Int(), v.Int() < 0)
	case "buf.validate.RepeatedRules.min_items":
		r.say(to, "minItems", v.Uint(), v.Uint() > 0)
	case "buf.validate.RepeatedRules.max_items":
		r.say(to, "maxItems", v.Uint(), false)
	case "buf.validate.RepeatedRules.unique":
		r.say(to, "uniqueItems", v.Bool(), false)
	case "buf.validate.EnumRules.not_in":
		r.notIn(to, v.List())
	case "buf.validate.DoubleRules.finite", "buf.validate.EnumRules.defined_only": // JSON and the names have no other
	case "buf.validate.RepeatedRules.items": // read for the items
	default:
		return fmt.Errorf("rule %s is not known here", rule)
	}
	return nil
}

func (r *rules) say(to *object, word string, value any, required bool) {
	*to = to.with(word, value)
	r.required = r.required || required
}

func (r *rules) oneOf(to *object, choices protoreflect.List) {
	var texts []any
	required := true
	for i := range choices.Len() {
		texts = append(texts, choices.Get(i).String())
		required = required && texts[i] != ""
	}
	r.say(to, "enum", texts, required)
}

// notIn forbids names. The first means that none was chosen, and is no choice of the schema anyway.
func (r *rules) notIn(to *object, values protoreflect.List) {
	var names []string
	for i := range values.Len() {
		n := protoreflect.EnumNumber(values.Get(i).Int()) //nolint:gosec // the numbers of an enum are small
		if r.required = r.required || n == 0; n != 0 {
			names = append(names, string(r.enum.Values().ByNumber(n).Name()))
		}
	}
	if names != nil {
		*to = to.with("not", object{{"enum", names}})
	}
}
