package planfile

import (
	"fmt"
	"math"
	"regexp"
	"unicode/utf8"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// checksOf makes the checks of a message and of all that it holds. It fails when a rule is of a kind not known here.
func checksOf(m protoreflect.MessageDescriptor) (*checks, error) {
	return ruleReader{made: map[protoreflect.FullName]*checks{}, patterns: map[string]*regexp.Regexp{}}.message(m)
}

// ruleReader makes checks of the rules in a proto.
type ruleReader struct {
	made     map[protoreflect.FullName]*checks
	patterns map[string]*regexp.Regexp
}

// message makes the checks of a message and of all that it holds.
func (r ruleReader) message(m protoreflect.MessageDescriptor) (*checks, error) {
	if there := r.made[m.FullName()]; there != nil {
		return there, nil
	}
	if proto.HasExtension(m.Options(), validate.E_Message) {
		return nil, unknown(m, "rules for the whole message")
	}
	all := &checks{}
	r.made[m.FullName()] = all
	for i := range m.Fields().Len() {
		f, err := r.field(m.Fields().Get(i))
		if err != nil {
			return nil, err
		}
		*all = append(*all, f)
	}
	return all, nil
}

func (r ruleReader) field(field protoreflect.FieldDescriptor) (f fieldChecks, err error) {
	f.field = field
	if oneof := field.ContainingOneof(); field.IsMap() || oneof != nil && !oneof.IsSynthetic() {
		return f, unknown(field, "maps and choices of fields")
	}
	if field.Message() != nil {
		if f.message, err = r.message(field.Message()); err != nil {
			return f, err
		}
	}
	rules, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
	f.required = rules.GetRequired()
	if !field.IsList() {
		f.value, err = r.rules(rules, field, field.Kind().String())
		return f, err
	}
	if f.value, err = r.rules(rules, field, "repeated"); err == nil {
		f.items, err = r.rules(rules.GetRepeated().GetItems(), field, field.Kind().String())
	}
	return f, err
}

// rules makes the checks of the rules for values of a kind.
func (r ruleReader) rules(rules *validate.FieldRules, field protoreflect.FieldDescriptor, kind string) (all []check, err error) {
	rules.ProtoReflect().Range(func(part protoreflect.FieldDescriptor, given protoreflect.Value) bool {
		switch string(part.Name()) {
		case "required":
		case kind:
			all, err = r.standard(given.Message(), field)
		default:
			err = unknown(field, "rules under "+string(part.Name()))
		}
		return err == nil
	})
	return all, err
}

func (r ruleReader) standard(rules protoreflect.Message, field protoreflect.FieldDescriptor) (all []check, err error) {
	if len(rules.GetUnknown()) > 0 {
		return nil, unknown(field, "rules of a later version")
	}
	rules.Range(func(rule protoreflect.FieldDescriptor, given protoreflect.Value) bool {
		if rule.FullName() == "buf.validate.RepeatedRules.items" {
			return true // read for the items
		}
		keeps := r.check(rule.FullName(), given, field)
		if keeps == nil {
			err = unknown(field, "rule "+string(rule.FullName()))
		}
		all = append(all, keeps)
		return err == nil
	})
	return all, err
}

func unknown(d protoreflect.Descriptor, what string) error {
	return fmt.Errorf("%s: %s are not known here", d.FullName(), what)
}

// check makes the check of one of protovalidate's standard rules, of what the proto gives it; nil where the rule is not
// known here.
func (r ruleReader) check(rule protoreflect.FullName, given protoreflect.Value, field protoreflect.FieldDescriptor) check {
	switch rule {
	case "buf.validate.StringRules.min_len":
		return func(v protoreflect.Value) bool { return characters(v) >= given.Uint() }
	case "buf.validate.StringRules.max_len":
		return func(v protoreflect.Value) bool { return characters(v) <= given.Uint() }
	case "buf.validate.StringRules.pattern":
		pattern := r.pattern(given.String())
		return func(v protoreflect.Value) bool { return pattern.MatchString(v.String()) }
	case "buf.validate.StringRules.in":
		return func(v protoreflect.Value) bool { return contains(given.List(), v) }
	case "buf.validate.Int32Rules.gte":
		return func(v protoreflect.Value) bool { return v.Int() >= given.Int() }
	case "buf.validate.Int32Rules.lte":
		return func(v protoreflect.Value) bool { return v.Int() <= given.Int() }
	case "buf.validate.DoubleRules.finite":
		return func(v protoreflect.Value) bool { return !math.IsNaN(v.Float()) && !math.IsInf(v.Float(), 0) }
	case "buf.validate.EnumRules.defined_only":
		return func(v protoreflect.Value) bool { return field.Enum().Values().ByNumber(v.Enum()) != nil }
	case "buf.validate.EnumRules.not_in":
		return func(v protoreflect.Value) bool {
			return !contains(given.List(), protoreflect.ValueOfInt32(int32(v.Enum())))
		}
	case "buf.validate.RepeatedRules.min_items":
		return func(v protoreflect.Value) bool { return items(v) >= given.Uint() }
	case "buf.validate.RepeatedRules.max_items":
		return func(v protoreflect.Value) bool { return items(v) <= given.Uint() }
	case "buf.validate.RepeatedRules.unique":
		return func(v protoreflect.Value) bool { return distinct(v.List()) }
	}
	return nil
}

// pattern compiles each pattern once: all ids have the same, and compiling is what costs.
func (r ruleReader) pattern(text string) *regexp.Regexp {
	if r.patterns[text] == nil {
		r.patterns[text] = regexp.MustCompile(text)
	}
	return r.patterns[text]
}

func characters(v protoreflect.Value) uint64 {
	return uint64(utf8.RuneCountInString(v.String())) //nolint:gosec // is not negative
}

func items(v protoreflect.Value) uint64 {
	return uint64(v.List().Len()) //nolint:gosec // is not negative
}

func contains(list protoreflect.List, v protoreflect.Value) bool {
	for i := range list.Len() {
		if list.Get(i).Equal(v) {
			return true
		}
	}
	return false
}

func distinct(list protoreflect.List) bool {
	seen := make(map[any]bool, list.Len())
	for i := range list.Len() {
		seen[list.Get(i).Interface()] = true
	}
	return len(seen) == list.Len()
}
